"""Weak signal: the household says how it is, a telecom answers for the place, everybody there reads the answer."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.transaction import transaction
from app.policy import Permission
from app.web.session import may_anywhere, me, require_sign_in
from payments.access import merchant_for_money
from payments.partners import access
from payments.partners.forms import SpotForm, SpotReplyForm
from payments.partners.rules import PartnerKind
from payments.partners.spots import queries, services
from payments.partners.spots.rules import Verdict
from payments.partners.spots.words import SPOTS, VERDICTS

bp = Blueprint("partner_spots", __name__)
bp.before_request(require_sign_in)


@bp.route("/hs/<code>/tt/song", methods=["GET", "POST"])
def tell(code: str) -> ResponseReturnValue:
    """Ask how the signal is, and show what telecoms say of this place."""
    merchant = merchant_for_money(me(), code, Permission.PAYMENT_EDIT)
    form = SpotForm()
    if form.accepted():
        with transaction():
            services.tell_spot(merchant, form.answer(), by=me())
        flash(_("Thank you. Telecoms see how many households of a place say so, and no name"))
        return redirect(url_for(".tell", code=merchant.code), 303)
    page = render_template(
        "partners/spot.html",
        merchant=merchant,
        form=form,
        report=queries.report_of(merchant.id),
        replies=queries.replies_for(merchant.area_path),
        kinds=SPOTS,
        verdicts=VERDICTS,
    )
    return page, 422 if form.errors else 200


@bp.route("/dt/song", methods=["GET", "POST"])
def answer() -> ResponseReturnValue:
    """List the places of which households complain, and take a telecom's answer for one."""
    may_anywhere(Permission.REFERRAL_WORK)
    institution = access.institution_of(me())
    spots = queries.spots(access.reach(me()))
    form = SpotReplyForm([(spot.area_path, spot.place) for spot in spots])
    is_telecom = institution.kind is PartnerKind.TELECOM
    if is_telecom and form.accepted():
        with transaction():
            services.answer_spot(
                institution,
                area_path=form.area_path.data or "",
                verdict=Verdict(form.verdict.data),
                said=form.said.data or "",
                by=me(),
            )
        flash(_("Written down. The households of this place read it"))
        return redirect(url_for(".answer"), 303)
    page = render_template(
        "partners/spots.html",
        institution=institution,
        is_telecom=is_telecom,
        spots=spots,
        verdicts=VERDICTS,
        form=form,
    )
    return page, 422 if form.errors else 200
