"""The demands in force: those shipped, with what two people have changed since."""

from collections.abc import Sequence
from functools import lru_cache
from uuid import UUID

from sqlalchemy import ScalarSelect, func, select

from app.core.db import db
from app.core.proposals.states import ProposalState
from catalog.channel_rules import Channel, RuleBook, read_rule, shipped_book
from catalog.models import RuleChange


def rule_book() -> RuleBook:
    """Return every marketplace's demands, whenever they hold."""
    return book_after(db.session.scalar(select(last_change())))


def last_change() -> ScalarSelect[UUID]:
    """Return which change to the demands was agreed to last, as part of another question; none before the first."""
    agreed = select(RuleChange.id).where(RuleChange.number.is_not(None))
    return agreed.order_by(RuleChange.number.desc()).limit(1).scalar_subquery()


@lru_cache(maxsize=4)
def book_after(last: UUID | None) -> RuleBook:
    """Return the book after a change and all before it; what two people have agreed to never changes again."""
    if last is None:
        return shipped_book()
    until = select(RuleChange.number).where(RuleChange.id == last).scalar_subquery()
    changes = select(RuleChange.number, RuleChange.content).where(RuleChange.number <= until)
    book = shipped_book()
    for number, content in db.session.execute(changes.order_by(RuleChange.number)):
        book = book.with_change(number or 0, read_rule(content))
    return book


def last_change_number() -> int:
    """Return the number of the last change agreed to; nought before the first."""
    return db.session.scalar(select(func.max(RuleChange.number))) or 0


def change_by_id(change_id: UUID) -> RuleChange | None:
    """Return one change."""
    return db.session.get(RuleChange, change_id)


def open_change(rule_id: str) -> RuleChange | None:
    """Return the change to a demand that waits for a second person."""
    waiting = select(RuleChange).where(RuleChange.rule_id == rule_id, RuleChange.state == ProposalState.PROPOSED)
    return db.session.scalars(waiting).one_or_none()


def open_changes() -> Sequence[RuleChange]:
    """Return the changes that wait for a second person, the oldest first."""
    waiting = select(RuleChange).where(RuleChange.state == ProposalState.PROPOSED)
    return db.session.scalars(waiting.order_by(RuleChange.at)).all()


def decided_changes(channel: Channel | None = None, *, limit: int = 50) -> Sequence[RuleChange]:
    """Return what was decided, the latest first; for one marketplace only what was agreed to."""
    decided = select(RuleChange).where(RuleChange.state != ProposalState.PROPOSED)
    if channel is not None:
        decided = decided.where(RuleChange.channel == channel, RuleChange.state == ProposalState.AGREED)
    return db.session.scalars(decided.order_by(RuleChange.decided_at.desc()).limit(limit)).all()
