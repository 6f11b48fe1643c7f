"""A file of a whole shelf: asked for, made by a worker that says how far it is, kept some days, forgotten."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from app.core import audit, clock, jobs, settings, storage
from app.core.db import db
from app.core.transaction import transaction
from app.policy import Actor
from catalog import families, queries
from catalog.goods_lists import workbooks
from catalog.goods_lists.workbooks import Line
from catalog.marketplaces import dossier
from catalog.models import ShelfFile
from catalog.rules import FileKind, PublicProduct
from merchants.models import Merchant

SUBJECT = "shelf_file"
JOB = "catalog.make_file"
KEPT_DAYS = 7
# So many lines, and so many products with their photographs, are written while somebody waits.
MOST_LINES = 5_000
MOST_IN_DOSSIER = 100
TYPES: Mapping[FileKind, str] = {
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.CSV: "text/csv",
    FileKind.DOSSIER: dossier.CONTENT_TYPE,
}
_AT_ONCE = 100


class ShelfFileAction(StrEnum):
    """What the audit trail says was done with a file of a shelf."""

    ASKED = "shelf_file:ask"
    FORGOTTEN = "shelf_file:forget"


def is_long(merchant: Merchant, kind: FileKind) -> bool:
    """Whether a file of a maker's whole shelf is made by a worker."""
    if kind is FileKind.DOSSIER:
        return queries.count_of(merchant.id) > MOST_IN_DOSSIER
    return queries.lines_of_shelf(merchant.id) > MOST_LINES


def ask_file(merchant: Merchant, kind: FileKind, *, by: Actor) -> ShelfFile:
    """Promise a file; while one is being made, asking again is asking for the same."""
    # One at a time: whoever asks in the same moment waits here and then finds the file of the other.
    db.session.refresh(merchant, with_for_update=True)
    file = queries.file_at_work(merchant.id, kind)
    if file is not None:
        return file
    at = clock.now()
    total = queries.count_of(merchant.id)
    file = ShelfFile(merchant_id=merchant.id, kind=kind, total=total, asked_by_name=by.name, asked_at=at)
    db.session.add(file)
    db.session.flush()
    audit.record(ShelfFileAction.ASKED, (SUBJECT, file.id), by=by, at=at, changes={"kind": [None, kind.value]})
    _promise(file, at)
    return file


def promise_files() -> None:
    """Promise again the work on every file that still waits for a worker."""
    for file in queries.files_at_work():
        _promise(file, clock.now())


def _promise(file: ShelfFile, at: datetime) -> None:
    jobs.enqueue(JOB, key=f"{file.id}:{at.date()}", file_id=file.id)


def make_file(file_id: UUID) -> None:
    """Make a file and keep it. Called by a worker; begun anew, it starts from the first product again."""
    with transaction():
        file = queries.shelf_file(file_id)
        if file is None or file.ready_at is not None:
            return
        file.done = 0
        merchant_id, kind, ids = file.merchant_id, file.kind, queries.named_ids(file.merchant_id)
        asked = queries.families_on(merchant_id)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        with path.open("w+b") as out:
            _WRITERS[kind](out, file_id, ids, asked)
        with transaction():
            file = queries.shelf_file(file_id)
            if file is not None:
                kept = storage.put_file(path, TYPES[kind])
                file.sha256, file.ready_at, file.done = kept.sha256, clock.now(), file.total


def forget_files(*, by: Actor) -> list[str]:
    """Forget some files that were asked for too long ago; return the hashes of those to be dropped."""
    at = clock.now()
    old = queries.files_asked_before(at - timedelta(days=KEPT_DAYS), _AT_ONCE)
    for file in old:
        audit.record(ShelfFileAction.FORGOTTEN, (SUBJECT, file.id), by=by, at=at)
        db.session.delete(file)
    db.session.flush()
    return [file.sha256 for file in old if file.sha256]


def _workbook(out: BinaryIO, file_id: UUID, ids: Sequence[UUID], asked: Sequence[str]) -> None:
    workbooks.write_workbook(out, _lines(file_id, ids), _families(asked))


def _table(out: BinaryIO, file_id: UUID, ids: Sequence[UUID], asked: Sequence[str]) -> None:
    workbooks.write_table(out, _lines(file_id, ids), _families(asked))


def _dossier(out: BinaryIO, file_id: UUID, ids: Sequence[UUID], _asked: Sequence[str]) -> None:
    dossier.write(out, _shown(file_id, ids), read=storage.read, base_url=settings.current().base_url)


_WRITERS: Mapping[FileKind, Callable[[BinaryIO, UUID, Sequence[UUID], Sequence[str]], None]] = {
    FileKind.XLSX: _workbook,
    FileKind.CSV: _table,
    FileKind.DOSSIER: _dossier,
}


def _lines(file_id: UUID, ids: Sequence[UUID]) -> Iterator[Line]:
    for some in _together(file_id, ids):
        found = queries.by_ids(some)
        yield from (
            line for product_id in some if product_id in found for line in workbooks.lines_of(found[product_id])
        )


def _shown(file_id: UUID, ids: Sequence[UUID]) -> Iterator[PublicProduct]:
    for some in _together(file_id, ids):
        yield from [product for _row, product in queries.fed_rows(None, only=some)]


def _together(file_id: UUID, ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    """Yield some products at a time, and note after each how many are written."""
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        yield some
        with transaction():
            file = queries.shelf_file(file_id)
            if file is not None:
                file.done = min(start + len(some), file.total)


def _families(keys: Sequence[str]) -> list[families.Family]:
    return [family for family in map(families.family, keys) if family]
