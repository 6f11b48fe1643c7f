"""An owner takes a place in a class or gives it back."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.transaction import transaction
from app.web.session import me, require_sign_in
from merchants.training import access, queries, services
from merchants.training.forms import ConfirmForm, SignUpForm

bp = Blueprint("places", __name__)
bp.before_request(require_sign_in)


@bp.route("/lop/<uuid:session_id>/dang-ky", methods=["GET", "POST"])
def sign_up(session_id: UUID) -> ResponseReturnValue:
    """Take a place for somebody of one's business."""
    session = access.public_session(session_id)
    mine = access.merchants_joining(me())
    form = SignUpForm()
    form.offer([(str(one.id), one.business_name or one.code) for one in mine], person_name=mine[0].owner_name)
    if not form.accepted():
        return render_template(
            "training/sign_up.html", card=queries.card(session), form=form
        ), 422 if form.errors else 200
    answers = form.payload()
    chosen, name = access.one_of(mine, answers["merchant"]), answers["person_name"]
    with transaction():
        services.sign_up(session, merchant=chosen, person_name=name, companions=answers["companions"] or 0, by=me())
    flash(_("A place is kept for %(name)s", name=name))
    return redirect(url_for("classes.show", session_id=session.id), 303)


@bp.route("/lop/<uuid:session_id>/huy", methods=["GET", "POST"])
def cancel(session_id: UUID) -> ResponseReturnValue:
    """Give one's place back, so that somebody else may come."""
    session = access.public_session(session_id)
    held = queries.places_held(session.id, me())
    form = ConfirmForm()
    if not form.accepted():
        return render_template(
            "training/cancel.html", card=queries.card(session), mine=held, form=form
        ), 422 if form.errors else 200
    with transaction():
        for place in held:
            services.cancel_sign_up(place, by=me())
    flash(_("The place has been given back"))
    return redirect(url_for("classes.show", session_id=session.id), 303)
