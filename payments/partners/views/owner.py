"""A family lets one institution ring, takes a place on its day, and takes consent back."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock
from app.core.errors import NotFoundError
from app.core.transaction import transaction
from app.web.session import me, require_sign_in
from payments.partners import access, queries, services, words
from payments.partners.forms import PressForm, ReferForm
from payments.partners.rules import PartnerKind
from payments.partners.states import LIVE

bp = Blueprint("referrals", __name__)
bp.before_request(require_sign_in)


@bp.route("/hs/<code>/tt/doi-tac", methods=["GET", "POST"])
def index(code: str) -> ResponseReturnValue:
    """Show whom the family lets ring, and ask for one more.

    Raises:
        NotFoundError: there is no such institution.
    """
    merchant = access.merchant_to_refer(me(), code)
    offered = queries.institutions(PartnerKind.BANK, PartnerKind.TELECOM)
    form = ReferForm([(each.id, each.name) for each in offered])
    if form.accepted():
        institution_id, best_hour = form.answers()
        institution = queries.institution_by_id(institution_id)
        if institution is None:
            raise NotFoundError("no such institution")
        with transaction():
            services.refer(merchant, institution, best_hour=best_hour, by=me())
        flash(_("Noted. Only they see your number, and you may take it back at any time"))
        return redirect(url_for(".index", code=merchant.code), 303)
    today = clock.today()
    mine = queries.referrals_of(merchant.id)
    page = render_template(
        "partners/owner.html",
        merchant=merchant,
        referrals=[(each, queries.days_for(each, today) if each.state in LIVE else ()) for each in mine],
        states=words.REFERRALS,
        has_offer=bool(offered),
        form=form,
        press=PressForm(formdata=None),
    )
    return page, 422 if form.errors else 200


@bp.post("/hs/<code>/tt/doi-tac/<uuid:referral_id>/rut")
def withdraw(code: str, referral_id: UUID) -> ResponseReturnValue:
    """Take consent back."""
    merchant = access.merchant_to_refer(me(), code)
    referral = access.own_referral(merchant, referral_id)
    if PressForm().accepted():
        with transaction():
            services.withdraw(referral, by=me())
        flash(_("Taken back. They do not see your number any more"))
    return redirect(url_for(".index", code=merchant.code), 303)


@bp.post("/hs/<code>/tt/doi-tac/<uuid:referral_id>/ngay/<uuid:day_id>")
def book(code: str, referral_id: UUID, day_id: UUID) -> ResponseReturnValue:
    """Take a place on a day.

    Raises:
        NotFoundError: there is no such day.
    """
    merchant = access.merchant_to_refer(me(), code)
    referral = access.own_referral(merchant, referral_id)
    day = queries.day_by_id(day_id)
    if day is None:
        raise NotFoundError("no such day")
    if PressForm().accepted():
        with transaction():
            services.book(referral, day, by=me())
        flash(_("You have a place. Bring: %(what)s", what=day.bring))
    return redirect(url_for(".index", code=merchant.code), 303)
