"""Photographs that come packed together: a zip from a stranger, looked at before anything in it is unpacked."""

import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from http import HTTPStatus
from pathlib import PurePosixPath
from typing import IO

from flask_babel import lazy_gettext as _l

from app.core.archives import DAMAGED, lists_too_much
from app.core.errors import DomainError
from app.core.pictures import MAX_BYTES
from app.core.text import fold
from catalog.rules import PhotoRole

MOST_PACKED = 60
MOST_UNPACKED_BYTES = 200_000_000
# Photographs are packed already: what shrinks a hundred times over is none.
_MOST_RATIO = 100
_BROKEN = (*DAMAGED, ValueError)
# What people call their files, without marks, and the frame each belongs in.
_CALLED = (
    (PhotoRole.LABEL, ("nhan", "label", "tem", "sau")),
    (PhotoRole.SIZE, ("tay", "co", "size", "kich thuoc")),
    (PhotoRole.MAKER, ("nguoi", "lam", "maker", "xuong", "nha")),
)


class AlbumRefusedError(DomainError):
    """A zip that is not taken; the sentence says what to do."""

    code = "catalog.album_refused"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


def packed(file: IO[bytes]) -> Iterator[tuple[str, PhotoRole, Callable[[], bytes]]]:
    """Return the name, the frame and the reader of everything in a zip; nothing is unpacked before it is read.

    Raises:
        AlbumRefusedError: no zip, locked, too many files, or files that unpack to more than photographs do.
    """
    if lists_too_much(file):
        raise _too_much()
    try:
        album = zipfile.ZipFile(file)
        parts = [part for part in album.infolist() if not part.is_dir() and not _is_left_behind(part.filename)]
    except _BROKEN as error:
        raise AlbumRefusedError(_l("This is not a zip file, or it did not arrive whole. Choose it again")) from error
    if not parts:
        raise AlbumRefusedError(_l("There is nothing in this zip file. Choose another one"))
    if any(part.flag_bits & 0x1 for part in parts):
        raise AlbumRefusedError(_l("The zip file has a password. Pack it again without one"))
    if len(parts) > MOST_PACKED or _is_bomb(parts):
        raise _too_much()
    for part in sorted(parts, key=lambda each: each.filename):
        yield PurePosixPath(part.filename).name, role_of(part.filename), partial(_read, album, part)


def _too_much() -> AlbumRefusedError:
    return AlbumRefusedError(_l("There is too much in this zip file. Pack only the photos of this product"))


def role_of(name: str) -> PhotoRole:
    """Guess the frame by what a file is called; the front when nothing is said."""
    words = f" {' '.join(fold(PurePosixPath(name).stem).replace('-', ' ').replace('_', ' ').split())} "
    return next((role for role, called in _CALLED if any(f" {word} " in words for word in called)), PhotoRole.FRONT)


def _read(album: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    try:
        with album.open(part) as unpacked:
            return unpacked.read(MAX_BYTES + 1)
    except _BROKEN:
        return b""  # as a photograph that did not arrive, which has a sentence of its own


def _is_bomb(parts: list[zipfile.ZipInfo]) -> bool:
    swollen = any(part.file_size > 100_000 and part.file_size > _MOST_RATIO * part.compress_size for part in parts)
    return swollen or sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES


def _is_left_behind(name: str) -> bool:
    """Whether a computer left it in the zip by itself."""
    path = PurePosixPath(name)
    return path.parts[0] == "__MACOSX" or path.name.startswith(".") or path.name in ("Thumbs.db", "desktop.ini")
