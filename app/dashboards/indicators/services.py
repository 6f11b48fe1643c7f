"""Changing what a number counts takes two people, and makes a new version: the old one is never written over."""

from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from http import HTTPStatus

from flask_babel import lazy_gettext as _l

from app.core import audit, clock
from app.core.db import db
from app.core.errors import DomainError
from app.core.second_person import require_account, require_second_person
from app.core.text import line
from app.dashboards.indicators import queries
from app.dashboards.indicators.models import DefinitionChange
from app.dashboards.indicators.rules import Definition, as_row
from app.dashboards.indicators.states import DEFINITION_CHANGE, ChangeStep
from app.policy import Actor

SUBJECT = "definition_change"


class DefinitionAction(StrEnum):
    """What the audit trail says was done to a definition."""

    PROPOSED = "definition:propose"
    AGREED = "definition:agree"
    NOT_AGREED = "definition:not_agree"


class ProposalPendingError(DomainError):
    """A change to the same definition waits already."""

    code = "indicators.proposal_pending"


class ProposalRefusedError(DomainError):
    """A definition cannot be changed so; ``field`` says which answer to mend."""

    code = "indicators.proposal_refused"
    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, field: str, message: object) -> None:
        super().__init__(message)
        self.field = field


def propose(before: Definition, wanted: Definition, *, why: str, by: Actor) -> DefinitionChange:
    """Propose that a definition be otherwise from a day on.

    Raises:
        SecondPersonError: somebody without an account cannot be told from the second person.
        ProposalPendingError: another change to it waits.
        ProposalRefusedError: its first day has passed, or nothing would change.
    """
    account_id = require_account(by)
    if queries.open_change(before.id) is not None:
        raise ProposalPendingError(_l("A change to this definition waits for a second person. Decide it first"))
    at = clock.now()
    _refuse_past(wanted.valid_from, at)
    if not wanted.differs_from(before):
        raise ProposalRefusedError("why", _l("Nothing would change. Change the words or the numbers"))
    change = DefinitionChange(
        indicator=before.id, content=as_row(wanted), why=why.strip(), by_id=account_id, by_name=by.name, at=at
    )
    db.session.add(change)
    db.session.flush()
    changes = _differences(before, wanted)
    audit.record(DefinitionAction.PROPOSED, (SUBJECT, change.id), by=by, at=at, changes=changes)
    return change


def agree(change: DefinitionChange, *, by: Actor) -> None:
    """Agree to a change: from its day on the definition has its next version.

    Raises:
        SecondPersonError: it is the one who proposed it.
        ProposalRefusedError: its first day has passed while it waited.
        TransitionNotAllowedError: it was decided already.
    """
    require_second_person(change.by_id, by)
    at = clock.now()
    _refuse_past(date.fromisoformat(change.content["valid_from"]), at)
    edition = max(each.version for each in queries.dictionary().versions[change.indicator]) + 1
    change.content = change.content | {"version": edition}
    _move(change, ChangeStep.AGREE, DefinitionAction.AGREED, edition=edition, by=by, at=at)


def not_agree(change: DefinitionChange, *, note: str, by: Actor) -> None:
    """Do not agree to a change: the definition stays as it is.

    Raises:
        SecondPersonError: it is the one who proposed it.
        TransitionNotAllowedError: it was decided already.
    """
    require_second_person(change.by_id, by)
    change.second_note = line(note)[:200]
    _move(change, ChangeStep.NOT_AGREE, DefinitionAction.NOT_AGREED, edition=None, by=by, at=clock.now())


def _refuse_past(day: date, at: datetime) -> None:
    if day < clock.local(at).date():
        raise ProposalRefusedError("valid_from", _l("A definition changes from today on at the earliest"))


def _differences(before: Definition, after: Definition) -> dict[str, list[object]]:
    old, new = as_row(replace(before, valid_from=after.valid_from)), as_row(after)
    return {name: [str(old[name])[:200], str(new[name])[:200]] for name in new if old[name] != new[name]}


def _move(
    change: DefinitionChange,
    step: ChangeStep,
    action: DefinitionAction,
    *,
    edition: int | None,
    by: Actor,
    at: datetime,
) -> None:
    before, change.state = change.state, DEFINITION_CHANGE.next(change.state, step)
    change.edition, change.decided_at = edition, at
    change.second_id, change.second_name = by.account_id, by.name
    audit.record(action, (SUBJECT, change.id), by=by, at=at, changes={"state": [before, change.state]})
    db.session.flush()
