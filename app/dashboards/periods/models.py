"""Rows of frozen periods; what is frozen is only added to."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Identified, Json, Line, Short, Text_
from app.dashboards.counting.rules import RATES, Figure, Rate
from app.dashboards.periods.rules import FlagKind, Parts
from app.policy import Place


class Freeze(Identified, Base):
    """One period as it was frozen: provisional first, final after the late window, later restated with a reason."""

    __tablename__ = "period_freeze"
    __table_args__ = (
        UniqueConstraint("term", "edition"),
        UniqueConstraint("previous_sha256"),
        CheckConstraint("length(term) = 7", name="term_has_seven_signs"),
        CheckConstraint("edition >= 0", name="editions_start_at_the_provisional_one"),
        CheckConstraint("edition < 2 or length(reason) > 0", name="a_restatement_has_a_reason"),
        CheckConstraint("(edition = 0) = (public_sha256 = '')", name="what_is_provisional_is_not_published"),
        CheckConstraint("edition = 0 or length(previous_sha256) in (5, 64)", name="what_is_final_is_chained"),
    )

    term: Mapped[Short] = mapped_column(index=True)
    edition: Mapped[int]
    reason: Mapped[Text_] = mapped_column(default="")
    frozen_at: Mapped[datetime]
    by_id: Mapped[UUID | None]
    by_name: Mapped[Line]
    # The whole snapshot for officials, and the published file with small cells merged; each under its own hash.
    sha256: Mapped[str] = mapped_column(String(64))
    public_sha256: Mapped[str] = mapped_column(String(64), default="")
    # The published file before this one; the first has "first". None while provisional.
    previous_sha256: Mapped[str | None] = mapped_column(String(64))
    # Both of these are long in a large country, so a page reads them only where it tells of them.
    # Which businesses were in use, as digests nobody can lead back to one once it is erased, each with its commune.
    salt: Mapped[Short]
    members: Mapped[dict[str, Any]] = mapped_column(Json, deferred=True)
    # What is told of people by topic, commune and kind, each as a figure's four numbers; none in the oldest editions.
    people: Mapped[dict[str, Any] | None] = mapped_column(Json, deferred=True)

    @property
    def is_final(self) -> bool:
        """Whether the late window was over."""
        return self.edition > 0


class FrozenSignature(Identified, Base):
    """The signatures beside the files of one edition: whoever holds file and signature needs to trust no server."""

    __tablename__ = "period_signature"
    __table_args__ = (UniqueConstraint("freeze_id"),)

    freeze_id: Mapped[UUID] = mapped_column(ForeignKey("period_freeze.id"))
    # Of the signatures, kept as files: beside the whole snapshot, and beside the published file if there is one.
    snapshot_sha256: Mapped[str] = mapped_column(String(64))
    public_sha256: Mapped[str] = mapped_column(String(64), default="")
    signer: Mapped[Line]
    signed_at: Mapped[datetime]


class FrozenFigure(Identified, Base):
    """One indicator of one commune in one frozen period, with the version of its definition."""

    __tablename__ = "period_figure"
    __table_args__ = (
        UniqueConstraint("freeze_id", "indicator", "commune_path"),
        CheckConstraint("numerator is null or numerator >= 0", name="nothing_is_less_than_nought"),
        CheckConstraint("commune_path like '%/'", name="commune_path_ends_in_a_slash"),
    )

    freeze_id: Mapped[UUID] = mapped_column(ForeignKey("period_freeze.id"))
    indicator: Mapped[Short]
    edition: Mapped[int]
    commune_path: Mapped[Short]
    numerator: Mapped[int | None]
    denominator: Mapped[int | None]
    unknown: Mapped[int]
    apart: Mapped[int]

    def figure(self) -> Figure:
        """Return it as plain data for the rules."""
        kind = Rate if self.indicator in RATES else Figure
        return kind(self.numerator, self.denominator, self.unknown, self.apart)


class QualityFlag(Identified, Base):
    """Something odd in one commune's figures; it asks for words."""

    __tablename__ = "period_flag"
    __table_args__ = (Index(None, "freeze_id", "commune_path"),)

    freeze_id: Mapped[UUID] = mapped_column(ForeignKey("period_freeze.id"))
    term: Mapped[Short]
    kind: Mapped[FlagKind]
    indicator: Mapped[Short] = mapped_column(default="")
    commune_path: Mapped[Short]
    measured: Mapped[int]
    usual: Mapped[int]

    def place(self) -> Place:
        """Return which commune is asked, for the rights table."""
        return Place(None, self.commune_path)


class FlagAnswer(Identified, Base):
    """What a commune says about something odd; kept with the number, whichever edition shows it."""

    __tablename__ = "period_flag_answer"
    __table_args__ = (
        CheckConstraint("length(words) > 0", name="an_answer_says_something"),
        Index(None, "term", "commune_path"),
    )

    term: Mapped[Short]
    kind: Mapped[FlagKind]
    indicator: Mapped[Short] = mapped_column(default="")
    commune_path: Mapped[Short]
    words: Mapped[Text_]
    by_id: Mapped[UUID | None]
    by_name: Mapped[Line]
    at: Mapped[datetime]


class FrozenChange(Identified, Base):
    """Why the number of businesses in use in one commune differs from the period before; the parts add up."""

    __tablename__ = "period_change"
    __table_args__ = (
        UniqueConstraint("freeze_id", "commune_path"),
        CheckConstraint(
            "before + territory + late + definition + joins + activations + lapses = after", name="the_parts_add_up"
        ),
    )

    freeze_id: Mapped[UUID] = mapped_column(ForeignKey("period_freeze.id"))
    commune_path: Mapped[Short]
    before: Mapped[int]
    territory: Mapped[int]
    late: Mapped[int]
    definition: Mapped[int]
    joins: Mapped[int]
    activations: Mapped[int]
    lapses: Mapped[int]
    after: Mapped[int]

    def parts(self) -> Parts:
        """Return it as plain data."""
        return Parts(
            self.before, self.territory, self.late, self.definition, self.joins, self.activations, self.lapses,
            self.after,
        )  # fmt: skip
