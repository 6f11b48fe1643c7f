"""The template: headers as the list is read, choices to pick from, one line that says it is an example, and a guide.

It is in Vietnamese whatever the language of the page: it is filled in at a commune's desk.
"""

import io
from collections.abc import Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from merchants import legal_forms
from merchants.imports.rules.columns import EXAMPLE, NEEDED, Column, columns, craft_names

LIST, GUIDE, CHOICES = "Danh sách", "Hướng dẫn", "Danh mục"
LINES = 5_000
_AS_TEXT = {Column.CODE, Column.PHONE, Column.BIRTH_YEAR, Column.CITIZEN_ID, Column.TAX_CODE, Column.SLIP}
_GUIDE = (
    "Mỗi dòng là một hộ. Không gộp ô, không để dòng trống giữa danh sách.",
    "Dòng ví dụ bị bỏ qua khi đọc. Xoá đi cũng được.",
    "Sau khi đưa lên, hệ thống đọc thử trước: chưa ghi gì cho tới khi bấm nhập.",
    "Dòng đúng được nhập. Dòng cần sửa được trả lại đúng bảng này, có câu nói phải sửa gì.",
    "Sửa xong đưa lại cả bảng: hộ đã nhập rồi không bị nhập lần nữa.",
    "Hộ trong danh sách mới là hồ sơ nháp. Gia đình đồng ý, xã xem rồi mới thành hồ sơ chính thức.",
    "Số căn cước và mã số thuế được khoá ngay khi nhập. Không có thì để trống.",
)


def template(communes: Sequence[str], hamlets: Sequence[str]) -> bytes:
    """Return the template for somebody's communes and hamlets."""
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet, guide, choices = (book.add_worksheet(name) for name in (LIST, GUIDE, CHOICES))
        offered = {
            Column.CRAFT: craft_names(),
            Column.LEGAL_FORM: tuple(each.vi for each in legal_forms.facts()),
            Column.COMMUNE: tuple(communes),
            Column.HAMLET: tuple(hamlets),
        }
        _headers(book, sheet)
        _choices(sheet, choices, offered)
        _guide(book, guide)
    return packed.getvalue()


def _headers(book: Workbook, sheet: Worksheet) -> None:
    needed = _format(book, bold=True, bg_color="#0B4F4A", font_color="#FFFFFF")
    other = _format(book, bold=True, bg_color="#D8E6E3", font_color="#0B2B28")
    example = book.add_format({"italic": True, "font_color": "#6B6B6B", "num_format": "@", "border": 1})
    as_text = book.add_format({"num_format": "@"})
    for place, facts in enumerate(columns()):
        sheet.set_column(place, place, facts.width, as_text if facts.column in _AS_TEXT else None)
        sheet.write_string(0, place, facts.vi, needed if facts.column in NEEDED else other)
        sheet.write_comment(0, place, facts.hint, {"x_scale": 1.6})
        sheet.write_string(1, place, EXAMPLE if place == 0 else facts.example, example)
    sheet.set_row(0, 48)
    sheet.freeze_panes(1, 2)


def _choices(sheet: Worksheet, choices: Worksheet, offered: dict[Column, tuple[str, ...]]) -> None:
    places = {facts.column: place for place, facts in enumerate(columns())}
    for place, (column, words) in enumerate(offered.items()):
        if not words:
            continue
        for row, word in enumerate(words):
            choices.write_string(row, place, word)
        letter = chr(ord("A") + place)
        at = places[column]
        # A hint, not a gate: a craft or a hamlet that is not in the list is taken as well.
        rule = {
            "validate": "list",
            "source": f"='{CHOICES}'!${letter}$1:${letter}${len(words)}",
            "error_type": "information",
            "error_title": "Không có trong danh mục",
            "error_message": "Vẫn ghi được. Xem lại xem có gõ nhầm không.",
        }
        sheet.data_validation(2, at, LINES, at, rule)
    choices.hide()


def _guide(book: Workbook, guide: Worksheet) -> None:
    head = book.add_format({"bold": True, "font_size": 14})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    guide.set_column(0, 0, 34, wrapped)
    guide.set_column(1, 1, 80, wrapped)
    guide.write_string(0, 0, "Cách điền danh sách", head)
    for row, sentence in enumerate(_GUIDE, start=1):
        guide.write_string(row, 1, sentence)
    start = len(_GUIDE) + 2
    guide.write_string(start, 0, "Từng cột", head)
    for row, facts in enumerate(columns(), start=start + 1):
        guide.write_string(row, 0, facts.vi)
        guide.write_string(row, 1, facts.hint)


def _format(book: Workbook, **how: object) -> Format:
    return book.add_format({"text_wrap": True, "valign": "vcenter", "border": 1, **how})
