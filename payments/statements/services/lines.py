"""Letting the lines of a statement into the inbox: a short one at once, a long one by a worker, some at a time.

The lines let in and the count of them are saved together, so that a stop in between loses nothing and a second worker
finds where the first one stood.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Table

from app.core import clock
from app.core.bulk import insert_many
from app.core.ids import new_ids
from app.core.transaction import transaction
from app.policy import Actor
from payments import memo
from payments.inbox import services as inbox
from payments.inbox.rules.notices import Direction, Notice
from payments.statements import documents, queries
from payments.statements.models import SkippedLine, Statement
from payments.statements.rules.columns import Column
from payments.statements.rules.reading import Line, Reading, Skipped
from payments.statements.services.record import move, promise
from payments.statements.states import StatementState, StatementStep

# So many lines are let in while somebody waits, and in one transaction of a worker: half a second's work.
AT_ONCE = 100
_SKIPPED: Table = SkippedLine.__table__  # type: ignore[assignment]  # declared models keep a Table here


class _Told(NamedTuple):
    """One line, as a notice and as it stood."""

    notice: Notice
    raw: bytes


class _Brought(NamedTuple):
    """Everything that reading a statement again needs, so that no transaction is open meanwhile."""

    kind: str
    account_no: str
    columns: dict[Column, int]
    data: bytes


def let_in(statement: Statement, reading: Reading, *, by: Actor) -> None:
    """Let a statement's lines in; those of a long one are promised, in the name of whoever asked."""
    at = clock.now()
    statement.lines, statement.skipped = len(reading.lines), len(reading.skipped)
    statement.opening_vnd, statement.closing_vnd = reading.opening_vnd, reading.closing_vnd
    statement.proof = reading.proof
    if len(reading.lines) > AT_ONCE:
        statement.asked_by_id, statement.asked_by_name = by.account_id, by.name
        move(statement, StatementStep.WAIT, by=by, at=at)
        promise(statement, at)
        return
    _let_in_some(statement, list(_told(statement.account_no, reading)), by=by)
    _finish(statement, reading.skipped, by=by, at=at)


def let_in_later(statement_id: UUID) -> None:
    """Let a long statement's lines in from where it stands. Called by a worker, which may have been stopped before."""
    with transaction():
        statement = queries.locked(statement_id)
        if statement is None or statement.state is not StatementState.READING:
            return
        brought, by, cursor = _brought(statement), statement.actor(), statement.rows_read
    reading = _read(brought)
    told = list(_told(brought.account_no, reading))
    while cursor < len(told):
        with transaction():
            statement = _where_it_was_left(statement_id, cursor)
            if statement is None:
                return
            _let_in_some(statement, told[cursor : cursor + AT_ONCE], by=by)
            cursor = statement.rows_read
    with transaction():
        statement = _where_it_was_left(statement_id, cursor)
        if statement is not None:
            _finish(statement, reading.skipped, by=by, at=clock.now())


def promise_again() -> None:
    """Promise again the work on every statement whose lines still wait for a worker; two workers stop each other."""
    at = clock.now()
    for statement in queries.waiting_for_a_worker():
        promise(statement, at)


def _where_it_was_left(statement_id: UUID, cursor: int) -> Statement | None:
    """Return a statement, locked; none if its owner had it deleted, or another worker is at it."""
    statement = queries.locked(statement_id)
    if statement is None or statement.state is not StatementState.READING or statement.rows_read != cursor:
        return None
    return statement


def _brought(statement: Statement) -> _Brought:
    columns = {Column(name): place for name, place in statement.columns.items()}
    return _Brought(statement.kind, statement.account_no, columns, statement.data or b"")


def _read(brought: _Brought) -> Reading:
    if brought.kind != "sheet":
        return documents.read_plain(brought.kind, brought.data)
    return documents.read_sheet(brought.data, documents.header_of(brought.data), brought.columns)


def _let_in_some(statement: Statement, told: Sequence[_Told], *, by: Actor) -> None:
    # Sheets and the formats of firms are two channels: the same month brought as both is told of twice.
    provider = "statement" if statement.kind == "sheet" else statement.kind
    new = sum(inbox.receive_line(provider=provider, notice=each.notice, raw=each.raw, by=by).is_new for each in told)
    statement.rows_read += len(told)
    statement.booked += new
    statement.repeated += len(told) - new


def _finish(statement: Statement, skipped: Sequence[Skipped], *, by: Actor, at: datetime) -> None:
    rows = [
        {"id": line_id, "number": each.number, "raw": list(each.raw), "why": each.why}
        for line_id, each in zip(new_ids(len(skipped)), skipped, strict=True)
    ]
    insert_many(_SKIPPED, rows, shared={"statement_id": statement.id})
    move(statement, StatementStep.TAKE, by=by, at=at)


def _told(account_no: str, reading: Reading) -> Iterator[_Told]:
    """Give each line as a notice; two alike on one day are told apart by which comes first."""
    seen: dict[str, int] = {}
    for each in reading.lines:
        said = f"{account_no}|{each.day}|{each.amount_vnd}|{memo.squeeze(each.memo)}"
        seen[said] = seen.get(said, 0) + 1
        raw = json.dumps(each.raw, ensure_ascii=False).encode()
        yield _Told(_notice(account_no, each, f"{said}|{seen[said]}"), raw)


def _notice(account_no: str, each: Line, said: str) -> Notice:
    return Notice(
        event_id=hashlib.sha256(said.encode()).hexdigest(),
        account_nos=(account_no,),
        amount_vnd=abs(each.amount_vnd),
        direction=Direction.IN if each.amount_vnd > 0 else Direction.OUT,
        memo=each.memo[:2000],
        occurred_local=each.moment,
        reference=each.reference,
        posted_on=each.posted_on or each.day,
    )
