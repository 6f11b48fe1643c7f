"""The pages of a former district: as it is now, and as a period was frozen."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.dashboards import queries
from app.dashboards.counting.rules import Term
from app.dashboards.former import access
from app.dashboards.indicators.queries import dictionary
from app.dashboards.metrics import MEANINGS, METRICS, Side
from app.policy import Permission
from app.web.languages import language
from app.web.session import me, only_for

bp = Blueprint("former", __name__)
bp.before_request(only_for(Permission.DASHBOARD_VIEW))


@bp.get("/cb/bang/vung-cu/<district>")
def show(district: str) -> ResponseReturnValue:
    """Show the figures by the district and communes of before July 2025."""
    as_of = access.day_asked(request.args.get("thang", ""))
    return render_template(
        "former/show.html",
        found=access.former_for(me(), district, as_of),
        months=queries.months(as_of),
        metrics=METRICS,
        meanings=MEANINGS,
        sides=Side,
        editions={each.id: each.edition for each in dictionary().all_on(as_of)},
    )


@bp.get("/cb/chot/<term>/vung-cu/<district>")
def frozen(term: str, district: str) -> ResponseReturnValue:
    """Show a frozen period by the district and communes of before July 2025."""
    freeze, found = access.frozen_for(me(), term, district, request.args.get("lan", ""))
    period = Term.named(freeze.term)
    known = {each.id: each for each in dictionary().all_on(period.last_on)}
    return render_template(
        "former/frozen.html", found=found, freeze=freeze, term=period, definitions=known, lang=language()
    )
