"""What the business is before the law: beside the eight questions, never in their way."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.transaction import transaction
from app.policy import Permission
from app.web.session import me, require_sign_in
from merchants import forms, queries, services
from merchants.access import Merchant, merchant_for
from merchants.legal_forms import LegalForm, Sex
from merchants.states import EDITABLE

bp = Blueprint("legal", __name__)
bp.before_request(require_sign_in)


@bp.route("/hs/<code>/hinh-thuc", methods=["GET", "POST"])
def form(code: str) -> ResponseReturnValue:
    """Ask what the business is, and whose name is on its paper."""
    merchant = merchant_for(me(), code, Permission.MERCHANT_EDIT)
    if merchant.stage not in EDITABLE:
        return redirect(url_for("dossier.check", code=merchant.code), 303)
    asked = forms.LegalForm_(data=_known(merchant))
    back_url = url_for("dossier.check", code=merchant.code)
    if not asked.accepted():
        page = render_template("merchants/legal_form.html", merchant=merchant, form=asked, back_url=back_url)
        return page, 422 if asked.errors else 200
    with transaction():
        _save(merchant, asked)
    flash(_("Saved"))
    return redirect(back_url, 303)


def _known(merchant: Merchant) -> dict[str, str]:
    details = queries.legal_details(merchant.id)
    known = {"legal_form": merchant.legal_form.value}
    if details is not None:
        known |= {"tax_code": details.tax_code, "paper_holder_name": details.paper_holder_name}
        known |= {"owner_sex": details.owner_sex or "", "paper_holder_sex": details.paper_holder_sex or ""}
    return known


def _save(merchant: Merchant, asked: forms.LegalForm_) -> None:
    said = asked.payload()
    services.answer_legal_form(merchant, legal_form=LegalForm(said["legal_form"]), tax_code=said["tax_code"], by=me())
    services.answer_paper_holder(merchant, paper_holder_name=said["paper_holder_name"], by=me())
    services.answer_sexes(
        merchant, owner_sex=_sex(said["owner_sex"]), paper_holder_sex=_sex(said["paper_holder_sex"]), by=me()
    )


def _sex(value: str | None) -> Sex | None:
    return Sex(value) if value else None
