"""Opening a list: refused while it is still packed if it could fill the memory, then read row by row."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from app.core.archives import DAMAGED, lists_too_much
from app.core.sheets.cells import Cell, CellError, text_of
from app.core.sheets.headers import SEARCHED, Header, Vocabulary, find_header
from app.core.sheets.rows import Rows
from app.core.sheets.workbook import Book, DamagedError, TooFarError

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
# Lists of the same few words shrink to a thirtieth, for their rows are numbered; nothing that is one to a hundredth.
_MOST_RATIO = 100
_SMALL = 10 * 1024 * 1024
MOST_ROWS = 50_000
MOST_COLUMNS = 200
_MOST_PARTS = 500
_MOST_SHEETS = 10
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
    rows: Rows
    vocabulary: Vocabulary

    def header(self) -> Header | None:
        """Return the headers of the sheet."""
        return self._header

    @cached_property
    def _header(self) -> Header | None:
        first = [said(row) for _number, row in zip(range(SEARCHED + 1), (each for _, each in self.rows), strict=False)]
        width = max(map(len, first), default=0)
        return find_header([row + [""] * (width - len(row)) for row in first], self.vocabulary)


def open_sheet(data: bytes, vocabulary: Vocabulary) -> Sheet:
    """Return the sheet of a file that holds the list: the first whose headers are understood, else the first.

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
    return Sheet("", Rows.of(_csv_rows(data)), vocabulary)


def said(row: Sequence[Cell]) -> list[str]:
    """Return what the cells of a row say; one that is too long to be a header says nothing."""
    return [_said(cell) for cell in row[:MOST_COLUMNS]]


def _said(cell: Cell) -> str:
    try:
        return text_of(cell)
    except CellError:
        return ""


def _workbook(data: bytes, vocabulary: Vocabulary) -> Sheet:
    """Read the sheets of a workbook until one is understood; of no part is more unpacked than the workbook says of it.

    Empty cells that only have a format are not counted: a column coloured to its end is an accident, not an attack.
    """
    first: Sheet | None = None
    if lists_too_much(io.BytesIO(data)):
        raise UnreadableError("size")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            _refuse_bombs(packed)
            book = Book(packed, most_rows=MOST_ROWS + SEARCHED, most_columns=MOST_COLUMNS)
            for name in book.sheets[:_MOST_SHEETS]:
                one = Sheet(name, Rows.of(book.rows(name)), vocabulary)
                header = one.header()
                if header is not None and len(vocabulary.guess(header.texts)) > 1:
                    return one
                first = first or (one if len(one.rows) else None)
    except TooFarError as error:
        raise UnreadableError("rows") from error
    except (DamagedError, *DAMAGED) as error:
        raise UnreadableError("damaged") from error
    if first is None:
        raise UnreadableError("empty")
    return first


def _refuse_bombs(packed: zipfile.ZipFile) -> None:
    parts = packed.infolist()
    swollen = any(part.file_size > _SMALL and part.file_size > _MOST_RATIO * part.compress_size for part in parts)
    if swollen or len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise UnreadableError("size")
    if "xl/workbook.xml" not in packed.namelist():
        raise UnreadableError("kind")


def _csv_rows(data: bytes) -> Iterator[Sequence[Cell]]:
    text = _decoded(data)
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))):
            if number > MOST_ROWS + SEARCHED:
                raise UnreadableError("rows")
            yield row[:MOST_COLUMNS]
    except csv.Error as error:
        raise UnreadableError("damaged") from error


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
