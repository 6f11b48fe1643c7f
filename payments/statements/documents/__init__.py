"""Opening a statement: which of the formats it is, and the sheet it stands on."""

from collections.abc import Sequence

from app.core.sheets.headers import Vocabulary
from app.core.sheets.reading import Sheet, UnreadableError, open_sheet
from payments.statements.rules import camt, mt940
from payments.statements.rules.cells import said
from payments.statements.rules.columns import SEARCHED, WORDS, Column, Header, find_header
from payments.statements.rules.reading import Reading, read_rows

# A busy shop's year: read within the second or two that a page may take; a worker lets them in.
MOST_LINES = 20_000
MOST_BYTES = 12 * 1024 * 1024
# Of a workbook's sheets the one is read on which a bank's headers stand.
_VOCABULARY = Vocabulary({column.value: words for column, words in WORDS.items()})


class NoStatementError(ValueError):
    """A file nobody can read as a statement; ``why`` is the word its sentence is found by."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def kind_of(data: bytes) -> str:
    """Return which format a file is: ``camt``, ``mt940`` or ``sheet``.

    Raises:
        NoStatementError: it is empty, or larger than any statement.
    """
    if not data or len(data) > MOST_BYTES:
        raise NoStatementError("size" if data else "empty")
    if camt.is_camt(data):
        return "camt"
    return "mt940" if mt940.is_mt940(data[:4000].decode("utf-8", "replace")) else "sheet"


def read_plain(kind: str, data: bytes) -> Reading:
    """Read a statement that says itself what is what.

    Raises:
        NoStatementError: it cannot be read, has no lines, or too many.
    """
    try:
        found = camt.read(data) if kind == "camt" else mt940.read(data.decode("utf-8", "replace"))
    except ValueError as error:
        raise NoStatementError("damaged") from error
    return _checked(found)


def header_of(data: bytes) -> Header:
    """Return the headers of a sheet.

    Raises:
        NoStatementError: it is no sheet, or none of its lines names a bank's columns.
    """
    found = find_header(_first(_sheet(data)))
    if found is None:
        raise NoStatementError("headers")
    return found


def preview(data: bytes, header: Header, lines: int = 3) -> list[list[str]]:
    """Return the first lines under the headers, to be looked at."""
    return _first(_sheet(data), header.row + 1 + lines)[header.row + 1 :]


def read_sheet(data: bytes, header: Header, columns: dict[Column, int]) -> Reading:
    """Read the lines of a sheet by what its columns are.

    Raises:
        NoStatementError: it is no sheet, has no lines, or too many.
    """
    rows = ((number, row) for number, row in _sheet(data).rows if number > header.row + 1)
    return _checked(read_rows(rows, columns))


def _checked(found: Reading) -> Reading:
    if not found.lines:
        raise NoStatementError("no_lines")
    if len(found.lines) + len(found.skipped) > MOST_LINES:
        raise NoStatementError("lines")
    return found


def _sheet(data: bytes) -> Sheet:
    try:
        return open_sheet(data, _VOCABULARY)
    except UnreadableError as error:
        raise NoStatementError(error.why) from error


def _first(sheet: Sheet, most: int = SEARCHED + 2) -> list[list[str]]:
    rows: Sequence[tuple[int, Sequence[object]]] = [row for _number, row in zip(range(most), sheet.rows, strict=False)]
    return [said(cells) for _number, cells in rows]
