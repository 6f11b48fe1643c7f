"""A seller's workbook: opened with care, and given new rows without touching anything else in it.

Only the text of one sheet changes; every other part of the file, with its lists, styles and checks, is the same bytes.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from itertools import islice
from typing import NamedTuple
from xml.sax.saxutils import escape

from defusedxml import ElementTree
from flask_babel import lazy_gettext as _l

from app.core.archives import DAMAGED, lists_too_much
from app.core.errors import DomainError
from app.core.sheets.workbook import Book, DamagedError, TooFarError
from catalog.marketplaces.writing import clean

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_BYTES = 10_000_000
_MAX_OPENED_BYTES = 60_000_000
_MAX_RATIO = 150
_MAX_PARTS = 500
_MAX_ROWS = 12_000
# Templates of a kind of goods that asks much have some hundred and fifty, and some are for several kinds.
_MAX_COLUMNS = 800
_MAX_SHEETS = 30
_DAMAGED = (DamagedError, TooFarError, *DAMAGED)
# The longest text that a cell of a workbook holds.
_CELL_LENGTH = 32_767
_RUNS = re.compile(r"vbaProject|macrosheets/|activeX|embeddings/|externalLinks/", re.IGNORECASE)
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

Value = str | int | float
Rows = Sequence[Sequence[object]]


class TemplateRefusedError(DomainError):
    """The file is not a template as the marketplace hands it to sellers."""

    code = "catalog.template_refused"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


def check(data: bytes) -> None:
    """Refuse an archive by what it says of itself, before a byte of it is opened.

    Raises:
        TemplateRefusedError: it is no workbook, it swells, or something in it would run.
    """
    if len(data) > MAX_BYTES or lists_too_much(io.BytesIO(data)):
        raise _too_large()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise not_a_template() from error
    opened = sum(part.file_size for part in parts)
    swollen = any(part.file_size > 1_000_000 and part.file_size > _MAX_RATIO * part.compress_size for part in parts)
    if opened > _MAX_OPENED_BYTES or swollen or len(parts) > _MAX_PARTS:
        raise _too_large()
    if any(_RUNS.search(part.filename) for part in parts):
        raise TemplateRefusedError(
            _l("Something in this file runs by itself or reaches into other files. Download the empty template again")
        )


def heads_of(data: bytes, rows: int) -> dict[str, Rows]:
    """Return the first rows of every sheet of a checked file, from its first row and column.

    Raises:
        TemplateRefusedError: it is no workbook.
    """
    with _opened(data) as book:
        return {name: _read(book, name, rows) for name in book.sheets[:_MAX_SHEETS]}


def rows_of(data: bytes, sheet: str) -> Rows:
    """Return the rows of one sheet of a checked file, as far as products are looked for.

    Raises:
        TemplateRefusedError: it is no workbook.
    """
    with _opened(data) as book:
        return _read(book, sheet, _MAX_ROWS)


def with_rows(data: bytes, sheet: str, rows: Mapping[int, Mapping[int, Value]]) -> bytes:
    """Return the file with values written into cells of one sheet, by the numbers of rows and columns.

    Raises:
        TemplateRefusedError: the sheet is not where a workbook has it, or would be longer than is read back.
    """
    if max(rows, default=0) > _MAX_ROWS:
        raise TemplateRefusedError(
            _l("So many rows do not fit into one template. Fill it in product by product, from the page of each")
        )
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            path = _path_of(old, sheet)
            for part in old.infolist():
                text = old.read(part)
                new.writestr(part, _filled(text.decode(), rows).encode() if part.filename == path else text)
    except (KeyError, ValueError, StopIteration, ElementTree.ParseError, *_DAMAGED) as error:
        raise not_a_template() from error
    return out.getvalue()


def not_a_template() -> TemplateRefusedError:
    """Return the refusal of a file that is something else."""
    return TemplateRefusedError(
        _l(
            "This is not the marketplace's template. In its Seller Centre choose Products, Mass upload, "
            "Download the template"
        )
    )


@contextmanager
def _opened(data: bytes) -> Iterator[Book]:
    """Open a workbook to be read row by row: a cell at its far end costs a library that holds the sheet everything."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            yield Book(packed, most_rows=_MAX_ROWS, most_columns=_MAX_COLUMNS)
    except _DAMAGED as error:
        raise not_a_template() from error


def _read(book: Book, sheet: str, most: int) -> Rows:
    return list(islice(_until_too_far(book.rows(sheet)), most))


def _until_too_far(rows: Iterator[Sequence[object]]) -> Iterator[Sequence[object]]:
    """Return rows up to the first that reaches further out than any template does."""
    try:
        yield from rows
    except TooFarError:
        return


def _too_large() -> TemplateRefusedError:
    return TemplateRefusedError(_l("The file is too large. Use the template as downloaded from the marketplace"))


def _path_of(archive: zipfile.ZipFile, sheet: str) -> str:
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    relation = next(each.get(_RELATION) for each in book.iter() if each.get("name") == sheet and each.get(_RELATION))
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    target = next(each.get("Target", "") for each in relations.iter() if each.get("Id") == relation)
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _filled(xml: str, rows: Mapping[int, Mapping[int, Value]]) -> str:
    """Write rows into the text of a sheet; what is not in them keeps its bytes."""
    opening = re.search(r"<((?:\w+:)?)sheetData\b[^>]*?(/?)>", xml)
    if opening is None:
        raise ValueError("no rows in this sheet")
    prefix = opening[1]
    if opening[2]:
        body, rest = "", xml[opening.end() :]
    else:
        end = xml.index(f"</{prefix}sheetData>")
        body, rest = xml[opening.end() : end], xml[end + len(f"</{prefix}sheetData>") :]
    head = f"{xml[: opening.start()]}<{prefix}sheetData>"
    return f"{head}{''.join(_rows(body, prefix, rows))}</{prefix}sheetData>{rest}"


def _rows(body: str, prefix: str, rows: Mapping[int, Mapping[int, Value]]) -> Iterator[str]:
    waiting, number, done = sorted(rows), 0, 0
    for row in _elements(body, f"{prefix}row"):
        number = int(_said(row.said, "r") or number + 1)
        yield body[done : row.start]
        done = row.end
        while waiting and waiting[0] < number:
            yield _row(prefix, "", "", waiting[0], rows[waiting.pop(0)])
        if waiting and waiting[0] == number:
            yield _row(prefix, row.said, row.inner, number, rows[waiting.pop(0)])
        else:
            yield body[row.start : row.end]
    yield body[done:]
    yield from (_row(prefix, "", "", each, rows[each]) for each in waiting)


def _row(prefix: str, said: str, inner: str, number: int, values: Mapping[int, Value]) -> str:
    """Return a row with values in it: a cell that is there keeps its style, and one without a value stays as it is."""
    kept = {
        _column(_said(cell.said, "r")): (inner[cell.start : cell.end], _said(cell.said, "s"))
        for cell in _elements(inner, f"{prefix}c")
    }
    cells = {column: text for column, (text, _style) in kept.items()}
    for column, value in values.items():
        cells[column] = _cell(prefix, f"{_letters(column)}{number}", kept.get(column, ("", ""))[1], value)
    # How wide the row was is no longer true once it has more cells; nothing needs it.
    said = re.sub(r'\sspans="[^"]*"', "", said) or f' r="{number}"'
    return f"<{prefix}row{said}>{''.join(cells[column] for column in sorted(cells))}</{prefix}row>"


class _Element(NamedTuple):
    """Where an element stands in a text, what it says of itself, and what is in it."""

    start: int
    end: int
    said: str
    inner: str


def _elements(text: str, name: str) -> Iterator[_Element]:
    """Return the elements of a name, one after the other; each sign is looked at once, whoever wrote them.

    Raises:
        ValueError: one of them does not end.
    """
    begins, ends, done = re.compile(rf"<{name}(?=[\s/>])([^<>]*?)(/?)>"), f"</{name}>", 0
    while found := begins.search(text, done):
        inner, done = "", found.end()
        if not found[2]:
            last = text.index(ends, done)
            inner, done = text[done:last], last + len(ends)
        yield _Element(found.start(), done, found[1], inner)


def _cell(prefix: str, place: str, style: str, value: Value) -> str:
    """Return a cell; whatever a text begins with (= + - @), it is words: no spreadsheet may run it."""
    said = f'r="{place}"' + (f' s="{style}"' if style else "")
    if not isinstance(value, str):
        return f"<{prefix}c {said}><{prefix}v>{value:.15g}</{prefix}v></{prefix}c>"
    text = escape(clean(value)[:_CELL_LENGTH])
    inner = f'<{prefix}is><{prefix}t xml:space="preserve">{text}</{prefix}t></{prefix}is>'
    return f'<{prefix}c {said} t="inlineStr">{inner}</{prefix}c>'


def _said(attributes: str, name: str) -> str:
    found = re.search(rf'(?:^|\s){name}="([^"]*)"', attributes)
    return found[1] if found else ""


def _column(place: str) -> int:
    number = 0
    for letter in re.sub(r"[^A-Z]", "", place.upper()):
        number = number * 26 + ord(letter) - 64
    return number


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
