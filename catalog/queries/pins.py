"""Which makers are on the map: guests and the places where rooms are booked ask for it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.core.db import db
from catalog.models import Product
from merchants.tourism.models import TourismProfile


def has_pin(merchant_id: UUID) -> bool:
    """Whether a maker's place is on the map."""
    return bool(pinned_among((merchant_id,)))


def pinned_among(merchant_ids: Collection[UUID]) -> frozenset[UUID]:
    """Return those of some makers whose place is on the map."""
    if not merchant_ids:
        return frozenset()
    pinned = select(TourismProfile.merchant_id).where(
        TourismProfile.merchant_id.in_(merchant_ids), TourismProfile.latitude_e5.is_not(None)
    )
    return frozenset(db.session.scalars(pinned))


def products_of_hosts_changed(since: datetime) -> Sequence[UUID]:
    """Return the products of hosts who have said something of their place since a moment."""
    hosts = select(TourismProfile.merchant_id).where(TourismProfile.updated_at >= since)
    return db.session.scalars(select(Product.id).where(Product.merchant_id.in_(hosts))).all()
