"""Stored verdicts: which products are ready for which marketplace, and which were judged by old rules."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Row, exists, func, or_, select

from app.core.db import db
from catalog.channel_rules import Channel, RuleBook
from catalog.models import Product, ProductReadiness
from catalog.readiness import PASSING

VERDICT = (
    ProductReadiness.id, ProductReadiness.product_id, ProductReadiness.channel, ProductReadiness.verdict,
    ProductReadiness.score_met, ProductReadiness.score_required, ProductReadiness.rules_version,
    ProductReadiness.computed_at,
)  # fmt: skip


def ready_merchant_ids() -> frozenset[UUID]:
    """Return the merchants with at least one product ready for some marketplace."""
    return frozenset(db.session.scalars(select(Product.merchant_id).where(is_ready()).distinct()))


def stale_ids(book: RuleBook, day: date, limit: int) -> Sequence[UUID]:
    """Return products judged by other rules than those in force for a marketplace on a day, or not judged."""
    # Earlier and later, and not merely different: two stretches of an index instead of every verdict there is.
    judged = ProductReadiness.rules_version
    versions = [(channel, book.version_on(channel, day)) for channel in Channel]
    stale = or_(*((ProductReadiness.channel == channel) & or_(judged < now, judged > now) for channel, now in versions))
    found = db.session.scalars(select(ProductReadiness.product_id).where(stale).distinct().limit(limit)).all()
    return found or _unjudged(limit)


def _unjudged(limit: int) -> Sequence[UUID]:
    """Return products that a marketplace new with this release has not judged."""
    judged = select(func.count()).where(ProductReadiness.product_id == Product.id).scalar_subquery()
    return db.session.scalars(select(Product.id).where(judged < len(Channel)).limit(limit)).all()


def readiness_rows(product_id: UUID) -> Mapping[Channel, Row[Any]]:
    """Return the stored verdicts of one product, as they stand in their table."""
    rows = db.session.execute(select(*VERDICT).where(ProductReadiness.product_id == product_id)).all()
    return {row.channel: row for row in cast("Sequence[Row[Any]]", rows)}


def is_ready() -> ColumnElement[bool]:
    """Whether some marketplace would take the product."""
    return exists().where(ProductReadiness.product_id == Product.id, ProductReadiness.verdict.in_(PASSING))


def passing_channels() -> ColumnElement[int]:
    """Count the marketplaces that would take the product."""
    counted = select(func.count()).where(
        ProductReadiness.product_id == Product.id, ProductReadiness.verdict.in_(PASSING)
    )
    return counted.scalar_subquery().label("passing")
