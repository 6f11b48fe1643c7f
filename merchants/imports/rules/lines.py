"""One line of a list: read into what a draft holds, or refused with everything that is wrong with it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, partial
from typing import Any, NamedTuple, Protocol, TypeVar
from uuid import UUID

from app.core.ids import CodeError, parse_dossier_code
from app.core.sheets.cells import Cell, CellError, plain, text_of
from app.core.text import fold
from merchants import rules
from merchants.identity.rules import NumberKind, Taxpayer
from merchants.imports.rules.cells import Problem, number_of, phone_of, year_of
from merchants.imports.rules.columns import EXAMPLE, NEEDED, Column, crafts, forms
from merchants.legal_forms import LegalForm, keeps_tax_code
from merchants.rules import Craft

Read = TypeVar("Read")
_LONGEST_EXAMPLE = 20
# The example's first letter: a line that begins with another need not be compared whole.
_V_FIRST = re.compile(r"[\W_]*v", re.IGNORECASE)
_NUMBERS = {Column.CITIZEN_ID: NumberKind.CITIZEN_ID, Column.TAX_CODE: NumberKind.TAX_CODE}


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a household is: its hamlet, or its commune and the name of a hamlet that is not in the list of places."""

    area_id: UUID
    area_path: str
    commune_path: str
    note: str = ""
    # What two spots are compared by: worked out once, since a list names the same few again and again.
    key: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", f"{self.area_path}{fold(self.note)}")


class Places(Protocol):
    """The places a list may name."""

    def spot(self, commune: str, hamlet: str) -> Spot:
        """Return the place two words lead to.

        Raises:
            CellError: no such commune, or one that is not this official's.
        """


class Entry(NamedTuple):
    """One line, read and in order; an empty answer is one that the line does not give."""

    code: str
    owner_name: str
    owner_name_fold: str
    birth_year: int | None
    phone: str
    contact_name: str
    business_name: str
    craft: Craft
    craft_other: str
    legal_form: LegalForm
    spot: Spot
    house_note: str
    numbers: Mapping[NumberKind, str]
    has_slip: bool
    is_apart: bool


def is_blank(cells: Mapping[Column, Cell]) -> bool:
    """Whether a line says nothing, or is the template's example: neither is counted."""
    first = next((cell for cell in cells.values() if cell not in (None, "")), None)
    if isinstance(first, str):
        if len(first) < _LONGEST_EXAMPLE and _V_FIRST.match(first) and plain(first) == plain(EXAMPLE):
            return True
        return first.isspace() and not any(
            not isinstance(cell, str | None) or (cell and cell.strip()) for cell in cells.values()
        )
    return first is None


class Lines:
    """What reads the lines of one list. What a column says again and again, as villages and crafts do, is read once."""

    def __init__(self, places: Places, today: date) -> None:
        self._today = today
        self._spot = _remembered(partial(_spot, places))
        readers: Mapping[Column, Callable[[Cell], Any]] = {
            Column.CODE: _code,
            Column.OWNER_NAME: _remembered(_owner_name),
            Column.BIRTH_YEAR: _remembered(partial(year_of, today=today)),
            Column.PHONE: phone_of,
            Column.CONTACT_NAME: _name,
            Column.BUSINESS_NAME: _name,
            Column.CRAFT: _remembered(_craft),
            Column.LEGAL_FORM: _remembered(_legal_form),
            Column.COMMUNE: _remembered(text_of),
            Column.HAMLET: self._spot,
            Column.HOUSE_NOTE: _remembered(_house_note),
            Column.SLIP: _remembered(_is_said),
            Column.APART: _remembered(_is_said),
        }
        # In the order in which what is wrong is said.
        self._columns = tuple((*each, each[0] in NEEDED) for each in readers.items())

    def read(self, cells: Mapping[Column, Cell]) -> Entry | tuple[Problem, ...]:
        """Read one line whole: everything that is wrong is said at once, not one thing after the other."""
        found: dict[Column, Any] = {}
        problems: list[Problem] = []
        for column, reader, is_needed in self._columns:
            cell = cells.get(column)
            if not is_needed and (cell is None or cell == ""):
                continue
            try:
                found[column] = (
                    self._spot(found.get(Column.COMMUNE, ""), cell) if column is Column.HAMLET else reader(cell)
                )
            except CellError as error:
                problems.append(_problem(column, error))
        get = found.get
        legal_form, birth_year = get(Column.LEGAL_FORM, LegalForm.HOUSEHOLD), get(Column.BIRTH_YEAR)
        numbers = self._numbers(cells, legal_form, birth_year, problems)
        if problems:
            return tuple(problems)
        name, folded = found[Column.OWNER_NAME]
        craft, craft_other = found[Column.CRAFT]
        return Entry(
            get(Column.CODE, ""),
            name,
            folded,
            birth_year,
            get(Column.PHONE, ""),
            get(Column.CONTACT_NAME, ""),
            get(Column.BUSINESS_NAME, ""),
            craft,
            craft_other,
            legal_form,
            found[Column.HAMLET],
            get(Column.HOUSE_NOTE, ""),
            numbers,
            get(Column.SLIP, False),
            get(Column.APART, False),
        )

    def _numbers(
        self, cells: Mapping[Column, Cell], legal_form: LegalForm, birth_year: int | None, problems: list[Problem]
    ) -> Mapping[NumberKind, str]:
        found: dict[NumberKind, str] = {}
        for column, kind in _NUMBERS.items():
            cell = cells.get(column)
            if cell is None or cell == "":
                continue
            # A citizen number is a person's whatever the business is.
            is_business = kind is not NumberKind.CITIZEN_ID and keeps_tax_code(legal_form)
            taxpayer = Taxpayer.ORGANISATION if is_business else Taxpayer.HOUSEHOLD
            born = None if is_business else birth_year
            try:
                number = number_of(kind, cell, taxpayer=taxpayer, on=self._today, birth_year=born)
            except CellError as error:
                problems.append(_problem(column, error))
                continue
            if number:
                found[kind] = number
        return found


def _remembered(reader: Callable[..., Read]) -> Callable[..., Read]:
    """Remember what a reader made of some thousand cells; of 1, 1.0 and true each is its own."""
    return lru_cache(maxsize=4_000, typed=True)(reader)


def _problem(column: Column, error: CellError) -> Problem:
    return Problem(Column(str(error.values.pop("column", column))), error.reason, error.values)


def _code(cell: Cell) -> str:
    said = text_of(cell)
    if not said:
        return ""
    try:
        return parse_dossier_code(said)
    except CodeError as error:
        raise CellError("code") from error


def _owner_name(cell: Cell) -> tuple[str, str]:
    said = text_of(cell)
    if not said:
        raise CellError("name_missing")
    if not rules.name_fits(said):
        raise CellError("name")
    return said, fold(said)


def _at_most(most: int, cell: Cell) -> str:
    said = text_of(cell)
    if len(said) > most:
        raise CellError("long", most=most)
    return said


_name = partial(_at_most, rules.NAME_LENGTHS[1])
_house_note = partial(_at_most, rules.HOUSE_NOTE_LENGTH)


def _is_said(cell: Cell) -> bool:
    return bool(text_of(cell))


def _craft(cell: Cell) -> tuple[Craft, str]:
    said = text_of(cell)
    if not said:
        raise CellError("craft_missing")
    known = crafts().get(plain(said))
    if known is not None:
        return known, ""
    if len(said) > rules.CRAFT_LENGTH:
        raise CellError("long", most=rules.CRAFT_LENGTH)
    return Craft.OTHER, said


def _legal_form(cell: Cell) -> LegalForm:
    said = plain(text_of(cell))
    if not said:
        return LegalForm.HOUSEHOLD
    known = forms().get(said)
    if known is None:
        raise CellError("legal_form")
    return known


def _spot(places: Places, commune: str, cell: Cell) -> Spot:
    hamlet = text_of(cell)
    if not hamlet:
        raise CellError("hamlet_missing")
    if len(hamlet) > rules.HOUSE_NOTE_LENGTH:
        raise CellError("long", most=rules.HOUSE_NOTE_LENGTH)
    return places.spot(commune, hamlet)
