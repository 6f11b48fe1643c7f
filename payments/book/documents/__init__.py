"""The book as a workbook: sales as the tax book wants them, and every entry behind them."""

import io
from collections.abc import Sequence
from datetime import date

import xlsxwriter
from flask_babel import gettext as _

from payments.book.rules import Line

# What a household writes down is words, never a formula, whatever it begins with.
_AS_WORDS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def workbook(title: str, lines: Sequence[Line], entries: Sequence[tuple[date, str, str, str, int]]) -> bytes:
    """Return the workbook of one year."""
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, _AS_WORDS) as book:
        bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0"})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet(_("Sales"))
        sheet.write_string(0, 0, title, bold)
        for column, label in enumerate((_("Day"), _("Code"), _("For what"), _("Amount (đồng)"))):
            sheet.write_string(2, column, label, bold)
        for row, line in enumerate(lines, start=3):
            sheet.write_datetime(row, 0, line.on_day, day)
            sheet.write_string(row, 1, line.reference)
            sheet.write_string(row, 2, line.note or _("Sale without a note"))
            sheet.write_number(row, 3, line.amount_vnd, money)
        sheet.write_string(len(lines) + 3, 2, _("Sum"), bold)
        sheet.write_number(len(lines) + 3, 3, sum(line.amount_vnd for line in lines), money)
        sheet.set_column(0, 3, 22)
        journal = book.add_worksheet(_("All entries"))
        for column, label in enumerate((_("Day"), _("What"), _("Debit"), _("Credit"), _("Amount (đồng)"))):
            journal.write_string(0, column, label, bold)
        for row, (on_day, *words, amount_vnd) in enumerate(entries, start=1):
            journal.write_datetime(row, 0, on_day, day)
            for column, word in enumerate(words, start=1):
                journal.write_string(row, column, str(word))
            journal.write_number(row, 4, amount_vnd, money)
        journal.set_column(0, 4, 22)
    return packed.getvalue()
