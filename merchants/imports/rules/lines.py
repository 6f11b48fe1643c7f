"""One line of a list: read into what a draft holds, or refused with everything that is wrong with it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Protocol, TypeVar
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
        return not any(not isinstance(cell, str | None) or (cell and cell.strip()) for cell in cells.values())
    return first is None


def read_line(cells: Mapping[Column, Cell], places: Places, today: date) -> Entry | tuple[Problem, ...]:
    """Read one line whole: everything that is wrong is said at once, not one thing after the other."""
    line = _Line(cells)
    code = line.read(Column.CODE, _code, "")
    owner_name = line.read(Column.OWNER_NAME, _owner_name, "")
    birth_year = line.read(Column.BIRTH_YEAR, lambda cell: year_of(cell, today), None)
    phone = line.read(Column.PHONE, phone_of, "")
    contact_name = line.read(Column.CONTACT_NAME, lambda cell: _at_most(cell, rules.NAME_LENGTHS[1]), "")
    business_name = line.read(Column.BUSINESS_NAME, lambda cell: _at_most(cell, rules.NAME_LENGTHS[1]), "")
    craft, craft_other = line.read(Column.CRAFT, _craft, (Craft.OTHER, ""))
    legal_form = line.read(Column.LEGAL_FORM, _legal_form, LegalForm.HOUSEHOLD)
    commune = line.read(Column.COMMUNE, text_of, "")
    spot = line.read(Column.HAMLET, lambda cell: _spot(places, commune, cell), None)
    house_note = line.read(Column.HOUSE_NOTE, lambda cell: _at_most(cell, rules.HOUSE_NOTE_LENGTH), "")
    taxpayer = Taxpayer.ORGANISATION if keeps_tax_code(legal_form) else Taxpayer.HOUSEHOLD
    numbers = line.numbers(taxpayer, today, birth_year)
    has_slip = bool(line.read(Column.SLIP, text_of, ""))
    is_apart = bool(line.read(Column.APART, text_of, ""))
    if line.problems or spot is None:
        return tuple(line.problems)
    return Entry(
        code=code,
        owner_name=owner_name,
        owner_name_fold=fold(owner_name),
        birth_year=birth_year,
        phone=phone,
        contact_name=contact_name,
        business_name=business_name,
        craft=craft,
        craft_other=craft_other,
        legal_form=legal_form,
        spot=spot,
        house_note=house_note,
        numbers=numbers,
        has_slip=has_slip,
        is_apart=is_apart,
    )


class _Line:
    """The cells of a line and what was wrong with them so far."""

    def __init__(self, cells: Mapping[Column, Cell]) -> None:
        self.cells = cells
        self.problems: list[Problem] = []

    def read(self, column: Column, reader: Callable[[Cell], Read], otherwise: Read) -> Read:
        cell = self.cells.get(column)
        if (cell is None or cell == "") and column not in NEEDED:
            return otherwise
        try:
            return reader(cell)
        except CellError as error:
            at = Column(str(error.values.pop("column", column)))
            self.problems.append(Problem(at, error.reason, error.values))
            return otherwise

    def numbers(self, taxpayer: Taxpayer, on: date, birth_year: int | None) -> Mapping[NumberKind, str]:
        found: dict[NumberKind, str] = {}
        for column, kind in _NUMBERS.items():
            # A citizen number is a person's whatever the business is.
            whose = Taxpayer.HOUSEHOLD if kind is NumberKind.CITIZEN_ID else taxpayer
            born = birth_year if whose is Taxpayer.HOUSEHOLD else None
            number = self.read(column, _reader(kind, whose, on, born), "")
            if number:
                found[kind] = number
        return found


def _reader(kind: NumberKind, taxpayer: Taxpayer, on: date, birth_year: int | None) -> Callable[[Cell], str]:
    return lambda cell: number_of(kind, cell, taxpayer=taxpayer, on=on, birth_year=birth_year)


def _code(cell: Cell) -> str:
    said = text_of(cell)
    if not said:
        return ""
    try:
        return parse_dossier_code(said)
    except CodeError as error:
        raise CellError("code") from error


def _owner_name(cell: Cell) -> str:
    said = text_of(cell)
    if not said:
        raise CellError("name_missing")
    if not rules.name_fits(said):
        raise CellError("name")
    return said


def _at_most(cell: Cell, most: int) -> str:
    said = text_of(cell)
    if len(said) > most:
        raise CellError("long", most=most)
    return said


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
