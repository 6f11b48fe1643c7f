"""Bringing a sheet of reported figures, deciding about it as a second person, and taking it back."""

import hashlib
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from http import HTTPStatus

from flask_babel import lazy_gettext as _l

from app.core import audit, clock, storage
from app.core.db import db
from app.core.errors import DomainError
from app.core.ids import new_id
from app.core.second_person import require_account, require_second_person
from app.core.text import line
from app.dashboards.counting.rules import Term
from app.dashboards.reported import queries
from app.dashboards.reported.documents.reading import Reading, read
from app.dashboards.reported.models import ReportedFigure, ReportedSheet
from app.dashboards.reported.states import REPORTED_SHEET, SheetState, SheetStep
from app.policy import Actor

SUBJECT = "reported_sheet"


class SheetAction(StrEnum):
    """What the audit trail says was done to a sheet."""

    BROUGHT = "reported:brought"
    ACCEPTED = "reported:accepted"
    NOT_ACCEPTED = "reported:not_accepted"
    WITHDRAWN = "reported:withdrawn"


class ReasonMissingError(DomainError):
    """What is taken back or not accepted has a reason others can read."""

    code = "reported.reason_missing"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


def bring(
    data: bytes, *, file_name: str, term: Term, area_path: str, reporter: str, document: str, issued_on: date, by: Actor
) -> tuple[ReportedSheet, bool]:
    """Keep a sheet: in order it waits for a second person, else it goes back. The same file again is the same sheet.

    Raises:
        UnreadableError: no spreadsheet with communes and numbers.
        SecondPersonError: somebody without an account cannot be told from the second person.
    """
    account_id, at = require_account(by), clock.now()
    before = queries.same_file(term, area_path, hashlib.sha256(data).hexdigest())
    if before is not None:
        return before, False
    found = _read(data, term, area_path)
    kept = storage.put(data, "application/octet-stream")
    sheet = ReportedSheet(
        id=new_id(), term=term.code, area_path=area_path, reporter=line(reporter), document=line(document),
        issued_on=issued_on, file_name=line(file_name)[:200], sha256=kept.sha256, by_id=account_id, by_name=by.name,
        at=at,
    )  # fmt: skip
    db.session.add(sheet)
    db.session.flush()
    if not found.wrong:
        sheet.figures = [
            ReportedFigure(id=new_id(), indicator=number, commune_path=each.commune_path,
                           numerator=figure.numerator, denominator=figure.denominator)
            for each in found.lines for number, figure in each.figures.items()
        ]  # fmt: skip
    _move(sheet, SheetStep.SEND_BACK if found.wrong else SheetStep.OFFER, SheetAction.BROUGHT, {}, by=by)
    return sheet, True


def accept(sheet: ReportedSheet, *, by: Actor) -> None:
    """Let the figures hold from now on; those of an earlier sheet for the same communes give way.

    Raises:
        SecondPersonError: it is the one who brought the sheet.
        TransitionNotAllowedError: it was decided already.
    """
    _decide(sheet, SheetStep.ACCEPT, SheetAction.ACCEPTED, note="", by=by)


def not_accept(sheet: ReportedSheet, *, note: str, by: Actor) -> None:
    """Leave the figures out, with the reason.

    Raises:
        SecondPersonError: it is the one who brought the sheet.
        ReasonMissingError: no reason.
        TransitionNotAllowedError: it was decided already.
    """
    _decide(sheet, SheetStep.NOT_ACCEPT, SheetAction.NOT_ACCEPTED, note=_reason(note)[:200], by=by)


def withdraw(sheet: ReportedSheet, *, reason: str, by: Actor) -> None:
    """Take accepted figures back: what was reported before them holds again. Frozen periods do not move.

    Raises:
        ReasonMissingError: no reason.
        TransitionNotAllowedError: it was not accepted, or taken back already.
    """
    told = {"withdrawn_because": _reason(reason), "withdrawn_by_name": by.name, "withdrawn_at": clock.now()}
    _move(sheet, SheetStep.WITHDRAW, SheetAction.WITHDRAWN, told, by=by)


def read_again(sheet: ReportedSheet) -> tuple[bytes, Reading]:
    """Return the file of a sheet and what is in it."""
    data = storage.read(sheet.sha256)
    return data, _read(data, Term.named(sheet.term), sheet.area_path)


def _read(data: bytes, term: Term, area_path: str) -> Reading:
    communes = queries.communes_for(area_path, term.last_on)
    offered = [each.id for each in queries.offered(term.last_on)]
    return read(data, communes, offered)


def _decide(sheet: ReportedSheet, step: SheetStep, action: SheetAction, *, note: str, by: Actor) -> None:
    require_second_person(sheet.by_id, by)
    told = {"second_id": by.account_id, "second_name": by.name, "second_note": note, "decided_at": clock.now()}
    _move(sheet, step, action, told, by=by)


def _reason(words: str) -> str:
    if not words.strip():
        raise ReasonMissingError(_l("Write in a sentence why"))
    return words.strip()


def _move(sheet: ReportedSheet, step: SheetStep, action: SheetAction, told: Mapping[str, object], *, by: Actor) -> None:
    """Take a step with everything that is told of it, so that no half of it is ever written alone."""
    before: SheetState = sheet.state
    sheet.state = REPORTED_SHEET.next(before, step)
    for name, value in told.items():
        setattr(sheet, name, value)
    changes = {"state": [before, sheet.state]}
    audit.record(action, (SUBJECT, sheet.id), by=by, at=clock.now(), changes=changes)
    db.session.flush()
