"""What marketplaces have answered."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select

from app.core.db import db
from catalog.channel_rules import Channel
from catalog.models import ChannelAnswer, Product, ProductVariant


def answers_about(product_id: UUID) -> Mapping[Channel, ChannelAnswer]:
    """Return what each marketplace has said of a product."""
    rows = db.session.scalars(select(ChannelAnswer).where(ChannelAnswer.product_id == product_id))
    return {row.channel: row for row in rows}


def answers_of(merchant_id: UUID, channel: Channel) -> Mapping[UUID, ChannelAnswer]:
    """Return what a marketplace has said of a business's products."""
    mine = select(ChannelAnswer).join(Product, Product.id == ChannelAnswer.product_id)
    rows = db.session.scalars(mine.where(Product.merchant_id == merchant_id, ChannelAnswer.channel == channel))
    return {row.product_id: row for row in rows}


def products_by_code(merchant_id: UUID, codes: Collection[str]) -> Mapping[str, UUID]:
    """Return a business's products by their codes and by those of their packs."""
    mine = select(Product.sku, Product.id).where(Product.merchant_id == merchant_id, Product.sku.in_(codes))
    packs = (
        select(ProductVariant.sku, Product.id)
        .join(Product, Product.id == ProductVariant.product_id)
        .where(Product.merchant_id == merchant_id, ProductVariant.sku.in_(codes))
    )
    return {sku: product_id for query in (mine, packs) for sku, product_id in db.session.execute(query)}
