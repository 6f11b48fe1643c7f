"""Reads of the book: the owner's alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, or_, select

from app.core.db import db
from payments.book.rules import Line
from payments.journal.models import JournalEntry
from payments.journal.rules import LedgerAccount
from payments.models import PaymentRequest


@dataclass(frozen=True)
class Month:
    """What was sold in a calendar month, less what was taken back, and the year's sum up to its end."""

    first_day: date
    sold_vnd: int
    year_so_far_vnd: int


def months_of(merchant_id: UUID, year: int) -> list[Month]:
    """Return the months of a year with something in them, the first one first."""
    sums: dict[date, int] = {}
    for entry in _sales(merchant_id, year):
        first = entry.on_day.replace(day=1)
        sums[first] = sums.get(first, 0) + _gain(entry)
    found, total = [], 0
    for first in sorted(sums):
        total += sums[first]
        found.append(Month(first, sums[first], total))
    return found


def years_of(merchant_id: UUID) -> list[int]:
    """Return the years with sales in them, the newest first."""
    mine = select(func.min(JournalEntry.on_day), func.max(JournalEntry.on_day))
    days = db.session.execute(mine.where(JournalEntry.merchant_id == merchant_id)).one()
    years = [day.year for day in days if day]
    return list(range(max(years), min(years) - 1, -1)) if years else []


def lines_of(merchant_id: UUID, year: int) -> list[Line]:
    """Return the sales of a year as the tax book wants them, in order."""
    entries = _sales(merchant_id, year)
    about = {entry.request_id for entry in entries if entry.request_id}
    requests = {
        request.id: request
        for request in db.session.scalars(select(PaymentRequest).where(PaymentRequest.merchant_id == merchant_id))
        if request.id in about
    }
    lines = []
    for entry in entries:
        request = requests.get(entry.request_id) if entry.request_id else None
        reference, note = (request.reference, request.note) if request else ("", "")
        lines.append(Line(entry.on_day, reference, note, _gain(entry)))
    return lines


def _sales(merchant_id: UUID, year: int) -> Sequence[JournalEntry]:
    of_the_year = select(JournalEntry).where(
        JournalEntry.merchant_id == merchant_id,
        JournalEntry.on_day.between(date(year, 1, 1), date(year, 12, 31)),
        or_(JournalEntry.credit == LedgerAccount.SALES, JournalEntry.debit == LedgerAccount.SALES),
    )
    return db.session.scalars(of_the_year.order_by(JournalEntry.on_day, JournalEntry.at, JournalEntry.id)).all()


def _gain(entry: JournalEntry) -> int:
    return entry.amount_vnd if entry.credit is LedgerAccount.SALES else -entry.amount_vnd
