"""Targets, each kept as it was set."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Identified, Line, Short
from app.dashboards.trends.rules import Aim


class Target(Identified, Base):
    """What a place has set out to reach, by when and by which document; a change is a new row, the last one holds."""

    __tablename__ = "indicator_target"
    __table_args__ = (
        CheckConstraint("value_pct between 0 and 100", name="value_is_a_share"),
        CheckConstraint("baseline_pct is null or baseline_pct between 0 and 100", name="baseline_is_a_share"),
        CheckConstraint("(baseline_pct is null) = (baseline_on is null)", name="a_baseline_has_its_day"),
        CheckConstraint("baseline_on is null or baseline_on < due_on", name="the_path_leads_forward"),
        Index(None, "indicator", "place_path", "at"),
    )

    indicator: Mapped[Short]
    place_path: Mapped[Short]
    value_pct: Mapped[int]
    due_on: Mapped[date]
    owner: Mapped[Line]
    # Empty until somebody has found the document: the page says so.
    document: Mapped[Line] = mapped_column(default="")
    baseline_pct: Mapped[int | None]
    baseline_on: Mapped[date | None]
    by_id: Mapped[UUID | None]
    by_name: Mapped[Line]
    at: Mapped[datetime]

    def aim(self) -> Aim:
        """Return it as plain data for the rules."""
        return Aim(self.value_pct, self.due_on, self.baseline_pct, self.baseline_on)
