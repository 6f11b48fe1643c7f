"""A report as plain blocks, so that every way of writing it says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

NO_FIGURE = "Chưa có số"


class Section(StrEnum):
    """Where an official may add words; everything else in a report is locked."""

    SUMMARY = "tom-tat"
    WHY = "vi-sao"
    ASKS = "de-nghi"
    DONE = "da-lam"


@dataclass(frozen=True)
class Pct:
    """A share in per cent, kept as a number until it is written."""

    points: float


Cell = str | int | Pct | None


@dataclass(frozen=True)
class Heading:
    """The title of a part."""

    text: str


@dataclass(frozen=True)
class Para:
    """A paragraph; what an official wrote is marked as their own words."""

    text: str
    is_comment: bool = False


@dataclass(frozen=True)
class Table:
    """A table with its caption; ``name`` is what its sheet is called. Only a column of words is written to the left."""

    name: str
    caption: str
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    # On a screen it is there for whoever opens it; on paper it is printed like the others.
    is_folded: bool = False


Block = Heading | Para | Table


@dataclass(frozen=True)
class Paper:
    """A whole report."""

    agency: str
    place: str
    title: str
    about: str
    stamp: str
    sha256: str
    # Where officials see this very edition on the site.
    path: str
    blocks: Sequence[Block]

    @property
    def tables(self) -> list[Table]:
        """The tables alone, in order."""
        return [block for block in self.blocks if isinstance(block, Table)]


def written(cell: Cell) -> str:
    """Write a cell as people read it in Vietnam: 1.284 and 70,5 %; what nobody reported is said in words."""
    if cell is None:
        return NO_FIGURE
    if isinstance(cell, Pct):
        return f"{cell.points:.1f}\N{NO-BREAK SPACE}%".replace(".", ",")
    return f"{cell:,}".replace(",", ".") if isinstance(cell, int) else cell
