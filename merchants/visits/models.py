"""Rows of visits."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Identified, Line, Short
from app.policy import Place
from merchants.models import Merchant
from merchants.visits.states import VISIT, Band, Says, VisitState


class Visit(Identified, Base):
    """One visit to one household, made by the calendar from a class its people came to."""

    __tablename__ = "visit"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "after_days"),
        CheckConstraint("after_days in (7, 30, 90)", name="after_a_week_a_month_or_a_season"),
        CheckConstraint("(state = 'planned') = (done_at is null)", name="whatever_happened_has_a_moment"),
        CheckConstraint("minutes between 0 and 240", name="an_afternoon_at_most"),
        CheckConstraint("also_by_id is null or also_by_id <> by_id", name="nobody_shares_with_themselves"),
        CheckConstraint("says = 'nothing' or state = 'seen'", name="only_a_visit_that_was_is_right_or_wrong"),
        CheckConstraint("(says = 'nothing') = (said_at is null)", name="an_answer_has_a_moment"),
        CheckConstraint(
            "alone is null or (state = 'seen' and after_days = 30)", name="unaided_is_looked_at_a_month_after"
        ),
        Index(None, "state", "due_on"),
        Index(None, "by_id", "done_at"),
        Index(None, "is_drawn", "done_at"),
    )
    is_shown = False

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"), index=True)
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id"))
    after_days: Mapped[int]
    due_on: Mapped[date]
    state: Mapped[VisitState] = mapped_column(default=VISIT.initial)
    # How often nobody was at home.
    misses: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None]
    minutes: Mapped[int] = mapped_column(default=0)
    band: Mapped[Band] = mapped_column(default=Band.NOT_ASKED)
    # What was done unaided, by their codes; nothing where nobody looked.
    alone: Mapped[Line | None]
    by_id: Mapped[UUID | None]
    by_name: Mapped[Line] = mapped_column(default="")
    # Whoever was there together with the first one and wrote it down apart; each is thanked for half the time.
    also_by_id: Mapped[UUID | None] = mapped_column(index=True)
    also_by_name: Mapped[Line] = mapped_column(default="", server_default="")
    is_drawn: Mapped[bool] = mapped_column(default=False)
    says: Mapped[Says] = mapped_column(default=Says.NOTHING)
    said_at: Mapped[datetime | None]
    # Who wrote the answer down: the household itself, or whoever rang back.
    said_to: Mapped[Short] = mapped_column(default="")
    version: Mapped[int] = mapped_column()

    merchant: Mapped[Merchant] = relationship()

    __mapper_args__ = {"version_id_col": version}

    def place(self) -> Place:
        """Return whose and where, for the rights table."""
        return self.merchant.place()
