"""What stops products from being ready: which answer is missing most, of one maker or of a whole area."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select

from app.core import areas
from app.core.db import db, within
from catalog.channel_rules import Channel, Kind, Profile
from catalog.models import Product
from catalog.queries.rule_book import rule_book
from catalog.rules import Field
from merchants.models import Merchant
from merchants.states import REGISTERED

_MOST_LISTED = 100
# Nobody sends a room or a trip in a parcel.
_IS_OFFER = Product.family.startswith("offer.") | Product.family.startswith("VI.")
# Answers that stand in a column of their own, and what a column holds while nobody has answered.
MISSING: Mapping[Field, ColumnElement[bool]] = {
    Field.PRICE: Product.price_vnd.is_(None),
    Field.CONTENT: Product.content_milli.is_(None),
    Field.SHELF_LIFE: Product.shelf_life_days.is_(None),
    Field.STORAGE: Product.storage.is_(None),
    Field.DESCRIPTION: Product.description == "",
    Field.WEIGHT: Product.weight_g.is_(None) & ~_IS_OFFER,
    Field.BOX: (Product.box_cm == "") & ~_IS_OFFER,
    Field.INGREDIENTS: Product.ingredients == "",
    Field.FAMILY: Product.family == "",
    Field.PHOTOS: ~Product.photos.any(),
}


@dataclass(frozen=True)
class Gap:
    """One answer, how many products lack it, and the marketplaces that refuse them for it."""

    field: Field
    lacking: int
    channels: tuple[Channel, ...]


@dataclass(frozen=True)
class Lacking:
    """One product that lacks an answer, for whoever may look at it."""

    product: Product
    commune: str


def gaps(on: date, *, condition: ColumnElement[bool]) -> list[Gap]:
    """Return what marketplaces refuse products for, the answer that most products lack first."""
    asked = _refused_for(on)
    fields = [field for field in MISSING if field in asked]
    if not fields:
        return []
    row = db.session.execute(
        select(*(func.coalesce(func.sum(case((MISSING[field], 1), else_=0)), 0) for field in fields))
        .select_from(Product)
        .join(Merchant, Merchant.id == Product.merchant_id)
        .where(Product.name != "", condition)
    ).one()
    found = [Gap(field, int(count), asked[field]) for field, count in zip(fields, row, strict=True) if count]
    return sorted(found, key=lambda gap: -gap.lacking)


def of_areas(paths: Collection[str] | None) -> ColumnElement[bool]:
    """Return what must hold of a product for it to be one of the registered businesses of some areas."""
    return Merchant.stage.in_(REGISTERED) & within(Merchant.area_path, paths)


def of_maker(merchant_id: UUID) -> ColumnElement[bool]:
    """Return what must hold of a product for it to be one of a maker's."""
    return Product.merchant_id == merchant_id


def lacking(field: Field, *, condition: ColumnElement[bool]) -> Sequence[Lacking]:
    """Return the first products that lack an answer, one maker's after another's."""
    rows = db.session.scalars(
        select(Product)
        .join(Merchant, Merchant.id == Product.merchant_id)
        .where(Product.name != "", MISSING[field], condition)
        .order_by(Merchant.area_path, Merchant.id, Product.created_at)
        .limit(_MOST_LISTED)
    ).all()
    names = areas.names_of({each.merchant.commune_path for each in rows})
    return [Lacking(each, names.get(each.merchant.commune_path, "")) for each in rows]


def _refused_for(on: date) -> dict[Field, tuple[Channel, ...]]:
    """Return for each answer the marketplaces that refuse any goods without it."""
    asked: dict[Field, tuple[Channel, ...]] = {}
    book = rule_book()
    for channel in Channel:
        needed = {Kind.REQUIRED, Kind.MIN_IMAGES, Kind.MIN_LENGTH}
        for rule in book.on(channel, on):
            general = rule.profile in (Profile.ALL, Profile.GOODS)
            if rule.kind in needed and rule.blocks and general and channel not in asked.get(rule.field, ()):
                asked[rule.field] = (*asked.get(rule.field, ()), channel)
    return asked
