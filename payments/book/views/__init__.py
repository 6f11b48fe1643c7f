"""The owner's book: sales by month, the year so far against the thresholds, and a file for the tax book."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock
from app.core.errors import NotFoundError
from app.web.session import me, require_sign_in
from payments.access import merchant_for_money
from payments.book import documents, queries, rules
from payments.book.words import ACCOUNTS, KINDS, MEANINGS, STANDINGS, THRESHOLDS
from payments.inbox.queries import days_waiting, unmatched
from payments.journal.queries import entries_of

bp = Blueprint("book", __name__)
bp.before_request(require_sign_in)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/hs/<code>/tt/so")
def show(code: str) -> ResponseReturnValue:
    """Show a year's sales by month; this year's unless another is asked for."""
    merchant = merchant_for_money(me(), code)
    years, today = queries.years_of(merchant.id), clock.today()
    asked = request.args.get("nam", type=int)
    year = asked if asked in years else today.year
    months = queries.months_of(merchant.id, year)
    waiting = unmatched(merchant.id)
    total_vnd = months[-1].year_so_far_vnd if months else 0
    day = today if year == today.year else today.replace(year=year, month=12, day=31)
    return render_template(
        "book/book.html",
        merchant=merchant,
        year=year,
        years=years,
        months=months,
        total_vnd=total_vnd,
        thresholds=rules.thresholds(total_vnd, day),
        names=THRESHOLDS,
        means=MEANINGS,
        standings=STANDINGS,
        waiting=len(waiting),
        longest=max((days_waiting(notice) for notice in waiting), default=0),
    )


@bp.get("/hs/<code>/tt/so/<int:year>.xlsx")
def export(code: str, year: int) -> ResponseReturnValue:
    """Send a year's book as a workbook.

    Raises:
        NotFoundError: there is nothing in that year.
    """
    merchant = merchant_for_money(me(), code)
    if year not in queries.years_of(merchant.id):
        raise NotFoundError("no such year")
    title = _("Book of sales %(year)d, %(name)s", year=year, name=merchant.business_name or merchant.owner_name)
    entries = [
        (
            entry.on_day,
            str(KINDS[entry.kind]),
            str(ACCOUNTS[entry.debit]),
            str(ACCOUNTS[entry.credit]),
            entry.amount_vnd,
        )
        for entry in entries_of(merchant.id)
        if entry.on_day.year == year
    ]
    answer = Response(documents.workbook(title, queries.lines_of(merchant.id, year), entries), mimetype=_XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="so-ban-hang-{year}.xlsx"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
