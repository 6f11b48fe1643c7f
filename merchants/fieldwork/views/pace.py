"""Afternoons with more households than can well be visited: for whoever checks, and for the helper to explain."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.transaction import transaction
from app.policy import Permission
from app.web.session import may_anywhere, me, require_sign_in
from merchants.fieldwork import access, forms, queries, services

bp = Blueprint("field_pace", __name__)
bp.before_request(require_sign_in)


@bp.get("/ks/nhanh")
def index() -> ResponseReturnValue:
    """Show every fast afternoon and what the helper says to it."""
    may_anywhere(Permission.VISIT_CHECK)
    return render_template("fieldwork/paces.html", paces=queries.paces())


@bp.route("/to/nhanh/<uuid:pace_id>", methods=["GET", "POST"])
def explain(pace_id: UUID) -> ResponseReturnValue:
    """Say how an afternoon was done; nobody of the commune reads it."""
    pace = access.pace_of(me(), pace_id)
    form = forms.PaceForm()
    if not form.accepted():
        return render_template("fieldwork/pace.html", pace=pace, form=form), 422 if form.errors else 200
    with transaction():
        services.explain(pace, says=form.payload()["says"], by=me())
    flash(_("Thank you. Only whoever checks the visits reads this"))
    return redirect(url_for("field_devices.index"), 303)
