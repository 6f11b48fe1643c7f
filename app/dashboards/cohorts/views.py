"""The page that asks whether classes were followed by use."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.core import clock
from app.dashboards.cohorts import queries
from app.dashboards.cohorts.rules import WINDOWS
from app.policy import Permission, areas_for
from app.web.session import may_anywhere, me, require_sign_in

bp = Blueprint("cohorts", __name__)
bp.before_request(require_sign_in)


@bp.get("/cb/lop")
def table() -> ResponseReturnValue:
    """Show, by month of the first class, how many were paid without cash soon after, beside places not yet taught."""
    may_anywhere(Permission.DASHBOARD_VIEW)
    found = queries.table(areas_for(me(), Permission.DASHBOARD_VIEW), clock.today())
    return render_template("cohorts/table.html", table=found, windows=WINDOWS)
