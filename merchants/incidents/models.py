"""Rows of incidents and of whom they concern."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Identified, Line, Short, Text_
from merchants.incidents.states import INCIDENT, IncidentState
from merchants.models import Merchant


class Incident(Identified, Base):
    """One incident; what happened is told once and added to by its steps, never rewritten."""

    __tablename__ = "incident"
    __table_args__ = (
        CheckConstraint("report_by_at > found_at", name="reporting_comes_after_finding"),
        CheckConstraint("length(title) > 0 and length(what) > 0", name="it_says_what_happened"),
        CheckConstraint("(contained_at is null) = (length(contained_how) = 0)", name="containing_says_how"),
        CheckConstraint("(reported_at is null) = (length(reported_to) = 0)", name="reporting_says_to_whom"),
        CheckConstraint(
            "reported_at is null or reported_at <= report_by_at or length(late_reason) > 0",
            name="a_late_report_says_why",
        ),
        CheckConstraint("state not in ('reported', 'told') or reported_at is not null", name="reported_has_a_moment"),
        CheckConstraint("state <> 'told' or told_at is not null", name="told_has_a_moment"),
        CheckConstraint("(state = 'closed') = (closed_at is not null)", name="closed_has_a_moment"),
        CheckConstraint("closed_at is null or contained_at is not null", name="only_what_is_contained_is_closed"),
        CheckConstraint("concerned_about >= 0", name="nobody_is_the_least"),
        Index(None, "state", "report_by_at"),
    )
    is_shown = False

    title: Mapped[Line]
    what: Mapped[Text_]
    # Which kinds of data, in words: names, telephones, account numbers.
    data_kinds: Mapped[Text_]
    # How many people, as far as is known; the files that are known by number are rows of their own.
    concerned_about: Mapped[int]
    responsible_name: Mapped[Line]
    responsible_phone: Mapped[Short]
    found_at: Mapped[datetime]
    found_by: Mapped[Line]
    report_by_at: Mapped[datetime]
    state: Mapped[IncidentState] = mapped_column(default=INCIDENT.initial)
    contained_at: Mapped[datetime | None]
    contained_how: Mapped[Text_] = mapped_column(default="")
    reported_at: Mapped[datetime | None]
    reported_to: Mapped[Line] = mapped_column(default="")
    late_reason: Mapped[Line] = mapped_column(default="")
    told_at: Mapped[datetime | None]
    told_words: Mapped[Line] = mapped_column(default="")
    closed_at: Mapped[datetime | None]
    closing: Mapped[Text_] = mapped_column(default="")
    reminded_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    concerned: Mapped[list["IncidentConcerned"]] = relationship(
        back_populates="incident", order_by="IncidentConcerned.id", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}


class IncidentConcerned(Identified, Base):
    """One dossier an incident concerns, and when its owner was told."""

    __tablename__ = "incident_concerned"
    __table_args__ = (UniqueConstraint("incident_id", "merchant_id"),)
    is_shown = False

    incident_id: Mapped[UUID] = mapped_column(ForeignKey("incident.id"))
    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"), index=True)
    told_at: Mapped[datetime | None]

    incident: Mapped[Incident] = relationship(back_populates="concerned")
    merchant: Mapped[Merchant] = relationship()
