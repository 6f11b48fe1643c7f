"""Rows of signs of use."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Identified, Short
from payments.rules import Grade
from payments.sightings.rules import Band


class UseSign(Identified, Base):
    """That a household was paid by transfer, by the owner's word for a week or by what a helper saw on a day."""

    __tablename__ = "use_sign"
    __table_args__ = (
        UniqueConstraint("merchant_id", "on_day", "source"),
        # Neither is a bank's word: they are a lighter bar beside the figure, never the figure.
        CheckConstraint("grade in ('C', 'D')", name="a_sign_is_no_proof"),
        CheckConstraint("(source = 'owner') = (band is not null)", name="a_week_has_a_band"),
        Index(None, "on_day"),
    )
    is_shown = False

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"))
    on_day: Mapped[date]
    grade: Mapped[Grade]
    band: Mapped[Band | None]
    source: Mapped[Short]
    at: Mapped[datetime]
