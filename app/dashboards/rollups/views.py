"""The page that says whether the night's recount found what the figures say."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.core import areas
from app.dashboards.rollups import queries
from app.dashboards.rollups.words import called
from app.policy import Permission, areas_for
from app.web.session import may_anywhere, me, require_sign_in

bp = Blueprint("rollups", __name__)
bp.before_request(require_sign_in)


@bp.get("/cb/kiem-so")
def check() -> ResponseReturnValue:
    """Show when everything was counted last, and in what the recount differed within reach."""
    may_anywhere(Permission.DASHBOARD_VIEW)
    found = queries.differences(areas_for(me(), Permission.DASHBOARD_VIEW))
    names = areas.names_of({path for each in found for path in (each.area_path, areas.commune_path(each.area_path))})
    return render_template(
        "rollups/check.html",
        state=queries.state(),
        waiting=queries.pending(),
        found=found,
        names=names,
        commune_of=areas.commune_path,
        called=called,
    )
