"""The commune agrees to days in its hamlets."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock
from app.core.transaction import transaction
from app.policy import Permission, areas_for
from app.web.session import may_anywhere, me, require_sign_in
from payments.partners import access, queries, services, words
from payments.partners.forms import PressForm
from payments.partners.states import PARTNER_DAY, DayStep

bp = Blueprint("partner_days", __name__)
bp.before_request(require_sign_in)


@bp.before_request
def _deciders_only() -> None:
    may_anywhere(Permission.DAY_APPROVE)


@bp.get("/cb/ngay-hen")
def index() -> ResponseReturnValue:
    """List the days to come in the commune's hamlets."""
    return render_template(
        "partners/commune.html",
        cards=queries.days_within(areas_for(me(), Permission.DAY_APPROVE), clock.today()),
        states=words.DAYS,
        may=lambda card, step: DayStep(step) in PARTNER_DAY.actions(card.day.state),
        form=PressForm(formdata=None),
    )


@bp.post("/cb/ngay-hen/<uuid:day_id>/<any('dong-y','tu-choi'):verdict>")
def decide(day_id: UUID, verdict: str) -> ResponseReturnValue:
    """Agree to a day, or not."""
    day = access.day_to_decide(me(), day_id)
    if PressForm().accepted():
        with transaction():
            (services.approve_day if verdict == "dong-y" else services.refuse_day)(day, by=me())
        flash(_("Written down"))
    return redirect(url_for(".index"), 303)
