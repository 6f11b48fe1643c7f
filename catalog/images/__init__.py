"""Photographs of a product: opened safely by the kernel, and cut to each shop's size."""

from dataclasses import dataclass, replace
from enum import StrEnum

from PIL import Image, ImageOps

from app.core.pictures import (
    MAX_BYTES,
    MAX_PIXELS,
    Encoding,
    NotAPhotoError,
    PhotoBrokenError,
    PhotoMovesError,
    PhotoRefusedError,
    PhotoTooLargeError,
    Picture,
    encoded,
    fitted,
    opened,
)
from catalog.images.albums import AlbumRefusedError, packed
from catalog.images.looks import Looks, looks_of
from catalog.rules import Square, SquareCut

__all__ = [
    "MAX_BYTES",
    "MAX_FETCHED_BYTES",
    "MAX_PIXELS",
    "AlbumRefusedError",
    "Intake",
    "Looks",
    "NotAPhotoError",
    "PhotoBrokenError",
    "PhotoMovesError",
    "PhotoRefusedError",
    "PhotoTooLargeError",
    "Picture",
    "Preset",
    "intake",
    "looks_of",
    "looks_of_file",
    "packed",
    "squares",
]

# Half of what phones with 12 MP take and a quarter of what those with 48 MP take, so the decoder does the shrinking, in
# a third of the memory; the largest picture a marketplace asks for has 1,500 px.
MASTER_SIDE = 2000
# What is fetched is on somebody's page already: made for the web, and lighter than what a phone takes.
MAX_FETCHED_BYTES = 16_000_000


class Preset(StrEnum):
    """The sizes that are made; nobody outside may ask for another."""

    SQ1500 = "sq1500"
    SQ1024 = "sq1024"
    PAGE960 = "page960"
    PAGE960_JPEG = "page960-jpeg"
    THUMB320 = "thumb320"


@dataclass(frozen=True)
class Intake:
    """A photograph taken in: the master kept, and every size cut from it, and how it looks."""

    master: Picture
    renditions: dict[Preset, Picture]
    looks: Looks


_JPEG = "image/jpeg"
_WEBP = "image/webp"
_LADDER = (85, 75, 65, 50, 35)
_ENCODINGS = {
    Preset.SQ1500: Encoding("JPEG", _JPEG, 1_000_000, _LADDER),
    Preset.SQ1024: Encoding("JPEG", _JPEG, 500_000, _LADDER),
    # With the page around it a visitor's first view stays under 60 kB.
    Preset.PAGE960: Encoding("WEBP", _WEBP, 40_000, (72, 55, 40, 25, 12)),
    Preset.PAGE960_JPEG: Encoding("JPEG", _JPEG, 120_000, (75, 60, 45, 30)),
    Preset.THUMB320: Encoding("WEBP", _WEBP, 25_000, (72, 55, 40, 25, 12)),
}


def intake(data: bytes) -> Intake:
    """Open a file as a photograph and make the master and every size.

    The master is an upright sRGB JPEG, at most 2000 px long, without EXIF (so without the place of the home). Nothing
    is ever made larger than it was.

    Raises:
        PhotoTooLargeError, NotAPhotoError, PhotoBrokenError, PhotoMovesError: with a sentence for the person.
    """
    image = opened(data, side=MASTER_SIDE)
    master = encoded(image, Encoding("JPEG", _JPEG, 4_000_000, (88, 80, 70, 50)))
    renditions = _renditions(image)
    return Intake(master, renditions, looks_of(image))


def looks_of_file(master: bytes) -> Looks:
    """Measure a kept master.

    Raises:
        PhotoRefusedError: it cannot be opened any more.
    """
    return looks_of(opened(master, side=MASTER_SIDE))


def squares(master: bytes, wanted: Square) -> dict[Preset, Picture]:
    """Cut the squares and the small picture of a list from a kept master.

    Raises:
        PhotoRefusedError: the master cannot be opened any more.
    """
    image = opened(master, side=MASTER_SIDE)
    whole = wanted.cut is SquareCut.PAD
    large = fitted(image if whole else _cropped(image, wanted), 1500)
    thumb = _thumb(fitted(large, 960) if whole else large)
    made = {Preset.SQ1500: _padded(large), Preset.SQ1024: _padded(fitted(large, 1024)), Preset.THUMB320: thumb}
    return {preset: encoded(each, _encoding(preset, wanted.most_kb)) for preset, each in made.items()}


def _encoding(preset: Preset, most_kb: int | None) -> Encoding:
    usual = _ENCODINGS[preset]
    return usual if most_kb is None else replace(usual, budget_bytes=min(usual.budget_bytes, most_kb * 1000))


def _cropped(image: Image.Image, wanted: Square) -> Image.Image:
    """Return the largest square whose middle is as near to the point as the edges allow."""
    side = min(image.size)
    left = min(max(image.width * wanted.x_pct // 100 - side // 2, 0), image.width - side)
    top = min(max(image.height * wanted.y_pct // 100 - side // 2, 0), image.height - side)
    return image.crop((left, top, left + side, top + side))


def _thumb(image: Image.Image) -> Image.Image:
    return ImageOps.fit(image, (min(320, *image.size),) * 2, Image.Resampling.HAMMING)


def _renditions(master: Image.Image) -> dict[Preset, Picture]:
    # Each size is cut from the next larger one, before any white is laid around it: the large picture is walked over
    # only once.
    large = fitted(master, 1500)
    page = fitted(large, 960)
    images = {
        Preset.SQ1500: _padded(large),
        Preset.SQ1024: _padded(fitted(large, 1024)),
        Preset.PAGE960: page,
        Preset.PAGE960_JPEG: page,
        Preset.THUMB320: _thumb(page),
    }
    return {preset: encoded(image, _ENCODINGS[preset]) for preset, image in images.items()}


def _padded(image: Image.Image) -> Image.Image:
    return ImageOps.pad(image, (max(image.size),) * 2, color="white")
