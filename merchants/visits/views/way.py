"""An afternoon's way from door to door, and what happened at each."""

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock
from app.core.transaction import transaction
from app.policy import Permission
from app.web.session import may_anywhere, me, require_sign_in
from merchants.rules import Look
from merchants.services import note_looks
from merchants.visits import access, documents, forms, queries, rules, services, words
from merchants.visits.states import Band, VisitStep

bp = Blueprint("visits", __name__)
bp.before_request(require_sign_in)


@bp.get("/to/tuyen")
def way() -> ResponseReturnValue:
    """Show the households of this afternoon, hamlet by hamlet."""
    may_anywhere(Permission.HELP_GIVE)
    stops = queries.way(me(), clock.today())
    note_looks([stop.merchant_id for stop in stops], why=Look.HELP, by=me())
    return render_template("visits/way.html", stops=stops, reasons=words.REASONS)


@bp.get("/to/giay.pdf")
def slips() -> ResponseReturnValue:
    """Return this afternoon's way on paper, with a slip for each household."""
    may_anywhere(Permission.HELP_GIVE)
    stops = queries.way(me(), clock.today())
    note_looks([stop.merchant_id for stop in stops], why=Look.HELP, by=me())
    pdf = documents.slips(stops, clock.today())
    headers = {"Content-Disposition": 'inline; filename="phieu-di-tham.pdf"', "Cache-Control": "private, no-store"}
    return Response(pdf, mimetype="application/pdf", headers=headers)


@bp.route("/to/tham/<uuid:visit_id>", methods=["GET", "POST"])
def door(visit_id: UUID) -> ResponseReturnValue:
    """Write what happened at one door."""
    visit = access.visit_to_pay(me(), visit_id)
    note_looks([visit.merchant_id], why=Look.HELP, by=me())
    form = forms.DoorForm()
    if visit.after_days != rules.LOOKS_AFTER_DAYS:
        del form.alone
    if not form.accepted():
        return render_template(
            "visits/door.html", visit=visit, merchant=visit.merchant, reasons=words.REASONS, form=form
        ), 422 if form.errors else 200
    answers = form.payload()
    with transaction():
        match form.step():
            case VisitStep.SEE:
                band = Band(answers["band"] or Band.NOT_ASKED)
                services.see(visit, minutes=answers["minutes"] or 0, band=band, alone=form.looked_at(), by=me())
            case VisitStep.MISS:
                services.miss(visit, by=me())
            case VisitStep.REFUSE:
                services.refuse(visit, by=me())
    flash(_("Written down. Thank you for going"))
    return redirect(url_for(".way"), 303)
