"""The packs and pictures of many products at once, as visitors and marketplaces see them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, select

from app.core.db import db
from catalog.models import PhotoRendition, ProductPhoto, ProductVariant
from catalog.queries.cards import content_of
from catalog.rules import PhotoRole, PublicPack

# The preset whose squares marketplaces are given.
SQUARE = "sq1500"


def packs_of(rows: Sequence[Row[Any]]) -> Mapping[UUID, tuple[PublicPack, ...]]:
    """Return the packs of products, rows of `public_columns`, each whole."""
    products = {row.id: row for row in rows}
    found = db.session.execute(
        select(
            ProductVariant.product_id,
            ProductVariant.sku,
            ProductVariant.option_1,
            ProductVariant.option_2,
            ProductVariant.price_vnd,
            ProductVariant.content_milli,
            ProductVariant.content_unit,
            ProductVariant.weight_g,
            ProductVariant.gtin,
            PhotoRendition.sha256,
        )
        .outerjoin(
            PhotoRendition, (PhotoRendition.photo_id == ProductVariant.photo_id) & (PhotoRendition.preset == SQUARE)
        )
        .where(ProductVariant.product_id.in_(products))
        .order_by(ProductVariant.product_id, ProductVariant.position)
    )
    packs: dict[UUID, list[PublicPack]] = defaultdict(list)
    for row in found:
        packs[row.product_id].append(_pack(row, products[row.product_id]))
    return {product_id: tuple(each) for product_id, each in packs.items()}


class Shown(NamedTuple):
    """A picture of a product: the photograph's hash, that of its square, and what it shows."""

    photo: str
    square: str
    role: PhotoRole


def pictures_of(product_ids: Sequence[UUID]) -> Mapping[UUID, list[Shown]]:
    """Return the pictures of products in their own order."""
    found = db.session.execute(
        select(ProductPhoto.product_id, ProductPhoto.sha256, PhotoRendition.sha256, ProductPhoto.role)
        .join(PhotoRendition, (PhotoRendition.photo_id == ProductPhoto.id) & (PhotoRendition.preset == SQUARE))
        .where(ProductPhoto.product_id.in_(product_ids))
        .order_by(ProductPhoto.product_id, ProductPhoto.position)
    )
    pictures: dict[UUID, list[Shown]] = defaultdict(list)
    for product_id, photo, square, role in found:
        pictures[product_id].append(Shown(photo, square, role))
    return pictures


def _pack(row: Any, product: Row[Any]) -> PublicPack:
    return PublicPack(
        sku=row.sku,
        options=(row.option_1, row.option_2) if row.option_2 else (row.option_1,),
        price_vnd=product.price_vnd if row.price_vnd is None else row.price_vnd,
        content=content_of(row) if row.content_milli else content_of(product),
        weight_g=row.weight_g or product.weight_g,
        gtin=row.gtin,
        picture=row.sha256 or "",
    )
