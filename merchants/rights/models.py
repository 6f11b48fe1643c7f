"""Rows of requests about one's own data, of questions about a look, and of what owners contradict."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Identified, Line, Text_
from app.policy import Place
from merchants.models import DossierLook, Merchant
from merchants.rights.rules import AskedHow, Contradicted, RightsKind
from merchants.rights.states import REQUEST, RequestState


class RightsRequest(Identified, Base):
    """One request of an owner; of each kind one at a time."""

    __tablename__ = "rights_request"
    __table_args__ = (
        CheckConstraint(
            "(state in ('done', 'refused', 'taken_back')) = (ended_at is not null)", name="an_end_has_a_moment"
        ),
        CheckConstraint("state not in ('done', 'refused') or length(answer) > 0", name="an_answer_says_something"),
        CheckConstraint("(extended_at is null) = (length(extension_reason) = 0)", name="putting_off_has_a_reason"),
        CheckConstraint("state <> 'extended' or extended_at is not null", name="put_off_has_a_moment"),
        Index(
            "ix_rights_request_one_open_of_a_kind",
            "merchant_id",
            "kind",
            unique=True,
            sqlite_where=text("ended_at is null"),
            postgresql_where=text("ended_at is null"),
        ),
        Index(None, "state", "answer_by_on"),
    )
    is_shown = False

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"), index=True)
    kind: Mapped[RightsKind]
    # In the owner's own words; emptied when everything is deleted.
    words: Mapped[Text_] = mapped_column(default="")
    how: Mapped[AskedHow]
    asked_by_name: Mapped[Line]
    asked_at: Mapped[datetime]
    state: Mapped[RequestState] = mapped_column(default=REQUEST.initial)
    acknowledge_by_on: Mapped[date]
    answer_by_on: Mapped[date]
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[Line] = mapped_column(default="")
    extended_at: Mapped[datetime | None]
    extension_reason: Mapped[Line] = mapped_column(default="")
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[Line] = mapped_column(default="")
    answer: Mapped[Text_] = mapped_column(default="")
    version: Mapped[int] = mapped_column()

    merchant: Mapped[Merchant] = relationship()

    __mapper_args__ = {"version_id_col": version}

    def place(self) -> Place:
        """Return whose it is and where, for the rights table."""
        return self.merchant.place()

    @property
    def next_due_on(self) -> date:
        """The day that comes next: of the first word, then of the answer."""
        return self.acknowledge_by_on if self.state is RequestState.RECEIVED else self.answer_by_on


class LookQuestion(Identified, Base):
    """An owner finds a look strange; the auditor asks around and answers."""

    __tablename__ = "look_question"
    __table_args__ = (
        CheckConstraint("(answered_at is null) = (length(answer) = 0)", name="an_answer_says_something"),
        Index(None, "answered_at", "answer_by_on"),
    )
    is_shown = False

    look_id: Mapped[UUID] = mapped_column(ForeignKey("dossier_look.id"), unique=True)
    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"), index=True)
    asked_by_name: Mapped[Line]
    asked_at: Mapped[datetime]
    answer_by_on: Mapped[date]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[Line] = mapped_column(default="")
    answer: Mapped[Text_] = mapped_column(default="")
    version: Mapped[int] = mapped_column()

    look: Mapped[DossierLook] = relationship()
    merchant: Mapped[Merchant] = relationship()

    __mapper_args__ = {"version_id_col": version}


class Contradiction(Identified, Base):
    """An owner says that the file's state, or what everybody sees of it, is not so; the auditor alone closes it."""

    __tablename__ = "contradiction"
    __table_args__ = (
        CheckConstraint("(answered_at is null) = (length(answer) = 0)", name="an_answer_says_something"),
        Index(
            "ix_contradiction_one_open_of_a_kind",
            "merchant_id",
            "about",
            unique=True,
            sqlite_where=text("answered_at is null"),
            postgresql_where=text("answered_at is null"),
        ),
        Index(None, "answered_at", "answer_by_on"),
    )
    is_shown = False

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"), index=True)
    about: Mapped[Contradicted]
    # In the owner's own words; emptied when everything is deleted.
    words: Mapped[Text_]
    said_by_name: Mapped[Line]
    said_at: Mapped[datetime]
    answer_by_on: Mapped[date]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[Line] = mapped_column(default="")
    answer: Mapped[Text_] = mapped_column(default="")
    version: Mapped[int] = mapped_column()

    merchant: Mapped[Merchant] = relationship()

    __mapper_args__ = {"version_id_col": version}
