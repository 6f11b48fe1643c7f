"""Rows of accounts that take cards, payments by card, money sent back, and the processor's messages."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Identified, Line, Short, Text_, VndAmount
from payments.cards.states import CARD, REFUND, CardState, RefundState
from payments.models import PaymentRequest


class CardAccount(Identified, Base):
    """A seller's own account at the processor, in a country where it gives accounts."""

    __tablename__ = "card_account"
    __table_args__ = (
        CheckConstraint("length(country) = 2", name="country_has_two_letters"),
        CheckConstraint("country <> 'VN'", name="no_account_is_opened_in_vietnam"),
        CheckConstraint("not takes_cards or provider_id <> ''", name="only_an_open_account_takes_cards"),
        UniqueConstraint("merchant_id"),
        Index(
            "uq_card_account_provider_id",
            "provider_id",
            unique=True,
            sqlite_where=text("provider_id <> ''"),
            postgresql_where=text("provider_id <> ''"),
        ),
    )

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"))
    country: Mapped[Short]
    # Empty until the processor has answered; its answer is asked for again under the same key, which is the row's id.
    provider_id: Mapped[Short] = mapped_column(default="")
    takes_cards: Mapped[bool] = mapped_column(default=False)
    asked_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class CardPayment(Identified, Base):
    """One page for paying one request by card; its id is the key under which the processor was asked."""

    __tablename__ = "card_payment"
    __table_args__ = (
        CheckConstraint("amount_vnd > 0", name="something_is_paid"),
        CheckConstraint("refunded_vnd between 0 and amount_vnd", name="no_more_is_refunded_than_was_paid"),
        CheckConstraint("state in ('started', 'failed') or session_id <> ''", name="an_open_page_has_its_number"),
        CheckConstraint(
            "state in ('started', 'open', 'expired', 'failed') or paid_at is not null", name="paid_has_a_moment"
        ),
        Index(
            "uq_card_payment_session_id",
            "session_id",
            unique=True,
            sqlite_where=text("session_id <> ''"),
            postgresql_where=text("session_id <> ''"),
        ),
        Index(None, "state", "expires_at"),
    )
    is_shown = False

    request_id: Mapped[UUID] = mapped_column(ForeignKey("payment_request.id"), index=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("card_account.id"), index=True)
    amount_vnd: Mapped[VndAmount]
    session_id: Mapped[Line] = mapped_column(default="")
    url: Mapped[Text_] = mapped_column(default="")
    intent_id: Mapped[Line] = mapped_column(default="", index=True)
    state: Mapped[CardState] = mapped_column(default=CARD.initial)
    refunded_vnd: Mapped[VndAmount] = mapped_column(default=0)
    # The request had been paid another way: the same money was given twice.
    is_double: Mapped[bool] = mapped_column(default=False)
    started_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    paid_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    request: Mapped[PaymentRequest] = relationship()
    account: Mapped[CardAccount] = relationship()

    __mapper_args__ = {"version_id_col": version}


class CardRefund(Identified, Base):
    """Money sent back to a card; its id is the key under which the processor is asked."""

    __tablename__ = "card_refund"
    __table_args__ = (
        CheckConstraint("amount_vnd > 0", name="something_is_sent_back"),
        CheckConstraint("(state = 'done') = (provider_id <> '')", name="done_has_its_number"),
    )
    is_shown = False

    payment_id: Mapped[UUID] = mapped_column(ForeignKey("card_payment.id"), index=True)
    amount_vnd: Mapped[VndAmount]
    state: Mapped[RefundState] = mapped_column(default=REFUND.initial, index=True)
    provider_id: Mapped[Line] = mapped_column(default="")
    why_not: Mapped[Line] = mapped_column(default="")
    asked_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    payment: Mapped[CardPayment] = relationship()

    __mapper_args__ = {"version_id_col": version}


class CardEvent(Identified, Base):
    """A message of the processor's, kept exactly as it came, once."""

    __tablename__ = "card_event"
    __table_args__ = (UniqueConstraint("event_id"),)
    is_shown = False

    event_id: Mapped[Line]
    kind: Mapped[Line]
    account_id: Mapped[Line] = mapped_column(default="")
    object_id: Mapped[Line] = mapped_column(default="")
    intent_id: Mapped[Line] = mapped_column(default="")
    raw_body: Mapped[bytes]
    received_at: Mapped[datetime]
