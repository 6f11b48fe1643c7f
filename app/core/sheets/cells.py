"""What stands in a cell, whatever the program that wrote it made of it; and how words of a list are compared."""

import re
from datetime import date, time, timedelta
from functools import lru_cache

from app.core.text import fold, line

Cell = str | int | float | bool | date | time | timedelta | None

LONGEST = 200


class CellError(ValueError):
    """A cell cannot be read; ``reason`` is the word its sentence is found by."""

    def __init__(self, reason: str, **values: str | int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.values = values


def text_of(cell: Cell, most: int = LONGEST) -> str:
    """Return what a cell says, as one line in NFC; a whole number loses the .0 that spreadsheets give it.

    Raises:
        CellError: more than fits a line.
    """
    if cell is None or cell == "":
        return ""
    if isinstance(cell, str):
        if len(cell) > 4 * most:
            raise CellError("long", most=most)
        # Codes and numbers are in order as they are, and no two of them alike.
        said = cell if cell.isascii() and cell.isalnum() else _line(cell)
        if len(said) > most:
            raise CellError("long", most=most)
        return said
    if isinstance(cell, bool):
        return "x" if cell else ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return cell.strftime("%d/%m/%Y") if isinstance(cell, date) else str(cell)[:most]


# Places, crafts and family names stand in a list again and again.
_line = lru_cache(maxsize=4_000)(line)


@lru_cache(maxsize=4_000)
def plain(text: str) -> str:
    """Return a header or a word of a list as it is compared: no marks, no punctuation, lower case."""
    return " ".join(re.findall(r"[a-z0-9]+", fold(text[:200])))
