"""What the cells of a workbook hold: texts they share, numbers, and days and times, which are numbers in a style."""

import os
import re
import tempfile
from array import array
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from math import isfinite

from app.core.sheets.cells import Cell
from app.core.sheets.walker import Listener, Walker, local

# Formats that every program knows and that show a number as a day or a time, and the one that counts hours on.
_DAYS = frozenset(map(str, (*range(14, 23), *range(27, 37), 45, 47, *range(50, 59))))
_HOURS = "46"
# In a format of somebody's own: what stands for itself; signs of days and times; hours that are counted on.
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)
_SIGNS = re.compile(r"[dmyhs]", re.IGNORECASE)
_COUNTED = re.compile(r"\[[hms]+\]", re.IGNORECASE)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
# The first day by which dates are counted, and by which the programs of an old Macintosh count them.
FROM_1900 = datetime(1899, 12, 30)  # noqa: DTZ001  days in a sheet are nobody's zone
FROM_1904 = datetime(1904, 1, 1)  # noqa: DTZ001  the same


# The programs themselves allow no more styles; and texts for each cell of sixty columns.
_MOST_STYLES, _MOST_TEXTS = 65_500, 3_000_000


class Styles(Walker):
    """What each style of cells makes of a number: a day with or without a time, hours, or nothing but the number."""

    def __init__(self) -> None:
        self.kinds: dict[str, str] = {}
        self._own: dict[str, str] = {}
        self._is_of_cells = False

    def begin(self, name: str, told: Mapping[str, str]) -> None:
        kind = local(name)
        if kind == "numFmt":
            self._own[told["numFmtId"]] = told["formatCode"]
        elif kind == "cellXfs":
            self._is_of_cells = True
        elif kind == "xf" and self._is_of_cells:
            self.kinds[str(len(self.kinds))] = self._kind(told.get("numFmtId", ""))
        if len(self.kinds) > _MOST_STYLES or len(self._own) > _MOST_STYLES:
            raise ValueError("no workbook has so many styles")

    def end(self, name: str) -> None:
        self._is_of_cells = self._is_of_cells and local(name) != "cellXfs"

    def _kind(self, number: str) -> str:
        if number not in self._own:
            return "hours" if number == _HOURS else "day" if number in _DAYS else ""
        shown = _LITERAL.sub("", self._own[number].partition(";")[0])
        return "hours" if _COUNTED.search(shown) else "day" if _SIGNS.search(shown) else ""


class Texts(Listener):
    """The texts that cells share: in a file, because there may be as many of them as there are cells."""

    def __init__(self) -> None:
        super().__init__()
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  it is closed with the workbook
        self._ends = array("Q", [0])
        self.text = lru_cache(maxsize=10_000)(self._read)

    def end(self, name: str) -> None:
        super().end(name)
        if local(name) == "si":
            written = _unescaped(self.heard()).encode("utf-8", "replace")
            self._file.write(written)
            self._ends.append(self._ends[-1] + len(written))
            if len(self._ends) > _MOST_TEXTS:
                raise ValueError("no list has so many texts")

    def _read(self, number: int) -> str:
        self._file.flush()
        start, end = self._ends[number], self._ends[number + 1]
        return os.pread(self._file.fileno(), end - start, start).decode()


class Values:
    """What a cell holds, of its kind, its style and what is said in it."""

    def __init__(self, texts: Texts, styles: Mapping[str, str], day_one: datetime) -> None:
        self._text, self._styles, self._day_one = texts.text, styles, day_one

    def value(self, kind: str, style: str, said: str) -> Cell:
        """Return a word, a number, a day or a time; what could not be worked out is empty."""
        return self.reader(kind, style)(said)

    def reader(self, kind: str, style: str) -> Callable[[str], Cell]:
        """Return what reads cells of a kind and a style."""
        match kind:
            case "s":
                text = self._text
                return lambda said: text(int(said))
            case "n":
                return self._reader_of_numbers(self._styles.get(style, ""))
            case "b":
                return lambda said: said.strip() in ("1", "true")
            case "e":
                return lambda _said: ""
            case "d":
                return lambda said: _day(datetime.fromisoformat(said.strip()))
            case _:
                return _unescaped

    def _reader_of_numbers(self, shown: str) -> Callable[[str], Cell]:
        def read(said: str) -> Cell:
            number = _number(said)
            try:
                since = timedelta(milliseconds=round(number * 86_400_000))
                return since if shown == "hours" else _day(self._day_one + since) if number >= 1 else _time(since)
            except OverflowError:
                return number

        return read if shown else _number


def _number(said: str) -> float:
    number = float(said)
    if not isfinite(number):
        raise ValueError(said)
    return number


def _day(at: datetime) -> date | datetime:
    return at.date() if at.time() == time() else at


def _time(since: timedelta) -> Cell:
    return (FROM_1900 + since).time() if since >= timedelta() else since


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
