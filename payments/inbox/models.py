"""Notices of every channel, kept as they came, and those that could not be believed, kept apart."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Identified, Json, Line, Short, Text_, VndAmount
from payments.inbox.rules.notices import Decision, Direction


class BankNotice(Identified, Base):
    """What a channel told us, kept exactly as it came, once."""

    __tablename__ = "bank_notice"
    __table_args__ = (
        UniqueConstraint("provider", "provider_event_id"),
        # One payment has at most one notice of each channel.
        UniqueConstraint("same_as_id", "provider"),
        CheckConstraint("outcome = 'unreadable' or amount_vnd > 0", name="read_notice_has_an_amount"),
        CheckConstraint(
            "(outcome in ('same_payment', 'maybe_same')) = (same_as_id is not null)", name="a_twin_names_the_first"
        ),
        Index(None, "merchant_id", "amount_vnd"),
    )
    is_shown = False

    provider: Mapped[Short]
    provider_event_id: Mapped[Line]
    raw_body: Mapped[bytes]
    headers: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    received_at: Mapped[datetime]
    outcome: Mapped[Decision] = mapped_column(index=True)
    # Whose money it is; none where no household, or more than one, has the account.
    merchant_id: Mapped[UUID | None] = mapped_column(ForeignKey("merchant.id"))
    account_no: Mapped[Short] = mapped_column(default="")
    amount_vnd: Mapped[VndAmount | None]
    memo: Mapped[Text_] = mapped_column(default="")
    direction: Mapped[Direction | None]
    occurred_at: Mapped[datetime | None]
    # A statement may know the day alone; then the moment above is that day's noon.
    has_time: Mapped[bool] = mapped_column(default=True, server_default="1")
    posted_on: Mapped[date | None]
    bank_reference: Mapped[Line] = mapped_column(default="", server_default="")
    # Keyed hashes: payers are told apart and never named.
    payer: Mapped[Line] = mapped_column(default="", server_default="")
    payer_merchant_id: Mapped[UUID | None] = mapped_column(ForeignKey("merchant.id"))
    payer_kind: Mapped[Short] = mapped_column(default="", server_default="")
    request_id: Mapped[UUID | None] = mapped_column(ForeignKey("payment_request.id"), index=True)
    same_as_id: Mapped[UUID | None] = mapped_column(ForeignKey("bank_notice.id"))


class Letter(Identified, Base):
    """A body that was believed and is not opened yet: it goes in the transaction in which its notices come."""

    __tablename__ = "letter"
    is_shown = False

    provider: Mapped[Short]
    raw_body: Mapped[bytes]
    headers: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    received_at: Mapped[datetime]
    # How often it could not be opened; after some times it waits for somebody who looks why.
    failures: Mapped[int] = mapped_column(default=0, server_default="0")


class RejectedNotice(Identified, Base):
    """A body whose signature did not hold: kept to be looked at, never taken for a notice."""

    __tablename__ = "rejected_notice"
    is_shown = False

    provider: Mapped[Short]
    reason: Mapped[Short]
    raw_body: Mapped[bytes]
    received_at: Mapped[datetime] = mapped_column(index=True)


class Reconciliation(Identified, Base):
    """What one day's comparison of a source with the books found: how many, never how much."""

    __tablename__ = "reconciliation"
    __table_args__ = (UniqueConstraint("on_day", "provider"),)
    is_shown = False

    on_day: Mapped[date]
    provider: Mapped[Short]
    notices: Mapped[int]
    unbooked: Mapped[int]
    waiting_long: Mapped[int]
    at: Mapped[datetime]
