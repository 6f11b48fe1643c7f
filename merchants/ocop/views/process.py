"""A dossier's way through commune and province: screen, consult, report, rate."""

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock
from app.core.errors import NotFoundError
from app.core.transaction import transaction
from app.policy import Permission, allows
from app.web.session import may_anywhere, me, require_sign_in
from merchants.ocop import documents, queries, rules, services, words
from merchants.ocop.access import OcopDossier, dossier_for, proof_for
from merchants.ocop.forms import MeetingForm, RatingForm, ReportForm, ScreeningForm, UpdateForm
from merchants.ocop.states import ROUTES, DossierState, DossierStep
from merchants.papers import access as papers
from merchants.papers.words import file_headers

bp = Blueprint("ocop_process", __name__, url_prefix="/cb/ocop/ho-so")
bp.before_request(require_sign_in)


@bp.before_request
def _officials_only() -> None:
    may_anywhere(Permission.OCOP_WATCH)


@bp.get("/<uuid:dossier_id>")
def show(dossier_id: UUID) -> ResponseReturnValue:
    """Show a dossier to an official: what the owner claims, what the commune found, what comes next."""
    return _page(dossier_for(me(), dossier_id, Permission.OCOP_WATCH), ReportForm()), 200


@bp.get("/<uuid:dossier_id>/giay/<uuid:paper_id>")
def proof(dossier_id: UUID, paper_id: UUID) -> ResponseReturnValue:
    """Return a paper that stands for a criterion."""
    kept = proof_for(me(), dossier_id, paper_id)
    return Response(papers.file_of(kept), mimetype=kept.content_type, headers=file_headers(kept))


@bp.route("/<uuid:dossier_id>/tham-tra", methods=["GET", "POST"])
def screen(dossier_id: UUID) -> ResponseReturnValue:
    """Judge the four parts that are the commune's."""
    dossier = dossier_for(me(), dossier_id, Permission.OCOP_SCREEN)
    form = ScreeningForm()
    if not form.accepted():
        fields = [(form[f"verdict_{part.value}"], form[f"note_{part.value}"]) for part in rules.ScreeningPart]
        page = render_template("ocop/screening.html", dossier=dossier, form=form, fields=fields)
        return page, 422 if form.errors else 200
    with transaction():
        services.screen(dossier, findings=form.findings(), by=me())
    flash(_("Saved. Next comes the consultation meeting"))
    return redirect(url_for(".show", dossier_id=dossier_id), 303)


@bp.route("/<uuid:dossier_id>/hop", methods=["GET", "POST"])
def consult(dossier_id: UUID) -> ResponseReturnValue:
    """Write what the consultation meeting came to."""
    dossier = dossier_for(me(), dossier_id, Permission.OCOP_SCREEN)
    form = MeetingForm()
    if not form.accepted():
        return render_template("ocop/meeting.html", dossier=dossier, form=form), 422 if form.errors else 200
    met_on = form.met_on.data
    if met_on is None:
        raise ValueError("An accepted form has its day")
    with transaction():
        services.consult(
            dossier,
            met_on=met_on,
            met_where=form.met_where.data or "",
            met_people=int(form.met_people.data or 0),
            met_conclusion=form.met_conclusion.data or "",
            by=me(),
        )
    flash(_("Saved. The report can be printed and signed now"))
    return redirect(url_for(".show", dossier_id=dossier_id), 303)


@bp.post("/<uuid:dossier_id>/trinh-tinh")
def report(dossier_id: UUID) -> ResponseReturnValue:
    """Hand the dossier up to the province with the commune's report."""
    dossier = dossier_for(me(), dossier_id, Permission.OCOP_SCREEN)
    form = ReportForm()
    if not form.accepted():
        return _page(dossier, form), 422
    with transaction():
        services.report(dossier, report_no=form.report_no.data or "", by=me())
    flash(_("Handed up to the province"))
    return redirect(url_for(".show", dossier_id=dossier_id), 303)


@bp.get("/<uuid:dossier_id>/bao-cao.pdf")
def printed(dossier_id: UUID) -> ResponseReturnValue:
    """Return the commune's report."""
    dossier = dossier_for(me(), dossier_id, Permission.OCOP_WATCH)
    if dossier.met_on is None:
        raise NotFoundError("no report yet")
    headers = {"Content-Disposition": 'inline; filename="bao-cao-danh-gia-ocop.pdf"'}
    return Response(documents.report(dossier), mimetype="application/pdf", headers=headers)


@bp.route("/<uuid:dossier_id>/yeu-cau", methods=["GET", "POST"])
def ask_update(dossier_id: UUID) -> ResponseReturnValue:
    """Give the dossier back to its owner with what is missing."""
    dossier = dossier_for(me(), dossier_id, Permission.OCOP_SCREEN)
    form = UpdateForm()
    if not form.accepted():
        return render_template("ocop/update.html", dossier=dossier, form=form), 422 if form.errors else 200
    with transaction():
        services.ask_update(dossier, sentence=form.sentence.data or "", by=me())
    flash(_("The owner reads it on their OCOP page"))
    return redirect(url_for("ocop_radar.radar"), 303)


@bp.route("/<uuid:dossier_id>/xep-hang", methods=["GET", "POST"])
def rate(dossier_id: UUID) -> ResponseReturnValue:
    """Enter what the council gave."""
    dossier = dossier_for(me(), dossier_id, Permission.OCOP_RATE)
    form = RatingForm()
    if not form.accepted():
        return _rating_page(dossier, form), 422 if form.errors else 200
    try:
        with transaction():
            services.rate(dossier, rating=form.rating(), by=me())
    except services.DecisionMissingError as refusal:
        form.decision_no.errors = [str(refusal.message)]
        return _rating_page(dossier_for(me(), dossier_id, Permission.OCOP_RATE), form), 422
    flash(_("Saved: %(what)s", what=_outcome(dossier)))
    return redirect(url_for(".show", dossier_id=dossier_id), 303)


def _outcome(dossier: OcopDossier) -> str:
    return str(words.STATES[dossier.state])


def _rating_page(dossier: OcopDossier, form: RatingForm) -> str:
    return render_template(
        "ocop/rating.html", dossier=dossier, form=form, is_centre=dossier.state is DossierState.AT_CENTRE
    )


def _page(dossier: OcopDossier, form: ReportForm) -> str:
    today = clock.today()
    steps = ROUTES[dossier.route].actions(dossier.state)
    screens = allows(me(), Permission.OCOP_SCREEN, dossier.place())
    rates = allows(me(), Permission.OCOP_RATE, dossier.place())
    certificate = queries.certificate(dossier.certificate_id) if dossier.certificate_id else None
    return render_template(
        "ocop/process.html",
        dossier=dossier,
        shown=words.dossier(dossier),
        route=words.ROUTES[dossier.route],
        way=words.way(dossier),
        assessment=words.assessment(dossier, rules.tree(dossier.set_key), queries.proofs_of(dossier), today),
        screenings=[
            (words.SCREENING[each.part], words.VERDICTS[each.verdict], each) for each in words.in_order(dossier)
        ],
        score=words.points(dossier.score) if dossier.score is not None else "",
        certificate=words.certificate(certificate, today) if certificate else None,
        may_screen=screens and DossierStep.SCREEN in steps,
        may_consult=screens and DossierStep.CONSULT in steps,
        may_report=screens and DossierStep.REPORT in steps,
        may_ask=screens and DossierStep.ASK_UPDATE in steps,
        may_rate=rates and bool({DossierStep.RECOGNISE, DossierStep.REFUSE} & set(steps)),
        form=form,
        wide=True,
    )
