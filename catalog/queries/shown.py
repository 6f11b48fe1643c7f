"""What visitors see: the list, one product, its photographs and the names of its place."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, exists, func, or_, select

from app.core import areas
from app.core.db import db
from app.core.text import fold
from catalog.models import PhotoRendition, Product, ProductVariant
from catalog.queries.cards import content_of, thumb_of
from catalog.queries.packs import packs_of
from catalog.rules import PAGE_ROWS, Axis, PublicPack, PublicProduct
from catalog.states import Stage
from merchants.models import Merchant, MerchantConsent
from merchants.rules import ConsentPurpose
from merchants.states import Stage as MerchantStage

# Nobody leafs through more than a hundred pages, and counting further would make the list dearer with every product.
MOST_COUNTED = 2_000


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
    search: str
    is_cut: bool = False

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // PAGE_ROWS))


def public_list(*, search: str, page: int) -> PublicList:
    """Return one page of the products of confirmed merchants who agreed to be shown, the newest first.

    The search ignores case and Vietnamese marks.
    """
    shown = _shown()
    for word in fold(search)[:60].split()[:6]:
        shown = shown.where(Product.name_fold.contains(word, autoescape=True))
    counted = shown.with_only_columns(Product.id).limit(MOST_COUNTED + 1).subquery()
    total = db.session.scalar(select(func.count()).select_from(counted)) or 0
    page = max(1, min(page, -(-min(total, MOST_COUNTED) // PAGE_ROWS)))
    rows = db.session.execute(
        shown.order_by(Product.listed_at.desc(), Product.id.desc()).limit(PAGE_ROWS).offset((page - 1) * PAGE_ROWS)
    )
    listed = tuple(_list_row(row) for row in rows)
    return PublicList(listed, min(total, MOST_COUNTED), page, search, is_cut=total > MOST_COUNTED)


def newest_shown(limit: int) -> tuple[ListRow, ...]:
    """Return the products most recently shown to visitors."""
    rows = db.session.execute(_shown().order_by(Product.listed_at.desc(), Product.id.desc()).limit(limit))
    return tuple(_list_row(row) for row in rows)


def shown_of(merchant_id: UUID) -> tuple[ListRow, ...]:
    """Return one merchant's products as visitors see them; none while the merchant is not public."""
    rows = db.session.execute(
        _shown().where(Merchant.id == merchant_id).order_by(Product.listed_at.desc(), Product.id.desc())
    )
    return tuple(_list_row(row) for row in rows)


def public_product(slug: str) -> PublicProduct | None:
    """Return one product if visitors may see it."""
    return _public_product(Product.slug == slug[:200])


def product_of_gtin(gtin: str) -> PublicProduct | None:
    """Return the product with a bar code, or with a pack that has it, if visitors may see it: the first one shown."""
    of_pack = select(ProductVariant.product_id).where(ProductVariant.gtin == gtin)
    return _public_product(or_(Product.gtin == gtin, Product.id.in_(of_pack)))


def _public_product(which: ColumnElement[bool]) -> PublicProduct | None:
    row = db.session.execute(public_columns().where(which).order_by(Product.listed_at).limit(1)).one_or_none()
    if row is None:
        return None
    packs = packs_of([row]) if row.axis_1 else {}
    return public_product_of(row, packs=packs.get(row.id, ()))


def rendition(sha256: str) -> PhotoRendition | None:
    """Return one size of a photograph by its hash; masters and other files are not given out."""
    return db.session.scalars(select(PhotoRendition).where(PhotoRendition.sha256 == sha256[:64]).limit(1)).first()


def area_names(path: str) -> str:
    """Return the hamlet and the commune a path names."""
    return place_names({path})[path]


def place_names(paths: Collection[str]) -> Mapping[str, str]:
    """Return the hamlet and the commune that each path names."""
    wanted = {path: (path, areas.commune_path(path)) for path in paths}
    names = areas.names_of({each for pair in wanted.values() for each in pair} - {""})
    return {
        path: ", ".join(dict.fromkeys(names[each] for each in pair if each in names)) for path, pair in wanted.items()
    }


@cache
def is_shown() -> tuple[ColumnElement[bool], ...]:
    """Return what must hold for visitors to see a product: listed, of a confirmed maker who agreed."""
    agreed = exists().where(
        MerchantConsent.merchant_id == Merchant.id,
        MerchantConsent.purpose == ConsentPurpose.PUBLIC,
        MerchantConsent.given.is_(True),
    )
    return (Product.stage == Stage.LISTED, Merchant.stage == MerchantStage.CONFIRMED, agreed)


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


@cache
def public_columns() -> Select[Any]:
    """Select what visitors may know of shown products."""
    columns = (
        Product.id,
        Product.slug,
        Product.sku,
        Product.name,
        Product.description,
        Product.ingredients,
        Product.price_vnd,
        Product.content_milli,
        Product.content_unit,
        Product.shelf_life_days,
        Product.storage,
        Product.cover,
        Product.name_en,
        Product.description_en,
        Product.family,
        Product.attrs,
        Product.gtin,
        Product.weight_g,
        Product.axis_1,
        Product.axis_2,
        Product.merchant_id,
        Merchant.business_name,
        Merchant.owner_name,
        Merchant.phone,
        Merchant.area_path,
        Merchant.is_demo,
    )
    return select(*columns).join(Merchant, Merchant.id == Product.merchant_id).where(*is_shown())


def public_product_of(row: Row[Any], packs: tuple[PublicPack, ...] = ()) -> PublicProduct:
    """Return a row of `public_columns` as plain data."""
    return PublicProduct(
        slug=row.slug,
        sku=row.sku,
        name=row.name,
        description=row.description,
        ingredients=row.ingredients,
        price_vnd=row.price_vnd,
        content=content_of(row),
        shelf_life_days=row.shelf_life_days,
        storage=row.storage,
        cover=row.cover,
        business_name=row.business_name or row.owner_name,
        owner_name=row.owner_name,
        phone=row.phone,
        area_path=row.area_path,
        is_demo=row.is_demo,
        name_en=row.name_en,
        description_en=row.description_en,
        family=row.family,
        attrs=row.attrs,
        gtin=row.gtin,
        weight_g=row.weight_g,
        axes=tuple(Axis(axis) for axis in (row.axis_1, row.axis_2) if axis),
        packs=packs,
        unit=row.content_unit,
        seller=row.merchant_id.hex[-12:],
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
