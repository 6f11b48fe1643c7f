"""Reading a sheet: which column is which, of which commune each line is, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.core.sheets.cells import Cell, CellError, text_of
from app.core.sheets.reading import UnreadableError, open_sheet
from app.core.sheets.rows import Rows
from app.dashboards.reported import rules
from app.dashboards.reported.rules import COMMUNE, Communes, Line, Problem

# A province has a few hundred communes; a sheet with more lines is another list.
MOST_LINES = 5_000


@dataclass(frozen=True)
class Reading:
    """A sheet as it was read."""

    sheet_name: str
    header_row: int
    headers: Sequence[str]
    places: Mapping[str, int]
    rows: Rows
    lines: Sequence[Line]

    @property
    def wrong(self) -> list[Line]:
        """The lines that go back."""
        return [line for line in self.lines if line.problems]


def read(data: bytes, communes: Communes, offered: Sequence[str]) -> Reading:
    """Return what a sheet says of the indicators offered.

    Raises:
        UnreadableError: no spreadsheet, or none with communes and numbers in it.
    """
    sheet = open_sheet(data, rules.vocabulary())
    header = sheet.header()
    known = {facts.key for facts in rules.asked(offered)}
    guessed = rules.vocabulary().guess(header.texts) if header else {}
    places = {key: index for index, key in guessed.items() if key in known}
    if header is None or COMMUNE not in places or len(places) < 2:
        raise UnreadableError("empty")
    lines: list[Line] = []
    for number, row in sheet.rows:
        cells = {key: row[index] for key, index in places.items() if index < len(row)}
        if number <= header.row + 1 or not any(_is_said(cell) for cell in cells.values()):
            continue
        if len(lines) == MOST_LINES:
            raise UnreadableError("rows")
        line = _line(number, cells, communes, offered, {each.commune_path for each in lines})
        # A commune of the template with nothing filled in has no figure, which is in order.
        lines += [line] if line.counts or line.problems else []
    if not lines:
        raise UnreadableError("empty")
    return Reading(sheet.name, header.row, header.texts, places, sheet.rows, lines)


def _line(number: int, cells: Mapping[str, Cell], communes: Communes, offered: Sequence[str], named: set[str]) -> Line:
    problems: list[Problem] = []
    counts: dict[str, int] = {}
    path = ""
    try:
        path = communes.path(text_of(cells.get(COMMUNE)))
        if path in named:
            problems.append(Problem(COMMUNE, "commune_twice"))
    except CellError as error:
        problems.append(Problem(COMMUNE, error.reason, error.values))
    for key, cell in cells.items():
        if key == COMMUNE:
            continue
        try:
            count = rules.count_of(cell)
        except CellError as error:
            problems.append(Problem(key, error.reason, error.values))
        else:
            counts |= {} if count is None else {key: count}
    if not any(each.reason == "number" for each in problems):
        problems += rules.faults(counts, offered)
    return Line(number, path, counts, problems)


def _is_said(cell: Cell) -> bool:
    return cell is not None and str(cell).strip() != ""
