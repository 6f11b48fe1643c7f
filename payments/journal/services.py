"""What is written into the journal: an entry, or the reversal of one."""

from datetime import date, datetime
from uuid import UUID

from app.core.db import db
from payments.journal import queries
from payments.journal.models import JournalEntry
from payments.journal.rules import SIDES, EntryKind


def book(
    kind: EntryKind,
    *,
    merchant_id: UUID,
    amount_vnd: int,
    key: str,
    on: date,
    at: datetime,
    notice_id: UUID | None = None,
    request_id: UUID | None = None,
) -> JournalEntry:
    """Write an entry; the same act again gives the entry that is there. ``on`` is the day it counts for."""
    before = queries.entry(key)
    if before is not None:
        return before
    debit, credit = SIDES[kind]
    entry = JournalEntry(
        merchant_id=merchant_id,
        key=key,
        kind=kind,
        debit=debit,
        credit=credit,
        amount_vnd=amount_vnd,
        on_day=on,
        at=at,
        notice_id=notice_id,
        request_id=request_id,
    )
    db.session.add(entry)
    db.session.flush()
    return entry


def reverse(entry: JournalEntry, *, on: date, at: datetime) -> JournalEntry:
    """Undo an entry by its mirror image; nothing written is ever changed."""
    key = f"reversal:{entry.id}"
    before = queries.entry(key)
    if before is not None:
        return before
    mirror = JournalEntry(
        merchant_id=entry.merchant_id,
        key=key,
        kind=EntryKind.REVERSAL,
        debit=entry.credit,
        credit=entry.debit,
        amount_vnd=entry.amount_vnd,
        on_day=on,
        at=at,
        notice_id=entry.notice_id,
        request_id=entry.request_id,
        reverses_id=entry.id,
    )
    db.session.add(mirror)
    db.session.flush()
    return mirror
