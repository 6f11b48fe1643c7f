"""What an official does with a list: brings it, says what its columns are, takes it over, undoes it, puts it aside."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from hashlib import sha256

from flask_babel import lazy_gettext as _l

from app.core import audit, clock
from app.core.db import db
from app.core.ids import new_id
from app.core.sheets.headers import Header
from app.core.text import line
from app.policy import Actor
from merchants.imports import queries
from merchants.imports.models import HeaderMapping, ListImport
from merchants.imports.rules.columns import Column
from merchants.imports.rules.headers import missing
from merchants.imports.services.files import UNDO_DAYS, lock_file
from merchants.imports.services.record import SUBJECT, WAITS_FOR, ColumnsMissingError, Job, NotNowError, move, promise
from merchants.imports.states import ImportAction, ImportStep


def bring(
    *, data: bytes, file_name: str, source_name: str, listed_on: date, area_path: str, by: Actor
) -> tuple[ListImport, bool]:
    """Keep a file and promise to read it; return the list and whether it is new: the same file is the same list."""
    digest = sha256(data).hexdigest()
    before = queries.same_file(area_path, digest)
    if before is not None:
        return before, False
    at, import_id = clock.now(), new_id()
    locked_sha256, file_key = lock_file(import_id, data)
    brought = ListImport(
        id=import_id,
        area_path=area_path,
        source_name=line(source_name)[:200],
        listed_on=listed_on,
        file_name=line(file_name)[:200],
        sha256=digest,
        locked_sha256=locked_sha256,
        file_key=file_key,
        brought_by_id=by.account_id,
        brought_by_name=by.name,
        brought_by_role=by.main_role,
        brought_at=at,
    )
    db.session.add(brought)
    db.session.flush()
    audit.record(ImportAction.BROUGHT, (SUBJECT, brought.id), by=by, at=at, reason=brought.source_name)
    promise(Job.CHECK, brought, at)
    return brought, True


def map_columns(brought: ListImport, *, mapping: Mapping[int, Column], by: Actor) -> None:
    """Say what the columns are, remember it for the next list with the same headers, and read the list again.

    Raises:
        ColumnsMissingError: nobody could be found again.
    """
    if missing(mapping):
        raise ColumnsMissingError(_l("Choose the columns for the name, the craft and the hamlet"))
    at = clock.now()
    key = Header(brought.header_row, tuple(brought.headers)).key
    kept = queries.saved_mapping(brought.area_path, key) or HeaderMapping(area_path=brought.area_path, header_key=key)
    kept.mapping = {str(index): column.value for index, column in mapping.items()}
    kept.by_name, kept.at = by.name, at
    db.session.add(kept)
    move(brought, ImportStep.READ_AGAIN, action=ImportAction.MAPPED, by=by, at=at)
    promise(Job.CHECK, brought, at)


def accept(brought: ListImport, *, by: Actor) -> None:
    """Take over the lines that are in order; the others go back."""
    at = clock.now()
    move(brought, ImportStep.ACCEPT, action=ImportAction.ACCEPTED, by=by, at=at)
    promise(Job.TAKE, brought, at)


def ask_undo(brought: ListImport, *, by: Actor) -> None:
    """Take away what the list made and empty what it filled in, wherever nobody has touched it since.

    Raises:
        NotNowError: it was taken over too long ago.
    """
    at = clock.now()
    if not may_undo(brought):
        raise NotNowError(_l("A list can be undone for 30 days. Change the files one by one"))
    move(brought, ImportStep.UNDO, action=ImportAction.UNDO_ASKED, by=by, at=at)
    promise(Job.UNDO, brought, at)


def may_undo(brought: ListImport) -> bool:
    """Whether a list that was taken over can still be undone."""
    return brought.taken_at is not None and clock.now() - brought.taken_at <= timedelta(days=UNDO_DAYS)


def drop(brought: ListImport, *, by: Actor) -> None:
    """Put a list aside that nothing was taken from, and forget its file."""
    move(brought, ImportStep.DROP, action=ImportAction.DROPPED, by=by, at=clock.now())
    brought.file_key = ""


def promise_again(*, before: datetime) -> int:
    """Promise the work on every list that still waits for a worker, and say how many; two workers stop each other."""
    waiting = [brought for brought in queries.waiting_for_a_worker() if brought.brought_at < before]
    for brought in waiting:
        promise(WAITS_FOR[brought.state], brought, before)
    return len(waiting)
