"""What is done with a statement: bring it, say what its columns are, let its lines into the inbox once."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from http import HTTPStatus

from flask_babel import lazy_gettext as _l

from app.core import audit, clock
from app.core.db import db
from app.core.errors import DomainError
from app.core.text import line
from app.policy import Actor
from merchants.models import Merchant
from payments import memo
from payments import queries as payments
from payments.inbox import services as inbox
from payments.inbox.rules.notices import Direction, Notice
from payments.statements import documents, queries
from payments.statements.documents import NoStatementError
from payments.statements.models import KnownHeader, SkippedLine, Statement
from payments.statements.rules.columns import Column, is_enough
from payments.statements.rules.reading import Line, Reading
from payments.statements.states import STATEMENT, StatementAction, StatementState, StatementStep

_SENTENCES = {
    "empty": _l("The file is empty. Download the statement again"),
    "size": _l("The file is too big. Take a statement of one month"),
    "lines": _l("The statement has more than 1,000 lines. Take one of a shorter time"),
    "no_lines": _l("No line with money was found. Is this a bank statement?"),
    "headers": _l("No headings such as day, memo and credit were found. Take the Excel file of the bank"),
    "password": _l("The file is locked with a password. Open it, save it without one, and send it again"),
    "account": _l("This statement is of another account than the one you are paid into"),
}


class StatementRefusedError(DomainError):
    """The file cannot be taken as this household's statement."""

    code = "statements.refused"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


def bring(merchant: Merchant, *, file_name: str, data: bytes, by: Actor) -> Statement:
    """Bring a file; what its columns are is asked once for each bank's headers. The same file again is the same.

    Raises:
        StatementRefusedError: it is no statement, or one of another account.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    before = queries.brought_before(merchant.id, sha256)
    if before is not None:
        return before
    account = payments.account_of(merchant.id)
    if account is None:
        raise StatementRefusedError(_l("Enter the account to be paid into first"))
    try:
        kind = documents.kind_of(data)
        header = documents.header_of(data) if kind == "sheet" else None
        reading = documents.read_plain(kind, data) if header is None else None
    except NoStatementError as error:
        raise _refusal(error) from error
    if reading is not None and not _is_of(account.account_no, reading.account_no):
        raise StatementRefusedError(_SENTENCES["account"])
    statement = Statement(
        merchant_id=merchant.id,
        sha256=sha256,
        file_name=line(file_name)[:200],
        kind=kind,
        bank_bin=account.bank_bin,
        account_no=account.account_no,
        data=data,
        brought_at=clock.now(),
    )
    db.session.add(statement)
    db.session.flush()
    audit.record(StatementAction.BROUGHT, ("merchant", merchant.id), by=by, at=statement.brought_at, reason=kind)
    known = queries.known_header(account.bank_bin, header.fingerprint) if header is not None else None
    if reading is not None:
        _take(statement, reading, by=by)
    elif known is not None:
        take(statement, columns=_columns(known.columns), by=by)
    return statement


def take(statement: Statement, *, columns: Mapping[Column, int], by: Actor) -> None:
    """Take the lines of a sheet by what somebody says its columns are, and remember that for these headers.

    Raises:
        StatementRefusedError: nothing can be read by these columns.
        TransitionNotAllowedError: it was taken already.
    """
    data = statement.data or b""
    if not is_enough(columns):
        raise StatementRefusedError(_l("Say at least which column is the day, the memo and the money that came in"))
    STATEMENT.next(statement.state, StatementStep.TAKE)
    try:
        header = documents.header_of(data)
        reading = documents.read_sheet(data, header, dict(columns))
    except NoStatementError as error:
        raise _refusal(error) from error
    known = queries.known_header(statement.bank_bin, header.fingerprint)
    if known is None:
        known = KnownHeader(bank_bin=statement.bank_bin, fingerprint=header.fingerprint)
        db.session.add(known)
    known.columns, known.said_at = {column.value: place for column, place in columns.items()}, clock.now()
    _take(statement, reading, by=by)


def _take(statement: Statement, reading: Reading, *, by: Actor) -> None:
    received = [
        inbox.receive_line(provider=_provider(statement), notice=notice, raw=raw, by=by)
        for notice, raw in _notices(statement, reading)
    ]
    new = sum(each.is_new for each in received)
    db.session.add_all(
        SkippedLine(statement_id=statement.id, number=each.number, raw=list(each.raw), why=each.why)
        for each in reading.skipped
    )
    statement.rows_read, statement.skipped = len(reading.lines), len(reading.skipped)
    statement.booked, statement.repeated = new, len(received) - new
    statement.opening_vnd, statement.closing_vnd = reading.opening_vnd, reading.closing_vnd
    statement.proof = reading.proof
    _move(statement, by=by)


def _notices(statement: Statement, reading: Reading) -> Iterator[tuple[Notice, bytes]]:
    """Give each line as a notice; two alike on one day are told apart by which comes first."""
    seen: dict[str, int] = {}
    for each in reading.lines:
        said = f"{statement.account_no}|{each.day}|{each.amount_vnd}|{memo.squeeze(each.memo)}"
        seen[said] = seen.get(said, 0) + 1
        yield _notice(statement, each, f"{said}|{seen[said]}"), json.dumps(each.raw, ensure_ascii=False).encode()


def _notice(statement: Statement, each: Line, said: str) -> Notice:
    return Notice(
        event_id=hashlib.sha256(said.encode()).hexdigest(),
        account_nos=(statement.account_no,),
        amount_vnd=abs(each.amount_vnd),
        direction=Direction.IN if each.amount_vnd > 0 else Direction.OUT,
        memo=each.memo[:2000],
        occurred_local=each.moment,
        reference=each.reference,
        posted_on=each.posted_on or each.day,
    )


def _provider(statement: Statement) -> str:
    # Sheets and the formats of firms are two channels: the same month brought as both is told of twice.
    return "statement" if statement.kind == "sheet" else statement.kind


def _columns(said: Mapping[str, int]) -> dict[Column, int]:
    return {Column(name): place for name, place in said.items()}


def _is_of(account_no: str, told: str) -> bool:
    return not told or told.endswith(account_no)


def _refusal(error: NoStatementError) -> StatementRefusedError:
    return StatementRefusedError(
        _SENTENCES.get(error.why, _l("This file cannot be read. Take the Excel or CSV file from the bank's app"))
    )


def _move(statement: Statement, *, by: Actor) -> None:
    before, statement.state = statement.state, STATEMENT.next(statement.state, StatementStep.TAKE)
    statement.taken_at, statement.data = clock.now(), None
    db.session.flush()
    audit.record(
        StatementAction.TAKEN,
        ("merchant", statement.merchant_id),
        by=by,
        at=statement.taken_at,
        reason=statement.proof.value,
        changes={"statement": [before.value, StatementState.TAKEN.value]},
    )
