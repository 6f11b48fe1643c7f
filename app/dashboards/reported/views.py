"""Pages of reported figures: the template, bringing a sheet, the second look, and taking it back."""

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import areas, clock
from app.core.sheets import returned
from app.core.sheets.reading import UnreadableError
from app.core.sheets.returned import Said
from app.core.transaction import transaction
from app.dashboards.counting.rules import Term
from app.dashboards.indicators.queries import dictionary
from app.dashboards.reported import access, forms, queries, rules, services, words
from app.dashboards.reported.access import ReportedSheet
from app.dashboards.reported.documents.template import template_csv, workbook
from app.dashboards.reported.states import REPORTED_SHEET
from app.policy import Permission, areas_for
from app.web.forms import Form
from app.web.languages import language
from app.web.session import may_anywhere, me, only_for

bp = Blueprint("reported", __name__)
bp.before_request(only_for(Permission.DASHBOARD_VIEW))
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TERMS = 6


@bp.get("/cb/so-bao-ve")
def home() -> ResponseReturnValue:
    """Show the sheets of the places whose figures this person sees."""
    return render_template(
        "reported/home.html",
        sheets=queries.sheets(areas_for(me(), Permission.DASHBOARD_VIEW)),
        may_bring=bool(access.places_of(me())),
        words=words,
        name_of=areas.name_of,
    )


@bp.get("/cb/so-bao-ve/mau.<any('xlsx', 'csv'):kind>")
def template(kind: str) -> ResponseReturnValue:
    """Return the template with the communes of one's own place."""
    may_anywhere(Permission.FIGURE_REPORT)
    today = clock.today()
    communes = [each for path in access.places_of(me()) for each in queries.communes_within(path, today)]
    asked = rules.asked([each.id for each in queries.offered(today)])
    make = workbook if kind == "xlsx" else template_csv
    return _file(make(communes, asked), f"mau-so-bao-ve.{kind}")


@bp.route("/cb/so-bao-ve/moi", methods=["GET", "POST"])
def bring() -> ResponseReturnValue:
    """Take a sheet in."""
    may_anywhere(Permission.FIGURE_REPORT)
    form = forms.BringForm()
    form.offer(_terms(), sorted(areas.names_of(access.places_of(me())).items()))
    if form.accepted():
        try:
            with transaction():
                sheet, is_new = _bring(form)
                sheet_id = sheet.id
        except UnreadableError as refusal:
            form.ask_again(form.file, words.UNREADABLE[refusal.why])
        else:
            if not is_new:
                flash(_("This file was brought before. Here is what became of it"))
            return redirect(url_for(".show", sheet_id=sheet_id), 303)
    return render_template("reported/bring.html", form=form), 422 if form.errors else 200


@bp.get("/cb/so-bao-ve/<uuid:sheet_id>")
def show(sheet_id: UUID) -> ResponseReturnValue:
    """Show what a sheet says, beside what held before, and what is to be done next."""
    return _page(access.sheet_for(me(), sheet_id), forms.NotAcceptForm(), forms.WithdrawForm())


@bp.get("/cb/so-bao-ve/<uuid:sheet_id>/can-sua.xlsx")
def to_mend(sheet_id: UUID) -> ResponseReturnValue:
    """Return the sheet with what is to be mended in it."""
    data, found = services.read_again(access.sheet_for(me(), sheet_id))
    said = {
        line.number: Said(
            words.sentences(line.problems),
            tuple(found.places[each.column] for each in line.problems if each.column in found.places),
        )
        for line in found.wrong
    }
    if found.sheet_name and len(data) <= returned.MOST_BYTES:
        mended = returned.same_book(data, found.sheet_name, found.header_row, found.rows, said)
    else:
        mended = returned.lines_alone(found.headers, found.rows, said)
    return _file(mended, "can-sua.xlsx")


@bp.post("/cb/so-bao-ve/<uuid:sheet_id>/nhan")
def accept(sheet_id: UUID) -> ResponseReturnValue:
    """Let the figures hold, as the second person."""
    sheet = access.sheet_to_decide(me(), sheet_id)
    if Form().accepted():
        with transaction():
            services.accept(sheet, by=me())
        flash(_("Accepted. The numbers are shown as reported, not measured"))
    return redirect(url_for(".show", sheet_id=sheet_id), 303)


@bp.post("/cb/so-bao-ve/<uuid:sheet_id>/khong-nhan")
def not_accept(sheet_id: UUID) -> ResponseReturnValue:
    """Leave the figures out, as the second person, with the reason."""
    sheet = access.sheet_to_decide(me(), sheet_id)
    form = forms.NotAcceptForm()
    if not form.accepted():
        return _page(sheet, form, forms.WithdrawForm(None)), 422
    with transaction():
        services.not_accept(sheet, note=form.note.data or "", by=me())
    flash(_("Noted. Nothing of this sheet is shown"))
    return redirect(url_for(".show", sheet_id=sheet_id), 303)


@bp.post("/cb/so-bao-ve/<uuid:sheet_id>/rut")
def withdraw(sheet_id: UUID) -> ResponseReturnValue:
    """Take accepted figures back, with the reason."""
    sheet = access.sheet_to_decide(me(), sheet_id)
    form = forms.WithdrawForm()
    if not form.accepted():
        return _page(sheet, forms.NotAcceptForm(None), form), 422
    with transaction():
        services.withdraw(sheet, reason=form.reason.data or "", by=me())
    flash(_("Taken back. What was reported before holds again"))
    return redirect(url_for(".show", sheet_id=sheet_id), 303)


def _bring(form: forms.BringForm) -> tuple[ReportedSheet, bool]:
    return services.bring(
        form.data_of_file,
        file_name=form.file.data.filename,
        term=Term.named(form.term.data),
        area_path=form.area_path.data,
        reporter=form.reporter.data or "",
        document=form.document.data or "",
        issued_on=form.issued_on.data,  # type: ignore[arg-type]  # required
        by=me(),
    )


def _terms() -> list[tuple[str, str]]:
    """Return the period that runs and those before it, the last whole one first: that is the one reported."""
    last = Term.ended_before(clock.today())
    found = [last, last.after(), *[last.before(back) for back in range(1, _TERMS)]]
    return [
        (each.code, _("%(month)s (%(first)s–%(last)s)", month=f"{each.month:02d}/{each.year}",
                      first=f"{each.first_on:%d/%m}", last=f"{each.last_on:%d/%m}"))
        for each in found
    ]  # fmt: skip


def _page(sheet: ReportedSheet, refusing: forms.NotAcceptForm, undoing: forms.WithdrawForm) -> str:
    term = Term.named(sheet.term)
    wrong = services.read_again(sheet)[1].wrong if sheet.state == "sent_back" else []
    may_decide = sheet.area_path in access.places_of(me())
    return render_template(
        "reported/show.html",
        sheet=sheet,
        term=term,
        wrong=wrong,
        held=queries.in_force(term, (sheet.area_path,)),
        names=areas.names_of({each.commune_path for each in sheet.figures} | {sheet.area_path}),
        definitions={each.id: each for each in dictionary().all_on(term.last_on)},
        may=set(REPORTED_SHEET.actions(sheet.state)) if may_decide else set(),
        is_mine=me().account_id == sheet.by_id,
        refusing=refusing,
        undoing=undoing,
        words=words,
        lang=language(),
    )


def _file(data: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(data, mimetype=_XLSX if name.endswith("xlsx") else "text/csv", headers=headers)
