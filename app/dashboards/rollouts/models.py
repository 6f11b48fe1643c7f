"""Rows of roll-outs: what is published before the draw, the hamlets in their order, and every move afterwards."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Identified, Line, Short
from app.dashboards.rollouts import rules
from app.dashboards.rollouts.rules import Plan
from app.dashboards.rollouts.states import ROLLOUT, RolloutState
from app.policy import Place
from merchants.training.models import Course

_LIVE = text("state <> 'withdrawn'")


class Rollout(Identified, Base):
    """One course on its way through the hamlets of one commune."""

    __tablename__ = "rollout"
    __table_args__ = (
        CheckConstraint("waves between 2 and 6", name="two_to_six_waves"),
        CheckConstraint("every_months between 1 and 3", name="a_wave_every_month_to_every_quarter"),
        CheckConstraint("draw_on < first_on", name="drawn_before_the_first_wave"),
        CheckConstraint("(digits = '') = (drawn_at is null)", name="a_number_makes_a_draw"),
        CheckConstraint("state <> 'drawn' or drawn_at is not null", name="a_draw_has_a_moment"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_why <> '')", name="withdrawn_for_a_reason"),
        Index(
            "ix_rollout_one_at_a_time",
            "commune_path",
            "course_id",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
    )

    commune_path: Mapped[Short]
    course_id: Mapped[UUID] = mapped_column(ForeignKey("course.id"), index=True)
    # What is published before the draw; the number is public too, but nobody knows it before that day.
    sentence: Mapped[Line]
    draw_on: Mapped[date]
    digits: Mapped[Short] = mapped_column(default="")
    waves: Mapped[int]
    first_on: Mapped[date]
    every_months: Mapped[int]
    state: Mapped[RolloutState] = mapped_column(default=ROLLOUT.initial)
    published_at: Mapped[datetime]
    drawn_at: Mapped[datetime | None]
    withdrawn_why: Mapped[Line] = mapped_column(default="")
    version: Mapped[int] = mapped_column()

    course: Mapped[Course] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def seed_text(self) -> str:
        """What the seed is made of; before the draw the number is missing at its end."""
        return rules.seed_text(self.sentence, self.draw_on, self.digits)

    @property
    def seed(self) -> str:
        """The seed, or nothing before the draw."""
        return rules.seed_of(self.sentence, self.draw_on, self.digits) if self.digits else ""

    @property
    def plan(self) -> Plan:
        """In how many turns and when, as plain data."""
        return Plan(self.waves, self.first_on, self.every_months)

    def start_of(self, wave: int) -> date:
        """Return the first day of a wave's month."""
        return rules.start_of(wave, first_on=self.first_on, every_months=self.every_months)

    def place(self) -> Place:
        """Return where it belongs, for the rights table."""
        return Place(None, self.commune_path)


class RolloutHamlet(Identified, Base):
    """One hamlet of a roll-out, as it was called when the list was published."""

    __tablename__ = "rollout_hamlet"
    __table_args__ = (
        UniqueConstraint("rollout_id", "code"),
        CheckConstraint("(position is null) = (drawn_wave is null)", name="the_order_gives_the_wave"),
        CheckConstraint("(position is null) = (wave is null)", name="no_turn_before_the_draw"),
    )

    rollout_id: Mapped[UUID] = mapped_column(ForeignKey("rollout.id"))
    area_path: Mapped[Short]
    code: Mapped[Short]
    name: Mapped[Line]
    position: Mapped[int | None]
    drawn_wave: Mapped[int | None]
    # Its turn as it stands: the one drawn, until somebody moves it for a reason.
    wave: Mapped[int | None]
    version: Mapped[int] = mapped_column()

    rollout: Mapped[Rollout] = relationship()

    __mapper_args__ = {"version_id_col": version}


class RolloutMove(Identified, Base):
    """A hamlet's turn, changed by a person for a reason; rows are only ever added."""

    __tablename__ = "rollout_move"
    __table_args__ = (
        CheckConstraint("from_wave <> to_wave", name="a_move_moves"),
        CheckConstraint("reason <> ''", name="a_move_has_a_reason"),
    )

    hamlet_id: Mapped[UUID] = mapped_column(ForeignKey("rollout_hamlet.id"), index=True)
    from_wave: Mapped[int]
    to_wave: Mapped[int]
    reason: Mapped[Line]
    by_id: Mapped[UUID | None]
    by_name: Mapped[Line]
    at: Mapped[datetime]

    hamlet: Mapped[RolloutHamlet] = relationship()
