"""Where else a product is sold."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from app.core.db import db
from catalog.models import Product, SellingLink


def selling_links(product_id: UUID) -> Sequence[SellingLink]:
    """Return the links of a product, the first one added first."""
    wanted = select(SellingLink).where(SellingLink.product_id == product_id)
    return db.session.scalars(wanted.order_by(SellingLink.added_at, SellingLink.id)).all()


def links_at(slug: str) -> Sequence[SellingLink]:
    """Return the links of the product at an address."""
    wanted = select(SellingLink).join(Product, Product.id == SellingLink.product_id).where(Product.slug == slug)
    return db.session.scalars(wanted.order_by(SellingLink.added_at, SellingLink.id)).all()
