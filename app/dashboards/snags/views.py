"""The page of one commune that asks where things stick."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from app.core import clock
from app.dashboards.adoption.access import commune_for
from app.dashboards.indicators.queries import dictionary
from app.dashboards.metrics import BEGUN, RETURNED, SIGNS, Side
from app.dashboards.snags import queries, words
from app.policy import Permission, allows
from app.web.session import me, only_for

bp = Blueprint("snags", __name__)
bp.before_request(only_for(Permission.DASHBOARD_VIEW))


@bp.get("/cb/bang/<code>/vuong-mac")
def stuck(code: str) -> ResponseReturnValue:
    """Show where filling in stops, why files come back, and how many signs nobody has looked at for long."""
    commune, reach = commune_for(me(), code)
    found = queries.snags(commune, reach)
    language = str(get_locale() or "vi")
    return render_template(
        "snags/stuck.html",
        found=found,
        steps=words.STEPS,
        reasons=[(each, words.sentence(each, language)) for each in found.returns.reasons],
        editions={each.id: each.edition for each in dictionary().all_on(clock.today())},
        signs=SIGNS,
        begun=BEGUN,
        returned=RETURNED,
        sides=Side,
        sees_names=allows(me(), Permission.MERCHANT_LIST),
    )
