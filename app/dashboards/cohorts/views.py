"""The page that asks whether classes were followed by use."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.core import clock
from app.dashboards.cohorts import queries, words
from app.dashboards.cohorts.rules import ENOUGH, WINDOWS
from app.dashboards.indicators.queries import dictionary
from app.dashboards.metrics import COHORTS, LEARNERS, SKILLS, Side
from app.policy import Permission, allows, areas_for
from app.web.session import may_anywhere, me, require_sign_in
from merchants.visits.words import ALONE

bp = Blueprint("cohorts", __name__)
bp.before_request(require_sign_in)


@bp.get("/cb/lop")
def table() -> ResponseReturnValue:
    """Show, by month of the first class, who was paid without cash soon after, and what is done unaided."""
    may_anywhere(Permission.DASHBOARD_VIEW)
    reach = areas_for(me(), Permission.DASHBOARD_VIEW)
    return render_template(
        "cohorts/table.html",
        table=queries.table(reach, clock.today()),
        skills=queries.skills(reach, clock.today()),
        windows=WINDOWS,
        enough=ENOUGH,
        groups=words.GROUPS,
        alone=ALONE,
        editions={each.id: each.edition for each in dictionary().all_on(clock.today())},
        metric=SKILLS,
        learners=LEARNERS,
        listed_by=COHORTS,
        sides=Side,
        sees_names=allows(me(), Permission.MERCHANT_LIST),
    )
