"""The list that goes back: the same workbook with a column that says what to mend, or its lines alone if it is long."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import xlsxwriter

from app.core.archives import DAMAGED
from app.core.sheets.cells import Cell, plain
from app.core.sheets.headers import SENTENCES, UNREAD
from app.core.sheets.reading import said as words_of

# Opening a workbook to write in it takes a second for some thousand lines; longer lists get their lines back alone.
MOST_ROWS = 5_000
MOST_BYTES = 3 * 1024 * 1024
# Of such lists with forty columns. Each costs memory, and a sheet that nobody looks at holds two hundred megabytes of
# them in a file of half a megabyte.
_MOST_ELEMENTS = 1_000_000
_MOST_UNPACKED = 40 * 1024 * 1024
_PIECE = 1 << 16
# What the library says of workbooks that other programs write and read, and it does not.
_ODD = (*DAMAGED, TypeError, ValueError, LookupError, AttributeError)


@dataclass(frozen=True)
class Said:
    """What is wrong with one row: the sentence, and the columns of the sheet it is about, counted from nought."""

    sentence: str
    columns: tuple[int, ...]


def same_book(data: bytes, sheet_name: str, header_row: int, rows: Iterable[tuple[int, Sequence[Cell]]],
              said: Mapping[int, Said]) -> bytes:  # fmt: skip
    """Return the workbook with one more column; other sheets stay, and what was a formula in the list is text now.

    Of one that is too heavy to be opened whole, or that the library cannot open, only the lines that go back.
    """
    from app.core.sheets import in_place

    if _is_light(data):
        try:
            return in_place.told(data, sheet_name, header_row, rows, said)
        except _ODD:
            return _without_the_rest(header_row, rows, said)
    return _without_the_rest(header_row, rows, said)


def _without_the_rest(header_row: int, rows: Iterable[tuple[int, Sequence[Cell]]], said: Mapping[int, Said]) -> bytes:
    headers = next((words_of(cells) for number, cells in rows if number == header_row + 1), [])
    return lines_alone(headers, rows, said)


def _is_light(data: bytes) -> bool:
    """Whether a workbook may be opened whole: by what is in it, for what it says of itself may be a lie."""
    left = _MOST_ELEMENTS
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _MOST_UNPACKED:
                return False
            for part in packed.infolist():
                with packed.open(part) as unpacked:
                    while left > 0 and (piece := unpacked.read(_PIECE)):
                        left -= piece.count(b"<")
    except DAMAGED:
        return False
    return left > 0


def lines_alone(headers: Sequence[str], rows: Iterable[tuple[int, Sequence[Cell]]], said: Mapping[int, Said]) -> bytes:
    """Return a new workbook with only the lines that go back, everything in it as text."""
    packed = io.BytesIO()
    how = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(packed, how) as book:
        sheet = book.add_worksheet("Danh sách")
        bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        wrong = book.add_format({"num_format": "@", "bg_color": "#F4D6D2"})
        says = book.add_format({"text_wrap": True, "bg_color": "#FFF1CC"})
        kept = [place for place, header in enumerate(headers) if plain(header) not in UNREAD]
        sheet.set_column(0, len(kept), 22)
        sheet.set_column(len(kept), len(kept), 60)
        for at, place in enumerate(kept):
            sheet.write_string(0, at, headers[place], bold)
        sheet.write_string(0, len(kept), SENTENCES, bold)
        line = 0
        for number, cells in rows:
            told = said.get(number)
            if told is None:
                continue
            line += 1
            for at, place in enumerate(kept):
                words = as_text(cells[place]) if place < len(cells) else ""
                sheet.write_string(line, at, words, wrong if place in told.columns else text)
            sheet.write_string(line, len(kept), told.sentence, says)
    return packed.getvalue()


def as_text(cell: Cell) -> str:
    """Return what stood in a cell, uncut, as text that no spreadsheet runs."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell if isinstance(cell, str) else str(cell)
