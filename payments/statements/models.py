"""Statements that were brought, line by line, and what was learnt of each bank's headers."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Identified, Json, Line, Short, VndAmount
from app.policy import Actor, Holding, Role
from payments.statements.rules.reading import Proof, Why
from payments.statements.states import STATEMENT, StatementState


class Statement(Identified, Base):
    """One file of a bank, known by its hash; its bytes are kept only until its lines are in."""

    __tablename__ = "bank_statement"
    __table_args__ = (
        UniqueConstraint("merchant_id", "sha256"),
        CheckConstraint("rows_read = booked + repeated", name="every_line_is_accounted_for"),
        CheckConstraint("(state = 'taken') = (taken_at is not null)", name="taken_has_a_moment"),
    )
    is_shown = False

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"))
    sha256: Mapped[Line]
    file_name: Mapped[Line]
    kind: Mapped[Short]
    bank_bin: Mapped[Short]
    account_no: Mapped[Short]
    # Looked at only by whoever reads it: it may be a year of a busy shop.
    data: Mapped[bytes | None] = mapped_column(deferred=True)
    state: Mapped[StatementState] = mapped_column(default=STATEMENT.initial)
    proof: Mapped[Proof] = mapped_column(default=Proof.UNPROVED)
    opening_vnd: Mapped[VndAmount | None]
    closing_vnd: Mapped[VndAmount | None]
    # What the columns of a sheet were said to be; lines with money in it, and those that have been let in.
    columns: Mapped[dict[str, int]] = mapped_column(Json, default=dict, server_default="{}")
    lines: Mapped[int] = mapped_column(default=0, server_default="0")
    rows_read: Mapped[int] = mapped_column(default=0)
    booked: Mapped[int] = mapped_column(default=0)
    repeated: Mapped[int] = mapped_column(default=0)
    skipped: Mapped[int] = mapped_column(default=0)
    # In whose name a worker goes on with a long one.
    asked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"), index=True)
    asked_by_name: Mapped[Line] = mapped_column(default="", server_default="")
    brought_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    def actor(self) -> Actor:
        """Return whoever said how to read it, in whose name a worker goes on."""
        return Actor(self.asked_by_id, self.asked_by_name, (Holding(Role.OWNER, merchant_id=self.merchant_id),))


class SkippedLine(Identified, Base):
    """A line that is no movement of money, as it stood, and why: nothing is dropped in silence."""

    __tablename__ = "skipped_line"
    is_shown = False

    statement_id: Mapped[UUID] = mapped_column(ForeignKey("bank_statement.id"), index=True)
    number: Mapped[int]
    raw: Mapped[list[Any]] = mapped_column(Json)
    why: Mapped[Why]


class KnownHeader(Identified, Base):
    """Which column is what under a bank's headers, as somebody once said; it holds for every household."""

    __tablename__ = "known_header"
    __table_args__ = (UniqueConstraint("bank_bin", "fingerprint"),)
    is_shown = False

    bank_bin: Mapped[Short]
    fingerprint: Mapped[Line]
    columns: Mapped[dict[str, int]] = mapped_column(Json)
    said_at: Mapped[datetime]
