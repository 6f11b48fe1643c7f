"""What marketplaces answer: the column of reasons in a returned workbook, and Google's list of faults as a table."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import islice

from catalog.marketplaces import sheets
from catalog.marketplaces.layouts import Layout, plain
from catalog.marketplaces.workbooks import TemplateRefusedError, not_a_template
from catalog.marketplaces.writing import one_line

Answers = Mapping[str, tuple[str, ...]]
MAX_BYTES = 10_000_000
_LENGTH = 500
_MOST_ROWS = 20_000
_IDS = frozenset({"item id", "id", "offer id", "ma mat hang"})
_FAULTS = frozenset({"issue title", "issue", "title of issue", "van de", "tieu de van de"})


def of_sheet(layout: Layout, data: bytes) -> Answers:
    """Return what stands in the column of reasons, by the code of the product or pack.

    Raises:
        TemplateRefusedError: the file is not such a template, or has no such column.
    """
    template = sheets.opened(layout, data)
    if "answer" not in template.places:
        raise not_a_template()
    rows = range(max(layout.first_row, template.heading_row + 1), len(template.rows) + 1)
    said = ((row, template.cell(row, "answer")) for row in rows)
    return _gathered(
        (str(template.cell(row, "pack_sku") or template.cell(row, "sku") or ""), str(reason))
        for row, reason in said
        if reason
    )


def of_table(data: bytes) -> Answers:
    """Return the faults in Google's list, by the code of the item.

    Raises:
        TemplateRefusedError: the file is no such table.
    """
    try:
        text = data.decode("utf-8-sig")
        # Google splits by commas; whoever has opened and saved the table in between may have another sign in it.
        split = max(",;\t", key=text.partition("\n")[0].count)
        lines = csv.reader(io.StringIO(text), delimiter=split, strict=True)
        headings = [plain(each) for each in next(lines)]
        code = next(place for place, each in enumerate(headings) if each in _IDS)
        fault = next(place for place, each in enumerate(headings) if each in _FAULTS)
        longest = max(code, fault)
        return _gathered((row[code], row[fault]) for row in islice(lines, _MOST_ROWS) if len(row) > longest)
    except (StopIteration, UnicodeDecodeError, csv.Error) as error:
        raise not_a_template() from error


def _gathered(pairs: Iterable[tuple[str, str]]) -> Answers:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for code, reason in pairs:
        if code and (sentence := one_line(reason)[:_LENGTH]):
            found[code][sentence] = None
    return {code: tuple(sentences) for code, sentences in found.items()}


__all__ = ["MAX_BYTES", "Answers", "TemplateRefusedError", "of_sheet", "of_table"]
