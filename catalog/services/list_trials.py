"""The trial of a list of products: what each of them would come to, told without changing any of them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from app.core import clock, storage
from app.core.db import db
from app.core.sheets.reading import Sheet, open_again
from app.core.transaction import transaction
from app.policy import Actor
from catalog import queries
from catalog.goods_lists.columns import vocabulary
from catalog.goods_lists.plans import Plan, Shelf, plan_for
from catalog.goods_lists.reading import Wanted, products
from catalog.models import GoodsList, GoodsListItem
from catalog.rules import MAX_PRODUCTS
from catalog.services.list_record import actor_of, hand_over, move
from catalog.states import ItemVerdict, ListState, ListStep

AT_ONCE = 100


class Asked(NamedTuple):
    """Everything that reading a list needs, so that no transaction is open meanwhile."""

    sha256: str
    header_row: int
    columns: Mapping[int, str]


def read_now(brought: GoodsList, sheet: Sheet | None, *, by: Actor, at: datetime) -> None:
    """Read a list now, or let a worker read it if it is long."""
    brought.done = 0
    if brought.is_long:
        move(brought, ListStep.WAIT, by=by, at=at)
        hand_over(brought, by=by, at=at)
        return
    wanted = wanted_of(asked_of(brought), sheet)
    brought.items.clear()
    db.session.flush()
    _tell_all(brought, 0, zip(wanted, plans_for(wanted, brought.merchant_id), strict=True))
    brought.total = len(wanted)
    _say_expected(brought, by=by, at=at)


def read_later(list_id: UUID) -> None:
    """Read a long list and say what would happen. Called by a worker; begun anew, it starts from the first line."""
    with transaction():
        brought = queries.goods_list(list_id, locked=True)
        if brought is None or brought.state is not ListState.READING:
            return
        asked, merchant_id, by = asked_of(brought), brought.merchant_id, actor_of(brought)
        brought.items.clear()
        brought.done = 0
    wanted = wanted_of(asked)
    plans = plans_for(wanted, merchant_id)
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        with transaction():
            brought = queries.goods_list(list_id, locked=True)
            # Somebody has put it aside, or another worker is at it.
            if brought is None or brought.state is not ListState.READING or brought.done != start:
                return
            _tell_all(brought, start, zip(some, plans, strict=False))
            brought.done, brought.total = start + len(some), len(wanted)
    with transaction():
        brought = queries.goods_list(list_id, locked=True)
        if brought is not None and brought.state is ListState.READING and brought.done == len(wanted):
            _say_expected(brought, by=by, at=clock.now())


def wanted_of(asked: Asked, sheet: Sheet | None = None) -> list[Wanted]:
    sheet = sheet or open_again(storage.read(asked.sha256), vocabulary())
    columns = asked.columns.items()
    return products(
        (number, {key: cells[index] for index, key in columns if index < len(cells)})
        for number, cells in sheet.rows
        if number > asked.header_row + 1
    )


def asked_of(brought: GoodsList) -> Asked:
    return Asked(brought.sha256, brought.header_row, {int(index): key for index, key in brought.mapping.items()})


def plans_for(wanted: Sequence[Wanted], merchant_id: UUID) -> Iterator[Plan]:
    """Hold what a list wants against the shelf, some products at a time; each counts for those after it."""
    shelf = Shelf(queries.named_of(merchant_id), most=MAX_PRODUCTS)
    for start in range(0, len(wanted), AT_ONCE):
        some = [(each, shelf.find(each)) for each in wanted[start : start + AT_ONCE]]
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


def _tell_all(brought: GoodsList, start: int, judged: Iterable[tuple[Wanted, Plan]]) -> None:
    for place, (each, plan) in enumerate(judged, start=start):
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
