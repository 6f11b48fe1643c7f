"""The register of a commune, and what its desk did on a day and in a month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select

from app.core import clock
from app.core.calendar import next_working_day
from app.core.db import db
from merchants.desk import rules
from merchants.models import Merchant, RegisterEntry, ReviewExtension, ReviewReturn
from merchants.states import Stage


@dataclass(frozen=True)
class Line:
    """One line of the register with how its dossier stands now."""

    entry: RegisterEntry
    merchant: Merchant


@dataclass(frozen=True)
class Figures:
    """What came to a desk and left it between two days, and what is late now."""

    received: int
    confirmed: int
    sent_back: int
    put_off: int
    late: int
    tomorrow: int


def lines(commune_path: str, year: int, *, book: int = 0, after: int = 0, size: int = rules.PAGE) -> Sequence[Line]:
    """Return lines of a year's register in order of their numbers; one book of it if asked."""
    asked = (
        select(RegisterEntry, Merchant)
        .join(Merchant, Merchant.id == RegisterEntry.merchant_id)
        .where(RegisterEntry.commune_path == commune_path, RegisterEntry.year == year, RegisterEntry.number > after)
    )
    if book:
        asked = asked.where(RegisterEntry.book == book)
    rows = db.session.execute(asked.order_by(RegisterEntry.number).limit(size))
    return [Line(entry, merchant) for entry, merchant in rows]


def last_number(commune_path: str, year: int) -> int:
    """Return the last number given out in a year; nought before the first."""
    found = select(func.max(RegisterEntry.number)).where(
        RegisterEntry.commune_path == commune_path, RegisterEntry.year == year
    )
    return db.session.scalar(found) or 0


def figures(commune_path: str, start: date, end: date, today: date) -> Figures:
    """Count what a commune's desk received and answered from ``start`` through ``end``, and what is late today."""
    since, until = _midnight(start), _midnight(end + timedelta(days=1))
    here = Merchant.commune_path == commune_path
    waiting = (here, Merchant.stage == Stage.SUBMITTED)

    def within_days(column: Any) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        return column >= since, column < until

    entered = RegisterEntry.entered_at
    numbers = (
        select(func.count(RegisterEntry.id)).where(RegisterEntry.commune_path == commune_path, *within_days(entered)),
        select(func.count(Merchant.id)).where(here, *within_days(Merchant.confirmed_at)),
        select(func.count(ReviewReturn.id)).join(Merchant).where(here, *within_days(ReviewReturn.at)),
        select(func.count(ReviewExtension.id)).join(Merchant).where(here, *within_days(ReviewExtension.at)),
        select(func.count(Merchant.id)).where(*waiting, Merchant.review_due_on < today),
        select(func.count(Merchant.id)).where(*waiting, Merchant.review_due_on <= next_working_day(today)),
    )
    return Figures(*db.session.execute(select(*(number.scalar_subquery() for number in numbers))).one())


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.VIETNAM)
