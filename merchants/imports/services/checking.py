"""The trial run: find the columns, read every line, and count what would happen, changing no dossier."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import Table, delete

from app.core import clock, collector
from app.core.bulk import insert_columns
from app.core.db import db
from app.core.errors import OvertakenError
from app.core.ids import new_ids
from app.core.sheets.reading import Sheet, UnreadableError, open_sheet
from app.core.transaction import transaction
from merchants.imports import queries
from merchants.imports.models import ImportRow, ListImport
from merchants.imports.rules.cells import Problem
from merchants.imports.rules.columns import Column
from merchants.imports.rules.headers import VOCABULARY, guess, missing
from merchants.imports.services.files import open_file
from merchants.imports.services.record import move
from merchants.imports.services.walking import Ruled, Walk
from merchants.imports.states import SENT_BACK, ImportAction, ImportState, ImportStep

_ROW: Table = ImportRow.__table__  # type: ignore[assignment]  # declared models keep a Table here
# What is said of nearly every line, as one object: it is turned once, not once for every line.
_NOTHING: list[str] = []


class LedTo(NamedTuple):
    """The dossier that a line led to, and the version it left it with if it changed it."""

    merchant_id: UUID | None
    version: int | None = None


_NOWHERE = LedTo(None)


@collector.resting()
def check(import_id: UUID) -> None:
    """Read a list and say what would happen. Called by a worker; begun anew, it starts from the first line again."""
    with transaction():
        brought = queries.locked(import_id)
        if brought.state is not ImportState.READING:
            return None
        data = open_file(brought)
    try:
        sheet = open_sheet(data, VOCABULARY)
    except UnreadableError as error:
        return _fail(import_id, error.why)
    with transaction():
        brought = queries.locked(import_id)
        mapping = _find_columns(brought, sheet)
        if missing(mapping):
            return move(brought, ImportStep.ASK, action=ImportAction.CHECKED, by=brought.actor(), at=clock.now())
        db.session.execute(delete(ImportRow).where(ImportRow.import_id == import_id))
        brought.cursor = 0
        walk = Walk(brought, sheet, mapping)
    counts: Counter[str] = Counter()
    cursor = 0
    for batch in walk.batches():
        with transaction():
            brought = queries.locked(import_id)
            refuse_two_workers(brought, ImportState.READING, cursor)
            ruled = walk.judged(batch)
            counts.update(each.judged.verdict.value for each in ruled)
            insert_rows(import_id, [each for each in ruled if each.judged.verdict in SENT_BACK])
            brought.cursor = cursor = batch[-1].number
    if not counts:
        return _fail(import_id, "empty")
    with transaction():
        brought = queries.locked(import_id)
        refuse_two_workers(brought, ImportState.READING, cursor)
        brought.expected, brought.rows_total, brought.cursor = dict(counts), counts.total(), 0
        move(brought, ImportStep.CHECK, action=ImportAction.CHECKED, by=brought.actor(), at=clock.now())
    return None


def refuse_two_workers(brought: ListImport, state: ImportState, cursor: int) -> None:
    """Stop where another worker is at the same list; whoever is called again goes on from where it then stands.

    Raises:
        OvertakenError: the list is further on, or elsewhere, than this worker left it.
    """
    if brought.state is not state or brought.cursor != cursor:
        raise OvertakenError(_l("Somebody else has just changed this. Open it again to see what is new"))


def insert_rows(import_id: UUID, ruled: Sequence[Ruled], led: Mapping[int, LedTo] | None = None) -> None:
    """Write what became of some lines, in one statement."""
    led = led or {}
    numbers = [each.line.number for each in ruled]
    led_to = [led.get(number, _NOWHERE) for number in numbers]
    columns: dict[str, Sequence[object]] = {
        "id": new_ids(len(ruled)),
        "number": numbers,
        "verdict": [each.judged.verdict for each in ruled],
        "problems": [_said(each.problems) if each.problems else _NOTHING for each in ruled],
        "fills": [list(each.judged.fills) if each.judged.fills else _NOTHING for each in ruled],
        "merchant_id": [each.merchant_id for each in led_to],
        "left_version": [each.version for each in led_to],
    }
    insert_columns(_ROW, columns, shared={"import_id": import_id, "undone_at": None, "kept_because": ""})


def _said(problems: Sequence[Problem]) -> list[dict[str, object]]:
    return [{"column": one.column.value, "reason": one.reason, "values": dict(one.values)} for one in problems]


def mapping_of(brought: ListImport) -> dict[int, Column]:
    """Return what the columns of a list mean."""
    return {int(index): Column(column) for index, column in brought.mapping.items()}


def _find_columns(brought: ListImport, sheet: Sheet) -> dict[int, Column]:
    header = sheet.header()
    if header is None:
        brought.sheet, brought.headers, brought.mapping = sheet.name, [], {}
        return {}
    saved = queries.saved_mapping(brought.area_path, header.key)
    mapping = {int(index): Column(column) for index, column in saved.mapping.items()} if saved else guess(header.texts)
    brought.sheet, brought.header_row, brought.headers = sheet.name, header.row, list(header.texts)
    brought.mapping = {str(index): column.value for index, column in mapping.items()}
    return mapping


def _fail(import_id: UUID, why: str) -> None:
    with transaction():
        brought = queries.locked(import_id)
        brought.why_unreadable = why
        move(brought, ImportStep.FAIL, action=ImportAction.UNREADABLE, by=brought.actor(), at=clock.now())
