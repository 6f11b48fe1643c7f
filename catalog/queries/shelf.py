"""A merchant's own products."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from app.core import clock
from app.core.db import db
from catalog.channel_rules import Channel
from catalog.models import Product
from catalog.queries.cards import content_of, thumb_of
from catalog.queries.rule_book import rule_book
from catalog.queries.verdicts import passing_channels
from catalog.readiness import kinds_of, open_to
from catalog.states import Stage

# A household has a dozen; a co-operative, more than one page holds on a slow line.
_PAGE_ROWS = 60


def by_id(product_id: UUID) -> Product | None:
    """Return one product."""
    return db.session.get(Product, product_id)


def blank_of(merchant_id: UUID) -> Product | None:
    """Return a product that was begun and has neither a name nor a photograph yet."""
    begun = select(Product).where(Product.merchant_id == merchant_id, Product.name == "", ~Product.photos.any())
    return db.session.scalars(begun.order_by(Product.created_at)).first()


def count_of(merchant_id: UUID) -> int:
    """Count a merchant's products."""
    return db.session.scalar(select(func.count()).where(Product.merchant_id == merchant_id)) or 0


@dataclass(frozen=True)
class ShelfRow:
    """One product on its maker's shelf."""

    id: UUID
    name: str
    price_vnd: int | None
    content: str
    thumb: str
    stage: Stage
    passing: int
    channels: int


@dataclass(frozen=True)
class Shelf:
    """One page of a maker's shelf."""

    rows: tuple[ShelfRow, ...]
    page: int
    pages: int


def shelf_page(merchant_id: UUID, page: int) -> Shelf:
    """Return one page of a merchant's products, the newest first."""
    pages = max(1, -(-count_of(merchant_id) // _PAGE_ROWS))
    page = max(1, min(page, pages))
    return Shelf(shelf_of(merchant_id, start=(page - 1) * _PAGE_ROWS, most=_PAGE_ROWS), page, pages)


def shelf_of(merchant_id: UUID, *, start: int = 0, most: int | None = None) -> tuple[ShelfRow, ...]:
    """Return a merchant's products, the newest first, with how many marketplaces each is ready for."""
    passing, on = passing_channels(), clock.today()
    book = rule_book()
    demands = {channel: book.on(channel, on) for channel in Channel}
    rows = db.session.execute(
        select(
            Product.id,
            Product.name,
            Product.price_vnd,
            Product.content_milli,
            Product.content_unit,
            Product.cover,
            Product.stage,
            Product.family,
            passing,
        )
        .where(Product.merchant_id == merchant_id)
        .order_by(Product.created_at.desc(), Product.id.desc())
        .offset(start)
        .limit(most)
    )
    return tuple(
        ShelfRow(
            id=row.id,
            name=row.name,
            price_vnd=row.price_vnd,
            content=content_of(row),
            thumb=thumb_of(row.cover),
            stage=row.stage,
            passing=row.passing,
            channels=len(open_to(kinds_of(row.family, row.content_unit), demands)),
        )
        for row in rows
    )
