"""Many rows of text poured into a workbook that is made already: a fifth of what a library takes cell by cell."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, Any
from xml.sax.saxutils import escape

from xlsxwriter.utility import xl_col_to_name

SHEET = "xl/worksheets/sheet1.xml"
_END = b"</sheetData>"
# It says how far the rows go, which nobody knows yet; spreadsheets do without.
_DIMENSION = re.compile(rb"<dimension [^>]*/>")
# What XML cannot hold, and what a spreadsheet would take for the code of a sign.
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]|_x(?=[0-9a-fA-F]{4}_)")
_AT_ONCE = 500


def pour(made: bytes, lines: Iterable[Mapping[str, Any]], keys: Sequence[str], into: IO[bytes], *, style: int) -> None:
    """Write a workbook with lines under the one row of its first sheet; ``style`` is the number of their format.

    What stands under each key goes into a column of its own, as text that no spreadsheet runs or counts with.
    """
    with zipfile.ZipFile(io.BytesIO(made)) as book, zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as poured:
        for part in book.infolist():
            if part.filename != SHEET:
                poured.writestr(part, book.read(part), zipfile.ZIP_DEFLATED)
                continue
            before, end, after = _DIMENSION.sub(b"", book.read(part)).partition(_END)
            with poured.open(SHEET, "w") as sheet:
                sheet.write(before)
                for some in _together(_rows(lines, keys, style)):
                    sheet.write(some.encode())
                sheet.write(end + after)


def _rows(lines: Iterable[Mapping[str, Any]], keys: Sequence[str], style: int) -> Iterator[str]:
    opened = [(key, f'<c s="{style}" t="inlineStr" r="{xl_col_to_name(place)}') for place, key in enumerate(keys)]
    for number, line in enumerate(lines, start=2):
        cells = [
            f'{cell}{number}"><is><t xml:space="preserve">{_safe(str(value))}</t></is></c>'
            for key, cell in opened
            if (value := line.get(key, "")) != ""
        ]
        yield f'<row r="{number}">{"".join(cells)}</row>'


def _safe(text: str) -> str:
    return escape(_UNSAFE.sub(lambda found: "_x005F_x" if found[0] == "_x" else "", text))


def _together(rows: Iterator[str]) -> Iterator[str]:
    some: list[str] = []
    for row in rows:
        some.append(row)
        if len(some) == _AT_ONCE:
            yield "".join(some)
            some = []
    yield "".join(some)
