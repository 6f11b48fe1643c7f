"""The page of one commune that says what is before it."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.core import clock
from app.dashboards.access import owes_a_purpose
from app.dashboards.adoption.access import commune_for
from app.dashboards.agenda import queries
from app.policy import Permission, allows
from app.web.session import me, only_for
from merchants.rules import Look
from merchants.services import note_looks
from merchants.training.forms import STATE_LABELS
from merchants.visits.words import REASONS

bp = Blueprint("agenda", __name__)
bp.before_request(only_for(Permission.DASHBOARD_VIEW))


@bp.get("/cb/bang/<code>/lich")
def days(code: str) -> ResponseReturnValue:
    """Show the classes of this month and the visits that are due, by day, with whose they are."""
    commune, reach = commune_for(me(), code)
    # Above the commune a list of names says first what it is for: here its numbers are enough.
    names = () if owes_a_purpose(me()) else queries.names_within(me(), commune)
    found = queries.agenda(commune, reach, names, clock.today())
    note_looks([stop.merchant_id for day in found.days for stop in day.stops], why=Look.LIST, by=me())
    return render_template(
        "agenda/days.html",
        found=found,
        labels=STATE_LABELS,
        reasons=REASONS,
        opens_classes=allows(me(), Permission.TRAINING_VIEW),
        opens_files=allows(me(), Permission.MERCHANT_REVIEW),
        helps=allows(me(), Permission.HELP_GIVE),
    )
