"""One question a week; no number is asked for."""

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.transaction import transaction
from app.policy import Permission
from app.web.session import me, require_sign_in
from payments.access import merchant_for_money
from payments.sightings import queries, services
from payments.sightings.forms import WeekForm
from payments.sightings.rules import Band
from payments.sightings.words import BANDS

bp = Blueprint("use_week", __name__)
bp.before_request(require_sign_in)


@bp.route("/hs/<code>/tt/tuan", methods=["GET", "POST"])
def week(code: str) -> ResponseReturnValue:
    """Ask how often buyers paid by transfer this week."""
    merchant = merchant_for_money(me(), code, Permission.PAYMENT_EDIT)
    form = WeekForm()
    if form.accepted():
        with transaction():
            services.tell_week(merchant, band=Band(form.band.data), by=me())
        flash(_("Thank you. That is all for this week"))
        return redirect(f"/hs/{merchant.code}/tt", 303)
    page = render_template(
        "sightings/week.html", merchant=merchant, form=form, signs=queries.signs_of(merchant.id), bands=BANDS
    )
    return page, 422 if form.errors else 200
