"""Lists of products that were brought, and all products of a maker."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import Row, select

from app.core.db import db
from catalog.models import GoodsList, GoodsListItem, Product
from catalog.states import ListState

_SHOWN = 20


def goods_list(list_id: UUID, *, locked: bool = False) -> GoodsList | None:
    """Return one list, alone for whoever asks for it locked."""
    return db.session.get(GoodsList, list_id, with_for_update=locked or None)


def goods_lists_of(merchant_id: UUID) -> Sequence[GoodsList]:
    """Return the lists of one maker, the newest first."""
    wanted = select(GoodsList).where(GoodsList.merchant_id == merchant_id)
    return db.session.scalars(wanted.order_by(GoodsList.brought_at.desc(), GoodsList.id.desc()).limit(_SHOWN)).all()


def lists_at_work() -> Sequence[GoodsList]:
    """Return the lists that are being read or taken over."""
    at_work = GoodsList.state.in_((ListState.READING, ListState.TAKING))
    return db.session.scalars(select(GoodsList).where(at_work)).all()


def items_from(list_id: UUID, place: int, count: int) -> Sequence[GoodsListItem]:
    """Return some products of a list from a place on, in its order."""
    here = (GoodsListItem.goods_list_id == list_id, GoodsListItem.place >= place, GoodsListItem.place < place + count)
    return db.session.scalars(select(GoodsListItem).where(*here).order_by(GoodsListItem.place)).all()


def item_without_photos(list_id: UUID) -> GoodsListItem | None:
    """Return the first product of a list whose photographs are still to be fetched."""
    waiting = select(GoodsListItem).where(GoodsListItem.goods_list_id == list_id, GoodsListItem.photos_left > 0)
    return db.session.scalars(waiting.order_by(GoodsListItem.place).limit(1)).first()


def lists_without_photos() -> Sequence[UUID]:
    """Return the lists that were taken over and whose photographs are not all fetched yet."""
    waiting = select(GoodsListItem.goods_list_id).where(GoodsListItem.photos_left > 0).distinct()
    taken = select(GoodsList.id).where(GoodsList.state == ListState.TAKEN, GoodsList.id.in_(waiting))
    return db.session.scalars(taken).all()


def named_of(merchant_id: UUID) -> Sequence[Row[UUID, str, str, str]]:
    """Return what every product of a maker that has a name may be called by."""
    names = select(Product.id, Product.sku, Product.slug, Product.name_fold)
    return db.session.execute(names.where(Product.merchant_id == merchant_id, Product.name != "")).all()


def by_ids(ids: Collection[UUID]) -> Mapping[UUID, Product]:
    """Return some products."""
    if not ids:
        return {}
    return {each.id: each for each in db.session.scalars(select(Product).where(Product.id.in_(ids)))}


def all_of(merchant_id: UUID) -> Sequence[Product]:
    """Return every product of a maker that has a name, the first one begun first."""
    named = select(Product).where(Product.merchant_id == merchant_id, Product.name != "")
    return db.session.scalars(named.order_by(Product.created_at, Product.id)).all()
