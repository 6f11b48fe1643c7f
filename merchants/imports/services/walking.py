"""Going through a list from its first line, the same way for the trial run, the real one and one that was stopped."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from app.core import clock, collector, sealed
from app.core.sheets.cells import Cell
from app.core.sheets.reading import MOST_COLUMNS, Sheet
from merchants.identity import rules as identity
from merchants.imports import queries
from merchants.imports.models import ListImport
from merchants.imports.rules.cells import Problem
from merchants.imports.rules.columns import Column
from merchants.imports.rules.lines import Entry, Lines, is_blank
from merchants.imports.rules.matching import Judged, Person, Seen, Shelf, judge, person_of
from merchants.imports.states import Verdict

BATCH = 2_000


class Line(NamedTuple):
    """One line: read, with what its household is recognised by, or with what is wrong with it."""

    number: int
    entry: Entry | None
    person: Person | None
    problems: tuple[Problem, ...]


class Ruled(NamedTuple):
    """One line and what becomes of it."""

    line: Line
    judged: Judged
    problems: tuple[Problem, ...]


class Walk:
    """One way through a list. Between two batches nothing of the database is held."""

    def __init__(self, brought: ListImport, sheet: Sheet, mapping: Mapping[int, Column]) -> None:
        # The day the list was brought, not today: a run that is stopped before midnight ends as it began.
        today = clock.local(brought.brought_at).date()
        self._area_path = brought.area_path
        self._header_row = brought.header_row
        self._sheet = sheet
        self._mapping = [(index, column) for index, column in mapping.items() if index < MOST_COLUMNS]
        self._lines = Lines(queries.PlacesOf(brought.area_path, today), today)
        self._seen = Seen()
        self._import_id = brought.id
        # What this list filled in: lines are judged as if it had not.
        self._filled: dict[UUID, Sequence[str]] = {}

    def batches(self, after: int = 0) -> Iterator[list[Line]]:
        """Yield the lines in batches; those up to a row are only remembered, because they are finished with."""
        batch: list[Line] = []
        for number, cells in self._sheet.rows:
            if number <= self._header_row + 1:
                continue
            line = self._read(number, cells)
            if line is None:
                continue
            if number <= after:
                if line.person is not None:
                    self._seen.add(number, line.person)
                continue
            batch.append(line)
            if len(batch) == BATCH:
                yield batch
                batch = []
                collector.look_briefly()
        if batch:
            yield batch

    def go_on(self, done: Sequence[queries.Led]) -> None:
        """Remember where finished lines led, so that the rest is judged as if nothing had stopped."""
        for row in done:
            self._seen.stands_for(row.number, row.merchant_id)
        self._filled |= {row.merchant_id: row.fills for row in done if row.verdict is Verdict.FILLED}

    def judged(self, batch: Sequence[Line]) -> list[Ruled]:
        """Say what becomes of each line of a batch; inside a transaction, which sees the dossiers as they are."""
        people = [line.person for line in batch if line.person is not None]
        found = queries.known_like(people, self._area_path, before=self._import_id)
        shelf = Shelf([known.without(self._filled.get(known.merchant_id, ())) for known in found])
        return [self._ruled(line, shelf) for line in batch]

    def filled(self, merchant_id: UUID, fills: Sequence[str]) -> None:
        """Remember what a line filled in: the lines after it are held against the line, not against both."""
        self._filled[merchant_id] = fills

    def _ruled(self, line: Line, shelf: Shelf) -> Ruled:
        if line.entry is None or line.person is None:
            return Ruled(line, Judged(Verdict.WRONG), line.problems)
        judged = judge(line.entry, line.person, self._seen, shelf.sharing(line.person))
        self._seen.add(line.number, line.person)
        if judged.merchant_id is not None:
            self._seen.stands_for(line.number, judged.merchant_id)
        return Ruled(line, judged, (judged.problem,) if judged.problem else ())

    def _read(self, number: int, cells: Sequence[Cell]) -> Line | None:
        last = len(cells)
        given = {column: cells[index] for index, column in self._mapping if index < last}
        if is_blank(given):
            return None
        read = self._lines.read(given)
        if isinstance(read, Entry):
            return Line(number, read, person_of(read, _hashes(read)), ())
        return Line(number, None, None, read)


def _hashes(entry: Entry) -> tuple[str, ...]:
    """Return the keyed hashes of a line's numbers, under every key held."""
    if not entry.numbers:
        return ()
    found: list[str] = []
    for kind, number in entry.numbers.items():
        found += sealed.blind_indexes(number, purpose=identity.index_purpose(kind, number))
    return tuple(dict.fromkeys(found))
