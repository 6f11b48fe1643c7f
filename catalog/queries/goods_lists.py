"""Lists of products that were brought, and all products of a maker."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from app.core.db import db
from catalog.models import GoodsList, Product

_SHOWN = 20


def goods_list(list_id: UUID, *, locked: bool = False) -> GoodsList | None:
    """Return one list, alone for whoever asks for it locked."""
    return db.session.get(GoodsList, list_id, with_for_update=locked or None)


def goods_lists_of(merchant_id: UUID) -> Sequence[GoodsList]:
    """Return the lists of one maker, the newest first."""
    wanted = select(GoodsList).where(GoodsList.merchant_id == merchant_id)
    return db.session.scalars(wanted.order_by(GoodsList.brought_at.desc(), GoodsList.id.desc()).limit(_SHOWN)).all()


def all_of(merchant_id: UUID) -> Sequence[Product]:
    """Return every product of a maker that has a name, the first one begun first."""
    named = select(Product).where(Product.merchant_id == merchant_id, Product.name != "")
    return db.session.scalars(named.order_by(Product.created_at, Product.id)).all()
