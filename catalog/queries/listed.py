"""The list of products visitors see: by words, by commune, by group of goods, by the stars of the maker."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, func, select

from app.core.db import db
from app.core.text import fold
from catalog.models import Product
from catalog.queries.cards import content_of, thumb_of
from catalog.queries.shown import is_shown
from catalog.rules import PAGE_ROWS
from merchants.models import Merchant
from merchants.ocop import queries as ocop

# Nobody leafs through more than twenty-five pages, and counting further would make the list dearer with every product.
MOST_COUNTED = 500


@dataclass(frozen=True)
class Wanted:
    """What a visitor looks for; what is empty leaves nothing out."""

    search: str = ""
    commune_path: str = ""
    # What the keys of the families of a group begin with: ``I.``, ``offer.``.
    group: str = ""
    least_stars: int = 0

    @property
    def is_narrow(self) -> bool:
        """Whether anything is left out."""
        return self != Wanted()


@dataclass(frozen=True)
class ListRow:
    """One product in the public list."""

    slug: str
    name: str
    price_vnd: int
    content: str
    thumb: str
    business_name: str


@dataclass(frozen=True)
class PublicList:
    """One page of what visitors may see."""

    rows: tuple[ListRow, ...]
    total: int
    page: int
    is_cut: bool = False

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // PAGE_ROWS))


def public_list(wanted: Wanted, *, page: int, on: date) -> PublicList:
    """Return one page of the products of confirmed merchants who agreed to be shown, the newest first.

    The search ignores case and Vietnamese marks.
    """
    shown = _shown().where(*_met(wanted, on))
    # Counted in the order of the list: PostgreSQL would otherwise look through the table wherever it has just been.
    newest = shown.with_only_columns(Product.id).order_by(Product.listed_at.desc())
    counted = newest.limit(MOST_COUNTED + 1).subquery()
    total = db.session.scalar(select(func.count()).select_from(counted)) or 0
    page = max(1, min(page, -(-min(total, MOST_COUNTED) // PAGE_ROWS)))
    rows = db.session.execute(
        shown.order_by(Product.listed_at.desc(), Product.id.desc()).limit(PAGE_ROWS).offset((page - 1) * PAGE_ROWS)
    )
    listed = tuple(_list_row(row) for row in rows)
    return PublicList(listed, min(total, MOST_COUNTED), page, is_cut=total > MOST_COUNTED)


def shown_alike(family: str, *, commune_path: str, besides: UUID) -> tuple[int, int]:
    """Count the products of one kind that visitors see besides those of one maker: in a commune, and everywhere."""
    others = _shown().with_only_columns(Product.id).where(Product.family == family, Product.merchant_id != besides)
    here, alike = others.where(Product.commune_path == commune_path).subquery(), others.subquery()
    counts = db.session.execute(
        select(
            select(func.count()).select_from(here).scalar_subquery(),
            select(func.count()).select_from(alike).scalar_subquery(),
        )
    ).one()
    return int(counts[0]), int(counts[1])


def newest_shown(limit: int, *, commune_path: str = "") -> tuple[ListRow, ...]:
    """Return the products most recently shown to visitors, of one commune if asked."""
    wanted = _shown().where(*((Product.commune_path == commune_path,) if commune_path else ()))
    rows = db.session.execute(wanted.order_by(Product.listed_at.desc(), Product.id.desc()).limit(limit))
    return tuple(_list_row(row) for row in rows)


def shown_of(merchant_id: UUID) -> tuple[ListRow, ...]:
    """Return one merchant's products as visitors see them; none while the merchant is not public."""
    rows = db.session.execute(
        _shown().where(Merchant.id == merchant_id).order_by(Product.listed_at.desc(), Product.id.desc())
    )
    return tuple(_list_row(row) for row in rows)


def thumbs_of_makers(merchant_ids: Collection[UUID]) -> Mapping[UUID, str]:
    """Return the small picture of what each maker has shown last; none of those who show nothing."""
    if not merchant_ids:
        return {}
    shown = _shown().with_only_columns(Product.merchant_id, Product.cover).where(Merchant.id.in_(merchant_ids))
    rows = db.session.execute(shown.order_by(Product.listed_at, Product.id))
    return {row.merchant_id: thumb_of(row.cover) for row in rows}


def _met(wanted: Wanted, on: date) -> list[ColumnElement[bool]]:
    met: list[ColumnElement[bool]] = [
        Product.name_fold.contains(word, autoescape=True) for word in fold(wanted.search)[:60].split()[:6]
    ]
    if wanted.commune_path:
        met.append(Product.commune_path == wanted.commune_path)
    if wanted.group:
        met.append(Product.family.startswith(wanted.group, autoescape=True))
    if wanted.least_stars:
        met.append(Merchant.id.in_(ocop.with_stars(wanted.least_stars, on)))
    return met


@cache
def _shown() -> Select[Any]:
    return (
        select(
            Product.slug,
            Product.name,
            Product.price_vnd,
            Product.content_milli,
            Product.content_unit,
            Product.cover,
            Merchant.business_name,
            Merchant.owner_name,
        )
        .join(Merchant, Merchant.id == Product.merchant_id)
        .where(*is_shown())
    )


def _list_row(row: Row[Any]) -> ListRow:
    return ListRow(
        slug=row.slug,
        name=row.name,
        price_vnd=row.price_vnd,
        content=content_of(row),
        thumb=thumb_of(row.cover),
        business_name=row.business_name or row.owner_name,
    )
