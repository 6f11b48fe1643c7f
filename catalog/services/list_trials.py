"""The trial of a list of products: what each of them would come to, told without changing any of them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from app.core import clock, storage
from app.core.db import db
from app.core.sheets.reading import Sheet, open_sheet
from app.core.sheets.rows import Rows
from app.core.transaction import transaction
from app.policy import Actor
from catalog import queries
from catalog.goods_lists.columns import vocabulary
from catalog.goods_lists.plans import Plan, Shelf, plan_for
from catalog.goods_lists.reading import Goods, Wanted
from catalog.models import GoodsList, GoodsListItem
from catalog.rules import MAX_PRODUCTS
from catalog.services.list_record import actor_of, hand_over, move
from catalog.states import ItemVerdict, ListState, ListStep

AT_ONCE = 100


class Asked(NamedTuple):
    """Everything that reading a list needs, so that no transaction is open meanwhile."""

    sha256: str
    rows_sha256: str
    header_row: int
    columns: Mapping[int, str]


def read_now(brought: GoodsList, sheet: Sheet | None, *, by: Actor, at: datetime) -> None:
    """Read a list now, or let a worker read it if it is long."""
    brought.done = 0
    if brought.is_long:
        move(brought, ListStep.WAIT, by=by, at=at)
        hand_over(brought, by=by, at=at)
        return
    goods = goods_of(asked_of(brought), sheet)
    brought.items.clear()
    db.session.flush()
    shelf = shelf_of(brought.merchant_id)
    for start in range(0, len(goods), AT_ONCE):
        _tell_some(brought, start, goods.some(start, AT_ONCE), shelf)
    brought.total = len(goods)
    _say_expected(brought, by=by, at=at)


def read_later(list_id: UUID) -> None:
    """Read a long list and say what would happen. Called by a worker; begun anew, it starts from the first line."""
    with transaction():
        brought = queries.goods_list(list_id, locked=True)
        if brought is None or brought.state is not ListState.READING:
            return
        asked, by = asked_of(brought), actor_of(brought)
        brought.items.clear()
        brought.done = 0
        shelf = shelf_of(brought.merchant_id)
    goods = goods_of(asked)
    for start in range(0, len(goods), AT_ONCE):
        some = goods.some(start, AT_ONCE)
        with transaction():
            brought = queries.goods_list(list_id, locked=True)
            # Somebody has put it aside, or another worker is at it.
            if brought is None or brought.state is not ListState.READING or brought.done != start:
                return
            _tell_some(brought, start, some, shelf)
            brought.done, brought.total = start + len(some), len(goods)
    with transaction():
        brought = queries.goods_list(list_id, locked=True)
        if brought is not None and brought.state is ListState.READING and brought.done == len(goods):
            _say_expected(brought, by=by, at=clock.now())


def goods_of(asked: Asked, sheet: Sheet | None = None) -> Goods:
    """Return what a list asks for; of a long one the rows are kept as they were read when it was brought."""
    if sheet is None and asked.rows_sha256:
        rows = Rows.again(storage.stream(asked.rows_sha256))
    else:
        rows = (sheet or open_sheet(storage.read(asked.sha256), vocabulary())).rows
    return Goods(rows, asked.columns, after=asked.header_row + 1)


def asked_of(brought: GoodsList) -> Asked:
    columns = {int(index): key for index, key in brought.mapping.items()}
    return Asked(brought.sha256, brought.rows_sha256, brought.header_row, columns)


def shelf_of(merchant_id: UUID) -> Shelf:
    """Return what is on the shelf before the list."""
    return Shelf(queries.named_of(merchant_id), most=MAX_PRODUCTS)


def plans_for(wanted: Sequence[Wanted], shelf: Shelf) -> Iterator[Plan]:
    """Hold what some products of a list want against the shelf; each counts for those after it."""
    some = [(each, shelf.find(each)) for each in wanted]
    known = queries.by_ids({found for _each, found in some if found})
    for each, found in some:
        plan = plan_for(each, known.get(found) if found else None, shelf)
        shelf.note(plan)
        yield plan


def tell_item(item: GoodsListItem, plan: Plan) -> None:
    item.name, item.verdict = plan.name[:200], plan.verdict
    item.problems = [
        {"row": each.row, "column": each.column, "reason": each.reason, "values": dict(each.values)}
        for each in plan.problems
    ]
    item.changes = [[name, before[:120], after[:120]] for name, before, after in plan.changes]
    item.product_id = plan.product.id if plan.product else None


def counted(brought: GoodsList) -> dict[str, int]:
    return dict(Counter(item.verdict.value for item in brought.items))


def _tell_some(brought: GoodsList, start: int, wanted: Sequence[Wanted], shelf: Shelf) -> None:
    for place, (each, plan) in enumerate(zip(wanted, plans_for(wanted, shelf), strict=True), start=start):
        item = GoodsListItem(
            goods_list_id=brought.id, place=place, first_row=each.rows[0], name="", verdict=ItemVerdict.SAME
        )
        tell_item(item, plan)
        db.session.add(item)


def _say_expected(brought: GoodsList, *, by: Actor, at: datetime) -> None:
    db.session.flush()
    db.session.expire(brought, ["items"])
    brought.expected = counted(brought)
    brought.done = 0
    move(brought, ListStep.READ, by=by, at=at)
