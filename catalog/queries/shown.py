"""What visitors see: one product, its photographs and the names of its place."""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, or_, select

from app.core import areas
from app.core.db import db
from catalog.models import PhotoRendition, Product, ProductVariant
from catalog.queries.cards import content_of
from catalog.queries.packs import packs_of
from catalog.rules import Axis, PublicPack, PublicProduct
from catalog.states import Stage
from merchants import queries as merchants
from merchants.models import Merchant


def public_product(slug: str) -> PublicProduct | None:
    """Return one product if visitors may see it."""
    return _public_product(Product.slug == slug[:200])


def told_by_maker(product_id: UUID) -> PublicProduct | None:
    """Return one product as its maker would print it, shown or not; nothing before it has a name and a price."""
    told = columns_told().where(Product.id == product_id, Product.name != "", Product.price_vnd.is_not(None))
    row = db.session.execute(told).one_or_none()
    return None if row is None else _with_packs(row)


def product_of_gtin(gtin: str) -> PublicProduct | None:
    """Return the product with a bar code, or with a pack that has it, if visitors may see it: the first one shown."""
    of_pack = select(ProductVariant.product_id).where(ProductVariant.gtin == gtin)
    return _public_product(or_(Product.gtin == gtin, Product.id.in_(of_pack)))


def _public_product(which: ColumnElement[bool]) -> PublicProduct | None:
    row = db.session.execute(public_columns().where(which).order_by(Product.listed_at).limit(1)).one_or_none()
    return None if row is None else _with_packs(row)


def _with_packs(row: Row[Any]) -> PublicProduct:
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
    return (Product.stage == Stage.LISTED, *merchants.shown_to_visitors())


@cache
def public_columns() -> Select[Any]:
    """Select what visitors may know of shown products."""
    return columns_told().where(*is_shown())


@cache
def columns_told() -> Select[Any]:
    """Select what is told of products, whether they are shown or not."""
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
        Product.box_cm,
        Product.axis_1,
        Product.axis_2,
        Product.merchant_id,
        Merchant.business_name,
        Merchant.owner_name,
        Merchant.phone,
        Merchant.area_path,
        Merchant.is_demo,
    )
    return select(*columns).join(Merchant, Merchant.id == Product.merchant_id)


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
        box_cm=row.box_cm,
        axes=tuple(Axis(axis) for axis in (row.axis_1, row.axis_2) if axis),
        packs=packs,
        unit=row.content_unit,
        seller=row.merchant_id.hex[-12:],
    )
