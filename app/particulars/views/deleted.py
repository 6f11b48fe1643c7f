"""How long things are kept and how much was deleted in each month: for everybody, without a name."""

import csv
import io

from flask import Blueprint, Response, jsonify, render_template
from flask.typing import ResponseReturnValue

from app.core import clock
from app.particulars import queries, rules, words
from merchants.training.rules import sheet_months

bp = Blueprint("deleted", __name__)


@bp.get("/du-lieu-mo/da-xoa")
def show() -> ResponseReturnValue:
    """Show for how long what is kept, and what was deleted."""
    today = clock.today()
    return render_template(
        "particulars/deleted.html",
        files=rules.file_months(today),
        trail=rules.trail_years(today),
        sheets=sheet_months(today),
        counts=queries.deleted_by_month(),
        kinds=words.DELETIONS,
        few=rules.FEW,
    )


@bp.get("/du-lieu-mo/da-xoa.json")
def as_json() -> ResponseReturnValue:
    """Give the counts to programs; fewer than five have no number."""
    return jsonify([dict(zip(words.DELETION_COLUMNS, line, strict=True)) for line in _lines()])


@bp.get("/du-lieu-mo/da-xoa.csv")
def as_csv() -> ResponseReturnValue:
    """Give the counts as a table; fewer than five have no number."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(words.DELETION_COLUMNS)
    writer.writerows(_lines())
    return Response(table.getvalue(), content_type="text/csv; charset=utf-8")


def _lines() -> list[tuple[str, str, int | None]]:
    return [(each.month, words.DELETION_CODES[each.kind], each.number) for each in queries.deleted_by_month()]
