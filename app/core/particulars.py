"""What is kept about an owner, declared table by table by the slice that keeps it: to be shown, carried off, erased."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, delete, or_, select

from app.core.db import Base, db

_AT_ONCE = 500
# Keys and hashes: they say nothing about a person, and some would let others be linked or opened.
_NEVER_TOLD = frozenset({"version", "key_id", "sealed", "blind_index", "token_hash", "code_hash", "owner_name_fold"})


class Fate(StrEnum):
    """What becomes of the rows when an owner has everything deleted."""

    DELETED = "deleted"
    BLANKED = "blanked"
    KEPT = "kept"


@dataclass(frozen=True)
class Kept:
    """One table with rows about an owner.

    The rows are found by ``keys``, columns that hold the dossier's id, or the id of a row of ``of``; ``about`` says it
    where no column does. What is kept has a reason (``because``), what is blanked says which columns become what.
    ``files`` are columns that name files, ``files_in`` names those inside a row's own data. ``also`` adds what no
    column holds in the open.
    """

    model: type[Base]
    title: object
    fate: Fate
    because: object = ""
    blank: Mapping[str, Any] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    files_in: Callable[[Any], Sequence[str]] | None = None
    keys: tuple[str, ...] = ("merchant_id",)
    of: "Kept | None" = None
    about: Callable[[UUID], ColumnElement[bool]] | None = None
    also: Callable[[Any], Mapping[str, object]] | None = None

    @property
    def table(self) -> Table:
        """The table itself."""
        found: Table = self.model.__table__  # type: ignore[assignment]  # declared models keep a Table here
        return found

    @property
    def name(self) -> str:
        """What the table is called in a file of one's own data."""
        return self.table.name

    def whose(self, merchant_id: UUID) -> ColumnElement[bool]:
        """Select the rows about one dossier."""
        if self.about is not None:
            return self.about(merchant_id)
        columns = [self.table.c[key] for key in self.keys]
        if self.of is None:
            return or_(*(column == merchant_id for column in columns))
        theirs = select(self.of.table.c.id).where(self.of.whose(merchant_id))
        return or_(*(column.in_(theirs) for column in columns))


def rows_of(kept: Kept, merchant_id: UUID) -> Iterator[Mapping[str, object]]:
    """Give out every row, however many, with every column but keys and hashes."""
    named = [column for column in kept.table.columns if column.name not in _NEVER_TOLD]
    wanted = select(*named) if kept.also is None else select(kept.model)
    ordered = wanted.where(kept.whose(merchant_id)).order_by(*kept.table.primary_key.columns)
    found = db.session.execute(ordered.execution_options(yield_per=_AT_ONCE))
    if kept.also is None:
        yield from (dict(row) for row in found.mappings())
        return
    for row in found.scalars():
        yield {column.name: getattr(row, column.name) for column in named} | dict(kept.also(row))


def has_rows(kept: Kept, merchant_id: UUID) -> bool:
    """Whether there is anything."""
    first = select(*kept.table.primary_key.columns).where(kept.whose(merchant_id)).limit(1)
    return db.session.execute(first).first() is not None


def erase_rows(kept: Kept, merchant_id: UUID) -> list[str]:
    """Do to the rows what was declared, and return the hashes of the files they named."""
    if kept.fate is Fate.KEPT:
        return []
    files = _files_of(kept, merchant_id)
    if kept.fate is Fate.DELETED:
        db.session.execute(delete(kept.table).where(kept.whose(merchant_id)))
        return files
    # Through the objects, so that whatever watches them, the search above all, hears of it.
    for row in db.session.scalars(select(kept.model).where(kept.whose(merchant_id))):
        for column, value in kept.blank.items():
            setattr(row, column, value)
    db.session.flush()
    return files


def _files_of(kept: Kept, merchant_id: UUID) -> list[str]:
    named: Sequence[ColumnElement[Any]] = [kept.table.c[column] for column in kept.files]
    found: list[str] = []
    for column in named:
        found += [sha256 for sha256 in db.session.scalars(select(column).where(kept.whose(merchant_id))) if sha256]
    if kept.files_in is not None:
        for row in db.session.scalars(select(kept.model).where(kept.whose(merchant_id))):
            found += kept.files_in(row)
    return list(dict.fromkeys(found))
