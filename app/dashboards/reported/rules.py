"""What a sheet may say of a commune, which figures come of it, and what is wrong with a line: no database."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from app.core.sheets.cells import Cell, CellError, plain, text_of
from app.core.sheets.headers import Vocabulary
from app.dashboards.counting.rules import Figure

_DATA = Path(__file__).with_name("data") / "columns.json"
COMMUNE, ONLINE, KEYED = "commune", "files_online", "files_keyed"
# The commune's own list of all its businesses: what is registered on this site is set beside how many these are.
FRAME, FRAME_TERMS = "CS-03b", 12
# Numerator and denominator of each reported indicator, by column.
FIGURES: Mapping[str, tuple[str, str]] = {
    "CS-01": ("power_cashless", "power_billed"),
    "CS-01b": ("school_cashless", "school_due"),
    "CS-02": ("power_three_cashless", "power_three_billed"),
    FRAME: ("frame_asked", "frame_all"),
    "CS-14": (ONLINE, "files_all"),
    "CS-14b": (KEYED, ONLINE),
    "CS-14c": ("documents_signed", "documents_all"),
    "CS-14d": ("documents_both", "documents_all"),
    "CS-15": ("procedures_live", "procedures_all"),
    "CS-19": ("products_selling", "products_listed"),
    "CS-20": ("products_first_order", "products_new"),
    "CS-25": ("adults_able", "adults_asked"),
    "CS-26": ("homes_fibre", "homes_all"),
    "CS-27": ("hamlets_signal", "hamlets_all"),
    "CS-34": ("faces_easy", "faces_all"),
}
MOST = 100_000_000
# People write 67.000, 67,000 and 67 000; a comma before anything but three digits is a fraction, which counts nothing.
_COUNT = re.compile(r"[0-9]{1,9}|[0-9]{1,3}([ .,\u00a0][0-9]{3})+")
_NO_FIGURE = ("", "-", "–", "—", "chưa có số", "chưa có")


@dataclass(frozen=True)
class ColumnFacts:
    """One column as the template shows it, and by what other names sheets call it."""

    key: str
    vi: str
    hint: str
    names: tuple[str, ...]


@cache
def columns() -> tuple[ColumnFacts, ...]:
    """Return every column in the template's order."""
    rows = json.loads(_DATA.read_text("utf-8"))
    return tuple(ColumnFacts(row["key"], row["vi"], row["hint"], tuple(row["names"])) for row in rows)


@cache
def vocabulary() -> Vocabulary:
    """Return the columns by all of their names."""
    return Vocabulary({facts.key: facts.names for facts in columns()})


def asked(indicators: Sequence[str]) -> list[ColumnFacts]:
    """Return the columns that some indicators are made of, after the commune's."""
    wanted = {COMMUNE} | {key for number in indicators for key in FIGURES.get(number, ())}
    return [facts for facts in columns() if facts.key in wanted]


@dataclass(frozen=True)
class Communes:
    """The communes of a day by code and by name in plain form: those a sheet may name, and all others."""

    own: Mapping[str, str]
    others: frozenset[str]

    def path(self, said: str) -> str:
        """Return the commune that a code or a name leads to.

        Raises:
            CellError: it leads to none, or to one of which this office does not report.
        """
        if not said:
            raise CellError("commune_missing")
        wanted = plain(said)
        if wanted in self.own:
            return self.own[wanted]
        raise CellError("commune_elsewhere" if wanted in self.others else "commune_unknown")


@dataclass(frozen=True)
class Problem:
    """What is wrong with a line at one column; ``reason`` is the word its sentence is found by."""

    column: str
    reason: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """One line: of which commune, which numbers, and what is wrong with it."""

    number: int
    commune_path: str
    counts: Mapping[str, int]
    problems: Sequence[Problem] = ()

    @property
    def figures(self) -> Mapping[str, Figure]:
        """The indicators whose two halves the line has."""
        return {
            number: Figure(self.counts[top], self.counts[below])
            for number, (top, below) in FIGURES.items()
            if top in self.counts and below in self.counts
        }


def count_of(cell: Cell) -> int | None:
    """Return the number in a cell; nothing and a dash are no figure, which is not nought.

    Raises:
        CellError: it is no whole number, or too great to be one of a commune.
    """
    said = text_of(cell)
    if said.lower() in _NO_FIGURE:
        return None
    if isinstance(cell, bool) or not _COUNT.fullmatch(said):
        raise CellError("number")
    number = int(re.sub(r"[^0-9]", "", said))
    if number > MOST:
        raise CellError("number")
    return number


def faults(counts: Mapping[str, int], offered: Sequence[str]) -> list[Problem]:
    """Return what is wrong with the numbers of a line, each once: a half alone, or a part greater than its whole."""
    found: list[Problem] = []
    for number in offered:
        problem = _fault(*FIGURES[number], counts)
        if problem is not None and problem not in found:
            found.append(problem)
    return found


def _fault(top: str, below: str, counts: Mapping[str, int]) -> Problem | None:
    part, whole = counts.get(top), counts.get(below)
    if part is None and whole is None:
        return None
    if part is None:
        # Left open, everything online would look like people's own work: nought must be said.
        return Problem(top, "keyed_missing" if top == KEYED else "half")
    if whole is None:
        return Problem(below, "half")
    if part > whole:
        return Problem(top, "more", {"part": part, "whole": whole})
    return Problem(below, "of_none") if whole == 0 and below != ONLINE else None
