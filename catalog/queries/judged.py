"""Many products as the rules see them, by columns and not by objects: judging a million must not load them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, select

from app.core.db import as_it_is, db
from catalog.channel_rules import Channel, Profile
from catalog.models import ChannelOverride, PhotoRendition, Product, ProductPhoto, ProductReadiness, ProductVariant
from catalog.models.override import own_words
from catalog.models.photo import SENT, photo_facts
from catalog.models.product import product_facts
from catalog.models.variant import variant_facts
from catalog.queries.pins import pinned_among
from catalog.queries.stars import stars_of_many
from catalog.queries.verdicts import KEPT
from catalog.readiness import kinds_of
from catalog.rules import OwnWords, ProductFacts, SentPicture, best_stars
from catalog.states import Stage
from merchants.models import Merchant

_PRODUCT = (
    Product.id, Product.merchant_id, Product.stage, Product.name, Product.description, Product.price_vnd,
    Product.content_milli, Product.content_unit, Product.shelf_life_days, Product.storage, Product.weight_g,
    Product.box_cm, Product.ingredients, Product.name_en, Product.description_en, Product.family, Product.gtin,
    Product.attrs, Merchant.business_name, Merchant.owner_name,
)  # fmt: skip
_PHOTO = (
    as_it_is(ProductPhoto.product_id), ProductPhoto.role, ProductPhoto.width, ProductPhoto.height,
    ProductPhoto.size_bytes, ProductPhoto.sha256, ProductPhoto.is_blurred, ProductPhoto.is_dark,
    ProductPhoto.white_edge_pct, ProductPhoto.fingerprint, ProductPhoto.square_cut,
)  # fmt: skip
_SQUARE = (PhotoRendition.width, PhotoRendition.height, PhotoRendition.size_bytes)
_PACK = (
    as_it_is(ProductVariant.product_id), ProductVariant.sku, ProductVariant.option_1, ProductVariant.option_2,
    ProductVariant.price_vnd, ProductVariant.content_milli, ProductVariant.content_unit, ProductVariant.weight_g,
    ProductVariant.gtin,
)  # fmt: skip
_OWN = (
    as_it_is(ChannelOverride.product_id), ChannelOverride.channel, ChannelOverride.title, ChannelOverride.description,
    ChannelOverride.price_vnd, ChannelOverride.category, ChannelOverride.photo_order,
)  # fmt: skip


@dataclass(frozen=True)
class ToJudge:
    """One product for the rules, what it says in some places only, and the verdicts that are kept of it."""

    id: UUID
    facts: ProductFacts
    own: Mapping[Channel, OwnWords]
    kept: Mapping[Channel, Row[Any]]


def to_judge(ids: Sequence[UUID], on: date) -> Iterator[ToJudge]:
    """Return products for the rules, as many as are held at once, in seven questions at most.

    Nobody else changes them meanwhile, nor judges them: whoever does takes the product first, and here in one order.
    """
    wanted = (
        select(*_PRODUCT, as_it_is(Product.id).label("key"))
        .join(Merchant)
        .where(Product.id.in_(ids))
        .order_by(Product.id)
    )
    rows = db.session.execute(wanted.with_for_update(of=Product, key_share=True)).all()
    photos = _by_product(_photos(ids))
    packs = _by_product(db.session.execute(_of(_PACK, ProductVariant, ids).order_by(ProductVariant.position)))
    own = _by_product(db.session.execute(_of(_OWN, ChannelOverride, ids)))
    kept = _by_product(db.session.execute(_of(KEPT, ProductReadiness, ids)))
    stars = stars_of_many({row.merchant_id for row in rows}, on)
    pins = pinned_among({row.merchant_id for row in rows if Profile.OFFERS in kinds_of(row.family, row.content_unit)})
    for row in rows:
        facts = product_facts(
            row,
            brand=row.business_name or row.owner_name,
            photos=[photo_facts(each, _sent(each)) for each in photos[row.key]],
            variants=[variant_facts(each) for each in packs[row.key]],
            is_shown=row.stage is Stage.LISTED,
            stars=best_stars(stars[row.merchant_id], row.family),
            has_pin=row.merchant_id in pins,
        )
        words = {each.channel: own_words(each) for each in own[row.key]}
        yield ToJudge(row.id, facts, words, {each.channel: each for each in kept[row.key]})


def _sent(row: Row[Any]) -> SentPicture | None:
    return None if row.sent_width is None else SentPicture(row.sent_width, row.sent_height, row.sent_size_bytes)


def _photos(ids: Sequence[UUID]) -> Iterable[Row[Any]]:
    """Return photographs in their order, each with the largest square made of it, if there is one."""
    made = and_(PhotoRendition.photo_id == ProductPhoto.id, PhotoRendition.preset == SENT)
    square = [column.label(f"sent_{column.key}") for column in _SQUARE]
    rows = select(*_PHOTO, *square).outerjoin(PhotoRendition, made).where(ProductPhoto.product_id.in_(ids))
    return db.session.execute(rows.order_by(ProductPhoto.position))


def _of(columns: Sequence[Any], table: type[Any], ids: Sequence[UUID]) -> Select[Any]:
    return select(*columns).where(table.product_id.in_(ids))


def _by_product(rows: Iterable[Row[Any]]) -> Mapping[Any, list[Row[Any]]]:
    found: dict[Any, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        found[row.product_id].append(row)
    return found
