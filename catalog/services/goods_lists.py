"""What may be done with a list of products: bring it, say what its columns are, take it over, undo it, put it aside."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.core import audit, clock, storage
from app.core.db import db
from app.core.errors import DomainError
from app.core.sheets.reading import Sheet, open_again, open_sheet
from app.core.text import line
from app.core.transaction import transaction
from app.policy import Actor
from catalog import queries
from catalog.goods_lists.columns import Column, vocabulary
from catalog.goods_lists.plans import Plan, Shelf, plan_for
from catalog.goods_lists.reading import Wanted, products
from catalog.models import GoodsList, GoodsListItem
from catalog.rules import MAX_PRODUCTS
from catalog.services.begun import begin_many
from catalog.services.listed import put, take_back
from catalog.states import GOODS_LIST, ItemVerdict, ListState, ListStep
from merchants.models import Merchant

SUBJECT = "goods_list"
# So many lines are read while somebody waits; longer ones are divided.
MOST_LINES = 5_000
_AT_ONCE = 100
_WRITES = (ItemVerdict.NEW, ItemVerdict.CHANGED)
_TYPE = "application/octet-stream"


class ListAction(StrEnum):
    """What the audit trail says was done with a list of products."""

    BROUGHT = "goods_list:bring"
    READ = "goods_list:read"
    ACCEPTED = "goods_list:accept"
    TAKEN = "goods_list:take"
    UNDONE = "goods_list:undo"
    DROPPED = "goods_list:drop"


_ACTIONS = {
    ListStep.READ: ListAction.READ,
    ListStep.ACCEPT: ListAction.ACCEPTED,
    ListStep.FINISH: ListAction.TAKEN,
    ListStep.UNDO: ListAction.UNDONE,
    ListStep.DROP: ListAction.DROPPED,
}


class ListRefusedError(DomainError):
    """A list that cannot be read so; the sentence says what to do."""

    code = "catalog.list_refused"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


def bring(merchant: Merchant, *, data: bytes, file_name: str, by: Actor) -> GoodsList:
    """Keep a file, find its columns, and say what would happen; nothing is written to any product.

    Raises:
        UnreadableError: no spreadsheet, locked, or too big.
        ListRefusedError: more lines than are read while somebody waits.
    """
    sheet, at = open_sheet(data, vocabulary()), clock.now()
    header = sheet.header()
    texts = header.texts if header else ()
    brought = GoodsList(
        merchant_id=merchant.id,
        merchant=merchant,
        file_name=line(file_name)[:200],
        sha256=storage.put(data, _TYPE).sha256,
        sheet=sheet.name[:200],
        header_row=header.row if header else 0,
        headers=[text[:200] for text in texts],
        mapping={str(index): key for index, key in vocabulary().guess(texts).items()},
        brought_by_name=by.name,
        brought_at=at,
    )
    db.session.add(brought)
    db.session.flush()
    audit.record(ListAction.BROUGHT, (SUBJECT, brought.id), by=by, at=at, reason=brought.file_name)
    if _is_understood(brought.mapping):
        _check(brought, sheet, by=by, at=at)
    return brought


def map_columns(brought: GoodsList, mapping: Mapping[int, str], *, by: Actor) -> None:
    """Say what the columns are, and read the list again.

    Raises:
        ListRefusedError: neither names nor codes are among them.
    """
    chosen = {str(index): key for index, key in mapping.items()}
    if not _is_understood(chosen):
        raise ListRefusedError(_l("Choose the column with the names of the products, or the one with their codes"))
    brought.mapping = chosen
    _check(brought, open_again(storage.read(brought.sha256), vocabulary()), by=by, at=clock.now())


def accept(brought: GoodsList, *, by: Actor) -> None:
    """Begin to take over what is in order; the others go back."""
    _move(brought, ListStep.ACCEPT, by=by, at=clock.now())


def take(list_id: UUID, *, by: Actor) -> None:
    """Take a list over from where it stands, some products to a transaction: a stop in between loses nothing."""
    with transaction():
        brought = queries.goods_list(list_id)
        if brought is None or brought.state is not ListState.TAKING:
            return
        wanted = _wanted(brought, open_again(storage.read(brought.sha256), vocabulary()))
    for start in range(0, len(wanted), _AT_ONCE):
        with transaction():
            brought = queries.goods_list(list_id, locked=True)
            if brought is None or brought.state is not ListState.TAKING:
                return
            _take_some(brought, queries.items_from(list_id, start, _AT_ONCE), wanted, by=by)
    with transaction():
        brought = queries.goods_list(list_id, locked=True)
        if brought is not None and brought.state is ListState.TAKING:
            brought.happened = _counted(brought)
            brought.taken_at = clock.now()
            _move(brought, ListStep.FINISH, by=by, at=brought.taken_at)


def undo_list(brought: GoodsList, *, by: Actor) -> None:
    """Take away what the list made and bring back what it changed, wherever nobody has touched it since."""
    for item in brought.items:
        if item.is_done:
            item.kept_because = take_back(item, by=by)
            item.is_done = bool(item.kept_because)
    _move(brought, ListStep.UNDO, by=by, at=clock.now())


def sheet_of(brought: GoodsList) -> tuple[Sheet, bytes]:
    """Return the sheet of a list that was brought, and the file it is in."""
    data = storage.read(brought.sha256)
    return open_again(data, vocabulary()), data


def problems_by_row(brought: GoodsList) -> dict[int, list[Mapping[str, Any]]]:
    """Return what is wrong, by the row it is about."""
    told: dict[int, list[Mapping[str, Any]]] = {}
    for item in brought.items:
        for problem in item.problems:
            told.setdefault(int(problem["row"]), []).append(problem)
    return told


def drop(brought: GoodsList, *, by: Actor) -> None:
    """Put a list aside that nothing was taken from."""
    _move(brought, ListStep.DROP, by=by, at=clock.now())


def _take_some(brought: GoodsList, items: Sequence[GoodsListItem], wanted: Sequence[Wanted], *, by: Actor) -> None:
    """Carry out what is in order today; somebody may have changed a product since the trial."""
    waiting = [item for item in items if not item.is_done and item.verdict in _WRITES]
    plans = list(_plans([wanted[item.place] for item in waiting], brought.merchant_id))
    new: list[tuple[GoodsListItem, Plan]] = []
    for item, plan in zip(waiting, plans, strict=True):
        _tell(item, plan)
        if plan.verdict is ItemVerdict.NEW:
            new.append((item, plan))
        elif plan.verdict is ItemVerdict.CHANGED and plan.product:
            _done(item, *put(plan.product, plan, by=by))
    made = begin_many(brought.merchant, [plan for _item, plan in new], by=by)
    for (item, _plan), (product_id, revision) in zip(new, made, strict=True):
        _done(item, product_id, revision)


def _done(item: GoodsListItem, product_id: UUID, revision: int) -> None:
    item.product_id, item.left_revision, item.is_done = product_id, revision, True


def _check(brought: GoodsList, sheet: Sheet, *, by: Actor, at: datetime) -> None:
    wanted = _wanted(brought, sheet)
    brought.items.clear()
    db.session.flush()
    for place, (each, plan) in enumerate(zip(wanted, _plans(wanted, brought.merchant_id), strict=True)):
        item = GoodsListItem(place=place, first_row=each.rows[0], name="", verdict=ItemVerdict.SAME)
        _tell(item, plan)
        brought.items.append(item)
    brought.expected = _counted(brought)
    _move(brought, ListStep.READ, by=by, at=at)


def _tell(item: GoodsListItem, plan: Plan) -> None:
    item.name, item.verdict = plan.name[:200], plan.verdict
    item.problems = [
        {"row": each.row, "column": each.column, "reason": each.reason, "values": dict(each.values)}
        for each in plan.problems
    ]
    item.changes = [[name, before[:120], after[:120]] for name, before, after in plan.changes]
    item.product_id = plan.product.id if plan.product else None


def _wanted(brought: GoodsList, sheet: Sheet) -> list[Wanted]:
    columns = {int(index): key for index, key in brought.mapping.items()}
    rows = []
    for number, cells in sheet.rows:
        if number <= brought.header_row + 1:
            continue
        rows.append((number, {key: cells[index] for index, key in columns.items() if index < len(cells)}))
        if len(rows) > MOST_LINES:
            raise ListRefusedError(_l("At most %(most)d lines at a time. Divide the list", most=MOST_LINES))
    return products(rows)


def _plans(wanted: Sequence[Wanted], merchant_id: UUID) -> Iterator[Plan]:
    """Hold what a list wants against the shelf, some products at a time; each counts for those after it."""
    shelf = Shelf(queries.named_of(merchant_id), most=MAX_PRODUCTS)
    for start in range(0, len(wanted), _AT_ONCE):
        some = [(each, shelf.find(each)) for each in wanted[start : start + _AT_ONCE]]
        known = queries.by_ids({found for _each, found in some if found})
        for each, found in some:
            plan = plan_for(each, known.get(found) if found else None, shelf)
            shelf.note(plan)
            yield plan


def _counted(brought: GoodsList) -> dict[str, int]:
    return dict(Counter(item.verdict.value for item in brought.items))


def _is_understood(mapping: Mapping[str, str]) -> bool:
    return bool({Column.NAME.value, Column.CODE.value, Column.GROUP.value} & set(mapping.values()))


def _move(brought: GoodsList, step: ListStep, *, by: Actor, at: datetime) -> None:
    before = brought.state
    brought.state = GOODS_LIST.next(before, step)
    changes: dict[str, list[object]] = {"state": [before.value, brought.state.value]}
    audit.record(_ACTIONS[step], (SUBJECT, brought.id), by=by, at=at, changes=changes)
