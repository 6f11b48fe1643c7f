"""An institution's officer: families who agreed to be rung, and days in hamlets. No dossier, no list to carry away."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import areas, clock
from app.core.transaction import transaction
from app.policy import Permission
from app.web.session import may_anywhere, me, require_sign_in
from merchants import services as dossiers
from merchants.rules import Look
from payments.partners import access, queries, services, words
from payments.partners.forms import DayForm, OutcomeForm

bp = Blueprint("partner_desk", __name__)
bp.before_request(require_sign_in)


@bp.before_request
def _partners_only() -> None:
    may_anywhere(Permission.REFERRAL_WORK)


@bp.get("/dt/gioi-thieu")
def referrals() -> ResponseReturnValue:
    """List the families who agreed to be rung by this institution."""
    institution, reach = access.institution_of(me()), access.reach(me())
    rows = queries.shown_to(institution.id, reach, live=True)
    done = queries.shown_to(institution.id, reach, live=False)
    dossiers.note_looks([row.merchant_id for row in rows], why=Look.NUMBER, by=me())
    return render_template(
        "partners/referrals.html",
        institution=institution,
        rows=rows,
        done=done,
        states=words.REFERRALS,
        hours=words.HOURS,
    )


@bp.route("/dt/gioi-thieu/<uuid:referral_id>", methods=["GET", "POST"])
def outcome(referral_id: UUID) -> ResponseReturnValue:
    """Say what came of a call."""
    referral = access.referral_of(me(), referral_id)
    form = OutcomeForm()
    if form.accepted():
        said = form.outcome.data
        with transaction():
            if said == "opened":
                services.opened(
                    referral,
                    has_right_name=bool(form.has_right_name.data),
                    has_sign=bool(form.has_sign.data),
                    sound_box=form.sound_box.data or "",
                    by=me(),
                )
            else:
                _SAID[said](referral, by=me())
        flash(_("Written down"))
        return redirect(url_for(".referrals"), 303)
    dossiers.note_look(referral.merchant, why=Look.NUMBER, by=me())
    page = render_template("partners/outcome.html", referral=referral, states=words.REFERRALS, form=form)
    return page, 422 if form.errors else 200


_SAID = {
    "called": services.called,
    "missed": services.missed,
    "has_other": services.has_other,
    "declined": services.declined,
    "wrong_number": services.wrong_number,
}


@bp.route("/dt/ngay-hen", methods=["GET", "POST"])
def days() -> ResponseReturnValue:
    """Show the days to come, and propose one more."""
    institution = access.institution_of(me())
    today = clock.today()
    form = DayForm([(place.path, place.name) for place in areas.within_reach(access.reach(me()), today)])
    if form.accepted():
        with transaction():
            services.propose_day(institution, **form.payload(), by=me())
        flash(_("Sent to the commune. Nobody is invited before it has agreed"))
        return redirect(url_for(".days"), 303)
    cards = queries.days_proposed_by(institution.id, today)
    page = render_template("partners/days.html", institution=institution, cards=cards, states=words.DAYS, form=form)
    return page, 422 if form.errors else 200
