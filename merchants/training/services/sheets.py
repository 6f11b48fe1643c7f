"""The photograph of a signed sheet: kept once for each class, replaced by a better one, and deleted after its time."""

from datetime import date

from flask_babel import lazy_gettext as _l

from app.core import audit, clock, jobs, storage
from app.core.db import db
from app.core.errors import DomainError
from app.core.ids import new_id
from app.policy import Actor
from merchants.papers.services import Taken
from merchants.training import queries, rules
from merchants.training.models import ClassSheet, TrainingSession
from merchants.training.states import TrainingAction


class SheetNotTakenError(DomainError):
    """The class has not been held yet, was called off, or is so long ago that its sheet would be deleted."""

    code = "training.sheet_not_taken"


def keep_sheet(session: TrainingSession, *, taken: Taken, by: Actor) -> ClassSheet:
    """Keep the photograph of the sheet that was signed; one that was there before goes, the same one again stays.

    Raises:
        SheetNotTakenError: nobody can have signed yet, or it is too late to keep it.
    """
    at = clock.now()
    today = clock.local(at).date()
    if not rules.takes_attendance(session.state, session.held_on, today):
        raise SheetNotTakenError(_l("The sheet is photographed on the day of the class or after it"))
    if session.held_on < rules.sheets_kept_from(today):
        raise SheetNotTakenError(_l("This class is so long ago that its sheet is not kept any more"))
    stored = storage.put(taken.data, taken.content_type)
    sheet = queries.sheet_kept(session.id) or ClassSheet(session_id=session.id)
    if sheet.sha256 == stored.sha256:
        return sheet
    before, sheet.sha256 = sheet.sha256, stored.sha256
    sheet.content_type, sheet.uploaded_at, sheet.uploaded_by_name = taken.content_type, at, by.name
    db.session.add(sheet)
    db.session.flush()
    if before:
        _drop(before)
    audit.record(TrainingAction.SHEET_KEPT, ("training_session", session.id), by=by, at=at)
    return sheet


def delete_old_sheets(today: date, *, at_most: int, by: Actor) -> int:
    """Delete some sheets whose time is over and say how many; the next call goes on."""
    at, found = clock.now(), queries.sheets_of_classes_before(rules.sheets_kept_from(today), limit=at_most)
    for sheet in found:
        db.session.delete(sheet)
        db.session.flush()
        _drop(sheet.sha256)
        audit.record(TrainingAction.SHEET_DELETED, ("training_session", sheet.session_id), by=by, at=at)
    return len(found)


def _drop(sha256: str) -> None:
    # The same photograph may be brought again and go again: under one key it would be let go of only the first time.
    jobs.enqueue(storage.DROP_FILE, key=f"{sha256}:{new_id()}", sha256=sha256)
