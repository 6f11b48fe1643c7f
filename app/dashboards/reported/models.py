"""Sheets of reported figures, each with where it came from and who looked at it, and the figures they hold."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Identified, Line, Short, Text_
from app.dashboards.counting.rules import Figure
from app.dashboards.reported.states import REPORTED_SHEET, SheetState
from app.policy import Place


class ReportedSheet(Identified, Base):
    """One sheet as it was brought: for which period and place, who reported it, by which document."""

    __tablename__ = "reported_sheet"
    __table_args__ = (
        CheckConstraint("length(term) = 7", name="term_has_seven_signs"),
        CheckConstraint("area_path like '%/'", name="area_path_ends_in_a_slash"),
        CheckConstraint("length(reporter) > 0 and length(document) > 0", name="it_says_where_it_comes_from"),
        CheckConstraint("second_id is null or second_id <> by_id", name="two_different_people_look"),
        CheckConstraint(
            "(state in ('accepted', 'not_accepted', 'withdrawn')) = (decided_at is not null)", name="decided_has_a_time"
        ),
        CheckConstraint("(state = 'withdrawn') = (length(withdrawn_because) > 0)", name="withdrawn_has_a_reason"),
        Index(None, "term", "state"),
        Index(None, "area_path", "at"),
    )
    is_shown = False

    term: Mapped[Short]
    area_path: Mapped[Short]
    reporter: Mapped[Line]
    document: Mapped[Line]
    issued_on: Mapped[date]
    file_name: Mapped[Line]
    # Of the file as it was brought; it is kept, so that every figure can be held against it.
    sha256: Mapped[Line]
    state: Mapped[SheetState] = mapped_column(default=REPORTED_SHEET.initial)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    by_name: Mapped[Line]
    at: Mapped[datetime]
    second_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    second_name: Mapped[Line] = mapped_column(default="")
    second_note: Mapped[Line] = mapped_column(default="")
    decided_at: Mapped[datetime | None]
    withdrawn_because: Mapped[Text_] = mapped_column(default="")
    withdrawn_by_name: Mapped[Line] = mapped_column(default="")
    withdrawn_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()
    figures: Mapped[list["ReportedFigure"]] = relationship(
        order_by="ReportedFigure.commune_path, ReportedFigure.indicator"
    )

    __mapper_args__ = {"version_id_col": version}

    def place(self) -> Place:
        """Return where the sheet belongs, for the rights table."""
        return Place(None, self.area_path)


class ReportedFigure(Identified, Base):
    """One indicator of one commune as a sheet says it."""

    __tablename__ = "reported_figure"
    __table_args__ = (
        UniqueConstraint("sheet_id", "indicator", "commune_path"),
        CheckConstraint("numerator between 0 and denominator", name="a_part_is_not_more_than_the_whole"),
        CheckConstraint("commune_path like '%/'", name="commune_path_ends_in_a_slash"),
    )
    is_shown = False

    sheet_id: Mapped[UUID] = mapped_column(ForeignKey("reported_sheet.id"), index=True)
    indicator: Mapped[Short]
    commune_path: Mapped[Short]
    numerator: Mapped[int]
    denominator: Mapped[int]

    def figure(self) -> Figure:
        """Return it as plain data for the rules."""
        return Figure(self.numerator, self.denominator)
