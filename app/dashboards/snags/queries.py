"""What holds one commune up, read from its own rows by index: one commune, and sixty days of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, func, select

from app.core import clock
from app.core.areas import Area
from app.core.db import db
from app.dashboards.metrics import SIGNS, Side
from app.dashboards.rows.facts import facts_of
from app.dashboards.rows.reach import Paths, countable
from app.dashboards.snags import rules
from app.dashboards.snags.rules import Step
from merchants.models import Merchant, ReviewItem, ReviewReturn
from merchants.rules import Question, unanswered

LOOK_BACK = timedelta(days=60)
_MOST_REASONS = 5
# Every file that was sent has come past the last question; it is its own step, for some have answered and not sent.
SENT = "sent"


@dataclass(frozen=True)
class Funnel:
    """Files begun in the last sixty days, and how many of them came past each question and were sent."""

    begun: int
    steps: Sequence[Step]


@dataclass(frozen=True)
class Reason:
    """One prepared reason, and how often an answer came back for it; without a key in the clerk's own words."""

    question: Question
    key: str
    times: int


@dataclass(frozen=True)
class Returns:
    """Why answers were sent back in the last sixty days: the commonest reasons, out of all answers sent back."""

    reasons: Sequence[Reason]
    answers: int


@dataclass(frozen=True)
class Snags:
    """The page of one commune."""

    commune: Area
    first_on: date
    as_of: datetime
    funnel: Funnel
    returns: Returns
    signs: int
    signs_unseen: int


def snags(commune: Area, reach: Paths) -> Snags:
    """Return what holds a commune up, within what somebody may see."""
    now = clock.now()
    since = now - LOOK_BACK
    return Snags(
        commune=commune,
        first_on=clock.local(since).date(),
        as_of=now,
        funnel=_funnel(reach, since),
        returns=_returns(reach, since),
        signs=_signs(reach, Side.DENOMINATOR),
        signs_unseen=_signs(reach, Side.NUMERATOR),
    )


def _funnel(reach: Paths, since: datetime) -> Funnel:
    begun = _begun(reach, since)
    sent = db.session.scalar(begun.with_only_columns(func.count()).where(Merchant.submitted_at.is_not(None))) or 0
    unsent = db.session.scalars(begun.where(Merchant.submitted_at.is_(None))).all()
    stopped_at = [next(iter(unanswered(each.answers())), SENT) for each in unsent]
    whole = sent + len(unsent)
    return Funnel(whole, rules.steps((*Question, SENT), stopped_at, begun=whole))


def _begun(reach: Paths, since: datetime) -> Select[Merchant]:
    return select(Merchant).where(Merchant.started_at >= since, Merchant.list_source == "", countable(reach))


def _returns(reach: Paths, since: datetime) -> Returns:
    rows = db.session.execute(_reasons(reach, since)).all()
    return Returns([Reason(*row) for row in rows[:_MOST_REASONS]], sum(row.times for row in rows))


def _reasons(reach: Paths, since: datetime) -> Select[Question, str, int]:
    return (
        select(ReviewItem.question, ReviewItem.reason_key, func.count().label("times"))
        .join(ReviewReturn, ReviewReturn.id == ReviewItem.review_return_id)
        .join(Merchant, Merchant.id == ReviewReturn.merchant_id)
        .where(ReviewReturn.at >= since, countable(reach))
        .group_by(ReviewItem.question, ReviewItem.reason_key)
        .order_by(func.count().desc(), ReviewItem.question, ReviewItem.reason_key)
    )


def _signs(reach: Paths, side: Side) -> int:
    return db.session.scalar(_counted_signs(reach, side)) or 0


def _counted_signs(reach: Paths, side: Side) -> Select[int]:
    counted = facts_of(SIGNS, side).subquery()
    mine = select(func.count()).select_from(counted).join(Merchant, Merchant.id == counted.c.merchant_id)
    return mine.where(countable(reach))
