"""How the owner of a helped dossier says yes, asked for by whoever fills it in."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock
from app.core.transaction import transaction
from app.policy import Permission
from app.web.session import me, require_sign_in
from merchants.access import merchant_for
from merchants.helping import forms, queries, rules, services, words
from merchants.helping.access import Merchant
from merchants.helping.rules import Mark, Way

bp = Blueprint("helped", __name__)
bp.before_request(require_sign_in)


@bp.get("/hs/<code>/xac-nhan")
def choose(code: str) -> ResponseReturnValue:
    """Read out what is agreed to, and choose how the owner confirms it."""
    merchant = merchant_for(me(), code, Permission.MERCHANT_OWN)
    return _choose_page(merchant), 200


@bp.post("/hs/<code>/xac-nhan/ma")
def send_code(code: str) -> ResponseReturnValue:
    """Send the owner's phone a code."""
    merchant = merchant_for(me(), code, Permission.MERCHANT_OWN)
    if not forms.ButtonForm().accepted():
        return _choose_page(merchant), 422
    try:
        with transaction():
            services.send_consent_code(merchant, by=me())
    except services.TooSoonError as refusal:
        flash(str(refusal), "error")
    return redirect(url_for(".enter_code", code=merchant.code), 303)


@bp.route("/hs/<code>/xac-nhan/nhap-ma", methods=["GET", "POST"])
def enter_code(code: str) -> ResponseReturnValue:
    """Let the owner press their code; no code came: four other ways, never a dead end."""
    merchant = merchant_for(me(), code, Permission.MERCHANT_OWN)
    form = forms.OwnerCodeForm()
    status = 200
    if form.accepted():
        with transaction():
            refusal = services.confirm_by_code(merchant, code=forms.digits_of(form.otp.data), by=me())
        if refusal is None:
            flash(_("The owner has agreed"))
            return redirect(url_for("dossier.check", code=merchant.code), 303)
        form.ask_again(form.otp, refusal)
        status = 422
    row = queries.confirmation_of(merchant.id)
    return render_template(
        "helping/enter_code.html",
        merchant=merchant,
        form=form,
        again=forms.ButtonForm(formdata=None),
        wait=rules.wait_seconds(row.asked_at if row and row.way is Way.CODE else None, clock.now()),
        back_url=url_for(".choose", code=merchant.code),
    ), 422 if form.errors else status


@bp.post("/hs/<code>/xac-nhan/goi")
def ask_for_call(code: str) -> ResponseReturnValue:
    """Ask the desk to ring."""
    merchant = merchant_for(me(), code, Permission.MERCHANT_OWN)
    if not forms.ButtonForm().accepted():
        return _choose_page(merchant), 422
    with transaction():
        services.ask_for_call(merchant, by=me())
    flash(_("The desk rings the owner within 24 hours. The file can be sent meanwhile"))
    return redirect(url_for("dossier.check", code=merchant.code), 303)


@bp.route("/hs/<code>/xac-nhan/giay", methods=["GET", "POST"])
def write_slip(code: str) -> ResponseReturnValue:
    """Note the number of the slip the owner signed or pressed a thumb on."""
    merchant = merchant_for(me(), code, Permission.MERCHANT_OWN)
    form = forms.SlipForm()
    if form.accepted():
        answers = form.payload() | {"mark": Mark(form.mark.data)}
        try:
            with transaction():
                services.write_slip(merchant, **answers, by=me())
        except (services.SlipTakenError, services.SlipRefusedError) as refusal:
            form.ask_again(form.slip_no, refusal)
        else:
            flash(_("Agreed on paper. The desk matches the slip later"))
            return redirect(url_for("dossier.check", code=merchant.code), 303)
    page = render_template(
        "helping/slip.html",
        merchant=merchant,
        form=form,
        lines=words.read_aloud(),
        back_url=url_for(".choose", code=merchant.code),
    )
    return page, 422 if form.errors else 200


def _choose_page(merchant: Merchant) -> str:
    return render_template(
        "helping/choose_way.html",
        merchant=merchant,
        form=forms.ButtonForm(formdata=None),
        lines=words.read_aloud(),
        word=words.word_of(merchant.id, merchant.filing),
        may_send_code=services.owner_has_own_phone(merchant),
        has_phone=bool(merchant.phone),
        may_ask=services.may_be_asked(merchant),
        back_url=url_for("dossier.check", code=merchant.code),
    )
