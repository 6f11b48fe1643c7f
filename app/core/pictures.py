"""Pictures from strangers: opened safely, shrunk, turned upright, and freed of what they tell about the home."""

import io
import struct
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus

import pillow_heif
from flask_babel import lazy_gettext as _l
from PIL import Image, ImageCms

from app.core.errors import DomainError

MAX_BYTES = 25_000_000
MAX_PIXELS = 64_000_000  # Google's own limit; also what 64 MP costs in memory

# Only the decoder of JPEG shrinks while it reads. Sixty-four million pixels of one colour are a hundred kilobytes of
# WebP, and a gigabyte once they are read; telephones make 12 million, and 48 in HEIC.
_MOST_PIXELS = {"PNG": 20_000_000, "WEBP": 20_000_000, "HEIF": 50_000_000}
_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
_MOVING = ("PNG", "WEBP")
_BROKEN = (OSError, SyntaxError, ValueError, ArithmeticError, LookupError, EOFError, struct.error)
_ORIENTATION = 0x0112
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))

pillow_heif.register_heif_opener(thumbnails=False)
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
# Pillow only warns up to twice its limit.
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)


class PhotoRefusedError(DomainError):
    """A file that cannot be taken as a photograph; the sentence says what to do."""

    code = "picture.refused"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class PhotoTooLargeError(PhotoRefusedError):
    """Too many bytes or too many pixels."""

    code = "picture.too_large"


class NotAPhotoError(PhotoRefusedError):
    """Another kind of file, whatever its name says."""

    code = "picture.not_a_photo"


class PhotoBrokenError(PhotoRefusedError):
    """The file is cut short or damaged."""

    code = "picture.broken"


class PhotoMovesError(PhotoRefusedError):
    """An animation."""

    code = "picture.moves"


class Kind(StrEnum):
    """What a file is by its first bytes, whatever its name says."""

    PICTURE = "picture"
    PDF = "pdf"
    OFFICE = "office"
    GIF = "gif"
    DRAWING = "drawing"
    WEB_PAGE = "web_page"
    VIDEO = "video"
    OTHER = "other"


@dataclass(frozen=True)
class Picture:
    """One encoded picture."""

    data: bytes
    width: int
    height: int
    content_type: str


@dataclass(frozen=True)
class Encoding:
    """A format, the bytes a picture may have in it, and the qualities to try, best first."""

    format: str
    content_type: str
    budget_bytes: int
    qualities: tuple[int, ...]


def kind_of(data: bytes) -> Kind:
    """Say what a file is by its first bytes."""
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG")) or data[8:12] in (b"WEBP", b"heic", b"heix", b"mif1"):
        return Kind.PICTURE
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    return next((kind for kind, matches in _SIGNS if matches(head)), Kind.OTHER)


_SIGNS: tuple[tuple[Kind, Callable[[bytes], bool]], ...] = (
    (Kind.PDF, lambda head: head.startswith(b"%PDF")),
    (Kind.OFFICE, lambda head: head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))),
    (Kind.GIF, lambda head: head.startswith(b"GIF8")),
    (Kind.DRAWING, lambda head: b"<svg" in head.lower() or head.startswith((b"<?xml", b"<!DOCTYPE svg"))),
    (Kind.WEB_PAGE, lambda head: head[:1] == b"<"),
    (Kind.VIDEO, lambda head: head[4:8] == b"ftyp" or head.startswith((b"\x1aE\xdf\xa3", b"RIFF"))),
)


def shrunk(data: bytes, *, side: int, budget_bytes: int) -> Picture:
    """Take a picture in as an upright JPEG without EXIF, no longer and no heavier than asked.

    Raises:
        PhotoTooLargeError, NotAPhotoError, PhotoBrokenError, PhotoMovesError: with a sentence for the person.
    """
    return encoded(opened(data, side=side), Encoding("JPEG", "image/jpeg", budget_bytes, (85, 75, 65, 50, 35)))


def opened(data: bytes, *, side: int) -> Image.Image:
    """Open a file as a picture of at most ``side`` pixels: upright, in sRGB on white, without EXIF.

    Raises:
        PhotoTooLargeError, NotAPhotoError, PhotoBrokenError, PhotoMovesError: with a sentence for the person.
    """
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
    if image.width * image.height > _MOST_PIXELS.get(str(image.format), MAX_PIXELS):
        raise _too_many_pixels()
    if image.format in _MOVING and getattr(image, "is_animated", False):
        raise PhotoMovesError(_l("This picture moves. Choose a still photo"))
    try:
        return _made_plain(image, side)
    except _BROKEN as error:
        raise PhotoBrokenError(_l("The picture did not arrive whole. Choose it again")) from error


def _too_many_pixels() -> PhotoTooLargeError:
    return PhotoTooLargeError(_l("The picture is too large. Take it again on this phone"))


def _made_plain(image: Image.Image, side: int) -> Image.Image:
    """Shrink, turn upright, bring to sRGB on white, and forget everything else the file said."""
    orientation = image.getexif().get(_ORIENTATION, 1)
    profile = image.info.get("icc_profile")
    box = (side, side)  # Square, so it needs no swapping for a photograph that lies on its side.
    # The JPEG decoder itself can leave out every second line; turning the picture first would lose that, and cost
    # five times the memory on a 48 MP photograph.
    longest = max(image.size)
    image.draft(None, (image.width * side // longest, image.height * side // longest))
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


def fitted(image: Image.Image, side: int) -> Image.Image:
    """Make a picture smaller until its longer side fits; never larger."""
    longest = max(image.size)
    if longest <= side:
        return image
    size = (max(1, round(image.width * side / longest)), max(1, round(image.height * side / longest)))
    return image.resize(size, Image.Resampling.HAMMING, reducing_gap=2.0)


def encoded(image: Image.Image, encoding: Encoding) -> Picture:
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
    kind = kind_of(data)
    if kind is Kind.PICTURE:
        return PhotoBrokenError(_l("The picture did not arrive whole. Choose it again"))
    return NotAPhotoError(_NOT_TAKEN[kind])


_NOT_TAKEN = {
    Kind.PDF: _l("Only pictures are taken here (JPG, PNG, HEIC). You chose a PDF file"),
    Kind.OFFICE: _l("Only pictures are taken here (JPG, PNG, HEIC). You chose a Word or Excel file"),
    Kind.GIF: _l("Only pictures are taken here (JPG, PNG, HEIC). You chose a GIF picture"),
    Kind.DRAWING: _l("Only pictures are taken here (JPG, PNG, HEIC). You chose a drawing file"),
    Kind.WEB_PAGE: _l("Only pictures are taken here (JPG, PNG, HEIC). You chose a web page"),
    Kind.VIDEO: _l("Only pictures are taken here (JPG, PNG, HEIC). You chose a video"),
    Kind.OTHER: _l("Only pictures are taken here (JPG, PNG, HEIC). Take a photo with this phone"),
}
