"""An owner's dossier: open it, assess oneself line by line, print the file, hand it in."""

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock
from app.core.errors import NotFoundError
from app.core.transaction import transaction
from app.policy import Permission
from app.web.session import me, require_sign_in
from merchants.ocop import documents, queries, rules, services, words
from merchants.ocop.access import OcopDossier, business_of, dossier_for, own_certificate
from merchants.ocop.forms import ButtonForm, CriterionForm, DossierForm, ResultsForm
from merchants.ocop.states import EDITABLE, ROUTES, DossierStep
from merchants.papers import queries as papers
from merchants.papers import rules as paper_rules
from merchants.papers import words as paper_words

bp = Blueprint("ocop_dossiers", __name__)
bp.before_request(require_sign_in)


@bp.route("/hs/<code>/ocop/moi", methods=["GET", "POST"])
def open_(code: str) -> ResponseReturnValue:
    """Open a dossier for a product that has no certificate yet."""
    merchant = business_of(me(), code)
    form = DossierForm()
    if not form.accepted():
        page = render_template("ocop/dossier_new.html", merchant=merchant, form=form)
        return page, 422 if form.errors else 200
    with transaction():
        dossier = services.open_dossier(
            merchant, product_name=form.product_name.data or "", set_key=form.set_key.data, by=me()
        )
    return redirect(url_for(".show", code=merchant.code, dossier_id=dossier.id), 303)


@bp.post("/hs/<code>/ocop/giay-chung-nhan/<uuid:certificate_id>/danh-gia-lai")
def renew(code: str, certificate_id: UUID) -> ResponseReturnValue:
    """Open the dossier that keeps a certificate alive, or go on with it."""
    certificate = own_certificate(me(), code, certificate_id)
    if not ButtonForm().accepted():
        return redirect(url_for("ocop.show", code=code), 303)
    with transaction():
        dossier = services.open_dossier(
            certificate.merchant,
            product_name=certificate.product_name,
            set_key=certificate.set_key,
            renews=certificate,
            by=me(),
        )
    return redirect(url_for(".show", code=code, dossier_id=dossier.id), 303)


@bp.get("/hs/<code>/ocop/<uuid:dossier_id>")
def show(code: str, dossier_id: UUID) -> ResponseReturnValue:
    """Show where a dossier stands and what comes next."""
    return _page(_own(code, dossier_id, Permission.OCOP_VIEW), ButtonForm()), 200


@bp.get("/hs/<code>/ocop/<uuid:dossier_id>/tu-danh-gia")
def assessment(code: str, dossier_id: UUID) -> ResponseReturnValue:
    """Show the criteria with their answers, the points and the stars they lead to."""
    dossier = _own(code, dossier_id, Permission.OCOP_VIEW)
    return render_template(
        "ocop/assessment.html",
        dossier=dossier,
        assessment=_assessment(dossier),
        may_edit=dossier.state in EDITABLE,
    )


@bp.route("/hs/<code>/ocop/<uuid:dossier_id>/tu-danh-gia/<criterion>", methods=["GET", "POST"])
def assess(code: str, dossier_id: UUID, criterion: str) -> ResponseReturnValue:
    """Answer one criterion and name its papers, then lead to the next."""
    dossier = _own(code, dossier_id, Permission.OCOP_EDIT)
    tree = rules.tree(dossier.set_key)
    line = tree.criterion(criterion)
    if line is None:
        raise NotFoundError("no such criterion")
    form = CriterionForm(line, papers.papers_of(dossier.merchant_id))
    if not form.accepted():
        if request.method == "GET":
            form.points.data = str(dossier.points[criterion]) if criterion in dossier.points else None
            form.papers.data = [str(each.paper_series_id) for each in dossier.proofs if each.criterion == criterion]
        page = render_template(
            "ocop/criterion.html",
            dossier=dossier,
            line=line,
            form=form,
            place=list(tree.criteria).index(line) + 1,
            lines=len(tree.criteria),
            part=words.PARTS[line.part],
            proof=[paper_words.kind_name(key) for key in line.proof],
            first_proof=line.proof[0] if line.proof else "",
        )
        return page, 422 if form.errors else 200
    with transaction():
        services.assess(dossier, criterion=criterion, points=int(form.points.data), paper_series=form.series(), by=me())
    following = _after(dossier, criterion)
    if following and not request.form.get("later"):
        return redirect(url_for(".assess", code=code, dossier_id=dossier_id, criterion=following), 303)
    return redirect(url_for(".assessment", code=code, dossier_id=dossier_id), 303)


@bp.route("/hs/<code>/ocop/<uuid:dossier_id>/ket-qua", methods=["GET", "POST"])
def results(code: str, dossier_id: UUID) -> ResponseReturnValue:
    """Write what has been achieved, for the report."""
    dossier = _own(code, dossier_id, Permission.OCOP_EDIT)
    form = ResultsForm(data={"results_note": dossier.results_note})
    if not form.accepted():
        return render_template("ocop/results.html", dossier=dossier, form=form), 422 if form.errors else 200
    with transaction():
        services.note_results(dossier, results_note=form.results_note.data or "", by=me())
    return redirect(url_for(".show", code=code, dossier_id=dossier_id), 303)


@bp.post("/hs/<code>/ocop/<uuid:dossier_id>/gui")
def submit(code: str, dossier_id: UUID) -> ResponseReturnValue:
    """Hand the dossier in."""
    dossier = _own(code, dossier_id, Permission.OCOP_EDIT)
    form = ButtonForm()
    if not form.accepted() or services.unanswered(dossier):
        return _page(dossier, form), 422
    with transaction():
        services.submit(dossier, by=me())
    flash(_("Handed in. The commune looks at it and holds a meeting"))
    return redirect(url_for(".show", code=code, dossier_id=dossier_id), 303)


@bp.route("/hs/<code>/ocop/<uuid:dossier_id>/rut", methods=["GET", "POST"])
def withdraw(code: str, dossier_id: UUID) -> ResponseReturnValue:
    """Take the dossier back."""
    dossier = _own(code, dossier_id, Permission.OCOP_EDIT)
    form = ButtonForm()
    if not form.accepted():
        return render_template("ocop/dossier_withdraw.html", dossier=dossier, form=form), 422 if form.errors else 200
    with transaction():
        services.withdraw_dossier(dossier, by=me())
    flash(_("The OCOP file has been withdrawn"))
    return redirect(url_for("ocop.show", code=code), 303)


@bp.get("/hs/<code>/ocop/<uuid:dossier_id>/ho-so.pdf")
def printed(code: str, dossier_id: UUID) -> ResponseReturnValue:
    """Return the file filled in as far as it is known."""
    dossier = _own(code, dossier_id, Permission.OCOP_VIEW)
    renews = queries.certificate(dossier.renews_id) if dossier.renews_id else None
    pdf = documents.renewal(dossier, renews, queries.proofs_of(dossier))
    name = f"ho-so-ocop-{code}.pdf"
    return Response(pdf, mimetype="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'})


def _own(code: str, dossier_id: UUID, permission: Permission) -> OcopDossier:
    merchant = business_of(me(), code)
    dossier = dossier_for(me(), dossier_id, permission)
    if dossier.merchant_id != merchant.id:
        raise NotFoundError("no such dossier")
    return dossier


def _assessment(dossier: OcopDossier) -> words.Assessment:
    return words.assessment(dossier, rules.tree(dossier.set_key), queries.proofs_of(dossier), clock.today())


def _after(dossier: OcopDossier, criterion: str) -> str:
    """Return the next criterion without an answer after this one, or before it; none when all are answered."""
    codes = [line.code for line in rules.tree(dossier.set_key).criteria]
    here = codes.index(criterion)
    return next((code for code in codes[here + 1 :] + codes[:here] if code not in dossier.points), "")


def _page(dossier: OcopDossier, form: ButtonForm) -> str:
    today = clock.today()
    kept = papers.kinds_kept(dossier.merchant_id, today)
    needs = [need for need in paper_rules.needs_of("ocop", today) if not dossier.set_key.startswith(_NOT_FOOD)] or [
        need for need in paper_rules.needs_of("ocop", today) if need.level is paper_rules.Level.MUST
    ]
    actions = ROUTES[dossier.route].actions(dossier.state)
    certificate = queries.certificate(dossier.certificate_id) if dossier.certificate_id else None
    return render_template(
        "ocop/dossier.html",
        dossier=dossier,
        shown=words.dossier(dossier),
        way=words.way(dossier),
        assessment=_assessment(dossier),
        wanted=paper_words.wanted(paper_rules.missing(needs, kept)),
        unanswered=services.unanswered(dossier),
        may_edit=dossier.state in EDITABLE,
        may_submit=DossierStep.SUBMIT in actions,
        may_withdraw=DossierStep.WITHDRAW in actions,
        certificate=words.certificate(certificate, today) if certificate else None,
        form=form,
    )


# Sets that are eaten by nobody: the food papers are not asked of them.
_NOT_FOOD = ("IV.", "V.", "VI.")
