"""A report for paper, Word, Excel and programs; state papers are Vietnamese, whatever language the screen has."""

from app.dashboards.reports.writing.composing import compose
from app.dashboards.reports.writing.paper import pdf
from app.dashboards.reports.writing.sheets import table_csv, workbook
from app.dashboards.reports.writing.word import docx

__all__ = ["compose", "docx", "pdf", "table_csv", "workbook"]
