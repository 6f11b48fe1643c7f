"""Another owner: the new one asks, the old one agrees or objects."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import queries as people
from app.core.errors import DomainError
from app.core.transaction import transaction
from app.web.security import limiter
from app.web.session import me, require_sign_in
from merchants import queries as merchants
from merchants.changes import forms, services, words
from merchants.changes.access import Handover, handover_asked_by, handover_of
from merchants.states import REGISTERED

bp = Blueprint("handovers", __name__)
bp.before_request(require_sign_in)

# As for looking a file up: a code is easy to guess and a year nearly so.
_TRIES = "10 per hour"


def _code_tried() -> str:
    return "code:" + "".join(sign for sign in request.form.get("code", "")[:60] if sign.isdigit())


@bp.route("/sang-ten", methods=["GET", "POST"])
@limiter.limit(_TRIES, methods=["POST"])
@limiter.limit(_TRIES, methods=["POST"], key_func=_code_tried)
def ask() -> ResponseReturnValue:
    """Let whoever has taken a business over ask for it, under the number they signed in with."""
    phone = _own_number()
    form = forms.AskHandoverForm()
    if phone and form.accepted():
        facts = form.facts()
        merchant = merchants.by_code_and_birth_year(*facts) if facts else None
        if merchant is None or merchant.stage not in REGISTERED:
            form.ask_again(form.code, _("We cannot find a confirmed file with this code and year. Ask the desk"))
        else:
            try:
                with transaction():
                    row = services.ask_handover(merchant, **form.said(), new_phone=phone, by=me())
            except (services.HandoverOpenError, services.HandoverRefusedError) as refusal:
                form.ask_again(form.code, refusal)
            else:
                return redirect(url_for(".asked", handover_id=row.id), 303)
    page = render_template("changes/handover_ask.html", form=form, phone=phone)
    return page, 422 if form.errors else 200


@bp.get("/sang-ten/<uuid:handover_id>")
def asked(handover_id: UUID) -> ResponseReturnValue:
    """Show whoever asked where it stands; of the business itself nothing more than they said."""
    row = handover_asked_by(me(), handover_id)
    return render_template("changes/handover_asked.html", form=forms.ButtonForm(formdata=None), **_told(row))


@bp.post("/sang-ten/<uuid:handover_id>/rut")
def take_back(handover_id: UUID) -> ResponseReturnValue:
    """No longer ask."""
    row = handover_asked_by(me(), handover_id)
    if forms.ButtonForm().accepted():
        with transaction():
            services.take_handover_back(row, by=me())
        flash(_("Taken back. Nothing was changed"))
    return redirect(url_for(".asked", handover_id=row.id), 303)


@bp.get("/hs/<code>/sang-ten")
def of_mine(code: str) -> ResponseReturnValue:
    """Show the old owner who asks for the business."""
    row = handover_of(me(), code)
    return render_template("changes/handover_mine.html", form=forms.ButtonForm(formdata=None), **_told(row))


@bp.post("/hs/<code>/sang-ten/dong-y")
def allow(code: str) -> ResponseReturnValue:
    """Agree, or no longer object."""
    row = handover_of(me(), code)
    if forms.ButtonForm().accepted():
        with transaction():
            services.allow(row, by=me())
        flash(_("Noted: you agree. The commune decides"))
    return redirect(url_for(".of_mine", code=row.merchant.code), 303)


@bp.route("/hs/<code>/sang-ten/phan-doi", methods=["GET", "POST"])
def object_to(code: str) -> ResponseReturnValue:
    """Object, and say why."""
    row = handover_of(me(), code)
    form = forms.ObjectionForm()
    if form.accepted():
        try:
            with transaction():
                services.object_to(row, objection=form.payload()["objection"], by=me())
        except DomainError as refusal:
            flash(str(refusal), "error")
        else:
            flash(_("Noted: you do not agree. The commune hands nothing over without speaking to you"))
        return redirect(url_for(".of_mine", code=row.merchant.code), 303)
    page = render_template("changes/handover_object.html", row=row, merchant=row.merchant, form=form)
    return page, 422 if form.errors else 200


def _own_number() -> str:
    account_id = me().account_id
    account = people.account_by_id(account_id) if account_id else None
    return (account.phone or "") if account else ""


def _told(row: Handover) -> dict[str, object]:
    state, kind = words.HANDOVERS[row.state]
    return {
        "row": row,
        "merchant": row.merchant,
        "state": state,
        "state_kind": kind,
        "kind": words.KINDS[row.kind],
        "paper": words.PAPERS[row.paper],
    }
