"""A workbook read as a stream: the rows of a sheet one after another, of which only the one being read is held.

The library for it holds every cell of a sheet: a hundred and thirty megabytes for fifty thousand lines.
"""

import posixpath
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import islice
from typing import IO
from xml.parsers import expat

from app.core.sheets.cells import Cell
from app.core.sheets.parsed_rows import ParsedRows, Value, column_of
from app.core.sheets.plain_rows import NotPlainError, Row, plain_rows
from app.core.sheets.values import FROM_1900, FROM_1904, Styles, Texts, Values
from app.core.sheets.walker import Walker, local

_PIECE = 1 << 16
# Fifty thousand lines of sixty columns: a quarter as many of these signs as bytes, if nothing stands in the cells.
_MOST_SIGNS = 12_000_000
# No cell says so much, and no element is so long.
_LONGEST = 1 << 20
# No program writes more of these into a workbook.
_MOST_SHEETS, _MOST_RELATIONS = 1_000, 10_000


class DamagedError(ValueError):
    """No workbook, or one that is not whole."""


class TooFarError(ValueError):
    """A cell further down or to the right than is read."""


class Book:
    """A workbook that is still packed; ``sheets`` are those with cells, in their order."""

    def __init__(self, packed: zipfile.ZipFile, *, most_rows: int, most_columns: int) -> None:
        self._packed = packed
        self._most_rows, self._most_columns = most_rows, most_columns
        self._parts = {name.casefold(): name for name in packed.namelist()}
        relations, contents, styles, texts = _Relations(), _Contents(), Styles(), Texts()
        self._walk("xl/_rels/workbook.xml.rels", relations)
        self._walk("xl/workbook.xml", contents)
        self._walk(relations.path("styles"), styles)
        self._walk(relations.path("sharedstrings"), texts)
        self._texts, self._styles, self._day_one = texts, styles.kinds, contents.day_one
        self._paths = {
            name: relations.paths[known] for name, known in contents.sheets if relations.kinds.get(known) == "worksheet"
        }
        self.sheets = list(self._paths)

    def rows(self, sheet: str) -> Iterator[list[Cell]]:
        """Yield the rows of a sheet from the first on; empty ones between others are there, those below are not.

        Raises:
            DamagedError: it is not whole, or asks for what the workbook does not have.
            TooFarError: it has a cell further out than is read.
        """
        values, done = Values(self._texts, self._styles, self._day_one), 0
        try:
            for row in self._placed(self._plain(sheet, values)):
                yield row
                done += 1
        except NotPlainError:
            # From the start again, since an element may have begun anywhere before.
            yield from islice(self._placed(self._parsed(sheet, values.value)), done, None)

    def _plain(self, sheet: str, values: Values) -> Iterator[Row]:
        with self._opened(self._paths[sheet]) as part:
            yield from plain_rows(part, values.reader)

    def _parsed(self, sheet: str, value: Value) -> Iterator[Row]:
        found = ParsedRows(value)
        for _piece in self._pieces(self._paths[sheet], found):
            yield from found.whole
            found.whole.clear()

    def _placed(self, rows: Iterable[Row]) -> Iterator[list[Cell]]:
        """Put every cell into its place, and empty rows between the others."""
        last = 0
        for number, told in rows:
            if not told:
                continue
            if number <= last:
                raise DamagedError("rows must follow one another")
            if number > self._most_rows:
                raise TooFarError
            yield from ([] for _between in range(number - last - 1))
            yield self._in_columns(told)
            last = number

    def _in_columns(self, told: Sequence[tuple[str, Cell]]) -> list[Cell]:
        places, width = _places(tuple([letters for letters, _value in told]))
        if width > self._most_columns:
            raise TooFarError
        cells: list[Cell] = [""] * width
        for place, (_letters, value) in zip(places, told, strict=True):
            cells[place] = value
        return cells

    def _walk(self, path: str, by: "Walker") -> None:
        """Go through a part, if there is one."""
        if path.casefold() in self._parts:
            for _piece in self._pieces(path, by):
                pass

    def _pieces(self, path: str, by: "Walker") -> Iterator[None]:
        """Let a part be gone through, a piece at a time."""
        parser = expat.ParserCreate()
        parser.buffer_text, parser.buffer_size = True, _PIECE
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = by.begin, by.end, by.say
        # No workbook has a document type: it is how a small file would be made to swell while it is read.
        parser.StartDoctypeDeclHandler = _refuse
        with self._opened(path) as part:
            while piece := part.read(_PIECE):
                parser.Parse(piece)
                yield
            parser.Parse(b"", True)  # noqa: FBT003  as the library wants it

    @contextmanager
    def _opened(self, path: str) -> "Iterator[_Watched]":
        try:
            with self._packed.open(self._parts[path.casefold()]) as part:
                yield _Watched(part)
        except (TooFarError, NotPlainError, DamagedError):
            raise
        except (expat.ExpatError, LookupError, ValueError) as error:
            raise DamagedError(path) from error


class _Watched:
    """A part that is read no further once it swells: going through its elements is what takes the time."""

    def __init__(self, part: IO[bytes]) -> None:
        self._part = part
        self._left, self._since = _MOST_SIGNS, 0

    def read(self, size: int) -> bytes:
        """Return the next piece.

        Raises:
            TooFarError: more elements than any list has.
            DamagedError: an element or a text that does not end.
        """
        piece = self._part.read(size)
        # Nothing else may hold this sign, in whatever letters it is written.
        self._left -= piece.count(b"<")
        last = piece.rfind(b"<")
        self._since = len(piece) - last if last >= 0 else self._since + len(piece)
        if self._left < 0:
            raise TooFarError
        if self._since > _LONGEST:
            raise DamagedError("an element or a text that does not end")
        return piece


@lru_cache(maxsize=100)
def _places(letters: tuple[str, ...]) -> tuple[tuple[int, ...], int]:
    """Return where the cells of a row go, counted from nought, and how wide it is; most rows are shaped alike.

    Raises:
        DamagedError: a cell says nothing of its column.
    """
    places = tuple(column_of(each) - 1 for each in letters)
    if min(places) < 0:
        raise DamagedError("a cell without a column")
    return places, max(places) + 1


class _Relations(Walker):
    """Of which kind each part is, and where it lies."""

    def __init__(self) -> None:
        self.kinds: dict[str, str] = {}
        self.paths: dict[str, str] = {}

    def begin(self, name: str, told: Mapping[str, str]) -> None:
        if local(name) == "Relationship":
            self.kinds[told["Id"]] = told["Type"].rpartition("/")[2].casefold()
            if len(self.kinds) > _MOST_RELATIONS:
                raise ValueError("no workbook has so many parts")
            self.paths[told["Id"]] = posixpath.normpath(posixpath.join("/xl", told["Target"])).lstrip("/")

    def path(self, kind: str) -> str:
        """Return where the part of a kind lies of which there is only one."""
        return next((self.paths[known] for known, each in self.kinds.items() if each == kind), "")


class _Contents(Walker):
    """The sheets by name, and the day that dates are counted from."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.day_one = FROM_1900

    def begin(self, name: str, told: Mapping[str, str]) -> None:
        kind = local(name)
        if kind == "sheet":
            known = next((value for key, value in told.items() if key.endswith(":id")), "")
            self.sheets.append((told["name"], known))
            if len(self.sheets) > _MOST_SHEETS:
                raise ValueError("no workbook has so many sheets")
        elif kind == "workbookPr" and told.get("date1904") in ("1", "true"):
            self.day_one = FROM_1904


def _refuse(*_told: object) -> None:
    raise ValueError("a document type")
