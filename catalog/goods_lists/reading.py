"""Which rows of a list are one product, and what they want of it; whatever is wrong is told of the whole product."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from app.core.sheets.cells import Cell, CellError, plain, text_of
from app.core.sheets.headers import Header
from app.core.sheets.reading import Sheet, said
from app.core.sheets.rows import Rows
from catalog import families, rules
from catalog.goods_lists import cells
from catalog.goods_lists.columns import CLEAR, EXAMPLE, MORE_PHOTOS, OF_FAMILY, OF_PACKS, SAME_ANSWER, SIDES, Column

# Shopee's own files: keys on the first row, words for people on the third, help below them, products from the seventh.
_SHOPEES_KEYS = ("ps_", "et_title_")
_SHOPEES_WORDS, _SHOPEES_HEAD = 3, 6
# How WooCommerce, whose rows say of what type they are, writes the end of a line and a comma that splits nothing.
_ESCAPED: Mapping[str, tuple[str, str]] = {
    Column.DESCRIPTION: ("\\n", "\n"),
    Column.OPTION_1: ("\\,", ","),
    Column.OPTION_2: ("\\,", ","),
}
# What shops write where there is only one pack.
_ONLY_ONE = {"default title", "mac dinh"}
# What the rows of one product are known by.
_CALLED = (Column.GROUP, Column.CODE, Column.NAME)
# What an answer is once it has been emptied.
EMPTY: Mapping[str, Any] = {
    "description": "", "ingredients": "", "name_en": "", "description_en": "", "gtin": "", "shelf_life_days": None,
    "storage": None, "weight_g": None, "box_cm": "", "content_milli": None, "content_unit": None,
}  # fmt: skip
# What each row says for itself; all else it says of the whole product, mostly what the row before has said.
_OF_ROWS = frozenset({
    Column.GROUP, Column.CODE, Column.TYPE, Column.AXIS_1, Column.OPTION_1, Column.AXIS_2, Column.OPTION_2,
    Column.PACK_CODE, *OF_PACKS,
})  # fmt: skip
_OF_PRODUCT = tuple(each for each in cells.READERS if each not in OF_PACKS and each is not Column.FAMILY)


@dataclass(frozen=True)
class Problem:
    """Why a product goes back: at which row and column, in one word, with what its sentence needs."""

    row: int
    column: str
    reason: str
    values: Mapping[str, int] = field(default_factory=dict)


@dataclass
class WantedPack:
    """One pack as a row wants it."""

    row: int
    code: str
    options: tuple[str, ...]
    answers: dict[str, Any]


@dataclass
class Wanted:
    """One product as its rows want it; an answer that is not there stays as it is."""

    rows: list[int]
    code: str = ""
    group: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    family: str = ""
    # As they stand in the list: which family asks what is known only once the product is.
    attrs: dict[str, Cell] = field(default_factory=dict)
    axes: list[str] = field(default_factory=list)
    packs: list[WantedPack] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    # Addresses of photographs on other sites.
    photos: list[str] = field(default_factory=list)
    # The last cell of each column that speaks for the whole product: what every row repeats is read once.
    told: dict[str, Cell] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What the list calls it."""
        return str(self.answers.get("name", ""))

    @property
    def lowest_pack_price(self) -> int | None:
        """What its cheapest pack costs, if packs have prices."""
        return min((pack.answers["price_vnd"] for pack in self.packs if pack.answers.get("price_vnd")), default=None)


class Goods:
    """The products of a list in its order: rows with the same code, or of the same handle, are one.

    Only which rows those are is remembered; what they want is read when it is asked for.
    """

    def __init__(self, rows: Rows, columns: Mapping[int, str], *, after: int = 0) -> None:
        """Find the products under the headers, whose last row is ``after``."""
        self._rows = rows
        self._columns = tuple(columns.items())
        self._called = tuple((index, key) for index, key in self._columns if key in _CALLED)
        self._of_rows = tuple((index, key) for index, key in self._columns if key in _OF_ROWS)
        self._of_all = tuple((index, key) for index, key in self._columns if key not in _OF_ROWS)
        is_escaped = Column.TYPE in columns.values()
        self._escapes = [(index, *_ESCAPED[key]) for index, key in self._columns if is_escaped and key in _ESCAPED]
        self._numbers = self._grouped(after)

    def __len__(self) -> int:
        return len(self._numbers)

    def some(self, start: int, count: int) -> list[Wanted]:
        """Return what some products want, from a place on."""
        return [self._wanted(numbers) for numbers in self._numbers[start : start + count]]

    def __iter__(self) -> Iterator[Wanted]:
        return map(self._wanted, self._numbers)

    def _grouped(self, after: int) -> list[list[int]]:
        found: dict[str, list[int]] = {}
        last = ""
        for number, row in self._rows:
            if number <= after:
                continue
            called = _given(row, self._called)
            if any(str(cell).startswith(EXAMPLE) for cell in called.values()):
                continue
            if not called and not _given(row, self._columns):
                continue
            last = _key(called) or last or f"row {number}"
            found.setdefault(last, []).append(number)
        return list(found.values())

    def _wanted(self, numbers: Sequence[int]) -> Wanted:
        wanted = Wanted(list(numbers))
        for number in numbers:
            row = self._rows[number]
            if self._escapes:
                row = _unescaped(row, self._escapes)
            _take_for_all(wanted, number, _given(row, self._of_all, wanted.told))
            _take(wanted, number, _given(row, self._of_rows))
        _look_over(wanted)
        return wanted


def headers_of(sheet: Sheet) -> Header | None:
    """Return the headers of a list; what a marketplace explains below them is no product."""
    keys = said(sheet.rows[1]) if len(sheet.rows) >= _SHOPEES_HEAD else []
    if sum(key.startswith(_SHOPEES_KEYS) for key in keys) > 1:
        return Header(_SHOPEES_HEAD - 1, tuple(said(sheet.rows[_SHOPEES_WORDS])))
    return sheet.header()


def answers_of(family_key: str, asked: Mapping[str, Cell], row: int) -> tuple[dict[str, Any], list[Problem]]:
    """Return what a family's questions are answered with, None for one that is emptied; other columns say nothing."""
    family = families.family(family_key)
    answers: dict[str, Any] = {}
    problems = []
    for attribute in family.attributes if family else ():
        cell = asked.get(attribute.key)
        if cell is None:
            continue
        try:
            answers[attribute.key] = None if _clears(cell) else cells.answer(attribute, cell)
        except CellError as error:
            values = {name: value for name, value in error.values.items() if isinstance(value, int)}
            problems.append(Problem(row, f"{OF_FAMILY}{attribute.key}", error.reason, values))
    return answers, problems


def _given(
    row: Sequence[Cell], columns: Iterable[tuple[int, str]], told: Mapping[str, Cell] = MappingProxyType({})
) -> dict[str, Cell]:
    """Return what a row says that is not told yet, by column; a blank cell says nothing, and nought is no blank."""
    last = len(row)
    return {
        key: cell
        for index, key in columns
        if index < last
        and (cell := row[index]) != told.get(key)
        and (cell or cell == 0)
        and not (isinstance(cell, str) and cell.isspace())
    }


def _unescaped(row: Sequence[Cell], escapes: Iterable[tuple[int, str, str]]) -> list[Cell]:
    cells = list(row)
    for index, before, after in escapes:
        if index < len(cells) and isinstance(said := cells[index], str):
            cells[index] = said.replace(before, after)
    return cells


def _take(wanted: Wanted, number: int, given: Mapping[str, Cell]) -> None:
    options = _options(given)
    wanted.group = wanted.group or _said(given.get(Column.GROUP))
    code = _said(given.get(Column.CODE))
    if not options or Column.GROUP not in given:
        wanted.code = wanted.code or code
    of_pack = _read(wanted, number, given, OF_PACKS)
    if not options:
        wanted.answers = of_pack | wanted.answers
        return
    axes = [cells.axis(given[each]).value for each in (Column.AXIS_1, Column.AXIS_2) if each in given]
    wanted.axes = wanted.axes or axes
    pack_code = _said(given.get(Column.PACK_CODE)) or (code if Column.GROUP in given else "")
    wanted.packs.append(WantedPack(number, pack_code, options, of_pack))


def _take_for_all(wanted: Wanted, number: int, new: Mapping[str, Cell]) -> None:
    """Take what a row says of the whole product, where the row before did not say the same."""
    wanted.told |= new
    if read := _read(wanted, number, new, _OF_PRODUCT):
        wanted.answers = read | wanted.answers
    if Column.FAMILY in new and not wanted.family:
        wanted.family = _one(wanted, number, Column.FAMILY, new[Column.FAMILY]) or ""
    for place in (Column.PHOTOS, *MORE_PHOTOS):
        if place in new:
            wanted.photos += [each for each in _addresses(new[place]) if each not in wanted.photos]
    for column, cell in new.items():
        if column.startswith(OF_FAMILY):
            wanted.attrs.setdefault(column.removeprefix(OF_FAMILY), cell)


def _read(wanted: Wanted, number: int, given: Mapping[str, Cell], columns: Sequence[Column]) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for column in columns:
        if column not in given:
            continue
        key = SAME_ANSWER.get(column, column.value)
        value = _one(wanted, number, column, given[column])
        if column is Column.CONTENT:
            read["content_milli"], read["content_unit"] = value or (None, None)
        elif value is not None or _clears(given[column]):
            read[key] = EMPTY.get(key) if value is None else value
    return read


def _one(wanted: Wanted, number: int, column: Column, cell: Cell) -> Any:
    if _clears(cell):
        if column in (Column.NAME, Column.PRICE, Column.FAMILY):
            wanted.problems.append(Problem(number, column.value, "needed"))
        return None
    try:
        return cells.read(column, cell)
    except CellError as error:
        values = {name: value for name, value in error.values.items() if isinstance(value, int)}
        wanted.problems.append(Problem(number, column.value, error.reason, values))
        return None


def _look_over(wanted: Wanted) -> None:
    """Tell what only shows once all rows of a product are there."""
    first = wanted.rows[0]
    sides = [wanted.answers.pop(each, None) for each in SIDES]
    if all(sides):
        wanted.answers.setdefault("box_cm", rules.box_of(sides))
    if len(wanted.packs) > rules.MAX_VARIANTS:
        wanted.problems.append(Problem(first, Column.OPTION_1, "packs", {"most": rules.MAX_VARIANTS}))
    seen: set[tuple[str, ...]] = set()
    for pack in wanted.packs:
        if len(pack.options) != len(wanted.packs[0].options) or pack.options in seen:
            wanted.problems.append(Problem(pack.row, Column.OPTION_1, "option"))
        seen.add(pack.options)
        if any(len(option) > rules.OPTION_LENGTH for option in pack.options):
            wanted.problems.append(Problem(pack.row, Column.OPTION_1, "long", {"most": rules.OPTION_LENGTH}))
    if wanted.packs:
        count = len(wanted.packs[0].options)
        wanted.axes = [*wanted.axes, *(each for each in ("net", "kind") if each not in wanted.axes)][:count]
    if len(wanted.name) == 1:
        wanted.problems.append(Problem(first, Column.NAME, "needed"))


def _options(given: Mapping[str, Cell]) -> tuple[str, ...]:
    if "variable" in _said(given.get(Column.TYPE)).casefold():
        return ()
    said = [_said(given.get(each), cells.option) for each in (Column.OPTION_1, Column.OPTION_2)]
    return () if not said[0] or plain(said[0]) in _ONLY_ONE else tuple(each for each in said if each)


def _key(given: Mapping[str, Cell]) -> str:
    """Return what the rows of one product share; a row with none of it goes on with the product before."""
    for column in _CALLED:
        if said := _said(given.get(column)):
            return said.casefold()
    return ""


def _addresses(cell: Cell) -> list[str]:
    try:
        return cells.addresses(cell)
    except CellError:
        return []


def _clears(cell: Cell) -> bool:
    return isinstance(cell, str) and plain(cell) == plain(CLEAR) and cell.strip().startswith("<")


def _said(cell: Cell, reader: Callable[[Cell], str] = text_of) -> str:
    try:
        return reader(cell)
    except CellError:
        return ""
