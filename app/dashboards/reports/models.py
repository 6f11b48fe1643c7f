"""What officials add to a report in their own words."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Identified, Line, Short, Text_
from app.dashboards.reports.rules import Section


class ReportComment(Identified, Base):
    """The words of one place in one section of one period's report; the numbers beside them cannot be edited."""

    __tablename__ = "report_comment"
    __table_args__ = (
        UniqueConstraint("term", "place_path", "section"),
        CheckConstraint("place_path like '%/'", name="place_path_ends_in_a_slash"),
    )

    term: Mapped[Short]
    place_path: Mapped[Short]
    section: Mapped[Section]
    words: Mapped[Text_]
    by_id: Mapped[UUID | None]
    by_name: Mapped[Line]
    at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
