"""One product of a list: begun or changed in one step, so that one step takes it back."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete

from app.core import clock
from app.core.db import db
from app.policy import Actor
from catalog import queries
from catalog.goods_lists.plans import Plan
from catalog.models import (
    ChannelAnswer,
    FeedPart,
    GoodsListItem,
    Product,
    ProductReadiness,
    ProductRevision,
    ProductVariant,
    SellingLink,
)
from catalog.services.packs import new_pack
from catalog.services.products import follow_name
from catalog.services.record import ProductAction, change, tell
from catalog.services.revisions import bring_back
from catalog.states import ItemVerdict, Stage

# So many changes of one product are told in the trail.
MOST_TOLD = 20
_BESIDE: tuple[type[Any], ...] = (ChannelAnswer, FeedPart, ProductReadiness, ProductRevision, SellingLink)


def put(product: Product, plan: Plan, *, by: Actor) -> tuple[UUID, int]:
    """Carry out what a plan changes, and return the product and the revision it left behind."""
    with change(product, by=by) as at:
        for name, value in plan.answers.items():
            setattr(product, name, value)
        follow_name(product)
        for known, wanted in plan.packs:
            pack = known or _added(product, wanted.options)
            pack.option_1, pack.option_2 = [*wanted.options, ""][:2]
            for name, value in wanted.answers.items():
                setattr(pack, name, value)
        changes: dict[str, list[object]] = {name: [before, after] for name, before, after in plan.changes[:MOST_TOLD]}
        tell(ProductAction.LISTED_IN, product, by=by, at=at, changes=changes)
    last = queries.last_revision(product.id)
    return product.id, last.number if last else 1


def take_back(item: GoodsListItem, *, by: Actor) -> str:
    """Undo what a list did to one product; return why not in one word, or nothing."""
    product = queries.by_id(item.product_id) if item.product_id else None
    if product is None:
        return "gone"
    last = queries.last_revision(product.id)
    if last is None or last.number != item.left_revision:
        return "changed"
    if item.verdict is ItemVerdict.CHANGED:
        bring_back(product, number=last.number - 1, by=by)
        return ""
    if product.stage is not Stage.DRAFT:
        return "shown"
    _take_away(product, by=by)
    return ""


def _added(product: Product, options: tuple[str, ...]) -> ProductVariant:
    pack = new_pack(product, options)
    product.variants.append(pack)
    return pack


def _take_away(product: Product, *, by: Actor) -> None:
    tell(ProductAction.TAKEN_AWAY, product, by=by, at=clock.now(), changes={"name": [product.name, ""]})
    for beside in _BESIDE:
        db.session.execute(delete(beside).where(beside.product_id == product.id))
    db.session.delete(product)
    db.session.flush()
