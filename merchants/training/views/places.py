"""An owner takes a place in a class or gives it back."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.transaction import transaction
from app.web.security import limiter
from app.web.session import me, require_sign_in
from merchants.training import access, queries, services
from merchants.training.forms import CheckInForm, ConfirmForm, OfferForm, SignUpForm, WaitForm

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


@bp.route("/lop/<uuid:session_id>/cho", methods=["GET", "POST"])
def wait(session_id: UUID) -> ResponseReturnValue:
    """Stand in the line for a full class."""
    session = access.public_session(session_id)
    mine = access.merchants_joining(me())
    form = WaitForm()
    form.offer([(str(one.id), one.business_name or one.code) for one in mine], person_name=mine[0].owner_name)
    if not form.accepted():
        return render_template("training/wait.html", card=queries.card(session), form=form), 422 if form.errors else 200
    answers = form.payload()
    chosen, name = access.one_of(mine, answers["merchant"]), answers["person_name"]
    with transaction():
        services.wait(session, merchant=chosen, person_name=name, companions=answers["companions"] or 0, by=me())
    flash(_("You stand in the line. When a place comes free, you are asked first"))
    return redirect(url_for("classes.show", session_id=session.id), 303)


@bp.route("/lop/<uuid:session_id>/cho-trong", methods=["GET", "POST"])
def offered(session_id: UUID) -> ResponseReturnValue:
    """Take the place that came free, or leave it and the line."""
    session = access.public_session(session_id)
    turn = access.wait_of(session, me())
    form = OfferForm()
    if not form.accepted():
        page = render_template("training/offered.html", card=queries.card(session), turn=turn, form=form)
        return page, 422 if form.errors else 200
    takes = form.payload()["takes"] == "yes"
    with transaction():
        if takes:
            services.take_offer(turn, by=me())
        else:
            services.leave(turn, by=me())
    flash(_("The place is yours") if takes else _("The place goes to the next"))
    return redirect(url_for("classes.show", session_id=session.id), 303)


@bp.route("/lop/<uuid:session_id>/co-mat", methods=["GET", "POST"])
@limiter.limit("20 per hour", methods=["POST"])
def check_in(session_id: UUID) -> ResponseReturnValue:
    """Mark oneself present with the four digits on the board."""
    session = access.public_session(session_id)
    held = queries.places_held(session.id, me())
    form = CheckInForm()
    if not form.accepted():
        page = render_template("training/check_in.html", card=queries.card(session), mine=held, form=form)
        return page, 422 if form.errors else 200
    try:
        with transaction():
            services.check_in(session, merchant_ids=me().merchant_ids, word=form.payload()["word"], by=me())
    except services.WrongWordError as refusal:
        form.ask_again(form.word, refusal)
        return render_template("training/check_in.html", card=queries.card(session), mine=held, form=form), 422
    flash(_("You are marked as present. Welcome"))
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
