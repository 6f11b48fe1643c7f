"""An owner's OCOP page and the certificates on it."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock
from app.core.transaction import transaction
from app.web.session import me, require_sign_in
from merchants.ocop import queries, services, words
from merchants.ocop.access import business_of, own_certificate
from merchants.ocop.forms import ButtonForm, CertificateForm

bp = Blueprint("ocop", __name__)
bp.before_request(require_sign_in)


@bp.get("/hs/<code>/ocop")
def show(code: str) -> ResponseReturnValue:
    """Show the certificates of a business and the dossiers under way."""
    merchant = business_of(me(), code)
    today = clock.today()
    return render_template(
        "ocop/home.html",
        merchant=merchant,
        certificates=[words.certificate(each, today) for each in queries.certificates_of(merchant.id)],
        dossiers=[words.dossier(each) for each in queries.dossiers_of(merchant.id)],
    )


@bp.route("/hs/<code>/ocop/giay-chung-nhan", methods=["GET", "POST"])
def enter(code: str) -> ResponseReturnValue:
    """Enter a certificate."""
    merchant = business_of(me(), code)
    form = CertificateForm()
    if not form.accepted():
        page = render_template("ocop/certificate_new.html", merchant=merchant, form=form, older=words.older_names())
        return page, 422 if form.errors else 200
    with transaction():
        services.enter(merchant, facts=form.facts(), by=me())
    flash(_("Kept. The commune desk looks at the original when you come by"))
    return redirect(url_for(".show", code=merchant.code), 303)


@bp.route("/hs/<code>/ocop/giay-chung-nhan/<uuid:certificate_id>/bo", methods=["GET", "POST"])
def remove(code: str, certificate_id: UUID) -> ResponseReturnValue:
    """Take back a certificate entered by mistake."""
    certificate = own_certificate(me(), code, certificate_id)
    form = ButtonForm()
    if not form.accepted():
        page = render_template("ocop/certificate_remove.html", certificate=certificate, form=form)
        return page, 422 if form.errors else 200
    with transaction():
        services.remove(certificate, by=me())
    flash(_("The certificate is taken off the list"))
    return redirect(url_for(".show", code=code), 303)
