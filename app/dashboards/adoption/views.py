"""The page of one commune that asks how far its businesses have come, how well that is known, and who is left out."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.core import clock
from app.dashboards.adoption import access, queries, words
from app.dashboards.adoption.rules import ENOUGH
from app.policy import Permission, allows
from app.web.session import me, only_for

bp = Blueprint("adoption", __name__)
bp.before_request(only_for(Permission.DASHBOARD_VIEW))


@bp.get("/cb/bang/<code>/duong-di")
def way(code: str) -> ResponseReturnValue:
    """Show the steps from registered to steady use, the evidence of use, and gaps between groups."""
    commune, reach = access.commune_for(me(), code)
    return render_template(
        "adoption/way.html",
        found=queries.adoption(commune, reach, clock.today()),
        groups=words.GROUPS,
        enough=ENOUGH,
        sees_names=allows(me(), Permission.MERCHANT_LIST),
    )
