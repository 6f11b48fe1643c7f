"""Somebody of the team saw a buyer pay: the day is written down, and nothing of how much."""

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.errors import NotFoundError
from app.core.transaction import transaction
from app.policy import Permission
from app.web.session import may_anywhere, me, require_sign_in
from merchants import services as dossiers
from merchants.rules import Look
from payments.ladder.access import merchant_to_try
from payments.sightings import services
from payments.sightings.forms import SeenForm

bp = Blueprint("use_seen", __name__)
bp.before_request(require_sign_in)


@bp.before_request
def _helpers_only() -> None:
    may_anywhere(Permission.TRIAL_WITNESS)


@bp.route("/to/thu/<code>/thay-tien", methods=["GET", "POST"])
def seen(code: str) -> ResponseReturnValue:
    """Take a day on which a buyer's money was seen to come.

    Raises:
        NotFoundError: the commune has not confirmed this business.
    """
    merchant = merchant_to_try(me(), code)
    if merchant is None:
        raise NotFoundError("not confirmed")
    form = SeenForm()
    if form.accepted() and form.seen_on.data is not None:
        with transaction():
            services.see(merchant, seen_on=form.seen_on.data, by=me())
        flash(_("Written down. The family sees that somebody of the team saw it"))
        return redirect(f"/to/thu/{merchant.code}", 303)
    dossiers.note_look(merchant, why=Look.HELP, by=me())
    return render_template("sightings/seen.html", merchant=merchant, form=form), 422 if form.errors else 200
