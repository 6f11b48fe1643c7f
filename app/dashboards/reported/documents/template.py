"""The template: one line for each commune, a column for each number, and a guide; in Vietnamese, as desks use it."""

import csv
import io
from collections.abc import Sequence

import xlsxwriter

from app.core.areas import Area
from app.dashboards.reported.rules import ColumnFacts

SHEET, GUIDE = "Số liệu", "Hướng dẫn"
_GUIDE = (
    "Mỗi xã một dòng. Chỉ ghi số nguyên.",
    "Chưa có số thì để trống: để trống không phải là 0.",
    "Mỗi tỉ lệ gồm hai ô: phần và tổng. Có ô này thì phải có ô kia.",
    "Đưa lên rồi hệ thống đọc thử. Dòng cần sửa được trả lại đúng bảng này, có câu nói phải sửa gì.",
    "Người thứ hai xem lại rồi mới nhận. Số báo về luôn ghi nguồn, không tính là số đo được.",
)


def workbook(communes: Sequence[Area], asked: Sequence[ColumnFacts]) -> bytes:
    """Return the template as a workbook with the communes filled in."""
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet, guide = (book.add_worksheet(name) for name in (SHEET, GUIDE))
        head = book.add_format(
            {"bold": True, "bg_color": "#0B4F4A", "font_color": "#FFFFFF", "text_wrap": True, "border": 1}
        )
        count, wrapped = book.add_format({"num_format": "#,##0"}), book.add_format({"text_wrap": True, "valign": "top"})
        sheet.freeze_panes(1, 1)
        sheet.set_row(0, 48)
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, len(asked) - 1, 15, count)
        for place, facts in enumerate(asked):
            sheet.write_string(0, place, facts.vi, head)
            sheet.write_comment(0, place, facts.hint, {"x_scale": 1.6})
        whole = {"validate": "integer", "criteria": ">=", "value": 0, "error_message": "Chỉ ghi số nguyên, từ 0."}
        sheet.data_validation(1, 1, max(len(communes), 1), len(asked) - 1, whole)
        for row, commune in enumerate(communes, start=1):
            sheet.write_string(row, 0, commune.name)
        guide.set_column(0, 0, 30, wrapped)
        guide.set_column(1, 1, 80, wrapped)
        for row, sentence in enumerate(_GUIDE):
            guide.write_string(row, 1, sentence)
        for row, facts in enumerate(asked, start=len(_GUIDE) + 1):
            guide.write_string(row, 0, facts.vi)
            guide.write_string(row, 1, facts.hint)
    return packed.getvalue()


def template_csv(communes: Sequence[Area], asked: Sequence[ColumnFacts]) -> bytes:
    """Return the template as CSV that Excel opens in Vietnamese."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(facts.vi for facts in asked)
    writer.writerows([commune.name, *[""] * (len(asked) - 1)] for commune in communes)
    return written.getvalue().encode("utf-8-sig")
