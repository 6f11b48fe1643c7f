"""The monthly report: read, printed, added to, taken along as a file, and laid on the signing desk."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import signatures
from app.core.areas import Area, Level
from app.core.transaction import transaction
from app.dashboards.counting.rules import Term
from app.dashboards.periods.access import term_named
from app.dashboards.reports import access, queries, rules, services, words, writing
from app.dashboards.reports.access import Freeze
from app.dashboards.reports.forms import CommentForm
from app.policy import Permission, Place, allows, require
from app.web.forms import Form
from app.web.session import me, only_for
from merchants.results import queries as results
from merchants.results import services as desk

bp = Blueprint("reports", __name__)
bp.before_request(only_for(Permission.DASHBOARD_VIEW))

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@bp.get("/cb/bao-cao/<term>/<code>")
def show(term: str, code: str) -> ResponseReturnValue:
    """Show the report of a province or a commune on one frozen period."""
    place, freeze = access.report_for(me(), term, code, request.args.get("lan", ""))
    return render_template(
        "reports/show.html",
        paper=writing.compose(queries.material(place, freeze)),
        term=term,
        place=place,
        freeze=freeze,
        written=rules.written,
        sections=words.SECTIONS,
        comments=queries.comments(Term.named(term), place.path),
        may_write=access.may_write(me(), place),
        signed=results.by_reference(services.reference_of(freeze, place)),
        may_sign=_may_sign(place, freeze),
        form=Form(),
    )


@bp.route("/cb/bao-cao/<term>/<code>/loi-binh/<section>", methods=["GET", "POST"])
def comment(term: str, code: str, section: str) -> ResponseReturnValue:
    """Ask for the words of one section, and keep them."""
    place, _freeze = access.report_for(me(), term, code)
    by, wanted, period = access.writer_of(me(), place), access.section_named(section), term_named(term)
    form = CommentForm(data={"words": queries.comments(period, place.path).get(wanted, "")})
    if form.accepted():
        with transaction():
            services.comment(period, place, wanted, words=form.words.data or "", by=by)
        flash(_("Kept. The numbers are as they were"))
        return redirect(url_for(".show", term=term, code=code), 303)
    page = render_template(
        "reports/comment.html", form=form, term=term, place=place, section=section, label=words.SECTIONS[wanted]
    )
    return page, 422 if form.errors else 200


@bp.post("/cb/bao-cao/<term>/<code>/trinh-ky")
def lay_on_desk(term: str, code: str) -> ResponseReturnValue:
    """Make the report as a paper with places for signatures, and lay it on the commune's signing desk, once."""
    place, freeze = access.report_for(me(), term, code)
    require(me(), Permission.MERCHANT_REVIEW, Place(None, place.path))
    if _may_sign(place, freeze) and Form().accepted():
        paper, number = writing.compose(queries.material(place, freeze)), desk.draw_code()
        pdf = signatures.lay_places(writing.pdf(paper, code=number))
        with transaction():
            services.lay_on_desk(freeze, place, code=number, title=f"{paper.title} {paper.about}", pdf=pdf, by=me())
        flash(_("On the desk: an official signs it at “To sign”, then the agency seals it"))
    return redirect(url_for(".show", term=term, code=code), 303)


@bp.get("/cb/bao-cao/<term>/<code>/bao-cao.<any('pdf','docx','xlsx','csv'):kind>")
def file(term: str, code: str, kind: str) -> ResponseReturnValue:
    """Give out the report as a file; every kind says the same."""
    place, freeze = access.report_for(me(), term, code, request.args.get("lan", ""))
    paper = writing.compose(queries.material(place, freeze))
    making = {
        "pdf": (writing.pdf, "application/pdf"),
        "docx": (writing.docx, _DOCX),
        "xlsx": (writing.workbook, _XLSX),
        "csv": (writing.table_csv, "text/csv; charset=utf-8"),
    }
    make, mimetype = making[kind]
    name = f"bao-cao-{term}-{place.code}-lan-{freeze.edition}.{kind}"
    return Response(
        make(paper), content_type=mimetype, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _may_sign(place: Area, freeze: Freeze) -> bool:
    """Whether this person may lay a final report on the desk of its commune."""
    is_mine = allows(me(), Permission.MERCHANT_REVIEW, Place(None, place.path))
    return freeze.is_final and place.level is Level.COMMUNE and is_mine
