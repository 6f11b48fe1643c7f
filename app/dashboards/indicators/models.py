"""Changes to definitions, each proposed by one person and decided by another."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Identified, Json, Line, Short, Text_
from app.dashboards.indicators.states import DEFINITION_CHANGE, ChangeState


class DefinitionChange(Identified, Base):
    """One definition as it is to be from a day on, and what the second person said."""

    __tablename__ = "definition_change"
    __table_args__ = (
        UniqueConstraint("indicator", "edition"),
        CheckConstraint("second_id is null or second_id <> by_id", name="two_different_people"),
        CheckConstraint("(state = 'proposed') = (decided_at is null)", name="decided_when_no_longer_proposed"),
        CheckConstraint("(state = 'agreed') = (edition is not null)", name="agreed_has_an_edition"),
        CheckConstraint("length(why) > 0", name="why_is_given"),
        Index(
            "ix_definition_change_one_open",
            "indicator",
            unique=True,
            sqlite_where=text("state = 'proposed'"),
            postgresql_where=text("state = 'proposed'"),
        ),
    )

    indicator: Mapped[Short]
    state: Mapped[ChangeState] = mapped_column(default=DEFINITION_CHANGE.initial)
    # The whole definition as the dictionary holds it.
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    why: Mapped[Text_]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    by_name: Mapped[Line]
    at: Mapped[datetime]
    # The version of the definition, given once a second person has agreed.
    edition: Mapped[int | None]
    second_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    second_name: Mapped[Line] = mapped_column(default="")
    second_note: Mapped[Line] = mapped_column(default="")
    decided_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
