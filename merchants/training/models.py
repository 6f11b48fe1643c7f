"""Rows of training: a course, a class on a day, and one person's place in it."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Identified, Json, Line, Short, Text_
from app.policy import Place
from merchants.models import Merchant
from merchants.training.states import TRAINING, WAIT, Attendance, Channel, SessionState, WaitState


class Course(Identified, Base):
    """What is taught, whenever and wherever."""

    __tablename__ = "course"

    code: Mapped[Short] = mapped_column(unique=True)
    title: Mapped[Line]
    summary: Mapped[Text_]
    bring: Mapped[Line] = mapped_column(default="")
    # Minutes and what is done in them; what a learner can do afterwards; how many of these a certificate needs, those
    # that it cannot do without among them; what the trainer keeps in mind. Kept as the course file says it.
    agenda: Mapped[list[tuple[int, str]]] = mapped_column(Json, default=list)
    skills: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    needed: Mapped[int] = mapped_column(default=0)
    notes: Mapped[list[str]] = mapped_column(Json, default=list)

    @property
    def minutes(self) -> int:
        """How long a class takes."""
        return sum(minutes for minutes, _ in self.agenda)


class TrainingSession(Identified, Base):
    """One class: a course held in one place on one day."""

    __tablename__ = "training_session"
    __table_args__ = (
        CheckConstraint("capacity between 1 and 25", name="capacity_fits_one_trainer"),
        CheckConstraint("area_path <> ''", name="area_is_known"),
        Index(None, "state", "held_on"),
    )

    course_id: Mapped[UUID] = mapped_column(ForeignKey("course.id"), index=True)
    area_path: Mapped[Short] = mapped_column(index=True)
    place_note: Mapped[Line]
    capacity: Mapped[int]
    trainer_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"), index=True)
    trainer_name: Mapped[Line] = mapped_column(default="")
    state: Mapped[SessionState] = mapped_column(default=TRAINING.initial)
    held_on: Mapped[date]
    # What the clock on the wall says in the hamlet, not an instant.
    start_time: Mapped[time]
    # Four digits for the board, with which those who sit there mark themselves present.
    word: Mapped[Short] = mapped_column(default="")
    # Five digits by which a text message names the class, from when people may sign up for it.
    class_no: Mapped[Short | None] = mapped_column(index=True, unique=True)
    # What the signed sheet counts, and why the screen may count otherwise.
    paper_present: Mapped[int | None]
    paper_companions: Mapped[int | None]
    count_reason: Mapped[Line] = mapped_column(default="")
    counted_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    course: Mapped[Course] = relationship()

    __mapper_args__ = {"version_id_col": version}

    def place(self) -> Place:
        """Return where the class belongs; it is nobody's in particular."""
        return Place(None, self.area_path)


class Enrolment(Identified, Base):
    """One person's place in one class, for a registered business or for somebody who walked in."""

    __tablename__ = "enrolment"
    __table_args__ = (
        UniqueConstraint("session_id", "merchant_id"),
        CheckConstraint("companions between 0 and 9", name="companions_are_a_few"),
        CheckConstraint("(attendance = 'not_recorded') = (recorded_at is null)", name="recorded_at_set_once_recorded"),
    )

    session_id: Mapped[UUID] = mapped_column(ForeignKey("training_session.id"), index=True)
    merchant_id: Mapped[UUID | None] = mapped_column(ForeignKey("merchant.id"), index=True)
    person_name: Mapped[Line]
    phone: Mapped[Short] = mapped_column(default="")
    companions: Mapped[int] = mapped_column(default=0)
    attendance: Mapped[Attendance] = mapped_column(default=Attendance.NOT_RECORDED, index=True)
    channel: Mapped[Channel] = mapped_column(default=Channel.PAGE)
    signed_up_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    recorded_at: Mapped[datetime | None]
    # The day of the class of which somebody was reminded; a class that moves is told of anew.
    reminded_for: Mapped[date | None]

    session: Mapped[TrainingSession] = relationship()


class ClassSheet(Identified, Base):
    """The sheet everybody signed, as one photograph or PDF; it goes twelve months after the class."""

    __tablename__ = "class_sheet"
    __table_args__ = (
        CheckConstraint("length(sha256) = 64", name="sha256_has_64_digits"),
        CheckConstraint("content_type in ('image/jpeg', 'application/pdf')", name="only_pictures_and_pdfs_are_kept"),
    )
    is_shown = False

    session_id: Mapped[UUID] = mapped_column(ForeignKey("training_session.id"), unique=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    content_type: Mapped[Short]
    uploaded_at: Mapped[datetime]
    uploaded_by_name: Mapped[Line]


class Wait(Identified, Base):
    """Somebody's turn in the line for a full class; a free place is offered, never given unasked."""

    __tablename__ = "class_wait"
    __table_args__ = (
        UniqueConstraint("session_id", "merchant_id"),
        CheckConstraint("companions between 0 and 9", name="companions_are_a_few"),
        CheckConstraint("state <> 'offered' or offered_at is not null", name="an_offer_has_a_moment"),
    )

    session_id: Mapped[UUID] = mapped_column(ForeignKey("training_session.id"))
    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"), index=True)
    person_name: Mapped[Line]
    companions: Mapped[int] = mapped_column(default=0)
    state: Mapped[WaitState] = mapped_column(default=WAIT.initial)
    asked_at: Mapped[datetime]
    offered_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    session: Mapped[TrainingSession] = relationship()
    merchant: Mapped[Merchant] = relationship()

    __mapper_args__ = {"version_id_col": version}
