"""Rows of changes: what was to be corrected, from what to what, and who agreed; and new owners."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Identified, Json, Line, Short
from merchants.changes.rules import HandoverKind, HandoverPaper, Matter
from merchants.changes.states import CORRECTION, HANDOVER, CorrectionState, HandoverState
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


_OPEN = text("state in ('waiting', 'objected', 'proposed')")


class Handover(Identified, Base):
    """A business gets another owner: asked by the new one, told to the old one, decided by two people of the desk."""

    __tablename__ = "handover"
    __table_args__ = (
        CheckConstraint("second_id is null or second_id <> first_id", name="two_different_people"),
        CheckConstraint("state <> 'done' or (first_id is not null and second_id is not null)", name="done_by_two"),
        CheckConstraint("state <> 'refused' or length(answer) > 0", name="a_refusal_gives_its_reason"),
        CheckConstraint("state <> 'objected' or length(objection) > 0", name="an_objection_gives_its_reason"),
        CheckConstraint("length(new_phone) > 0", name="the_new_owner_has_a_telephone"),
        Index("ix_handover_one_open", "merchant_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"), index=True)
    kind: Mapped[HandoverKind]
    paper: Mapped[HandoverPaper]
    state: Mapped[HandoverState] = mapped_column(default=HANDOVER.initial, index=True)
    new_owner_name: Mapped[Line]
    new_birth_year: Mapped[int]
    new_phone: Mapped[Short]
    former_owner_name: Mapped[Line]
    asked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"), index=True)
    asked_by_name: Mapped[Line]
    asked_at: Mapped[datetime]
    object_until_on: Mapped[date]
    allowed_at: Mapped[datetime | None]
    objection: Mapped[Line] = mapped_column(default="")
    first_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    first_name: Mapped[Line] = mapped_column(default="")
    second_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    second_name: Mapped[Line] = mapped_column(default="")
    answer: Mapped[Line] = mapped_column(default="")
    decided_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    merchant: Mapped[Merchant] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": version}
