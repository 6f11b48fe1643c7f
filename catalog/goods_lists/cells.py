"""What stands in one cell of a list of products, read into what a product keeps, and written to be read back."""

import html
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from math import ceil
from typing import Any

from app.core.identifiers import IdentifierError, check_gtin
from app.core.money import MoneyError, parse_vnd
from app.core.sheets.cells import Cell, CellError, plain, text_of
from catalog import rules
from catalog.families import Attribute, AttributeKind, AttributeRefusedError, read_attribute, shipped
from catalog.goods_lists.columns import Column
from catalog.marketplaces.differences import NAMES
from catalog.rules import Axis, Storage, Unit

LONGEST = 5_000
_MONTH_DAYS, _YEAR_DAYS = 30, 360
_DAYS = {"ngay": 1, "day": 1, "days": 1} | {"thang": _MONTH_DAYS, "month": _MONTH_DAYS, "months": _MONTH_DAYS} | {
    "nam": _YEAR_DAYS, "year": _YEAR_DAYS, "years": _YEAR_DAYS,
}  # fmt: skip
_AMOUNT = re.compile(r"([\d.,]+)\s*(\S.*)")
_WEIGHT = re.compile(r"(\d{1,7}(?:[.,]\d+)*)\s*(g|gr|gam|gram|kg|ký|cân)?\.?", re.IGNORECASE)
_SIDES = re.compile(r"(\d{1,3})\s*[x×*]\s*(\d{1,3})\s*[x×*]\s*(\d{1,3})")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:(\.)\d{3}(?:\.\d{3})*|,\d{3}(?:,\d{3})*)")
_BETWEEN = re.compile(r"[\s,;|]+")
_TAGS = re.compile(r"<[^<>]{0,500}>")
_BREAKS = re.compile(r"<(?:br\s*/?|/p|/li|/div)>", re.IGNORECASE)
# What a spreadsheet would work out or run: a sum of numbers and cells, a call of a function, or of another program.
# Words may begin with such a sign.
_RUNS = re.compile(r"=(?:\$?[A-Z]{1,3}\$?\d|[\d\"({'!]|$)|[=+@][A-Za-z.]{2,40}\(|[=+@-][\w.' /+-]{1,80}\|")
UNITS: Mapping[Unit, str] = {
    Unit.ML: "ml", Unit.LITRE: "lít", Unit.GRAM: "g", Unit.KILOGRAM: "kg", Unit.PIECE: "cái", Unit.NIGHT: "đêm",
}  # fmt: skip
_UNITS = {
    "l": Unit.LITRE, "litre": Unit.LITRE, "gam": Unit.GRAM, "gram": Unit.GRAM, "gr": Unit.GRAM, "can": Unit.KILOGRAM,
    "chiec": Unit.PIECE, "hop": Unit.PIECE, "goi": Unit.PIECE, "chai": Unit.PIECE, "tui": Unit.PIECE, "bo": Unit.PIECE,
} | {plain(word): unit for unit, word in UNITS.items()}  # fmt: skip
_LARGE = (Unit.KILOGRAM, Unit.LITRE)
# Packs of one size, weight and price stand in a long list many times over; ``1`` and ``True`` are two cells.
_often = lru_cache(maxsize=4_000, typed=True)
STORAGES: Mapping[Storage, str] = {
    Storage.DRY: "Nơi khô, thoáng", Storage.COOL: "Ngăn mát", Storage.FROZEN: "Ngăn đá",
}  # fmt: skip


def text(cell: Cell, most: int) -> str:
    """Return one line or several, without the markup that shops put around them.

    Raises:
        CellError: more than fits, or a formula.
    """
    if isinstance(cell, str) and "<" in cell:
        cell = html.unescape(_TAGS.sub(" ", _BREAKS.sub("\n", cell[: 4 * LONGEST])))
    if isinstance(cell, str) and "\n" in cell:
        lines = [text_of(each, LONGEST) for each in cell.split("\n")]
        said = "\n".join(each for each in lines if each)
    else:
        said = text_of(cell, LONGEST)
    if _RUNS.match(said):
        raise CellError("formula")
    said = _bare(said)
    if len(said) > most:
        raise CellError("long", most=most)
    return said


def option(cell: Cell) -> str:
    """Return which pack a row is.

    Raises:
        CellError: more than fits a line.
    """
    return _bare(text_of(cell))


@_often
def price(cell: Cell) -> int:
    """Return a price in whole đồng; ``120000.0``, ``120k`` and ``120 nghìn`` are a hundred and twenty thousand.

    Raises:
        CellError: no amount, or one that nothing costs.
    """
    said = text_of(cell).replace("\u00a0", " ")
    try:
        amount = int(parse_vnd(re.sub(r"^(\d{4,})\.0{1,2}$", r"\1", said)))
    except MoneyError as error:
        raise CellError("price") from error
    if not rules.MIN_PRICE_VND <= amount <= rules.MAX_PRICE_VND:
        raise CellError("price")
    return amount


@_often
def thousands(cell: Cell) -> int:
    """Return a price in whole đồng under a heading that counts in thousands: ``85`` and ``1.200`` are of thousands.

    ``120.000`` may be what the heading says, or whole đồng all the same: that is asked.

    Raises:
        CellError: no amount, or one that may be two.
    """
    said = text_of(cell).replace("\u00a0", " ")
    if re.search(r"[^\d.,\s]", said):
        return price(cell)
    if re.fullmatch(r"\d[.,]\d{3}", said):
        said = re.sub("[.,]", "", said)
    elif not re.fullmatch(r"\d{1,4}(?:[.,]\d{1,2})?", said):
        raise CellError("price")
    return price(f"{said} nghìn")


@_often
def content(cell: Cell) -> tuple[int, Unit]:
    """Return thousandths and the unit they are counted in, of ``500 ml``, ``0,5 lít`` or ``chai 500 ml``.

    Raises:
        CellError: no amount with a unit.
    """
    if (said := rules.content_said(text_of(cell))) is not None:
        return said
    found = _AMOUNT.fullmatch(text_of(cell))
    unit = _UNITS.get(plain(found[2])) if found else None
    if found is None or unit is None:
        raise CellError("content")
    is_large, in_threes = unit in _LARGE, _THOUSANDS.fullmatch(found[1])
    if is_large and in_threes and in_threes[1]:
        # A kilogram and a quarter, or twelve hundred and fifty of them? Only who wrote it knows.
        raise CellError("content")
    try:
        milli = _number(found[1], is_large=is_large) * 1000
    except ArithmeticError as error:
        raise CellError("content") from error
    if milli != milli.to_integral_value() or not 0 < milli < 10**10:
        raise CellError("content")
    return int(milli), unit


@_often
def days(cell: Cell, each: int = 1) -> int:
    """Return days, of ``12 tháng``, ``2 năm`` or, with ``each`` as many days as a bare number counts, ``360``.

    Raises:
        CellError: no number of days.
    """
    found = re.fullmatch(r"(\d{1,5})\s*(ngay|days?|thang|months?|nam|years?)?", plain(text_of(cell)))
    if found is None:
        raise CellError("shelf_life")
    number = int(found[1]) * (_DAYS[found[2]] if found[2] else each)
    if not 0 < number <= 10 * _YEAR_DAYS:
        raise CellError("shelf_life")
    return number


@_often
def grams(cell: Cell, each: int = 1) -> int | None:
    """Return whole grams, of grams or, with ``each`` a thousand, of kilograms; nothing for nought, as shops write it.

    A unit beside the number is the one meant, whatever the heading says.

    Raises:
        CellError: no weight.
    """
    found = _WEIGHT.fullmatch(text_of(cell))
    if found is None:
        raise CellError("weight")
    if found[2]:
        each = 1 if found[2][0] in "gG" else 1000
    try:
        number = _number(found[1], is_large=each > 1) * each
    except ArithmeticError as error:
        raise CellError("weight") from error
    # Half a gram of which nobody said that it is one was meant as half a kilogram.
    is_odd = not found[2] and number != number.to_integral_value()
    if is_odd or number > 1_000_000:
        raise CellError("weight")
    return int(number.to_integral_value()) or None


def _number(said: str, *, is_large: bool) -> Decimal:
    """Return a number; nobody counts thousandths of a gram: before three digits a mark there stands between thousands.

    Raises:
        ArithmeticError: no number.
    """
    if not is_large and _THOUSANDS.fullmatch(said):
        return Decimal(re.sub("[.,]", "", said))
    return Decimal(said.replace(",", "."))


@_often
def box(cell: Cell) -> str:
    """Return the three sides of a parcel in whole centimetres, of ``30 x 20 x 15`` or ``30*20*15 cm``.

    Raises:
        CellError: not three sides, or one that no parcel has.
    """
    found = _SIDES.fullmatch(text_of(cell).casefold().removesuffix("cm").strip())
    sides = [int(each) for each in found.groups()] if found else []
    least, most = rules.BOX_SIDES
    if not sides or not all(least <= each <= most for each in sides):
        raise CellError("box")
    return rules.box_of(sides)


@_often
def side(cell: Cell) -> int | None:
    """Return one side of a parcel in whole centimetres, rounded up; nothing for nought, as shops write it.

    Raises:
        CellError: no length, or one that no parcel has.
    """
    try:
        number = Decimal(text_of(cell).casefold().removesuffix("cm").strip().replace(",", "."))
    except ArithmeticError as error:
        raise CellError("box") from error
    if not number.is_finite() or not 0 <= number <= rules.BOX_SIDES[1]:
        raise CellError("box")
    return ceil(number) or None


def gtin(cell: Cell) -> str:
    """Return fourteen digits; a spreadsheet drops the noughts a bar code begins with.

    Raises:
        CellError: no bar code.
    """
    said = re.sub(r"\D", "", text_of(cell))
    try:
        check_gtin(said.zfill(14) if len(said) < 14 else said)
    except IdentifierError as error:
        raise CellError("gtin") from error
    return said.zfill(14)


def storage(cell: Cell) -> Storage:
    """Return where it is kept.

    Raises:
        CellError: none of the three places.
    """
    return Storage(_chosen(cell, _storages()))


def family(cell: Cell) -> str:
    """Return the key of a family, of its name or its key.

    Raises:
        CellError: no family is called so.
    """
    return _chosen(cell, _families())


def axis(cell: Cell) -> Axis:
    """Return in what packs differ; shops that call it otherwise differ in kind."""
    return _axes().get(plain(text_of(cell)), Axis.KIND)


def answer(attribute: Attribute, cell: Cell) -> Any:
    """Return what a family keeps as the answer to one of its questions.

    Raises:
        CellError: too long, or not a whole number within bounds.
    """
    said = text(cell, LONGEST)
    if attribute.kind is AttributeKind.NUMBER:
        said = re.sub(r"\.0$", "", said.removesuffix(attribute.unit_vi).strip())
    try:
        return read_attribute(attribute, said)
    except AttributeRefusedError as error:
        if attribute.kind is AttributeKind.CHOICE:
            raise CellError("choice") from error
        raise CellError("attribute", least=attribute.least, most=attribute.most) from error


def addresses(cell: Cell) -> list[str]:
    """Return the addresses of pictures that shops write one after the other; whatever else stands there says nothing.

    Raises:
        CellError: more than fits.
    """
    return [each for each in _BETWEEN.split(text(cell, LONGEST)) if each.startswith(("https://", "http://"))]


def write_content(milli: int | None, unit: Unit | None) -> str:
    """Write an amount so that it is read back."""
    if milli is None or unit is None:
        return ""
    return f"{(Decimal(milli) / 1000).normalize():f}".replace(".", ",") + f" {UNITS[unit]}"


def write_box(box_cm: str) -> str:
    """Write the sides of a parcel so that they are read back."""
    return box_cm.replace("x", " x ")


READERS: Mapping[Column, Callable[[Cell], Any]] = {
    Column.NAME: lambda cell: text(cell, rules.NAME_LENGTHS[1]),
    Column.NAME_EN: lambda cell: text(cell, rules.NAME_LENGTHS[1]),
    Column.DESCRIPTION: lambda cell: text(cell, rules.DESCRIPTION_LENGTH),
    Column.DESCRIPTION_EN: lambda cell: text(cell, rules.DESCRIPTION_LENGTH),
    Column.INGREDIENTS: lambda cell: text(cell, rules.INGREDIENTS_LENGTH),
    Column.PRICE: price,
    Column.PRICE_THOUSANDS: thousands,
    Column.CONTENT: content,
    Column.SHELF_LIFE: days,
    Column.SHELF_MONTHS: lambda cell: days(cell, _MONTH_DAYS),
    Column.STORAGE: storage,
    Column.WEIGHT: grams,
    Column.WEIGHT_KG: lambda cell: grams(cell, 1000),
    Column.BOX: box,
    Column.LENGTH: side,
    Column.WIDTH: side,
    Column.HEIGHT: side,
    Column.GTIN: gtin,
    Column.FAMILY: family,
}


def read(column: Column, cell: Cell) -> Any:
    """Return what a cell of a column says.

    Raises:
        CellError: it says nothing that may stand there; of a formula, that it is one.
    """
    try:
        return READERS[column](cell)
    except CellError as error:
        if isinstance(cell, str) and cell.startswith("="):
            raise CellError("formula") from error
        raise


def _bare(said: str) -> str:
    """Return words without the apostrophe that keeps a spreadsheet from running them."""
    return said[1:] if said[:1] == "'" and said[1:2] in tuple("=+-@") else said


def _chosen(cell: Cell, offered: Mapping[str, str]) -> str:
    said = text_of(cell)
    found = offered.get(said) or offered.get(plain(said))
    if found is None:
        raise CellError("choice")
    return found


@cache
def _storages() -> Mapping[str, str]:
    return {plain(word): kind.value for kind, word in STORAGES.items()} | {each.value: each.value for each in Storage}


@cache
def _axes() -> Mapping[str, Axis]:
    return {kind.value: kind for kind in Axis} | {plain(word): kind for kind, word in NAMES.items()}


@cache
def _families() -> Mapping[str, str]:
    named = {plain(name): each.key for each in shipped().values() for name in (each.name_vi, each.name_en)}
    return named | {each.key: each.key for each in shipped().values()}
