"""Rows of skills."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Identified, Line, Short


class ShownSkill(Identified, Base):
    """One thing that one learner did before the trainer's eyes, in one class."""

    __tablename__ = "shown_skill"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "skill"),
        CheckConstraint("skill <> ''", name="a_skill_is_named"),
    )
    is_shown = False

    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id"))
    # The code the course gives it; what it says stands with the course.
    skill: Mapped[Short]
    shown_at: Mapped[datetime]
    seen_by: Mapped[Line]
