"""Rows of changes: what was to be corrected, from what to what, and who agreed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Identified, Json, Line
from merchants.changes.rules import Matter
from merchants.changes.states import CORRECTION, CorrectionState
from merchants.models import Merchant


class Correction(Identified, Base):
    """One answer to be put right after approval; the old one counts until it is made."""

    __tablename__ = "correction"
    __table_args__ = (
        CheckConstraint("(state = 'waiting') = (decided_at is null)", name="decided_when_no_longer_waiting"),
        CheckConstraint("state <> 'refused' or length(answer) > 0", name="a_refusal_gives_its_reason"),
        Index(
            "ix_correction_one_waits",
            "merchant_id",
            "matter",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index(None, "merchant_id", "asked_at"),
    )

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"))
    matter: Mapped[Matter]
    state: Mapped[CorrectionState] = mapped_column(default=CORRECTION.initial, index=True)
    before: Mapped[dict[str, Any]] = mapped_column(Json)
    after: Mapped[dict[str, Any]] = mapped_column(Json)
    reason: Mapped[Line] = mapped_column(default="")
    # The owner stood at the desk and said so: whoever wrote it down may not decide it.
    at_counter: Mapped[bool] = mapped_column(default=False)
    asked_by_id: Mapped[UUID | None]
    asked_by_name: Mapped[Line]
    asked_at: Mapped[datetime]
    decided_by_name: Mapped[Line] = mapped_column(default="")
    decided_at: Mapped[datetime | None]
    answer: Mapped[Line] = mapped_column(default="")
    version: Mapped[int] = mapped_column()

    merchant: Mapped[Merchant] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": version}
