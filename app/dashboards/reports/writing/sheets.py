"""A report as a workbook and as CSV: one sheet for each table, numbers as numbers."""

import csv
import io
from datetime import UTC, datetime

import xlsxwriter

from app.dashboards.reports.rules import NO_FIGURE, Cell, Paper, Pct, written

# The same report makes the same bytes, whenever it is asked for.
_MADE = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def workbook(paper: Paper) -> bytes:
    """Return the tables of a report as an Excel file."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": f"{paper.title} {paper.about}", "author": paper.agency, "created": _MADE})
    head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"})
    share = book.add_format({"num_format": "0.0%"})
    count = book.add_format({"num_format": "#,##0"})
    words = book.add_format({"text_wrap": True, "valign": "top"})
    for table in paper.tables:
        sheet = book.add_worksheet(table.name)
        sheet.write(0, 0, table.caption, head)
        sheet.write(1, 0, paper.stamp)
        sheet.write_row(2, 0, list(table.header), head)
        sheet.freeze_panes(3, 1)
        sheet.repeat_rows(2)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, len(table.header), 16)
        for number, row in enumerate(table.rows, start=3):
            for column, cell in enumerate(row):
                match cell:
                    case None:
                        sheet.write_string(number, column, NO_FIGURE, words)
                    case Pct():
                        sheet.write_number(number, column, cell.points / 100, share)
                    case int():
                        sheet.write_number(number, column, cell, count)
                    case _:
                        sheet.write_string(number, column, cell, words)
    book.close()
    return out.getvalue()


def table_csv(paper: Paper) -> bytes:
    """Return every table one below the other, as Excel opens it; numbers bear no thousands and a decimal point."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for table in paper.tables:
        writer.writerow([table.caption])
        writer.writerow(table.header)
        writer.writerows([_plain(cell) for cell in row] for row in table.rows)
        writer.writerow([])
    writer.writerow([paper.stamp])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _plain(cell: Cell) -> str:
    if isinstance(cell, Pct):
        return f"{cell.points:.1f}"
    if isinstance(cell, int):
        return str(cell)
    # A sheet would take such a beginning for a formula.
    text = written(cell)
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
