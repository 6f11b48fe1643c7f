"""Files by content hash: the same bytes are one file and one row, in a folder or in an S3 bucket."""

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import obstore
from obstore.store import LocalStore, ObjectStore, from_url
from sqlalchemy import CheckConstraint, String, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock, jobs
from app.core.db import Base, Identified, Line, db
from app.core.errors import NotFoundError
from app.core.settings import current
from app.core.transaction import transaction

DROP_FILE = "core.drop_file"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_PIECE_BYTES = 256 * 1024


class StoredFile(Identified, Base):
    """One file, known by the SHA-256 of its bytes."""

    __tablename__ = "stored_file"
    __table_args__ = (
        CheckConstraint("length(sha256) = 64", name="sha256_has_64_digits"),
        CheckConstraint("size_bytes >= 0", name="size_is_not_negative"),
    )

    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    size_bytes: Mapped[int]
    content_type: Mapped[Line]
    created_at: Mapped[datetime]


class FileMissingError(NotFoundError):
    """No file with this hash is kept."""

    code = "storage.file_missing"


class FileDamagedError(Exception):
    """The bytes in the store are not those that were put there: a fault of the store, not of a person."""


def put(data: bytes, content_type: str) -> StoredFile:
    """Keep some bytes, once; the same bytes again give the same row.

    The file is complete in the store before the row exists, so that a power cut leaves a file nobody names, never a
    row without its file.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    if not exists(sha256):
        _write(sha256, data)
    return _row(sha256) or _new_row(sha256, len(data), content_type)


def put_file(path: Path, content_type: str) -> StoredFile:
    """Keep a file that is too long to hold in memory, once, as `put` does."""
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    if not exists(sha256):
        _write(sha256, path)
    return _row(sha256) or _new_row(sha256, path.stat().st_size, content_type)


def stream(sha256: str) -> Iterator[bytes]:
    """Return the bytes of a file a piece at a time; the first piece is asked for at once.

    Raises:
        FileMissingError: the store has no such file.
    """
    try:
        found = obstore.get(_store(), key_of(sha256))
    except FileNotFoundError as error:
        raise FileMissingError("no such file", sha256=sha256) from error
    return (bytes(piece) for piece in found.stream(min_chunk_size=_PIECE_BYTES))


def read(sha256: str, *, verify: bool = False) -> bytes:
    """Return the bytes of a file.

    Raises:
        FileMissingError: the store has no such file.
        FileDamagedError: ``verify`` was asked for and the bytes have changed.
    """
    try:
        data = obstore.get(_store(), key_of(sha256)).bytes().to_bytes()
    except FileNotFoundError as error:
        raise FileMissingError("no such file", sha256=sha256) from error
    if verify and hashlib.sha256(data).hexdigest() != sha256:
        raise FileDamagedError(f"{sha256} has changed in the store")
    return data


def exists(sha256: str) -> bool:
    """Whether the store has the file."""
    try:
        obstore.head(_store(), key_of(sha256))
    except FileNotFoundError:
        return False
    return True


@jobs.job(DROP_FILE)
def drop_unnamed(sha256: str) -> None:
    """Let go of a file that no row names any more; whoever else has kept the same bytes keeps them.

    The row goes before the bytes: a power cut leaves a file nobody names, never a row without its file.
    """
    with transaction():
        if _is_named(sha256):
            return
        db.session.execute(delete(StoredFile).where(StoredFile.sha256 == sha256))
    with suppress(FileNotFoundError):
        obstore.delete(_store(), key_of(sha256))


def key_of(sha256: str) -> str:
    """Return where the file lies in the store: two digits, a slash, the rest.

    Raises:
        FileMissingError: this is not a SHA-256, so no file can have it.
    """
    if not _SHA256.fullmatch(sha256):
        raise FileMissingError("no such file", sha256=sha256[:80])
    return f"{sha256[:2]}/{sha256[2:]}"


def _is_named(sha256: str) -> bool:
    """Whether any table names the file, whichever tables there are by now."""
    for table in Base.metadata.tables.values():
        named = [column for column in table.columns if column.name.endswith("sha256") and table.name != "stored_file"]
        for column in named:
            if db.session.execute(select(column).where(column == sha256).limit(1)).first() is not None:
                return True
    return False


def _row(sha256: str) -> StoredFile | None:
    return db.session.scalars(select(StoredFile).where(StoredFile.sha256 == sha256)).one_or_none()


def _new_row(sha256: str, size_bytes: int, content_type: str) -> StoredFile:
    row = StoredFile(sha256=sha256, size_bytes=size_bytes, content_type=content_type, created_at=clock.now())
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        # Another process put the same bytes in this same moment.
        return db.session.scalars(select(StoredFile).where(StoredFile.sha256 == sha256)).one()
    return row


def _write(sha256: str, data: bytes | Path) -> None:
    # Both kinds of store write under another name first, so that a reader never meets half a file.
    obstore.put(_store(), key_of(sha256), data)
    folder = _folder(current().storage_url)
    if folder is not None:
        _sync(folder / key_of(sha256))


def _sync(path: Path) -> None:
    for target in (path, path.parent):
        descriptor = os.open(target, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _store() -> ObjectStore:
    return _store_at(current().storage_url)


@lru_cache(maxsize=8)
def _store_at(url: str) -> ObjectStore:
    folder = _folder(url)
    return from_url(url) if folder is None else LocalStore(folder, mkdir=True)


def _folder(url: str) -> Path | None:
    parts = urlsplit(url)
    return Path(unquote(parts.path)) if parts.scheme == "file" else None
