"""The template of a list and the list of a whole shelf: the same columns, so that what is written is read back."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import IO, Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from app.core.sheets.poured import pour
from catalog.families import Attribute, AttributeKind, Family, shipped
from catalog.goods_lists import cells
from catalog.goods_lists.columns import CLEAR, EXAMPLE, FOREIGN, OF_FAMILY, Column, ColumnFacts, asked_by, columns
from catalog.marketplaces.differences import NAMES
from catalog.rules import Axis

LIST, GUIDE, CHOICES = "Sản phẩm", "Hướng dẫn", "Danh mục"
LINES = 1_000
_YES_NO = ("Có", "Không")
_GUIDE = (
    "Mỗi sản phẩm một dòng. Có nhiều loại gói thì thêm mỗi loại một dòng, ghi lại đúng mã hoặc tên sản phẩm.",
    "Dòng ví dụ bị bỏ qua khi đọc. Xoá đi cũng được.",
    "Ô để trống nghĩa là giữ như cũ.",
    f"Muốn bỏ hẳn một điều đã khai thì ghi {CLEAR} vào ô đó.",
    "Sau khi đưa lên, hệ thống đọc thử trước: chưa ghi gì cho tới khi bấm nhập.",
    "Sản phẩm đúng được nhập. Sản phẩm cần sửa được trả lại đúng bảng này, có câu nói phải sửa gì.",
)
Line = Mapping[str, Any]


def template(family: Family | None) -> bytes:
    """Return the template for one kind of goods, or for any; choices are offered, and one line shows an example."""
    of = (family,) if family else ()
    return _book(asked_columns(of), _example(family))[0]


def template_table(family: Family | None) -> bytes:
    """Return the same columns and example as CSV, for a program that has no choices to offer."""
    of = (family,) if family else ()
    return table([_example(family)], of)


def workbook(lines: Iterable[Line], of: Sequence[Family]) -> bytes:
    """Return lines as a workbook, with what their families ask."""
    write_workbook(filled := io.BytesIO(), lines, of)
    return filled.getvalue()


def write_workbook(into: IO[bytes], lines: Iterable[Line], of: Sequence[Family]) -> None:
    """Write lines as `workbook` returns them, however many they are."""
    asked = asked_columns(of)
    made, style = _book(asked, {})
    pour(made, lines, [facts.key for facts in asked], into, style=style)


def table(lines: Iterable[Line], of: Sequence[Family]) -> bytes:
    """Return lines as CSV that a spreadsheet opens in Vietnamese and that runs nothing."""
    write_table(written := io.BytesIO(), lines, of)
    return written.getvalue()


def write_table(into: IO[bytes], lines: Iterable[Line], of: Sequence[Family]) -> None:
    """Write lines as `table` returns them, however many they are."""
    asked = asked_columns(of)
    text = io.TextIOWrapper(into, "utf-8-sig", newline="")
    out = csv.writer(text)
    out.writerow(facts.vi for facts in asked)
    out.writerows([_inert(line.get(facts.key, "")) for facts in asked] for line in lines)
    text.detach()


def asked_columns(of: Sequence[Family]) -> list[ColumnFacts]:
    """Return the columns of a list of goods of some families: ours, and what the families ask."""
    own = [facts for facts in columns() if facts.key not in FOREIGN]
    asked = {facts.key: facts for family in of for facts in asked_by(family)}
    return own + list(asked.values())


def _example(family: Family | None) -> Line:
    """Return the line that shows how a list is filled in, and that is not read."""
    shown = {facts.key: facts.example for facts in columns()} | {Column.CODE.value: EXAMPLE}
    return shown | {Column.FAMILY.value: family.name_vi} if family else shown


def _book(asked: Sequence[ColumnFacts], example: Line) -> tuple[bytes, int]:
    """Return a workbook with one line at most, and the number of the format in which its columns hold text."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet, guide, choices = (book.add_worksheet(name) for name in (LIST, GUIDE, CHOICES))
        text = book.add_format({"num_format": "@"})
        _headers(book, sheet, asked, text)
        _offer(sheet, choices, asked)
        shown = book.add_format({"num_format": "@", "italic": True})
        for place, facts in enumerate(asked):
            if said := example.get(facts.key):
                sheet.write_string(1, place, said, shown)
        _explain(book, guide, asked)
    return made.getvalue(), text.xf_index


def _headers(book: Workbook, sheet: Worksheet, asked: Sequence[ColumnFacts], text: Format) -> None:
    head = book.add_format(
        {"bold": True, "bg_color": "#0B4F4A", "font_color": "#FFFFFF", "text_wrap": True, "border": 1}
    )
    sheet.freeze_panes(1, 0)
    for place, facts in enumerate(asked):
        sheet.set_column(place, place, facts.width or 14, text)
        sheet.write_string(0, place, facts.vi, head)


def _offer(sheet: Worksheet, choices: Worksheet, asked: Sequence[ColumnFacts]) -> None:
    offered = list(_offered(asked))
    for row in range(max((len(words) for _place, words in offered), default=0)):
        for column, (_place, words) in enumerate(offered):
            if row < len(words):
                choices.write_string(row, column, words[row])
    for column, (place, words) in enumerate(offered):
        letter = chr(ord("A") + column)
        rule = {
            "validate": "list",
            "source": f"='{CHOICES}'!${letter}$1:${letter}${len(words)}",
            "error_type": "information",
            "error_title": "Không có trong danh mục",
            "error_message": "Chọn một dòng trong danh mục, hoặc để trống.",
        }
        sheet.data_validation(1, place, LINES, place, rule)
    choices.hide()


def _offered(asked: Sequence[ColumnFacts]) -> Iterator[tuple[int, Sequence[str]]]:
    known: Mapping[str, Sequence[str]] = {
        Column.FAMILY: [family.name_vi for family in shipped().values()],
        Column.STORAGE: list(cells.STORAGES.values()),
        Column.AXIS_1: list(NAMES.values()),
        Column.AXIS_2: list(NAMES.values()),
    }
    yield from ((place, known[facts.key]) for place, facts in enumerate(asked) if facts.key in known)
    # Six of the alphabet's letters are enough for what every product says; the others are left for what families ask.
    of_families = ((place, _choices_of(facts.attribute)) for place, facts in enumerate(asked) if facts.attribute)
    yield from islice(((place, words) for place, words in of_families if words), 20)


def _choices_of(attribute: Attribute) -> Sequence[str]:
    is_flag = attribute.kind is AttributeKind.FLAG
    return _YES_NO if is_flag else [each.name_vi for each in attribute.choices]


def _explain(book: Workbook, guide: Worksheet, asked: Sequence[ColumnFacts]) -> None:
    head, wrapped = (
        book.add_format({"bold": True, "font_size": 14}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    guide.set_column(0, 0, 34, wrapped)
    guide.set_column(1, 1, 80, wrapped)
    guide.write_string(0, 0, "Cách điền bảng sản phẩm", head)
    for row, sentence in enumerate(_GUIDE, start=1):
        guide.write_string(row, 1, sentence)
    for row, facts in enumerate(asked, start=len(_GUIDE) + 3):
        guide.write_string(row, 0, facts.vi)
        guide.write_string(row, 1, facts.hint)


def _inert(value: Any) -> str:
    said = str(value)
    return f"'{said}" if said[:1] in tuple("=+-@\t\r") else said


def lines_of(product: Any) -> Iterator[Line]:
    """Return a product as lines: one for itself, and one for each pack with only what the pack says of itself."""
    family = shipped().get(product.family)
    attrs = {f"{OF_FAMILY}{key}": _said(value, family, key) for key, value in product.attrs.items()}
    own = {
        "code": product.sku,
        "name": product.name,
        "family": family.name_vi if family else "",
        "price_vnd": _or_blank(product.price_vnd),
        "content": cells.write_content(product.content_milli, product.content_unit),
        "shelf_life_days": _or_blank(product.shelf_life_days),
        "storage": cells.STORAGES[product.storage] if product.storage else "",
        "weight_g": _or_blank(product.weight_g),
        "box_cm": cells.write_box(product.box_cm),
        "ingredients": product.ingredients,
        "description": product.description,
        "gtin": product.gtin,
        "name_en": product.name_en,
        "description_en": product.description_en,
    }
    yield own | attrs
    axes = {f"axis_{n}": NAMES[Axis(a)] for n, a in enumerate((product.axis_1, product.axis_2), start=1) if a}
    for pack in product.variants:
        yield axes | {
            "code": product.sku,
            "option_1": pack.option_1,
            "option_2": pack.option_2,
            "pack_code": pack.sku,
            "price_vnd": _or_blank(pack.price_vnd),
            "content": cells.write_content(pack.content_milli, pack.content_unit),
            "weight_g": _or_blank(pack.weight_g),
            "gtin": pack.gtin,
        }


def _or_blank(value: int | None) -> str:
    return "" if value is None else str(value)


def _said(value: Any, family: Family | None, key: str) -> str:
    if isinstance(value, bool):
        return _YES_NO[not value]
    asked = family.attribute(key) if family else None
    return asked.write(value, "vi") if asked and asked.choices else str(value)
