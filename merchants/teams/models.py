"""Rows of teams."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Identified, Line, Short
from app.policy import Place


class Team(Identified, Base):
    """The team of one commune or hamlet, named by a decision of the commune."""

    __tablename__ = "team"
    __table_args__ = (
        CheckConstraint("area_path like '%/'", name="area_path_ends_in_a_slash"),
        CheckConstraint("decision_no <> ''", name="a_decision_is_named"),
    )
    is_shown = False

    area_path: Mapped[Short] = mapped_column(unique=True)
    decision_no: Mapped[Short]
    decided_on: Mapped[date]
    founded_at: Mapped[datetime]

    def place(self) -> Place:
        """Return where the team works, for the rights table."""
        return Place(None, self.area_path)


class TeamMember(Identified, Base):
    """Somebody named to a team."""

    __tablename__ = "team_member"
    __table_args__ = (UniqueConstraint("team_id", "name_fold", "phone"),)
    is_shown = False

    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"))
    name: Mapped[Line]
    name_fold: Mapped[Line]
    phone: Mapped[Short] = mapped_column(default="")
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]

    team: Mapped[Team] = relationship()


class Loan(Identified, Base):
    """A thing of the team in somebody's hands: a telephone, a projector, a QR stand."""

    __tablename__ = "team_loan"
    __table_args__ = (CheckConstraint("back_by >= lent_on", name="it_comes_back_later"),)
    is_shown = False

    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), index=True)
    thing: Mapped[Line]
    lent_to: Mapped[Line]
    lent_on: Mapped[date]
    back_by: Mapped[date]
    given_back_at: Mapped[datetime | None]

    team: Mapped[Team] = relationship()
