"""What a family has said once, where it is used, and putting it right."""

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from app.core import settings
from app.core.errors import DomainError
from app.core.transaction import transaction
from app.policy import Permission
from app.web.session import me, require_sign_in
from merchants import services as dossiers
from merchants.access import merchant_for
from merchants.changes import documents, forms, queries, services, words
from merchants.changes.access import Correction, correction_for, matter_for, phone_for
from merchants.changes.rules import WEIGHTS, Matter, Weight
from merchants.changes.states import CorrectionState
from merchants.rules import Look
from merchants.states import REGISTERED

bp = Blueprint("changes", __name__)
bp.before_request(require_sign_in)


@bp.get("/hs/<code>/da-khai")
def told(code: str) -> ResponseReturnValue:
    """Show what the family has said, where each thing is used, and what has been corrected."""
    merchant = merchant_for(me(), code, Permission.MERCHANT_VIEW)
    dossiers.note_look(merchant, why=Look.DOSSIER, by=me())
    return render_template(
        "changes/told.html",
        merchant=merchant,
        facts=words.facts(merchant),
        handover=queries.open_handover(merchant.id),
        may_correct=merchant.stage in REGISTERED,
        corrections=[words.told(row) for row in queries.corrections_since_handover(merchant.id)],
        button=forms.ButtonForm(formdata=None),
    )


@bp.route("/hs/<code>/dinh-chinh/<matter>", methods=["GET", "POST"])
def ask(code: str, matter: str) -> ResponseReturnValue:
    """Ask that one answer is put right."""
    merchant, which = matter_for(me(), code, matter)
    value = queries.value_of(merchant, which)
    form = forms.correction_form(merchant, which, value)
    if form.accepted():
        try:
            with transaction():
                after = forms.said(form, which, merchant)
                row = services.ask(merchant, matter=which, after=after, reason=form.payload()["reason"], by=me())
        except (services.NothingNewError, services.AskedAlreadyError) as refusal:
            form.ask_again(form[forms.FIELDS[which][0]], refusal)
        else:
            return _after_asking(row)
    dossiers.note_look(merchant, why=Look.DOSSIER, by=me())
    page = render_template(
        "changes/ask.html",
        merchant=merchant,
        form=form,
        fields=[form[name] for name in forms.FIELDS[which]],
        label=words.MATTERS[which],
        now=words.value(which, value),
        weight=WEIGHTS[which],
        url=url_for(".ask", code=merchant.code, matter=matter),
        back_url=url_for(".told", code=merchant.code),
    )
    return page, 422 if form.errors else 200


@bp.route("/hs/<code>/dinh-chinh/<uuid:correction_id>/ma", methods=["GET", "POST"])
def prove(code: str, correction_id: UUID) -> ResponseReturnValue:
    """Ask for the code that came to the new telephone."""
    row = phone_for(me(), code, correction_id)
    form = forms.CodeForm()
    if row.state is CorrectionState.WAITING and form.accepted():
        with transaction():
            refusal = services.prove(row, code=form.payload()["code"], by=me())
        if refusal is None:
            flash(_("Changed. From now on sign in with the new number"))
            return redirect("/toi", 303)
        form.ask_again(form.code, refusal)
    dossiers.note_look(row.merchant, why=Look.DOSSIER, by=me())
    page = render_template(
        "changes/code.html",
        merchant=row.merchant,
        row=row,
        form=form,
        told=words.told(row),
        again=forms.ButtonForm(formdata=None),
    )
    return page, 422 if form.errors else 200


@bp.post("/hs/<code>/dinh-chinh/<uuid:correction_id>/gui-lai")
def send_again(code: str, correction_id: UUID) -> ResponseReturnValue:
    """Send the code once more."""
    row = phone_for(me(), code, correction_id)
    if forms.ButtonForm().accepted():
        try:
            with transaction():
                services.send_code_again(row, by=me())
            flash(_("A new code is on its way"))
        except DomainError as refusal:
            flash(str(refusal), "error")
    return redirect(url_for(".prove", code=row.merchant.code, correction_id=row.id), 303)


@bp.post("/hs/<code>/dinh-chinh/<uuid:correction_id>/rut")
def take_back(code: str, correction_id: UUID) -> ResponseReturnValue:
    """Leave the answer as it is."""
    row = correction_for(me(), code, correction_id)
    if forms.ButtonForm().accepted():
        with transaction():
            services.take_back(row, by=me())
        flash(_("Taken back. Nothing was changed"))
    return redirect(url_for(".told", code=row.merchant.code), 303)


@bp.get("/hs/<code>/dinh-chinh/<uuid:correction_id>.pdf")
def slip(code: str, correction_id: UUID) -> ResponseReturnValue:
    """Return the correction slip."""
    row = correction_for(me(), code, correction_id)
    dossiers.note_look(row.merchant, why=Look.PAPER, by=me())
    return slip_of(row)


def slip_of(row: Correction) -> Response:
    """Return the correction slip of a row that has been authorised; papers are Vietnamese whoever reads."""
    here = settings.current()
    with force_locale("vi"):
        said = words.told(row)
        pdf = documents.correction_slip(
            row,
            label=str(said.label),
            before=said.before,
            after=said.after,
            lookup_url=f"{here.base_url}{url_for('registration.look_up')}",
            desk_phone=here.contact_phone,
        )
    name = f"phieu-dinh-chinh-{row.merchant.code}.pdf"
    return Response(pdf, mimetype="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'})


def _after_asking(row: Correction) -> ResponseReturnValue:
    code = row.merchant.code
    if row.state is CorrectionState.MADE:
        flash(_("Saved"))
    elif row.matter is Matter.CONTACT:
        return redirect(url_for(".prove", code=code, correction_id=row.id), 303)
    elif WEIGHTS[row.matter] is Weight.WEIGHTY:
        flash(_("Sent to the commune. Until it agrees, the old answer counts"))
    return redirect(url_for(".told", code=code), 303)
