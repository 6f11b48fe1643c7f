"""Photographs: opened safely, made small, freed of what they tell about the home, and cut to each shop's size."""

import io
import struct
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus

import pillow_heif
from flask_babel import lazy_gettext as _l
from PIL import Image, ImageCms, ImageFilter, ImageOps, ImageStat

from app.core.errors import DomainError

MAX_BYTES = 25_000_000
MAX_PIXELS = 64_000_000  # Google's own limit; also what 64 MP costs in memory
MASTER_SIDE = 2560

_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
_MOVING = ("PNG", "WEBP")
_BROKEN = (OSError, SyntaxError, ValueError, ArithmeticError, LookupError, EOFError, struct.error)
_ORIENTATION = 0x0112
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
# Below this variance of the Laplacian at 512 px a photograph looks out of focus. Only pictures of one size compare.
_SHARP_ENOUGH = 60.0

pillow_heif.register_heif_opener(thumbnails=False)
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
# Pillow only warns up to twice its limit.
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)


class PhotoRefusedError(DomainError):
    """A file that cannot be taken as a photograph; the sentence says what to do."""

    code = "catalog.photo_refused"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class PhotoTooLargeError(PhotoRefusedError):
    """Too many bytes or too many pixels."""

    code = "catalog.photo_too_large"


class NotAPhotoError(PhotoRefusedError):
    """Another kind of file, whatever its name says."""

    code = "catalog.not_a_photo"


class PhotoBrokenError(PhotoRefusedError):
    """The file is cut short or damaged."""

    code = "catalog.photo_broken"


class PhotoMovesError(PhotoRefusedError):
    """An animation."""

    code = "catalog.photo_moves"


class Preset(StrEnum):
    """The sizes that are made; nobody outside may ask for another."""

    SQ1500 = "sq1500"
    SQ1024 = "sq1024"
    PAGE960 = "page960"
    PAGE960_JPEG = "page960-jpeg"
    THUMB320 = "thumb320"


@dataclass(frozen=True)
class Picture:
    """One encoded picture."""

    data: bytes
    width: int
    height: int
    content_type: str


@dataclass(frozen=True)
class Intake:
    """A photograph taken in: the master kept, and every size cut from it."""

    master: Picture
    renditions: dict[Preset, Picture]
    is_blurred: bool


@dataclass(frozen=True)
class _Encoding:
    format: str
    content_type: str
    budget_bytes: int
    qualities: tuple[int, ...]


_JPEG = "image/jpeg"
_WEBP = "image/webp"
_LADDER = (85, 75, 65, 50, 35)
_ENCODINGS = {
    Preset.SQ1500: _Encoding("JPEG", _JPEG, 1_000_000, _LADDER),
    Preset.SQ1024: _Encoding("JPEG", _JPEG, 500_000, _LADDER),
    Preset.PAGE960: _Encoding("WEBP", _WEBP, 45_000, (72, 55, 40, 25, 12)),
    Preset.PAGE960_JPEG: _Encoding("JPEG", _JPEG, 120_000, (75, 60, 45, 30)),
    Preset.THUMB320: _Encoding("WEBP", _WEBP, 25_000, (72, 55, 40, 25, 12)),
}


def intake(data: bytes) -> Intake:
    """Open a file as a photograph and make the master and every size.

    The master is an upright sRGB JPEG, at most 2560 px long, without EXIF (so without the place of the home). Nothing
    is ever made larger than it was.

    Raises:
        PhotoTooLargeError, NotAPhotoError, PhotoBrokenError, PhotoMovesError: with a sentence for the person.
    """
    image = _opened(data)
    master = _encoded(image, _Encoding("JPEG", _JPEG, 4_000_000, (88, 80, 70, 50)))
    renditions = _renditions(image)
    return Intake(master, renditions, is_blurred(image))


def is_blurred(image: Image.Image) -> bool:
    """Whether the photograph looks out of focus: a hint to take it again, never a refusal."""
    proxy = _fitted(image, 512).convert("L")
    edges = proxy.filter(ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128))
    return ImageStat.Stat(edges.crop((1, 1, edges.width - 1, edges.height - 1))).var[0] < _SHARP_ENOUGH


def _opened(data: bytes) -> Image.Image:
    if len(data) > MAX_BYTES:
        raise PhotoTooLargeError(_l("The picture is too large. Take it again on this phone"), size_bytes=len(data))
    if not data:
        raise PhotoBrokenError(_l("The picture did not arrive whole. Choose it again"))
    try:
        # Only the header is read here: the size is known before a pixel is.
        image = Image.open(io.BytesIO(data), formats=_FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except _BROKEN as error:
        raise _unopened(data) from error
    if image.width * image.height > MAX_PIXELS:
        raise _too_many_pixels()
    if image.format in _MOVING and getattr(image, "is_animated", False):
        raise PhotoMovesError(_l("This picture moves. Choose a still photo"))
    try:
        return _made_plain(image)
    except _BROKEN as error:
        raise PhotoBrokenError(_l("The picture did not arrive whole. Choose it again")) from error


def _too_many_pixels() -> PhotoTooLargeError:
    return PhotoTooLargeError(_l("The picture is too large. Take it again on this phone"))


def _made_plain(image: Image.Image) -> Image.Image:
    """Shrink, turn upright, bring to sRGB on white, and forget everything else the file said."""
    orientation = image.getexif().get(_ORIENTATION, 1)
    profile = image.info.get("icc_profile")
    box = (MASTER_SIDE, MASTER_SIDE)  # Square, so it needs no swapping for a photograph that lies on its side.
    # The JPEG decoder itself can leave out every second line; turning the picture first would lose that, and cost
    # five times the memory on a 48 MP photograph.
    image.draft(None, box)
    image.load()
    image = _deep(image)
    image.thumbnail(box, Image.Resampling.HAMMING, reducing_gap=2.0)
    image = _upright(image, orientation)
    image = _on_white(_to_srgb(image, profile))
    image.info = {}
    return image


def _deep(image: Image.Image) -> Image.Image:
    """Bring palettes, bits and 16-bit greys to something that can be resized well."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda level: level / 256).convert("L")
    if image.mode in ("1", "P", "PA", "LA", "La") or (image.mode in ("RGB", "L") and "transparency" in image.info):
        return image.convert("RGBA" if image.has_transparency_data else "RGB")
    return image


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    turn = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }.get(orientation)
    return image if turn is None else image.transpose(turn)


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    colours = image.convert("RGB") if alpha else image
    if profile:
        colours = _converted(colours, profile)
    colours = colours.convert("RGB")
    if alpha:
        colours.putalpha(alpha)
    return colours


def _converted(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(
            image, source, _SRGB, renderingIntent=ImageCms.Intent.PERCEPTUAL, outputMode="RGB"
        )
    except (ImageCms.PyCMSError, *_BROKEN):
        # A profile that cannot be read, or is for another kind of colour: the plain colours are the better guess.
        return image
    return image if converted is None else converted


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def _renditions(master: Image.Image) -> dict[Preset, Picture]:
    # Each size is cut from the next larger one, so the large picture is walked over only twice.
    square = _squared(master, 1500)
    page = _fitted(master, 960)
    thumb = ImageOps.fit(page, (min(320, *page.size),) * 2, Image.Resampling.HAMMING)
    images = {
        Preset.SQ1500: square,
        Preset.SQ1024: _fitted(square, 1024),
        Preset.PAGE960: page,
        Preset.PAGE960_JPEG: page,
        Preset.THUMB320: thumb,
    }
    return {preset: _encoded(image, _ENCODINGS[preset]) for preset, image in images.items()}


def _fitted(image: Image.Image, side: int) -> Image.Image:
    longest = max(image.size)
    if longest <= side:
        return image
    size = (max(1, round(image.width * side / longest)), max(1, round(image.height * side / longest)))
    return image.resize(size, Image.Resampling.HAMMING, reducing_gap=2.0)


def _squared(image: Image.Image, side: int) -> Image.Image:
    small = _fitted(image, side)
    return ImageOps.pad(small, (max(small.size),) * 2, color="white")


def _encoded(image: Image.Image, encoding: _Encoding) -> Picture:
    """Encode at the best quality that keeps to the budget; a picture that never fits is made smaller."""
    while True:
        for quality in encoding.qualities:
            data = _saved(image, encoding.format, quality)
            if len(data) <= encoding.budget_bytes:
                return Picture(data, image.width, image.height, encoding.content_type)
            if len(data) > 6 * encoding.budget_bytes:
                break
        image = image.resize((max(1, image.width * 3 // 4), max(1, image.height * 3 // 4)), Image.Resampling.LANCZOS)


def _saved(image: Image.Image, format_: str, quality: int) -> bytes:
    out = io.BytesIO()
    if format_ == "WEBP":
        image.save(out, "WEBP", quality=quality, method=2)
    else:
        image.save(out, "JPEG", quality=quality, optimize=False)
    return out.getvalue()


def _unopened(data: bytes) -> PhotoRefusedError:
    """Name what the file is by its first bytes, whatever its name says."""
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG")) or data[8:12] in (b"WEBP", b"heic", b"heix", b"mif1"):
        return PhotoBrokenError(_l("The picture did not arrive whole. Choose it again"))
    for matches, sentence in _KINDS:
        if matches(data[:512].lstrip(b"\xef\xbb\xbf \t\r\n")):
            return NotAPhotoError(sentence)
    return NotAPhotoError(_l("Only pictures are taken here (JPG, PNG, HEIC). Take a photo with this phone"))


_KINDS: tuple[tuple[Callable[[bytes], bool], object], ...] = (
    (
        lambda head: head.startswith(b"%PDF"),
        _l("Only pictures are taken here (JPG, PNG, HEIC). You chose a PDF file"),
    ),
    (
        lambda head: head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")),
        _l("Only pictures are taken here (JPG, PNG, HEIC). You chose a Word or Excel file"),
    ),
    (
        lambda head: head.startswith(b"GIF8"),
        _l("Only pictures are taken here (JPG, PNG, HEIC). You chose a GIF picture"),
    ),
    (
        lambda head: b"<svg" in head.lower() or head.startswith((b"<?xml", b"<!DOCTYPE svg")),
        _l("Only pictures are taken here (JPG, PNG, HEIC). You chose a drawing file"),
    ),
    (
        lambda head: head[:1] == b"<",
        _l("Only pictures are taken here (JPG, PNG, HEIC). You chose a web page"),
    ),
    (
        lambda head: head[4:8] == b"ftyp" or head.startswith((b"\x1aE\xdf\xa3", b"RIFF")),
        _l("Only pictures are taken here (JPG, PNG, HEIC). You chose a video"),
    ),
)
