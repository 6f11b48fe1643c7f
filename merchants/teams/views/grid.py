"""Which places have a team, and which teams worked lately."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.core import clock
from app.policy import Permission, allows
from app.web.session import may_anywhere, me, require_sign_in
from merchants.teams import queries

bp = Blueprint("team_grid", __name__)
bp.before_request(require_sign_in)


@bp.get("/cb/to")
def show() -> ResponseReturnValue:
    """Show every place with its team, beside what was reported in the first year; nobody's name is on it."""
    may_anywhere(Permission.DASHBOARD_VIEW)
    found = queries.grid(me(), clock.today())
    return render_template("teams/grid.html", grid=found, keeps=allows(me(), Permission.TEAM_KEEP))
