"""Stored verdicts: which products are ready for which marketplace, and which were judged by old rules."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Row, case, exists, func, or_, select
from sqlalchemy.orm import selectinload

from app.core.db import as_it_is, db
from catalog.channel_rules import Channel, RuleBook
from catalog.models import Product, ProductReadiness
from catalog.queries.rule_book import last_change
from catalog.readiness import PASSING

VERDICT = (
    ProductReadiness.id, ProductReadiness.product_id, ProductReadiness.channel, ProductReadiness.verdict,
    ProductReadiness.score_met, ProductReadiness.score_required, ProductReadiness.rules_version,
    ProductReadiness.computed_at,
)  # fmt: skip
# What `judging.Told` says is compared with the columns of these names, which stand together.
TOLD = slice(3, 7)
KEPT = tuple(
    as_it_is(column)
    for column in (
        ProductReadiness.product_id, ProductReadiness.id, ProductReadiness.channel, ProductReadiness.verdict,
        ProductReadiness.score_met, ProductReadiness.score_required, ProductReadiness.rules_version,
    )
)  # fmt: skip


@dataclass(frozen=True)
class KeptVerdicts:
    """The verdicts kept of one product, and which change to the demands was the last one agreed to."""

    last_change: UUID | None
    rows: Mapping[Channel, Row[Any]]


def ready_merchant_ids() -> frozenset[UUID]:
    """Return the merchants with at least one product ready for some marketplace."""
    return frozenset(db.session.scalars(select(Product.merchant_id).where(is_ready()).distinct()))


def stale_ids(book: RuleBook, day: date, limit: int) -> Sequence[UUID]:
    """Return products judged by other rules than those in force for a marketplace on a day, or not judged."""
    found = select(ProductReadiness.product_id).where(_is_stale(book, day)).distinct().limit(limit)
    return db.session.scalars(found).all() or _unjudged(limit)


def stale_among(ids: Sequence[UUID], book: RuleBook, day: date) -> Sequence[UUID]:
    """Return those of some products that `stale_ids` would name."""
    judged = select(ProductReadiness.product_id, func.max(case((_is_stale(book, day), 1), else_=0)), func.count())
    of_them = judged.where(ProductReadiness.product_id.in_(ids)).group_by(ProductReadiness.product_id)
    fresh = {each for each, is_stale, count in db.session.execute(of_them) if not is_stale and count == len(Channel)}
    return [each for each in ids if each not in fresh]


def stretches(length: int) -> Iterator[tuple[UUID, UUID]]:
    """Return stretches of all products: each begins after a product and ends with one."""
    numbered = select(Product.id, func.row_number().over(order_by=Product.id).label("number")).subquery()
    ends = select(numbered.c.id).where(numbered.c.number % length == 0).order_by(numbered.c.id)
    last = db.session.scalar(select(Product.id).order_by(Product.id.desc()).limit(1))
    found = list(db.session.scalars(ends))
    if last is not None and last not in found[-1:]:
        found.append(last)
    return pairwise((UUID(int=0), *found))


def ids_between(after: UUID, last: UUID, limit: int) -> Sequence[UUID]:
    """Return the next products of a stretch, in the order of their ids."""
    here = select(Product.id).where(Product.id > after, Product.id <= last).order_by(Product.id).limit(limit)
    return db.session.scalars(here).all()


def _is_stale(book: RuleBook, day: date) -> ColumnElement[bool]:
    # Earlier and later, and not merely different: two stretches of an index instead of every verdict there is.
    judged = ProductReadiness.rules_version
    versions = [(channel, book.version_on(channel, day)) for channel in Channel]
    return or_(*((ProductReadiness.channel == channel) & or_(judged < now, judged > now) for channel, now in versions))


def _unjudged(limit: int) -> Sequence[UUID]:
    """Return products that a marketplace new with this release has not judged."""
    judged = select(func.count()).where(ProductReadiness.product_id == Product.id).scalar_subquery()
    return db.session.scalars(select(Product.id).where(judged < len(Channel)).limit(limit)).all()


def readiness_rows(product_id: UUID) -> Mapping[Channel, Row[Any]]:
    """Return the stored verdicts of one product, as they stand in their table."""
    rows = db.session.execute(select(*VERDICT).where(ProductReadiness.product_id == product_id)).all()
    return {row.channel: row for row in cast("Sequence[Row[Any]]", rows)}


def kept_verdicts(product_id: UUID) -> KeptVerdicts:
    """Return the verdicts kept of a product, in one question with what they have to be held against."""
    of_it = select(*KEPT, last_change().label("last_change")).select_from(Product).outerjoin(ProductReadiness)
    rows = cast("Sequence[Row[Any]]", db.session.execute(of_it.where(Product.id == product_id)).all())
    return KeptVerdicts(rows[0].last_change, {row.channel: row for row in rows if row.id is not None})


def is_ready() -> ColumnElement[bool]:
    """Whether some marketplace would take the product."""
    return exists().where(ProductReadiness.product_id == Product.id, ProductReadiness.verdict.in_(PASSING))


def passing_channels() -> ColumnElement[int]:
    """Count the marketplaces that would take the product."""
    counted = select(func.count()).where(
        ProductReadiness.product_id == Product.id, ProductReadiness.verdict.in_(PASSING)
    )
    return counted.scalar_subquery().label("passing")


def passing_of(merchant_id: UUID, channel: Channel) -> Sequence[Product]:
    """Return a merchant's products that a marketplace would take, the first one begun first, with its own words."""
    passing = exists().where(
        ProductReadiness.product_id == Product.id,
        ProductReadiness.channel == channel,
        ProductReadiness.verdict.in_(PASSING),
    )
    wanted = select(Product).where(Product.merchant_id == merchant_id, passing)
    return db.session.scalars(
        wanted.options(selectinload(Product.overrides)).order_by(Product.created_at, Product.id)
    ).all()


def passing_counts(merchant_id: UUID) -> Mapping[Channel, int]:
    """Count a merchant's products that each marketplace would take."""
    counted = select(ProductReadiness.channel, func.count().label("counted"))
    passing = counted.where(ProductReadiness.verdict.in_(PASSING))
    own = passing.join(Product, Product.id == ProductReadiness.product_id).where(Product.merchant_id == merchant_id)
    return {row.channel: row.counted for row in db.session.execute(own.group_by(ProductReadiness.channel))}
