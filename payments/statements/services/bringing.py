"""What an owner does with a statement: bring it, and say what its columns are."""

import hashlib
from collections.abc import Mapping
from http import HTTPStatus

from flask_babel import lazy_gettext as _l

from app.core import audit, clock
from app.core.db import db
from app.core.errors import DomainError
from app.core.text import line
from app.policy import Actor
from merchants.models import Merchant
from payments import queries as payments
from payments.statements import documents, queries
from payments.statements.documents import NoStatementError
from payments.statements.models import KnownHeader, Statement
from payments.statements.rules.columns import Column, is_enough
from payments.statements.services.lines import let_in
from payments.statements.states import STATEMENT, StatementAction, StatementStep

_SENTENCES = {
    "empty": _l("The file is empty. Download the statement again"),
    "size": _l("The file is too big. Take a statement of a shorter time"),
    "lines": _l("The statement has more than 20,000 lines. Take one of a shorter time"),
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
        let_in(statement, reading, by=by)
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
    STATEMENT.next(statement.state, StatementStep.WAIT)
    try:
        header = documents.header_of(data)
        reading = documents.read_sheet(data, header, dict(columns))
    except NoStatementError as error:
        raise _refusal(error) from error
    known = queries.known_header(statement.bank_bin, header.fingerprint)
    if known is None:
        known = KnownHeader(bank_bin=statement.bank_bin, fingerprint=header.fingerprint)
        db.session.add(known)
    statement.columns = {column.value: place for column, place in columns.items()}
    known.columns, known.said_at = statement.columns, clock.now()
    let_in(statement, reading, by=by)


def _columns(said: Mapping[str, int]) -> dict[Column, int]:
    return {Column(name): place for name, place in said.items()}


def _is_of(account_no: str, told: str) -> bool:
    return not told or told.endswith(account_no)


def _refusal(error: NoStatementError) -> StatementRefusedError:
    return StatementRefusedError(
        _SENTENCES.get(error.why, _l("This file cannot be read. Take the Excel or CSV file from the bank's app"))
    )
