"""What a marketplace may be handed."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, exists, func, select

from app.core.db import db
from catalog.channel_rules import Channel
from catalog.models import ChannelOverride, Product, ProductPhoto, ProductReadiness
from catalog.queries.packs import Shown, packs_of, pictures_of
from catalog.queries.shown import is_shown, place_names, public_columns, public_product_of
from catalog.readiness import PASSING
from catalog.rules import PhotoRole, PublicProduct, in_order
from merchants.models import Merchant

_BATCH = 500
_OWN = ("title", "description", "price_vnd", "category", "photo_order")


def feed_rows(channel: Channel | None, merchant_id: UUID | None = None) -> Iterator[PublicProduct]:
    """Return what may be handed over: shown products, everybody's or one maker's, in a steady order.

    For a marketplace that judges them only those that pass, and in the words they have for it.
    """
    for _row, product in _fed(channel, *wanted(channel, merchant_id)):
        yield product


def fed_rows(channel: Channel | None, *, only: Collection[UUID]) -> Iterator[tuple[Row[Any], PublicProduct]]:
    """Return some of what may be handed over, with the versions of the product and its maker."""
    if only:
        yield from _fed(channel, *wanted(channel, None), Product.id.in_(only))


def _fed(channel: Channel | None, *conditions: ColumnElement[bool]) -> Iterator[tuple[Row[Any], PublicProduct]]:
    own = (ChannelOverride.product_id == Product.id) & (ChannelOverride.channel == channel)
    rows = db.session.execute(
        public_columns()
        .add_columns(*(getattr(ChannelOverride, name).label(f"own_{name}") for name in _OWN))
        .add_columns(Product.version.label("product_version"), Merchant.version.label("merchant_version"))
        .outerjoin(ChannelOverride, own)
        .where(*conditions)
        .order_by(Product.id),
        execution_options={"yield_per": _BATCH},
    )
    for batch in rows.partitions():
        packed = [row for row in batch if row.axis_1]
        packs = packs_of(packed) if packed else {}
        pictures = pictures_of([row.id for row in batch])
        places = place_names({row.area_path for row in batch})
        for row in batch:
            product = public_product_of(row, packs=packs.get(row.id, ()))
            found = replace(product, place=places[row.area_path])
            yield row, _in_own_words(row, found, pictures.get(row.id, []))


def wanted(channel: Channel | None, merchant_id: UUID | None) -> Iterator[ColumnElement[bool]]:
    """Return what must hold of a shown product to be handed over."""
    # Nothing is handed over without a picture.
    yield exists().where(ProductPhoto.product_id == Product.id)
    if merchant_id is not None:
        yield Product.merchant_id == merchant_id
    if channel is not None:
        yield exists().where(
            ProductReadiness.product_id == Product.id,
            ProductReadiness.channel == channel,
            ProductReadiness.verdict.in_(PASSING),
        )


def _in_own_words(row: Row[Any], product: PublicProduct, pictures: Sequence[Shown]) -> PublicProduct:
    order = list(row.own_photo_order or ())
    if order:
        pictures = in_order(pictures, order, lambda each: each.photo)
    else:
        # The cover comes first, wherever its photograph stands.
        front = product.first_picture
        pictures = sorted(pictures, key=lambda each: each.square != front)
    return replace(
        product,
        name=row.own_title or product.name,
        description=row.own_description or product.description,
        price_vnd=product.price_vnd if row.own_price_vnd is None else row.own_price_vnd,
        category=row.own_category or "",
        pictures=tuple(each.square for each in pictures),
        scene=next((each.square for each in pictures if each.role is PhotoRole.MAKER), ""),
    )


def feed_stamp(channel: Channel) -> tuple[int, datetime | None, datetime | None, int]:
    """Return what changes whenever the feed does: how many, the latest change and check, and the sum of versions."""
    versions = func.coalesce(func.sum(Product.version + Merchant.version), 0)
    count, changed, checked, total = db.session.execute(
        select(func.count(), func.max(Product.updated_at), func.max(ProductReadiness.computed_at), versions)
        .join(Merchant, Merchant.id == Product.merchant_id)
        .join(ProductReadiness, ProductReadiness.product_id == Product.id)
        .where(*is_shown(), ProductReadiness.channel == channel, ProductReadiness.verdict.in_(PASSING))
    ).one()
    return count, changed, checked, total
