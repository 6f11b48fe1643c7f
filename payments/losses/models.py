"""Rows of reported losses."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Identified, Line, VndAmount
from merchants.models import Merchant
from payments.losses.rules import LossKind
from payments.losses.states import LOSS, LossState


class Loss(Identified, Base):
    """Money a household lost to a trick; how much and to whom is the owner's alone to see."""

    __tablename__ = "loss"
    __table_args__ = (
        CheckConstraint("amount_vnd > 0", name="something_was_lost"),
        CheckConstraint("state = 'reported' or visited_at is not null", name="visited_has_a_moment"),
        CheckConstraint("(state = 'closed') = (closed_at is not null)", name="closed_has_a_moment"),
        Index(None, "state", "visit_by"),
    )

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"), index=True)
    kind: Mapped[LossKind]
    happened_on: Mapped[date]
    amount_vnd: Mapped[VndAmount]
    went_to: Mapped[Line] = mapped_column(default="")
    reported_at: Mapped[datetime]
    visit_by: Mapped[date]
    state: Mapped[LossState] = mapped_column(default=LOSS.initial)
    visited_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    merchant: Mapped[Merchant] = relationship()

    __mapper_args__ = {"version_id_col": version}
