"""Rows of the journal."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Identified, Line, VndAmount
from payments.journal.rules import EntryKind, LedgerAccount

# Triggers made by the migration refuse UPDATE, and DELETE unless the owner has had everything deleted.


class JournalEntry(Identified, Base):
    """One amount, taken from one account and given to another: two postings that cannot fail to sum to zero.

    ``key`` names the act, so that the same act done again writes nothing.
    """

    __tablename__ = "journal_entry"
    __table_args__ = (
        CheckConstraint("amount_vnd > 0", name="an_entry_moves_something"),
        CheckConstraint("debit <> credit", name="an_entry_has_two_sides"),
        CheckConstraint("(kind = 'reversal') = (reverses_id is not null)", name="a_reversal_names_what_it_reverses"),
        Index(None, "merchant_id", "on_day"),
    )
    is_shown = False

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"))
    key: Mapped[Line] = mapped_column(unique=True)
    kind: Mapped[EntryKind]
    debit: Mapped[LedgerAccount]
    credit: Mapped[LedgerAccount]
    amount_vnd: Mapped[VndAmount]
    on_day: Mapped[date]
    at: Mapped[datetime]
    notice_id: Mapped[UUID | None] = mapped_column(ForeignKey("bank_notice.id"), index=True)
    request_id: Mapped[UUID | None] = mapped_column(ForeignKey("payment_request.id"), index=True)
    reverses_id: Mapped[UUID | None] = mapped_column(ForeignKey("journal_entry.id"), unique=True)
