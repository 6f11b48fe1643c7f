"""Changing what a marketplace demands takes two people: one proposes with a source, another one agrees or does not."""

from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from http import HTTPStatus

from flask_babel import lazy_gettext as _l

from app.core import audit, clock, jobs
from app.core.db import db
from app.core.errors import DomainError
from app.core.second_person import require_account, require_second_person
from app.core.text import line
from app.policy import Actor
from catalog import queries
from catalog.channel_rules import ChannelRule, as_row
from catalog.models import RuleChange
from catalog.states import CHANGE, ChangeStep

SUBJECT = "channel_rule_change"


class RuleAction(StrEnum):
    """What the audit trail says was done to a marketplace's demands."""

    PROPOSED = "rule:propose"
    AGREED = "rule:agree"
    NOT_AGREED = "rule:not_agree"


class ProposalPendingError(DomainError):
    """A change to the same demand waits already."""

    code = "catalog.proposal_pending"


class ProposalRefusedError(DomainError):
    """A demand cannot be changed so; ``field`` says which answer to mend."""

    code = "catalog.proposal_refused"
    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, field: str, message: object) -> None:
        super().__init__(message)
        self.field = field


def propose(rule: ChannelRule, wanted: ChannelRule, *, why: str, by: Actor) -> RuleChange:
    """Propose that a demand be otherwise from a day on; whoever proposes has looked the source up today.

    Raises:
        SecondPersonError: somebody without an account cannot be told from the second person.
        ProposalPendingError: another change to it waits.
        ProposalRefusedError: the days are in the past or in the wrong order, or nothing would change.
    """
    account_id = require_account(by)
    if queries.open_change(rule.id) is not None:
        raise ProposalPendingError(_l("A change to this rule waits for a second person. Decide it first"))
    at = clock.now()
    today = clock.local(at).date()
    wanted = replace(wanted, source=line(wanted.source), verified_on=today)
    _refuse_days(wanted, today)
    if replace(wanted, verified_on=rule.verified_on, valid_from=rule.valid_from) == rule:
        raise ProposalRefusedError("why", _l("Nothing would change. Change the number, the days or the source"))
    change = RuleChange(
        rule_id=rule.id, channel=rule.channel, content=as_row(wanted), why=why.strip(), by_id=account_id,
        by_name=by.name, at=at,
    )  # fmt: skip
    db.session.add(change)
    db.session.flush()
    audit.record(RuleAction.PROPOSED, (SUBJECT, change.id), by=by, at=at, changes=_differences(rule, wanted))
    return change


def agree(change: RuleChange, *, by: Actor) -> None:
    """Agree to a change: it holds from its day on, and every product it concerns is judged again.

    Raises:
        SecondPersonError: it is the one who proposed it.
        ProposalRefusedError: its first day has passed while it waited.
        TransitionNotAllowedError: it was decided already.
    """
    require_second_person(change.by_id, by)
    at = clock.now()
    if date.fromisoformat(change.content["valid_from"]) < clock.local(at).date():
        raise ProposalRefusedError(
            "valid_from", _l("Its first day has passed while it waited. Say no, and propose it anew from a later day")
        )
    number = queries.last_change_number() + 1
    _move(change, ChangeStep.AGREE, RuleAction.AGREED, number=number, by=by, at=at)
    jobs.enqueue("catalog.recheck", key=f"rules-{number}")


def not_agree(change: RuleChange, *, note: str, by: Actor) -> None:
    """Do not agree to a change: the demand stays as it is.

    Raises:
        SecondPersonError: it is the one who proposed it.
        TransitionNotAllowedError: it was decided already.
    """
    require_second_person(change.by_id, by)
    change.second_note = line(note)[:200]
    _move(change, ChangeStep.NOT_AGREE, RuleAction.NOT_AGREED, number=None, by=by, at=clock.now())


def _refuse_days(rule: ChannelRule, today: date) -> None:
    if rule.valid_from < today:
        raise ProposalRefusedError("valid_from", _l("A rule changes from today on at the earliest"))
    if rule.valid_to is not None and rule.valid_to <= rule.valid_from:
        raise ProposalRefusedError("valid_to", _l("The last day comes after the first"))


def _differences(before: ChannelRule, after: ChannelRule) -> dict[str, list[object]]:
    old, new = as_row(before), as_row(after)
    return {name: [str(old[name]), str(new[name])] for name in new if old[name] != new[name]}


def _move(
    change: RuleChange, step: ChangeStep, action: RuleAction, *, number: int | None, by: Actor, at: datetime
) -> None:
    before, change.state = change.state, CHANGE.next(change.state, step)
    change.number, change.decided_at = number, at
    change.second_id, change.second_name = by.account_id, by.name
    audit.record(action, (SUBJECT, change.id), by=by, at=at, changes={"state": [before, change.state]})
    db.session.flush()
