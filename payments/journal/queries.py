"""Reads of the journal: the owner's alone."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from app.core.db import db
from payments.journal import rules
from payments.journal.models import JournalEntry
from payments.journal.rules import EntryKind, LedgerAccount


def entry(key: str) -> JournalEntry | None:
    """Return the entry of one act."""
    return db.session.scalars(select(JournalEntry).where(JournalEntry.key == key)).one_or_none()


def entries_of(merchant_id: UUID) -> Sequence[JournalEntry]:
    """Return a household's entries, oldest first."""
    mine = select(JournalEntry).where(JournalEntry.merchant_id == merchant_id)
    return db.session.scalars(mine.order_by(JournalEntry.at, JournalEntry.id)).all()


def balances(merchant_id: UUID) -> dict[LedgerAccount, int]:
    """Return what stands on each of a household's accounts, debit above nought."""
    sums = db.session.execute(
        select(JournalEntry.debit, JournalEntry.credit, func.sum(JournalEntry.amount_vnd))
        .where(JournalEntry.merchant_id == merchant_id)
        .group_by(JournalEntry.debit, JournalEntry.credit)
    )
    return rules.balances((debit, credit, int(amount)) for debit, credit, amount in sums)


def waiting_for(request_id: UUID) -> int:
    """Return how many đồng have come for a request that nobody has decided about."""
    about = JournalEntry.request_id == request_id
    came = _sum_of(about, JournalEntry.credit == LedgerAccount.WAITING)
    return came - _sum_of(about, JournalEntry.debit == LedgerAccount.WAITING)


def sold_for(request_id: UUID, amount_vnd: int) -> JournalEntry | None:
    """Return the entry by which one notice settled a request, if it stands."""
    undone = select(JournalEntry.reverses_id).where(JournalEntry.reverses_id.is_not(None))
    by_bank = select(JournalEntry).where(
        JournalEntry.request_id == request_id,
        JournalEntry.kind == EntryKind.SOLD,
        JournalEntry.notice_id.is_not(None),
        JournalEntry.amount_vnd == amount_vnd,
        JournalEntry.id.not_in(undone),
    )
    return db.session.scalars(by_bank.order_by(JournalEntry.at, JournalEntry.id).limit(1)).one_or_none()


def _sum_of(*where: object) -> int:
    return int(db.session.scalar(select(func.coalesce(func.sum(JournalEntry.amount_vnd), 0)).where(*where)) or 0)  # type: ignore[arg-type]  # clauses
