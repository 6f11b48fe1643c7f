"""What stops products from being ready: which answer is missing most, of one maker or of a whole area."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select

from app.core import areas
from app.core.db import db, within
from catalog.channel_rules import Channel, ChannelRule, Kind, Profile
from catalog.models import Product
from catalog.queries.rule_book import rule_book
from catalog.rules import Field
from catalog.states import Stage
from merchants.models import Merchant
from merchants.states import REGISTERED

_MOST_LISTED = 100
_ANY_GOODS = (Profile.ALL, Profile.GOODS)
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
    Field.SHOWN: Product.stage != Stage.LISTED,
}
_NEEDED = (Kind.REQUIRED, Kind.MIN_IMAGES, Kind.IS_SHOWN)
# Answers that may be there and still say too little.
_TEXTS: Mapping[Field, ColumnElement[str]] = {Field.NAME: Product.name, Field.DESCRIPTION: Product.description}  # type: ignore[dict-item]


@dataclass(frozen=True)
class Gap:
    """One answer, how many products lack it or say too little, and the marketplaces that refuse them for it."""

    field: Field
    lacking: int
    channels: tuple[Channel, ...]
    # What is asked of an answer that is there and says too little.
    rule: ChannelRule | None = None


@dataclass(frozen=True)
class Lacking:
    """One product that lacks an answer, for whoever may look at it."""

    product: Product
    commune: str


def gaps(on: date, *, condition: ColumnElement[bool]) -> list[Gap]:
    """Return what marketplaces refuse products for, the answer that most products lack first."""
    asked, short = _refused_for(on), short_rules(on)
    looked_for = [(Gap(field, 0, asked[field]), MISSING[field]) for field in MISSING if field in asked]
    looked_for += [(Gap(rule.field, 0, (rule.channel,), rule), _too_short(rule)) for rule in short]
    if not looked_for:
        return []
    row = db.session.execute(
        select(*(func.coalesce(func.sum(case((lacks, 1), else_=0)), 0) for _gap, lacks in looked_for))
        .select_from(Product)
        .join(Merchant, Merchant.id == Product.merchant_id)
        .where(Product.name != "", condition)
    ).one()
    found = [replace(gap, lacking=int(count)) for (gap, _), count in zip(looked_for, row, strict=True) if count]
    return sorted(found, key=lambda gap: -gap.lacking)


def short_rules(on: date) -> Sequence[ChannelRule]:
    """Return the demands that refuse any goods whose name or description says too little, on a day."""
    kinds = (Kind.MIN_LENGTH, Kind.MIN_WORDS)
    return [rule for rule in _refusing(on) if rule.kind in kinds and rule.field in _TEXTS]


def of_areas(paths: Collection[str] | None) -> ColumnElement[bool]:
    """Return what must hold of a product for it to be one of the registered businesses of some areas."""
    return Merchant.stage.in_(REGISTERED) & within(Merchant.area_path, paths)


def of_maker(merchant_id: UUID) -> ColumnElement[bool]:
    """Return what must hold of a product for it to be one of a maker's."""
    return Product.merchant_id == merchant_id


def lacking(field: Field, *, condition: ColumnElement[bool]) -> Sequence[Lacking]:
    """Return the first products that lack an answer, one maker's after another's."""
    return _first(MISSING[field], condition)


def saying_too_little(rule: ChannelRule, *, condition: ColumnElement[bool]) -> Sequence[Lacking]:
    """Return the first products of which a text is shorter than a demand asks."""
    return _first(_too_short(rule), condition)


def _first(lacks: ColumnElement[bool], condition: ColumnElement[bool]) -> Sequence[Lacking]:
    rows = db.session.scalars(
        select(Product)
        .join(Merchant, Merchant.id == Product.merchant_id)
        .where(Product.name != "", lacks, condition)
        .order_by(Merchant.area_path, Merchant.id, Product.created_at)
        .limit(_MOST_LISTED)
    ).all()
    names = areas.names_of({each.merchant.commune_path for each in rows})
    return [Lacking(each, names.get(each.merchant.commune_path, "")) for each in rows]


def _too_short(rule: ChannelRule) -> ColumnElement[bool]:
    """Whether a text says less than is asked; one that is not there lacks altogether, and is counted so."""
    text = _TEXTS[rule.field]
    have = func.length(text) if rule.kind is Kind.MIN_LENGTH else _words_in(text)
    return (text != "") & (have < rule.params["min"])


def _words_in(text: ColumnElement[str]) -> ColumnElement[int]:
    """Count the words of a text by the spaces between them; two spaces count for one word more."""
    spaced = func.replace(text, "\n", " ")
    return func.length(spaced) - func.length(func.replace(spaced, " ", "")) + 1


def _refused_for(on: date) -> dict[Field, tuple[Channel, ...]]:
    """Return for each answer the marketplaces that refuse any goods without it."""
    asked: dict[Field, tuple[Channel, ...]] = {}
    for rule in _refusing(on):
        if rule.kind in _NEEDED and rule.channel not in asked.get(rule.field, ()):
            asked[rule.field] = (*asked.get(rule.field, ()), rule.channel)
    return asked


def _refusing(on: date) -> Iterator[ChannelRule]:
    """Return the demands for which marketplaces refuse goods of any kind."""
    book = rule_book()
    for channel in Channel:
        yield from (rule for rule in book.on(channel, on) if rule.blocks and rule.profile in _ANY_GOODS)
