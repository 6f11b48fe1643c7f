"""How long a commune takes, from its own last sixty days and from nothing else."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from app.core import calendar, clock
from app.core.db import db
from merchants.desk import rules
from merchants.models import Merchant, ReviewReturn
from merchants.rules import review_clock


def typical_days(commune_path: str, now: datetime) -> int | None:
    """Return in how many working days this commune answers four of five; nothing if it answered fewer than ten."""
    answered = db.session.execute(
        select(Merchant.id, Merchant.submitted_at, Merchant.confirmed_at)
        .where(
            Merchant.commune_path == commune_path,
            Merchant.confirmed_at >= now - timedelta(days=rules.PACE_DAYS),
        )
        .order_by(Merchant.confirmed_at.desc())
        .limit(rules.PACE_AT_MOST)
    ).all()
    if len(answered) < rules.PACE_AT_LEAST:
        return None
    with_owner = _with_owner([row.id for row in answered])
    waited = [
        max(0, _between(row.submitted_at, row.confirmed_at) - with_owner[row.id])
        for row in answered
        if row.submitted_at is not None
    ]
    return rules.typical_days(waited, review_clock(clock.local(now).date()).working_days)


def _with_owner(ids: list[UUID]) -> dict[UUID, int]:
    """Return the working days for which each dossier lay with its owner."""
    rows = db.session.execute(
        select(ReviewReturn.merchant_id, ReviewReturn.at, ReviewReturn.answered_at).where(
            ReviewReturn.merchant_id.in_(ids), ReviewReturn.answered_at.is_not(None)
        )
    )
    days: dict[UUID, int] = defaultdict(int)
    for row in rows:
        days[row.merchant_id] += _between(row.at, row.answered_at)
    return days


def _between(start: datetime, end: datetime) -> int:
    return calendar.working_days_between(_day(start), _day(end))


def _day(instant: datetime) -> date:
    return clock.local(instant).date()
