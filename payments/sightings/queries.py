"""Reads of signs of use, for the owner and for figures; there is no amount to leak."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select

from app.core.db import db, within
from merchants.models import Merchant
from payments.rules import Grade
from payments.sightings.models import UseSign
from payments.sightings.rules import Band

# A week without a payment is no sign.
_IS_TOLD = or_(UseSign.band.is_(None), UseSign.band != Band.NONE)


def sign(merchant_id: UUID, on_day: date, source: str) -> UseSign | None:
    """Return one sign."""
    same = select(UseSign).where(UseSign.merchant_id == merchant_id, UseSign.on_day == on_day, UseSign.source == source)
    return db.session.scalars(same).one_or_none()


def signs_of(merchant_id: UUID) -> Sequence[UseSign]:
    """Return a household's signs, the newest first."""
    mine = select(UseSign).where(UseSign.merchant_id == merchant_id)
    return db.session.scalars(mine.order_by(UseSign.on_day.desc(), UseSign.id.desc()).limit(30)).all()


def strongest_sign(first_day: date, last_day: date) -> ColumnElement[Grade | None]:
    """Return how well the use of a merchant is told of between two days; asked of each by its key."""
    mine = (UseSign.merchant_id == Merchant.id) & UseSign.on_day.between(first_day, last_day)
    return select(func.min(UseSign.grade)).where(mine, _IS_TOLD).correlate(Merchant).scalar_subquery()


def signs_in(paths: tuple[str, ...] | None, first_day: date, last_day: date) -> list[tuple[UUID, date, Grade]]:
    """Return whose use somebody told of between two days, and how weakly; a week without a payment is no sign."""
    rows = db.session.execute(
        select(UseSign.merchant_id, UseSign.on_day, UseSign.grade)
        .join(Merchant, Merchant.id == UseSign.merchant_id)
        .where(
            within(Merchant.area_path, paths),
            UseSign.on_day.between(first_day, last_day),
            _IS_TOLD,
        )
        .order_by(UseSign.on_day, UseSign.id)
    )
    return [(merchant_id, on_day, grade) for merchant_id, on_day, grade in rows]
