"""Rows of a sheet gone through from element to element: whatever a program may write."""

from collections.abc import Callable, Mapping
from functools import lru_cache

from app.core.sheets.cells import Cell
from app.core.sheets.plain_rows import Row
from app.core.sheets.walker import Listener, local

Value = Callable[[str, str, str], Cell]

_DIGITS = "0123456789"
# As many as a sheet has columns.
_MOST_CELLS = 16_384
# As much of a formula as is told.
_LONGEST = 1_000


class ParsedRows(Listener):
    """The rows of one sheet, ``whole`` as soon as their end is there."""

    def __init__(self, value: Value) -> None:
        super().__init__()
        self.whole: list[Row] = []
        self._value = value
        self._told: list[tuple[str, Cell]] = []
        # The row and the column being read, and the kind and the style of the cell.
        self._row, self._column = 0, ""
        self._kind = self._style = ""
        # What a cell is to be worked out from, where it is.
        self._formula: str | None = None
        self._asks = False

    def begin(self, name: str, told: Mapping[str, str]) -> None:
        super().begin(name, told)
        kind = local(name)
        if kind == "c":
            place = told.get("r")
            self._column = place.rstrip(_DIGITS) if place else _after(self._column)
            self._kind, self._style, self._formula = told.get("t", "n"), told.get("s", ""), None
        elif kind == "f":
            self._formula, self._asks = "=", True
        elif kind == "row":
            self._row, self._column = int(told.get("r", self._row + 1)), ""

    def say(self, text: str) -> None:
        super().say(text)
        if self._asks:
            self._formula = f"{self._formula}{text}"[:_LONGEST]

    def end(self, name: str) -> None:
        super().end(name)
        kind = local(name)
        self._asks = False
        if kind == "c" and ((said := self.heard()) or self._formula is not None):
            # What no program ever worked out is told as it stands: it is no blank cell.
            value = self._value(self._kind, self._style, said) if said else self._formula
            self._told.append((self._column, value))
            if len(self._told) > _MOST_CELLS:
                raise ValueError("no row has so many cells")
        elif kind == "row" and self._told:
            self.whole.append((self._row, self._told))
            self._told = []


@lru_cache(maxsize=1_000)
def column_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _after(letters: str) -> str:
    """Return the column after another; the first is A."""
    number, after = (column_of(letters) if letters else 0) + 1, ""
    while number:
        number, last = divmod(number - 1, 26)
        after = chr(65 + last) + after
    return after
