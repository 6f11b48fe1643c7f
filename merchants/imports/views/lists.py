"""Pages of lists: bring one, see what would happen, say what its columns are, take it over, get back what is wrong."""

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import areas, clock
from app.core.sheets import returned
from app.core.transaction import transaction
from app.policy import Permission
from app.web.session import may_anywhere, me, require_sign_in
from merchants.imports import access, forms, queries, services, words
from merchants.imports.access import ListImport, import_for
from merchants.imports.documents.template import template as make_template
from merchants.imports.rules.columns import Column
from merchants.imports.states import BUSY, IMPORT, ImportStep, Verdict
from merchants.imports.views import returning

bp = Blueprint("imports", __name__)
bp.before_request(require_sign_in)

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/cb/nhap")
def home() -> ResponseReturnValue:
    """Show the lists that were brought for somebody's place."""
    may_anywhere(Permission.MERCHANT_IMPORT)
    return render_template("imports/home.html", lists=queries.imports_of(me()), words=words)


@bp.get("/cb/nhap/mau.xlsx")
def template() -> ResponseReturnValue:
    """Return the template with the names of one's own places to pick from."""
    may_anywhere(Permission.MERCHANT_IMPORT)
    offered = queries.choices_for(me(), clock.today())
    return _workbook(make_template(offered.communes, offered.hamlets), "mau-danh-sach.xlsx")


@bp.route("/cb/nhap/moi", methods=["GET", "POST"])
def bring() -> ResponseReturnValue:
    """Take a list in."""
    may_anywhere(Permission.MERCHANT_IMPORT)
    form = forms.BringForm()
    form.offer(sorted(areas.names_of(access.places_of(me())).items()))
    if not form.accepted():
        return render_template("imports/bring.html", form=form), 422 if form.errors else 200
    with transaction():
        brought, is_new = services.bring(**form.given(), by=me())
        import_id = brought.id
    if not is_new:
        flash(_("This file was brought before. Here is what became of it"))
    return redirect(url_for(".show", import_id=import_id), 303)


@bp.get("/cb/nhap/<uuid:import_id>")
def show(import_id: UUID) -> ResponseReturnValue:
    """Show where a list stands and what is to be done next."""
    brought = import_for(me(), import_id)
    actions = IMPORT.actions(brought.state)
    return render_template(
        "imports/show.html",
        brought=brought,
        is_busy=brought.state in BUSY,
        step=_step(brought),
        may=set(actions),
        may_undo=ImportStep.UNDO in actions and services.may_undo(brought),
        back={verdict: queries.rows_sent_back(brought.id, verdict, limit=queries.SHOWN + 1)
              for verdict in (Verdict.WRONG, Verdict.TWIN)},
        columns=_columns(brought),
        kept=queries.kept_rows(brought.id, limit=queries.SHOWN),
        most=queries.SHOWN,
        whole_lines=returned.MOST_ROWS,
        whole_megabytes=returned.MOST_BYTES >> 20,
        words=words,
        confirm=forms.ConfirmForm(),
    )  # fmt: skip


@bp.get("/cb/nhap/<uuid:import_id>/buoc")
def step(import_id: UUID) -> ResponseReturnValue:
    """Say how far a worker is, for a page that stays open."""
    return {"state": _step(import_for(me(), import_id))}


@bp.route("/cb/nhap/<uuid:import_id>/cot", methods=["GET", "POST"])
def columns(import_id: UUID) -> ResponseReturnValue:
    """Say what the columns are."""
    brought = import_for(me(), import_id)
    mapping = {int(index): Column(column) for index, column in brought.mapping.items()}
    form = forms.columns_form(brought.headers, mapping)
    if not form.accepted() or form.refuse_twice():
        page = render_template("imports/columns.html", form=form, brought=brought)
        return page, 422 if form.errors else 200
    with transaction():
        services.map_columns(import_for(me(), import_id), mapping=form.chosen(), by=me())
    return redirect(url_for(".show", import_id=import_id), 303)


@bp.post("/cb/nhap/<uuid:import_id>/nhan")
def accept(import_id: UUID) -> ResponseReturnValue:
    """Take over the lines that are in order."""
    brought = import_for(me(), import_id)
    if forms.ConfirmForm().accepted():
        with transaction():
            services.accept(brought, by=me())
    return redirect(url_for(".show", import_id=import_id), 303)


@bp.route("/cb/nhap/<uuid:import_id>/hoan-tac", methods=["GET", "POST"])
def undo(import_id: UUID) -> ResponseReturnValue:
    """Ask first, then undo a list."""
    brought = import_for(me(), import_id)
    form = forms.ConfirmForm()
    if not form.accepted():
        return render_template("imports/undo.html", form=form, brought=brought), 422 if form.errors else 200
    with transaction():
        services.ask_undo(brought, by=me())
    return redirect(url_for(".show", import_id=import_id), 303)


@bp.post("/cb/nhap/<uuid:import_id>/bo")
def drop(import_id: UUID) -> ResponseReturnValue:
    """Put a list aside."""
    brought = import_for(me(), import_id)
    if forms.ConfirmForm().accepted():
        with transaction():
            services.drop(brought, by=me())
        flash(_("Put aside. Nothing of this list was written"))
    return redirect(url_for(".home"), 303)


@bp.get("/cb/nhap/<uuid:import_id>/can-sua.xlsx")
def to_mend(import_id: UUID) -> ResponseReturnValue:
    """Return the list with what is to be mended in it."""
    brought = import_for(me(), import_id)
    return _workbook(returning.to_mend(brought), "can-sua.xlsx")


def _columns(brought: ListImport) -> list[tuple[str, object]]:
    """Return each header and what it is read as; empty for those left out."""
    read = {int(index): words.COLUMNS[Column(column)] for index, column in brought.mapping.items()}
    return [(header, read.get(index, "")) for index, header in enumerate(brought.headers) if header]


def _step(brought: ListImport) -> str:
    return f"{brought.state}:{brought.cursor}"


def _workbook(data: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(data, mimetype=_XLSX, headers=headers)
