"""The page of a commune or province that asks how far businesses have come, how well it is known, who is left out."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.areas import Level
from app.dashboards.adoption import access, queries, words
from app.dashboards.adoption.rules import ENOUGH
from app.policy import Permission, allows, areas_for
from app.web.session import me, only_for

bp = Blueprint("adoption", __name__)
bp.before_request(only_for(Permission.DASHBOARD_VIEW))


@bp.get("/cb/bang/<code>/duong-di")
def way(code: str) -> ResponseReturnValue:
    """Show the steps from registered to steady use, the evidence of use, and gaps between groups."""
    place, reach = access.place_for(me(), code)
    # The list behind a number of a province is that of everything somebody may see, so it is one only where that is it.
    is_listed = place.level is Level.COMMUNE or areas_for(me(), Permission.MERCHANT_LIST) == (place.path,)
    return render_template(
        "adoption/way.html",
        found=queries.adoption(place, reach, clock.today()),
        groups=words.GROUPS,
        enough=ENOUGH,
        here=f"/cb/bang/{place.code}" if place.level is Level.COMMUNE else "/cb",
        listed=f"?xa={place.code}" if place.level is Level.COMMUNE else "",
        sees_names=is_listed and allows(me(), Permission.MERCHANT_LIST),
    )
