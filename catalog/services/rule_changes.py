"""Changing what a marketplace demands takes two people: one proposes with a source, another one agrees or does not."""

from dataclasses import replace
from datetime import date
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from app.core import audit, clock, jobs
from app.core.db import db
from app.core.proposals import ProposalPendingError, ProposalRefusedError, decide
from app.core.proposals.states import ProposalStep
from app.core.second_person import require_account
from app.core.text import line
from app.policy import Actor
from catalog import queries
from catalog.channel_rules import ChannelRule, as_row
from catalog.models import RuleChange

SUBJECT = "channel_rule_change"


class RuleAction(StrEnum):
    """What the audit trail says was done to a marketplace's demands."""

    PROPOSED = "rule:propose"
    AGREED = "rule:agree"
    NOT_AGREED = "rule:not_agree"


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
    at = clock.now()
    if date.fromisoformat(change.content["valid_from"]) < clock.local(at).date():
        raise ProposalRefusedError(
            "valid_from", _l("Its first day has passed while it waited. Say no, and propose it anew from a later day")
        )
    number = queries.last_change_number() + 1
    changes = decide(change, ProposalStep.AGREE, by=by, at=at)
    change.number = number
    audit.record(RuleAction.AGREED, (SUBJECT, change.id), by=by, at=at, changes=changes)
    db.session.flush()
    jobs.enqueue("catalog.recheck", key=f"rules-{number}")


def not_agree(change: RuleChange, *, note: str, by: Actor) -> None:
    """Do not agree to a change: the demand stays as it is.

    Raises:
        SecondPersonError: it is the one who proposed it.
        TransitionNotAllowedError: it was decided already.
    """
    at = clock.now()
    changes = decide(change, ProposalStep.NOT_AGREE, by=by, at=at)
    change.second_note = line(note)[:200]
    audit.record(RuleAction.NOT_AGREED, (SUBJECT, change.id), by=by, at=at, changes=changes)
    db.session.flush()


def _refuse_days(rule: ChannelRule, today: date) -> None:
    if rule.valid_from < today:
        raise ProposalRefusedError("valid_from", _l("A rule changes from today on at the earliest"))
    if rule.valid_to is not None and rule.valid_to <= rule.valid_from:
        raise ProposalRefusedError("valid_to", _l("The last day comes after the first"))


def _differences(before: ChannelRule, after: ChannelRule) -> dict[str, list[object]]:
    old, new = as_row(before), as_row(after)
    return {name: [str(old[name]), str(new[name])] for name in new if old[name] != new[name]}
