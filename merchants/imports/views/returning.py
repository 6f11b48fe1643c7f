"""Putting together the workbook in which a list goes back: the file, what is wrong in it, and the sentences."""

from collections.abc import Mapping

from app.core.sheets import returned
from app.core.sheets.reading import open_sheet
from app.core.sheets.returned import Said
from merchants.imports import queries, services, words
from merchants.imports.access import ListImport
from merchants.imports.rules.columns import Column
from merchants.imports.rules.headers import VOCABULARY


def to_mend(brought: ListImport) -> bytes:
    """Return a list with a sentence beside every line that goes back: the same workbook, if it is short enough.

    Raises:
        NotNowError: the file has been deleted.
    """
    data = services.open_file(brought)
    said = _said(brought)
    sheet = open_sheet(data, VOCABULARY)
    is_short = brought.rows_total <= returned.MOST_ROWS and len(data) <= returned.MOST_BYTES
    if sheet.name and is_short:
        return returned.same_book(data, sheet.name, brought.header_row, sheet.rows, said)
    return returned.lines_alone(brought.headers, sheet.rows, said)


def _said(brought: ListImport) -> Mapping[int, Said]:
    columns = {Column(column): int(index) for index, column in brought.mapping.items()}
    return {
        row.number: Said(
            sentence=words.sentences(row.problems),
            columns=tuple(
                columns[Column(each["column"])] for each in row.problems if Column(each["column"]) in columns
            ),
        )
        for row in queries.rows_sent_back(brought.id)
    }
