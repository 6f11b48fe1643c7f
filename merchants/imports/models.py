"""Rows of lists: a list that was brought, what became of its lines, and how its headers were read the last time."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Identified, Json, Line, Short, Text_
from app.policy import Actor, Holding, Place, Role
from merchants.imports.states import IMPORT, ImportState, Verdict


class ListImport(Identified, Base):
    """One list that somebody brought for the place they work for, and how far it has been read, taken or undone."""

    __tablename__ = "list_import"
    __table_args__ = (
        CheckConstraint("area_path like '%/'", name="area_path_ends_in_a_slash"),
        CheckConstraint("length(source_name) > 0", name="list_has_a_name"),
        CheckConstraint("cursor >= 0", name="cursor_is_not_negative"),
        CheckConstraint("state not in ('taken', 'undoing', 'undone') or taken_at is not null", name="taken_has_a_time"),
        Index(None, "area_path", "brought_at"),
        Index(None, "area_path", "sha256"),
    )
    is_shown = False

    area_path: Mapped[Short]
    source_name: Mapped[Line]
    listed_on: Mapped[date]
    file_name: Mapped[Line]
    # Of the file as it was brought, by which the same file is known again; what is kept is locked with its own key.
    sha256: Mapped[Line]
    locked_sha256: Mapped[Line]
    # Sealed; forgotten when the list can no longer be undone, and with it the file.
    file_key: Mapped[Text_] = mapped_column(default="")
    state: Mapped[ImportState] = mapped_column(default=IMPORT.initial, index=True)
    sheet: Mapped[Line] = mapped_column(default="")
    header_row: Mapped[int] = mapped_column(default=0)
    headers: Mapped[list[str]] = mapped_column(Json, default=list)
    # Index of a header, as text, to the Column it means.
    mapping: Mapped[dict[str, str]] = mapped_column(Json, default=dict)
    why_unreadable: Mapped[Short] = mapped_column(default="")
    rows_total: Mapped[int] = mapped_column(default=0)
    # The last row of the sheet that is finished with; what became of it is saved in the same transaction.
    cursor: Mapped[int] = mapped_column(default=0)
    # How many lines of each Verdict: what the trial run said, and what happened.
    expected: Mapped[dict[str, int]] = mapped_column(Json, default=dict)
    happened: Mapped[dict[str, int]] = mapped_column(Json, default=dict)
    brought_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"), index=True)
    brought_by_name: Mapped[Line]
    brought_by_role: Mapped[Role]
    brought_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    def place(self) -> Place:
        """Return where the list belongs."""
        return Place(None, self.area_path)

    def actor(self) -> Actor:
        """Return whoever brought the list, in whose name a worker takes it over."""
        return Actor(self.brought_by_id, self.brought_by_name, (Holding(self.brought_by_role, self.area_path),))


class ImportRow(Identified, Base):
    """What became of one line. What stood in it is only in the file: here is its number and where it led."""

    __tablename__ = "import_row"
    __table_args__ = (
        UniqueConstraint("import_id", "number"),
        CheckConstraint("number > 0", name="rows_are_counted_from_one"),
        CheckConstraint(
            "verdict not in ('filled', 'same') or merchant_id is not null", name="known_household_has_a_dossier"
        ),
    )
    is_shown = False

    import_id: Mapped[UUID] = mapped_column(ForeignKey("list_import.id"))
    # As the spreadsheet counts its rows.
    number: Mapped[int]
    verdict: Mapped[Verdict]
    # Each with column, reason and values.
    problems: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    # No foreign key: the row outlives a dossier that is taken away again.
    merchant_id: Mapped[UUID | None] = mapped_column(index=True)
    # Names of the answers that were filled in, and the dossier's version right after.
    fills: Mapped[list[str]] = mapped_column(Json, default=list)
    left_version: Mapped[int | None]
    undone_at: Mapped[datetime | None]
    # Why undoing left it as it is: a word of `words.KEPT`.
    kept_because: Mapped[Short] = mapped_column(default="")


class HeaderMapping(Identified, Base):
    """How a set of headers was read the last time in one place: whoever mends it once need not mend it again."""

    __tablename__ = "header_mapping"
    __table_args__ = (UniqueConstraint("area_path", "header_key"),)
    is_shown = False

    area_path: Mapped[Short]
    header_key: Mapped[Line]
    mapping: Mapped[dict[str, str]] = mapped_column(Json)
    by_name: Mapped[Line]
    at: Mapped[datetime]
