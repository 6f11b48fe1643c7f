"""The officials' radar: what runs out when, what was told, and each certificate's page."""

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock
from app.core.transaction import transaction
from app.policy import Permission, allows, areas_for
from app.web.session import may_anywhere, me, require_sign_in
from merchants.ocop import documents, queries, rules, services, words
from merchants.ocop.access import OcopCertificate, certificate_for, letter_for, sender_for
from merchants.ocop.forms import ButtonForm, LetterForm, ReasonForm
from merchants.ocop.states import CERTIFICATE, WATCHED, WITH_COMMUNE, CertificateStep, DossierState
from merchants.results import queries as results
from merchants.results import words as results_words

bp = Blueprint("ocop_radar", __name__)
bp.before_request(require_sign_in)


@bp.before_request
def _officials_only() -> None:
    may_anywhere(Permission.OCOP_WATCH)


@bp.get("/cb/ocop")
def radar() -> ResponseReturnValue:
    """Show what runs out, band by band, and the dossiers that wait for whoever looks."""
    today = clock.today()
    reach = areas_for(me(), Permission.OCOP_WATCH)
    screens, rates = areas_for(me(), Permission.OCOP_SCREEN), areas_for(me(), Permission.OCOP_RATE)
    return render_template(
        "ocop/radar.html",
        bands=words.radar(queries.radar(reach, today), today),
        to_screen=[words.dossier(each) for each in queries.waiting(screens, WITH_COMMUNE)],
        to_rate=[
            words.dossier(each)
            for each in queries.waiting(
                rates, (DossierState.AT_PROVINCE, DossierState.AT_CENTRE, DossierState.AT_DISTRICT)
            )
        ],
        unchecked=[words.certificate(each, today) for each in queries.unchecked(screens)],
        today=today,
        wide=True,
    )


@bp.get("/cb/ocop/giay-chung-nhan/<uuid:certificate_id>")
def show(certificate_id: UUID) -> ResponseReturnValue:
    """Show one certificate to an official."""
    certificate = certificate_for(me(), certificate_id, Permission.OCOP_WATCH)
    return _page(certificate, ButtonForm()), 200


@bp.post("/cb/ocop/giay-chung-nhan/<uuid:certificate_id>/da-xem")
def check(certificate_id: UUID) -> ResponseReturnValue:
    """Note that the original was seen."""
    certificate = certificate_for(me(), certificate_id, Permission.OCOP_SCREEN)
    if ButtonForm().accepted():
        with transaction():
            services.check(certificate, by=me())
        flash(_("Noted: held against the original"))
    return redirect(url_for(".show", certificate_id=certificate_id), 303)


@bp.route("/cb/ocop/giay-chung-nhan/<uuid:certificate_id>/thu-hoi", methods=["GET", "POST"])
def withdraw(certificate_id: UUID) -> ResponseReturnValue:
    """Note that the issuing authority has withdrawn a certificate."""
    certificate = certificate_for(me(), certificate_id, Permission.OCOP_RATE)
    form = ReasonForm()
    if not form.accepted():
        page = render_template("ocop/certificate_withdraw.html", certificate=certificate, form=form)
        return page, 422 if form.errors else 200
    with transaction():
        services.withdraw_certificate(certificate, reason=form.reason.data or "", by=me())
    flash(_("Noted: the certificate is withdrawn"))
    return redirect(url_for(".show", certificate_id=certificate_id), 303)


@bp.route("/cb/ocop/giay-chung-nhan/<uuid:certificate_id>/thong-bao", methods=["GET", "POST"])
def write_letter(certificate_id: UUID) -> ResponseReturnValue:
    """Write the notice that the law asks for."""
    certificate = certificate_for(me(), certificate_id, Permission.OCOP_LETTER)
    form = LetterForm()
    if not form.accepted():
        page = render_template(
            "ocop/letter_new.html",
            certificate=certificate,
            due_on=rules.letter_due_on(certificate.expires_on),
            form=form,
        )
        return page, 422 if form.errors else 200
    with transaction():
        services.issue_letter(
            certificate,
            sender_path=sender_for(me(), certificate),
            signer_title=form.signer_title.data or "",
            signer_name=form.signer_name.data or "",
            by=me(),
        )
    flash(_("The letter is ready: sign it on screen at “To sign”, or print it and sign by hand"))
    return redirect(url_for(".show", certificate_id=certificate_id), 303)


@bp.get("/cb/ocop/thong-bao/<uuid:letter_id>.pdf")
def letter(letter_id: UUID) -> ResponseReturnValue:
    """Return the letter."""
    found = letter_for(me(), letter_id)
    name = f"thong-bao-ocop-{found.year}-{found.number}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(documents.letter(found), mimetype="application/pdf", headers=headers)


def _page(certificate: OcopCertificate, form: ButtonForm) -> str:
    today = clock.today()
    place = certificate.place()
    steps = CERTIFICATE.actions(certificate.state)
    found = queries.letter_of(certificate.id)
    is_due = certificate.state in WATCHED and rules.band(certificate.expires_on, today) is not None
    return render_template(
        "ocop/certificate.html",
        certificate=certificate,
        shown=words.certificate(certificate, today),
        row=words.radar_row(queries.watched(certificate, today), today),
        set_name=words.set_name(certificate.set_key),
        ministries=rules.product_set(certificate.set_key).ministries,
        letter=found,
        signed=results.by_reference(queries.reference_of(found.id)) if found else None,
        signed_states=results_words.STATES,
        may_see_signed=allows(me(), Permission.DOCUMENT_VIEW, place),
        letter_due_on=rules.letter_due_on(certificate.expires_on),
        may_check=CertificateStep.CHECK in steps and allows(me(), Permission.OCOP_SCREEN, place),
        may_withdraw=CertificateStep.WITHDRAW in steps and allows(me(), Permission.OCOP_RATE, place),
        may_write=found is None and is_due and allows(me(), Permission.OCOP_LETTER, place),
        form=form,
    )
