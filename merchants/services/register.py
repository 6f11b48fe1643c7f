"""The commune's register: every dossier that arrives gets the next number of the year, once and for good."""

from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from app.core import clock
from app.core.db import db
from merchants import rules
from merchants.models import Merchant, RegisterCounter, RegisterEntry


def enter(merchant: Merchant, *, at: datetime) -> RegisterEntry:
    """Enter a dossier in the register of its commune; one that is there already keeps its number.

    The audit row is that of the sending, in the same transaction.
    """
    known = db.session.scalars(select(RegisterEntry).where(RegisterEntry.merchant_id == merchant.id)).one_or_none()
    if known is not None:
        return known
    year = clock.local(at).year
    number = _next_number(merchant.commune_path, year)
    entry = RegisterEntry(
        merchant_id=merchant.id,
        commune_path=merchant.commune_path,
        year=year,
        book=rules.book_of(number),
        number=number,
        entered_at=at,
    )
    db.session.add(entry)
    db.session.flush()
    return entry


def _next_number(commune_path: str, year: int) -> int:
    """Take the next number; the row is locked by the update itself, so that no two dossiers share one."""
    taken = _take(commune_path, year)
    if taken is None:
        try:
            with db.session.begin_nested():
                db.session.execute(insert(RegisterCounter).values(commune_path=commune_path, year=year, next_number=1))
        except IntegrityError:
            # Somebody else began the same year a moment ago; its counter serves both.
            pass
        taken = _take(commune_path, year)
    if taken is None:
        raise LookupError("The register of this year has gone")
    return taken - 1


def _take(commune_path: str, year: int) -> int | None:
    return db.session.scalar(
        update(RegisterCounter)
        .where(RegisterCounter.commune_path == commune_path, RegisterCounter.year == year)
        .values(next_number=RegisterCounter.next_number + 1)
        .returning(RegisterCounter.next_number)
    )
