"""CAMT.053: the same in XML, from whichever version; Vietnamese accounts stand under ``Othr``, not ``IBAN``."""

from datetime import date, datetime
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from app.core.text import line
from payments.statements.rules.cells import CellError, amount_of
from payments.statements.rules.reading import Line, Reading, Skipped, Why


def is_camt(data: bytes) -> bool:
    """Whether a file is a statement in this format."""
    return b"camt.053" in data[:2000] or b"BkToCstmrStmt" in data[:4000]


def read(data: bytes) -> Reading:
    """Read a statement of one account; the declared letters of the file are its own.

    Raises:
        ValueError: it is no XML, or one that tries to reach outside itself.
    """
    try:
        root = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException) as error:
        raise ValueError("no statement in XML") from error
    reading = Reading()
    statement = _first(root, "Stmt")
    if statement is None:
        return reading
    account = _first(statement, "Acct")
    reading.account_no = _text(account, "IBAN") or _text(account, "Id", within="Othr")
    for balance in _all(statement, "Bal"):
        kind, amount = _text(balance, "Cd"), _signed(balance)
        if kind in ("OPBD", "PRCD"):
            reading.opening_vnd = amount
        elif kind == "CLBD":
            reading.closing_vnd = amount
    for number, entry in enumerate(_all(statement, "Ntry"), start=1):
        _entry(reading, number, entry)
    return reading


def _entry(reading: Reading, number: int, entry: Element) -> None:
    memo = " ".join(text for each in _all(entry, "Ustrd") if (text := line(each.text or "")))
    raw = (line(" ".join(entry.itertext()))[:2000],)
    amount, booked = _signed(entry), _first(entry, "BookgDt")
    if booked is None:
        booked = _first(entry, "ValDt")
    day, moment = _moment(booked)
    # Money on its way is not money that came: only what is booked counts.
    if not amount or day is None or _text(entry, "Sts") in ("PDNG", "INFO"):
        reading.skipped.append(Skipped(number, raw, Why.UNREADABLE if not amount or day is None else Why.NO_MONEY))
        return
    # The side is the entry's own, a reversal's too: a reversed credit stands as a debit.
    reading.lines.append(Line(number, raw, day, moment, amount, memo, _text(entry, "AcctSvcrRef")))


def _signed(element: Element) -> int | None:
    found = _first(element, "Amt")
    if found is None or found.get("Ccy") != "VND":
        return None
    try:
        amount = amount_of(found.text)
    except CellError:
        return None
    return None if amount is None else amount * (1 if _text(element, "CdtDbtInd") == "CRDT" else -1)


def _moment(element: Element | None) -> tuple[date | None, datetime | None]:
    day, moment = _text(element, "Dt"), _text(element, "DtTm")
    try:
        if moment:
            read = datetime.fromisoformat(moment).replace(tzinfo=None)
            return read.date(), read
        return (date.fromisoformat(day[:10]), None) if day else (None, None)
    except ValueError:
        return None, None


def _all(element: Element, name: str) -> list[Any]:
    return [each for each in element.iter() if each.tag.rpartition("}")[2] == name]


def _first(element: Element | None, name: str) -> Element | None:
    return next(iter(_all(element, name)), None) if element is not None else None


def _text(element: Element | None, name: str, *, within: str = "") -> str:
    found = _first(_first(element, within) if within else element, name)
    return line(found.text or "") if found is not None else ""
