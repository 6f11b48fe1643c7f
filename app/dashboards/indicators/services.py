"""Changing what a number counts takes two people, and makes a new version: the old one is never written over."""

from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from app.core import audit, clock
from app.core.db import db
from app.core.proposals import ProposalPendingError, ProposalRefusedError, decide
from app.core.proposals.states import ProposalStep
from app.core.second_person import require_account
from app.core.text import line
from app.dashboards.indicators import queries
from app.dashboards.indicators.models import DefinitionChange
from app.dashboards.indicators.rules import Definition, as_row
from app.policy import Actor

SUBJECT = "definition_change"


class DefinitionAction(StrEnum):
    """What the audit trail says was done to a definition."""

    PROPOSED = "definition:propose"
    AGREED = "definition:agree"
    NOT_AGREED = "definition:not_agree"


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
    at = clock.now()
    _refuse_past(date.fromisoformat(change.content["valid_from"]), at)
    edition = max(each.version for each in queries.dictionary().versions[change.indicator]) + 1
    changes = decide(change, ProposalStep.AGREE, by=by, at=at)
    change.edition, change.content = edition, change.content | {"version": edition}
    audit.record(DefinitionAction.AGREED, (SUBJECT, change.id), by=by, at=at, changes=changes)
    db.session.flush()


def not_agree(change: DefinitionChange, *, note: str, by: Actor) -> None:
    """Do not agree to a change: the definition stays as it is.

    Raises:
        SecondPersonError: it is the one who proposed it.
        TransitionNotAllowedError: it was decided already.
    """
    at = clock.now()
    changes = decide(change, ProposalStep.NOT_AGREE, by=by, at=at)
    change.second_note = line(note)[:200]
    audit.record(DefinitionAction.NOT_AGREED, (SUBJECT, change.id), by=by, at=at, changes=changes)
    db.session.flush()


def _refuse_past(day: date, at: datetime) -> None:
    if day < clock.local(at).date():
        raise ProposalRefusedError("valid_from", _l("A definition changes from today on at the earliest"))


def _differences(before: Definition, after: Definition) -> dict[str, list[object]]:
    old, new = as_row(replace(before, valid_from=after.valid_from)), as_row(after)
    return {name: [str(old[name])[:200], str(new[name])[:200]] for name in new if old[name] != new[name]}
