"""A workbook that goes back as it came, with one more column that says what to mend."""

import io
from collections.abc import Iterable, Mapping, Sequence

import openpyxl
from openpyxl.cell.cell import Cell as BookCell
from openpyxl.cell.cell import MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from app.core.sheets.cells import Cell, plain
from app.core.sheets.headers import SENTENCES
from app.core.sheets.returned import Said, as_text

_WRONG = PatternFill("solid", start_color="FFF4D6D2")
_SAYS = PatternFill("solid", start_color="FFFFF1CC")


def told(data: bytes, sheet_name: str, header_row: int, rows: Iterable[tuple[int, Sequence[Cell]]],
         said: Mapping[int, Said]) -> bytes:  # fmt: skip
    """Return the workbook with one more column; other sheets stay, and what was a formula in the list is text now."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book[sheet_name]
    column = _sentence_column(sheet, header_row + 1, sheet.max_column)
    for number, cells in rows:
        _still(sheet, number, cells)
        wrong = said.get(number)
        if number > header_row + 1:
            _tell(sheet, number, column, wrong)
    head = sheet.cell(header_row + 1, column, SENTENCES)
    head.font = Font(bold=True)
    sheet.column_dimensions[head.column_letter].width = 60
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _sentence_column(sheet: Worksheet, header_row: int, last: int) -> int:
    """Return the column of sentences: the one a list that comes back already has, else the next free one."""
    for column in range(1, last + 1):
        if plain(str(sheet.cell(header_row, column).value or "")) == plain(SENTENCES):
            return column
    return last + 1


def _tell(sheet: Worksheet, number: int, column: int, told: Said | None) -> None:
    cell = sheet.cell(number, column)
    if isinstance(cell, MergedCell):
        return
    if told is None:
        cell.value = None
        cell.fill = PatternFill()
        return
    cell.value, cell.data_type = told.sentence, "s"
    cell.fill, cell.alignment = _SAYS, Alignment(wrap_text=True, vertical="top")
    for place in told.columns:
        sheet.cell(number, place + 1).fill = _WRONG


def _still(sheet: Worksheet, number: int, cells: Sequence[Cell]) -> None:
    """Write what formulas came to, or, if no program ever worked them out, the formulas themselves, as text."""
    for place in range(len(cells)):
        cell = sheet.cell(number, place + 1)
        if isinstance(cell, BookCell) and cell.data_type == "f":
            formula = str(cell.value)
            cell.value = as_text(cells[place]) or formula
            cell.data_type = "s"
