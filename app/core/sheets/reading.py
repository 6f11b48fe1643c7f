"""Opening a list: refused while it is still packed if it could fill the memory, then read row by row."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import IO, Literal, cast

import python_calamine

from app.core.sheets.cells import Cell, CellError, text_of
from app.core.sheets.headers import SEARCHED, Header, Vocabulary, find_header

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
MOST_ROWS = 50_000
MOST_COLUMNS = 200
_MOST_PARTS = 500
_MOST_SHEETS = 10
# The reader keeps every cell between the first and the last: so many of them are a hundred megabytes.
_MOST_CELLS = 2_000_000
_CHUNK = 1 << 20
_OVERLAP = 4096
_CELL = re.compile(rb"<(?:\w+:)?c(\s[^>]{0,300})>")
_PLACE = re.compile(rb"\sr\s*=\s*[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")
_DELIMITERS = ",;\t|"

Why = Literal["size", "kind", "password", "damaged", "letters", "rows", "empty"]


class UnreadableError(ValueError):
    """A file that is no list; ``why`` is the word its sentence is found by."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Why = why


@dataclass(frozen=True)
class Sheet:
    """One sheet of a list, row by row; numbers are those that the spreadsheet shows."""

    name: str
    rows: "Rows"
    vocabulary: Vocabulary

    def header(self) -> Header | None:
        """Return the headers of the sheet."""
        return self._header

    @cached_property
    def _header(self) -> Header | None:
        first = [said(row) for _number, row in zip(range(SEARCHED + 1), (each for _, each in self.rows), strict=False)]
        return find_header(first, self.vocabulary)


class Rows:
    """Rows that can be gone through again from the start, each with its number."""

    def __init__(self, sheet: python_calamine.CalamineSheet | None, lines: Sequence[Sequence[str]] = ()) -> None:
        self._sheet = sheet
        self._lines = lines
        start = sheet.start if sheet is not None else None
        self._left = start[1] if start else 0

    def __len__(self) -> int:
        return len(self._lines) if self._sheet is None else self._sheet.total_height

    def __iter__(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        if self._sheet is None:
            yield from enumerate(self._lines, start=1)
            return
        before: list[Cell] = [""] * self._left
        rows = cast("Iterator[list[Cell]]", self._sheet.iter_rows())
        for number, row in enumerate(rows, start=1):
            yield number, before + row if before else row


def open_sheet(data: bytes, vocabulary: Vocabulary) -> Sheet:
    """Return the sheet of a file that nobody has looked into yet; see `open_again`.

    Raises:
        UnreadableError: not a spreadsheet, locked with a password, or too big.
    """
    if data[:2] == b"PK":
        if len(data) > MOST_BYTES:
            raise UnreadableError("size")
        _refuse_bombs(data)
    return open_again(data, vocabulary)


def open_again(data: bytes, vocabulary: Vocabulary) -> Sheet:
    """Return the sheet of a file that holds the list: the first whose headers are understood, else the first.

    The bytes are those that `open_sheet` has looked through before: they are not unpacked a second time.

    Raises:
        UnreadableError: not a spreadsheet, locked with a password, or too big.
    """
    if not data:
        raise UnreadableError("empty")
    if len(data) > MOST_BYTES:
        raise UnreadableError("size")
    if data[:2] == b"PK":
        return _workbook(data, vocabulary)
    if data[:4] == b"\xd0\xcf\x11\xe0":
        raise UnreadableError("password")
    if data[:4] in (b"%PDF", b"\x89PNG", b"\xff\xd8\xff\xe0"):
        raise UnreadableError("kind")
    return Sheet("", Rows(None, _csv_rows(data)), vocabulary)


def said(row: Sequence[Cell]) -> list[str]:
    """Return what the cells of a row say; one that is too long to be a header says nothing."""
    return [_said(cell) for cell in row[:MOST_COLUMNS]]


def _said(cell: Cell) -> str:
    try:
        return text_of(cell)
    except CellError:
        return ""


def _workbook(data: bytes, vocabulary: Vocabulary) -> Sheet:
    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
        names = [each.name for each in book.sheets_metadata if each.typ == python_calamine.SheetTypeEnum.WorkSheet]
        first: Sheet | None = None
        for name in names[:_MOST_SHEETS]:
            sheet = book.get_sheet_by_name(name)
            if sheet.start is None:
                continue
            one = Sheet(name, Rows(sheet), vocabulary)
            header = one.header()
            if header is not None and len(vocabulary.guess(header.texts)) > 1:
                return one
            first = first or one
    except python_calamine.PasswordError as error:
        raise UnreadableError("password") from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise UnreadableError("damaged") from error
    if first is None:
        raise UnreadableError("empty")
    return first


def _refuse_bombs(data: bytes) -> None:
    """Unpack every part once, a piece at a time: sizes must be what they claim, and cells no further out than is read.

    Empty cells that only have a format are not counted: a column coloured to its end is an accident, not an attack.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise UnreadableError("size")
            if "xl/workbook.xml" not in packed.namelist():
                raise UnreadableError("kind")
            for part in parts:
                with packed.open(part) as unpacked:
                    _refuse_far_cells(unpacked, is_sheet=part.filename.startswith("xl/worksheets/"))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise UnreadableError("damaged") from error


def _refuse_far_cells(unpacked: IO[bytes], *, is_sheet: bool) -> None:
    rest, rows, columns = b"", 0, 0
    while piece := unpacked.read(_CHUNK):
        if not is_sheet:
            continue
        text = rest + piece
        for cell in _CELL.finditer(text):
            if cell[1].endswith(b"/"):
                continue
            if place := _PLACE.search(cell[1]):
                rows, columns = max(rows, int(place[2])), max(columns, _column(place[1]))
        # What a piece cut in two is read with the next; a cell read twice counts no further.
        rest = text[-_OVERLAP:]
        if rows > MOST_ROWS + SEARCHED or columns > MOST_COLUMNS or rows * columns > _MOST_CELLS:
            raise UnreadableError("rows")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _csv_rows(data: bytes) -> Sequence[Sequence[str]]:
    text = _decoded(data)
    try:
        rows: list[Sequence[str]] = []
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)):
            if len(rows) > MOST_ROWS + SEARCHED:
                raise UnreadableError("rows")
            rows.append(row[:MOST_COLUMNS])
    except csv.Error as error:
        raise UnreadableError("damaged") from error
    return rows


def _decoded(data: bytes) -> str:
    """Return the text of a CSV file: UTF-8 or UTF-16 as they say themselves, else what Windows wrote in Vietnam."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ["utf-16"]
    elif data[1:200:2].count(0) > 40:
        encodings = ["utf-16-le"]
    else:
        encodings = ["utf-8-sig", "cp1258"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            raise UnreadableError("kind")
        return text
    raise UnreadableError("letters")


def _delimiter(text: str) -> str:
    """Return what separates the columns: what the first lines have most often, and alike."""
    lines = [each for each in text[:20_000].splitlines() if each.strip()][:20]
    return max(_DELIMITERS, key=lambda sign: sum(min(each.count(sign), 30) for each in lines))
