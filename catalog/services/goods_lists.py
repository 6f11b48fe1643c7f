"""What may be done with a list of products: bring it, say what its columns are, take it over, undo it, put it aside."""

import tempfile
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.core import audit, clock, jobs, storage
from app.core.db import db
from app.core.errors import DomainError
from app.core.sheets.reading import Sheet, open_sheet
from app.core.sheets.rows import Rows
from app.core.text import line
from app.core.transaction import transaction
from app.policy import Actor
from catalog import queries
from catalog.goods_lists.columns import Column, vocabulary
from catalog.goods_lists.plans import Plan
from catalog.goods_lists.reading import Wanted, headers_of
from catalog.models import GoodsList, GoodsListItem
from catalog.rules import MAX_PHOTOS
from catalog.services.begun import begin_many
from catalog.services.list_record import SUBJECT, ListAction, actor_of, move, promise
from catalog.services.list_trials import AT_ONCE, asked_of, counted, goods_of, plans_for, read_now, shelf_of, tell_item
from catalog.services.listed import put, take_back
from catalog.states import ItemVerdict, ListState, ListStep
from merchants.models import Merchant

_WRITES = (ItemVerdict.NEW, ItemVerdict.CHANGED)
_TYPE = "application/octet-stream"


class ListRefusedError(DomainError):
    """A list that cannot be read so; the sentence says what to do."""

    code = "catalog.list_refused"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


def bring(merchant: Merchant, *, data: bytes, file_name: str, by: Actor) -> GoodsList:
    """Keep a file, find its columns, and say what would happen; nothing is written to any product.

    A long list is read by a worker.

    Raises:
        UnreadableError: no spreadsheet, locked, or too big.
    """
    sheet, at = open_sheet(data, vocabulary()), clock.now()
    header = headers_of(sheet)
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
        lines=max(0, len(sheet.rows) - (header.row + 1 if header else 0)),
        brought_by_name=by.name,
        brought_at=at,
    )
    if brought.is_long:
        brought.rows_sha256 = _kept(sheet.rows)
    db.session.add(brought)
    db.session.flush()
    audit.record(ListAction.BROUGHT, (SUBJECT, brought.id), by=by, at=at, reason=brought.file_name)
    if _is_understood(brought.mapping):
        read_now(brought, sheet, by=by, at=at)
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
    read_now(brought, None, by=by, at=clock.now())


def accept(brought: GoodsList, *, by: Actor) -> None:
    """Begin to take over what is in order; the others go back. A long list is taken over by a worker."""
    at = clock.now()
    move(brought, ListStep.ACCEPT, by=by, at=at)
    brought.asked_by_id, brought.asked_by_name = by.account_id, by.name
    if brought.is_long:
        promise(brought, at)


def take_later(list_id: UUID) -> None:
    """Take a long list over in the name of whoever asked. Called by a worker; it goes on from where it stopped."""
    with transaction():
        brought = queries.goods_list(list_id)
        by = None if brought is None else actor_of(brought)
    if by is not None:
        take(list_id, by=by)


def take(list_id: UUID, *, by: Actor) -> None:
    """Take a list over from where it stands, some products to a transaction: a stop in between loses nothing."""
    with transaction():
        brought = queries.goods_list(list_id)
        if brought is None or brought.state is not ListState.TAKING:
            return
        asked = asked_of(brought)
    goods = goods_of(asked)
    for start in range(0, len(goods), AT_ONCE):
        wanted = goods.some(start, AT_ONCE)
        with transaction():
            brought = queries.goods_list(list_id, locked=True)
            if brought is None or brought.state is not ListState.TAKING:
                return
            items = [item for item in queries.items_from(list_id, start, AT_ONCE) if not item.is_done]
            _take_some(brought, [(item, wanted[item.place - start]) for item in items], by=by)
            brought.done = min(start + AT_ONCE, len(goods))
    with transaction():
        brought = queries.goods_list(list_id, locked=True)
        if brought is not None and brought.state is ListState.TAKING:
            brought.happened = counted(brought)
            brought.taken_at = clock.now()
            if queries.item_without_photos(list_id) is not None:
                jobs.enqueue("catalog.fetch_photos", key=str(list_id), list_id=list_id)
            move(brought, ListStep.FINISH, by=by, at=brought.taken_at)
            _let_go(brought)


def promise_lists() -> None:
    """Promise again the work on every long list, and on photographs, that still waits for a worker."""
    at = clock.now()
    for brought in queries.lists_at_work():
        if brought.is_long:
            promise(brought, at)
    for list_id in queries.lists_without_photos():
        jobs.enqueue("catalog.fetch_photos", key=f"{list_id}:{at.date()}", list_id=list_id)


def undo_list(brought: GoodsList, *, by: Actor) -> None:
    """Take away what the list made and bring back what it changed, wherever nobody has touched it since."""
    for item in brought.items:
        if item.is_done:
            item.kept_because = take_back(item, by=by)
            item.is_done = bool(item.kept_because)
    move(brought, ListStep.UNDO, by=by, at=clock.now())


def sheet_of(brought: GoodsList) -> tuple[Sheet, bytes]:
    """Return the sheet of a list that was brought, and the file it is in."""
    data = storage.read(brought.sha256)
    return open_sheet(data, vocabulary()), data


def problems_by_row(brought: GoodsList) -> dict[int, list[Mapping[str, Any]]]:
    """Return what is wrong, by the row it is about."""
    told: dict[int, list[Mapping[str, Any]]] = {}
    for item in brought.items:
        for problem in item.problems:
            told.setdefault(int(problem["row"]), []).append(problem)
    return told


def drop(brought: GoodsList, *, by: Actor) -> None:
    """Put a list aside that nothing was taken from."""
    move(brought, ListStep.DROP, by=by, at=clock.now())
    _let_go(brought)


def _take_some(brought: GoodsList, asked: Sequence[tuple[GoodsListItem, Wanted]], *, by: Actor) -> None:
    """Carry out what is in order today; somebody may have changed a product since the trial."""
    waiting = [(item, wanted) for item, wanted in asked if item.verdict in _WRITES]
    plans = list(plans_for([wanted for _item, wanted in waiting], shelf_of(brought.merchant_id)))
    new: list[tuple[GoodsListItem, Wanted, Plan]] = []
    for (item, wanted), plan in zip(waiting, plans, strict=True):
        tell_item(item, plan)
        if plan.verdict is ItemVerdict.NEW:
            new.append((item, wanted, plan))
        elif plan.verdict is ItemVerdict.CHANGED and plan.product:
            _done(item, *put(plan.product, plan, by=by))
    made = begin_many(brought.merchant, [plan for _item, _wanted, plan in new], by=by)
    for (item, wanted, _plan), (product_id, revision) in zip(new, made, strict=True):
        _done(item, product_id, revision)
        item.photos = wanted.photos[:MAX_PHOTOS]
        item.photos_left = len(item.photos)


def _kept(rows: Rows) -> str:
    """Keep the rows of a long list as they were read; return by which hash."""
    with tempfile.NamedTemporaryFile() as file:
        file.writelines(rows.pieces())
        file.flush()
        return storage.put_file(Path(file.name), _TYPE).sha256


def _let_go(brought: GoodsList) -> None:
    """Let the rows go that were kept for whoever reads and takes over; the list itself stays."""
    if brought.rows_sha256:
        jobs.enqueue(storage.DROP_FILE, key=f"{brought.rows_sha256}:{brought.id}", sha256=brought.rows_sha256)
        brought.rows_sha256 = ""


def _done(item: GoodsListItem, product_id: UUID, revision: int) -> None:
    item.product_id, item.left_revision, item.is_done = product_id, revision, True


def _is_understood(mapping: Mapping[str, str]) -> bool:
    return bool({Column.NAME.value, Column.CODE.value, Column.GROUP.value} & set(mapping.values()))
