"""What stands in a cell, whatever the program that wrote it made of it: text, a year, a telephone, a number."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from app.core.identifiers import IdentifierError
from app.core.phones import PhoneError, parse_phone
from app.core.sheets.cells import Cell, CellError, text_of
from merchants import rules
from merchants.identity import rules as identity
from merchants.identity.rules import NumberKind, Taxpayer
from merchants.imports.rules.columns import Column

# Excel counts days from here.
_EXCEL_BEGAN = date(1899, 12, 30)
_BETWEEN_DIGITS = re.compile(r"[\s.\-()]")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_DAY = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-]((?:19|20)\d\d)")


@dataclass(frozen=True)
class Problem:
    """Why a line goes back: at which column, in one word, with what its sentence needs; never what the cell held."""

    column: Column
    reason: str
    values: Mapping[str, str | int] = field(default_factory=dict)


def year_of(cell: Cell, today: date) -> int | None:
    """Return the year of birth in a cell: a year, a day as text, as a date or as Excel's day number, or a lunar year.

    Raises:
        CellError: no year, more than one it could be, or one that nobody who works was born in.
    """
    if cell is None or cell == "":
        return None
    first, last = rules.birth_years(today)
    year = _year(cell, first, last)
    if not first <= year <= last:
        raise CellError("year_range", first=first, last=last)
    return year


def phone_of(cell: Cell) -> str:
    """Return the telephone number in E.164, empty if there is none; Excel drops the nought it begins with.

    Raises:
        CellError: not a telephone number.
    """
    said = text_of(cell)
    digits = said if said.isalnum() else _BETWEEN_DIGITS.sub("", said)
    if digits.isdigit() and ((len(digits) == 9 and digits[0] != "0") or (len(digits) == 10 and digits[0] == "2")):
        said = f"0{digits}"
    if not said:
        return ""
    try:
        return parse_phone(said)
    except PhoneError as error:
        raise CellError("phone", digits=error.digits) from error


def number_of(kind: NumberKind, cell: Cell, *, taxpayer: Taxpayer, on: date, birth_year: int | None) -> str:
    """Return an official number as it is sealed, empty if there is none.

    Raises:
        CellError: it cannot be right.
    """
    said = identity.canonical(kind, text_of(cell))
    # Numbers of provinces before 100 begin with noughts, which a spreadsheet drops.
    if said.isdigit() and len(said) in (10, 11) and taxpayer is Taxpayer.HOUSEHOLD:
        said = said.zfill(identity.PERSONAL_DIGITS)
    if not said:
        return ""
    try:
        identity.check(kind, said, taxpayer=taxpayer, on=on, birth_year=birth_year)
    except IdentifierError as error:
        raise CellError(f"number_{error.reason}") from error
    return said


def _year(cell: Cell, first: int, last: int) -> int:
    if isinstance(cell, date):
        # A bare year shown as a date: 1964 is a day of May 1905.
        as_number = (date(cell.year, cell.month, cell.day) - _EXCEL_BEGAN).days
        return as_number if first <= as_number <= last else cell.year
    said = text_of(cell)
    if said.isdigit() and len(said) == 4:
        return int(said)  # perhaps out of range, which is another sentence
    if said.isdigit() and len(said) == 5:
        return (_EXCEL_BEGAN + timedelta(days=int(said))).year
    if found := _DAY.search(said):
        return int(found[1])
    years = set(_YEAR.findall(said))
    if len(years) == 1:
        return int(years.pop())
    return _lunar_year(said, first, last)


def _lunar_year(said: str, first: int, last: int) -> int:
    years = rules.lunar_years(said, (first, last))
    if len(years) == 1:
        return years[0]
    if len(years) == 2:
        raise CellError("year_lunar", one=years[0], other=years[1])
    raise CellError("year")
