"""Paper: codes taken ahead, sheets to print, keying one in."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import areas, clock, settings
from app.core.ids import CodeError, parse_dossier_code
from app.core.transaction import transaction
from app.policy import Permission, allows, areas_for
from app.web.session import may_anywhere, me, require_sign_in
from merchants import queries as merchant_queries
from merchants.helping import access, documents, forms, queries, services, words
from merchants.helping.rules import Mark
from merchants.helping.states import CODE_BATCH
from merchants.rules import ContactKind, Craft, Paper

bp = Blueprint("paper", __name__)
bp.before_request(require_sign_in)
public = Blueprint("public_paper", __name__)

PRINTED_AT_ONCE = 10


@public.get("/giay/phieu-dang-ky.pdf")
def sheets() -> ResponseReturnValue:
    """Return an empty sheet for anybody; with a block, its sheets for those who help where it is used."""
    codes: list[str] = []
    commune = ""
    if "tap" in request.args:
        batch = access.batch_for(me(), _uuid(request.args["tap"]), Permission.HELP_GIVE)
        services.refuse_void(batch)
        first = max(1, request.args.get("tu", 1, type=int))
        codes = [each.code for each in batch.codes][first - 1 : first - 1 + PRINTED_AT_ONCE]
        commune = areas.name_of(areas.commune_path(batch.area_path))
    pdf = documents.twin_sheets(
        codes, lines=words.paper_lines(), commune=commune, desk_phone=settings.current().contact_phone
    )
    headers = {"Content-Disposition": 'inline; filename="phieu-dang-ky.pdf"'}
    return Response(pdf, mimetype="application/pdf", headers=headers)


@public.get("/ma/<code>")
def follow(code: str) -> ResponseReturnValue:
    """Lead a scanned code to where this person can do something with it; a code alone opens nothing."""
    try:
        written = parse_dossier_code(code)
    except CodeError:
        return redirect(url_for("registration.look_up"))
    if not allows(me(), Permission.CONSENT_WITNESS):
        return redirect(url_for("registration.look_up", ma=written))
    if merchant_queries.by_code(written) is None:
        return redirect(url_for("paper.key_in", ma=written))
    return redirect(url_for("dossier.show", code=written))


@bp.route("/to/ma", methods=["GET", "POST"])
def batches() -> ResponseReturnValue:
    """Show the blocks of codes taken ahead, and take another."""
    may_anywhere(Permission.HELP_GIVE)
    reach = areas_for(me(), Permission.HELP_GIVE)
    places = areas.within_reach(reach, clock.today())
    form = forms.IssueForm([(place.path, place.label) for place in places])
    if form.accepted():
        with transaction():
            batch = services.issue_batch(area_path=form.area.data, by=me())
        flash(_("Fifty codes are ready to print"))
        return redirect(url_for(".batch", batch_id=batch.id), 303)
    rows = [(row, words.BATCHES[row.batch.state], words.BATCH_KINDS[row.batch.state]) for row in queries.batches(reach)]
    names = areas.names_of({row.batch.area_path for row, _label, _kind in rows})
    return render_template("helping/batches.html", form=form, rows=rows, names=names), 422 if form.errors else 200


@bp.get("/to/ma/<uuid:batch_id>")
def batch(batch_id: UUID) -> ResponseReturnValue:
    """Show one block: what to print, what has come back."""
    row = access.batch_for(me(), batch_id, Permission.HELP_GIVE)
    codes = [each.code for each in row.codes]
    return render_template(
        "helping/batch.html",
        batch=row,
        codes=codes,
        used=queries.used_codes(codes),
        starts=range(1, len(codes) + 1, PRINTED_AT_ONCE),
        step=PRINTED_AT_ONCE,
        place=areas.name_of(row.area_path),
        state=words.BATCHES[row.state],
        kind=words.BATCH_KINDS[row.state],
        actions=CODE_BATCH.actions(row.state),
        may_agree=allows(me(), Permission.MERCHANT_REVIEW, row.place()) and me().account_id != row.void_asked_by_id,
        form=forms.ButtonForm(formdata=None),
        back_url=url_for(".batches"),
    )


@bp.route("/to/ma/<uuid:batch_id>/mat", methods=["GET", "POST"])
def lost(batch_id: UUID) -> ResponseReturnValue:
    """Say that the sheets of a block are lost."""
    row = access.batch_for(me(), batch_id, Permission.HELP_GIVE)
    form = forms.VoidForm()
    if not form.accepted():
        page = render_template("helping/lost.html", batch=row, form=form, back_url=url_for(".batch", batch_id=row.id))
        return page, 422 if form.errors else 200
    with transaction():
        services.ask_to_void(row, reason=form.payload()["reason"], by=me())
    flash(_("Noted. A second person of the commune agrees before the codes stop being good"))
    return redirect(url_for(".batch", batch_id=row.id), 303)


@bp.post("/to/ma/<uuid:batch_id>/huy")
def void(batch_id: UUID) -> ResponseReturnValue:
    """Agree, as the second person, that a block is lost."""
    row = access.batch_for(me(), batch_id, Permission.MERCHANT_REVIEW)
    if forms.ButtonForm().accepted():
        with transaction():
            services.void_batch(row, by=me())
        flash(_("The unused codes of this block are good no more"))
    return redirect(url_for(".batch", batch_id=row.id), 303)


@bp.post("/to/ma/<uuid:batch_id>/tim-thay")
def found(batch_id: UUID) -> ResponseReturnValue:
    """Note that the sheets have been found again."""
    row = access.batch_for(me(), batch_id, Permission.HELP_GIVE)
    if forms.ButtonForm().accepted():
        with transaction():
            services.keep_batch(row, by=me())
        flash(_("The sheets are good again"))
    return redirect(url_for(".batch", batch_id=row.id), 303)


@bp.route("/cb/nhap-giay", methods=["GET", "POST"])
def key_in() -> ResponseReturnValue:
    """Key one sheet in, from top to bottom; a code that has a dossier already leads to it."""
    may_anywhere(Permission.CONSENT_WITNESS)
    today = clock.today()
    places = areas.within_reach(areas_for(me(), Permission.CONSENT_WITNESS), today)
    options = [(place.path, _label(place)) for place in places]
    form = forms.SheetForm(options, data={"paper_code": request.args.get("ma", "")[:20]})
    if form.paper_code.data and (known := merchant_queries.by_code(form.paper_code.data)) is not None:
        flash(_("This sheet has a file already: %(code)s", code=known.code))
        return redirect(url_for("dossier.show", code=known.code), 303)
    if form.accepted():
        try:
            with transaction():
                merchant = services.key_in(form.payload()["paper_code"], sheet=_sheet(form, places), by=me())
        except (services.CodeNotPrintedError, services.BatchVoidError) as refusal:
            form.ask_again(form.paper_code, refusal)
        except services.SlipTakenError as refusal:
            form.ask_again(form.slip_no, refusal)
        else:
            flash(_("Keyed in and sent: %(code)s, %(name)s", code=merchant.code, name=merchant.owner_name))
            return redirect(url_for(".key_in"), 303)
    page = render_template("helping/key_in.html", form=form, lines=words.read_aloud(), back_url="/cb/giup")
    return page, 422 if form.errors else 200


def _sheet(form: forms.SheetForm, places: Sequence[areas.Area]) -> services.Sheet:
    answers = form.payload()
    return services.Sheet(
        craft=Craft(answers["craft"]),
        craft_other=answers["craft_other"],
        owner_name=answers["owner_name"],
        business_name=answers["business_name"],
        birth_year=answers["birth_year"],
        area=next(place for place in places if place.path == answers["hamlet"]),
        area_note=answers["area_note"],
        house_note=answers["house_note"],
        contact_kind=ContactKind(answers["kind"]),
        phone=answers["phone"] or "",
        contact_name=answers["contact_name"],
        contact_relation=answers["contact_relation"],
        papers=[Paper(value) for value in answers["papers"]],
        consents=form.consents(),
        slip_no=answers["slip_no"],
        mark=Mark(answers["mark"]),
        witness=answers["witness"],
    )


def _label(place: areas.Area) -> str:
    if place.level is areas.Level.HAMLET:
        return place.label
    return _("Not in the list: a hamlet of %(commune)s", commune=place.name)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
