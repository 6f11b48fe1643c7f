"""Rows of money owed back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Identified, Line, VndAmount
from payments.refunds.states import REFUND, RefundState


class Refund(Identified, Base):
    """An amount owed back for one request; a transfer out by the owner, for nobody else can send it.

    ``sent_notice_id`` is the bank's own line of it, which may come before or after the owner's word, or never.
    """

    __tablename__ = "refund"
    __table_args__ = (
        CheckConstraint("amount_vnd > 0", name="something_is_owed"),
        CheckConstraint("(state in ('sent', 'done')) = (sent_at is not null)", name="sent_has_a_moment"),
        CheckConstraint("(state = 'done') = (done_at is not null)", name="done_has_a_moment"),
    )
    is_shown = False

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"), index=True)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("payment_request.id"), index=True)
    # Names what it is owed for, so that nothing is owed twice.
    key: Mapped[Line] = mapped_column(unique=True)
    amount_vnd: Mapped[VndAmount]
    state: Mapped[RefundState] = mapped_column(default=REFUND.initial)
    owed_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    sent_notice_id: Mapped[UUID | None] = mapped_column(ForeignKey("bank_notice.id"), unique=True)
    done_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
