"""All products at once: a template to fill, a list to bring, what would happen, and the way back."""

from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.sheets import returned
from app.core.sheets.reading import UnreadableError
from app.core.transaction import transaction
from app.policy import Permission
from app.web.forms import Form
from app.web.session import me
from catalog import families, queries, services, words
from catalog.access import GoodsList, list_for, shelf_for
from catalog.forms import ListColumnsForm, ListForm, list_columns_form
from catalog.goods_lists import workbooks
from catalog.rules import FileKind
from catalog.states import GOODS_LIST
from catalog.views.blueprint import bp

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_SHOWN = 50


@bp.route("/hs/<code>/sp/bang", methods=["GET", "POST"])
def goods_lists(code: str) -> ResponseReturnValue:
    """Show what was brought, and take one more list in."""
    merchant = shelf_for(me(), code, Permission.PRODUCT_EDIT)
    form = ListForm()
    if form.accepted():
        try:
            with transaction():
                brought = services.bring(merchant, data=form.data_of_file, file_name=form.file.data.filename, by=me())
                list_id = brought.id
        except UnreadableError as refusal:
            form.ask_again(form.file, words.UNREADABLE_LISTS[refusal.why])
        else:
            return redirect(url_for(".goods_list", code=merchant.code, list_id=list_id), 303)
    page = render_template(
        "catalog/goods_lists.html",
        merchant=merchant,
        form=form,
        lists=queries.goods_lists_of(merchant.id),
        states=words.LIST_STATES,
        groups=words.family_groups(),
        is_long=services.is_long(merchant, FileKind.XLSX),
        files=queries.shelf_files_of(merchant.id),
        names=words.FILE_KINDS,
    )
    return page, 422 if form.errors else 200


@bp.get("/hs/<code>/sp/bang/mau.<any('xlsx', 'csv'):kind_of_file>")
def list_template(code: str, kind_of_file: str) -> ResponseReturnValue:
    """Return an empty list for one kind of goods, or for any."""
    shelf_for(me(), code, Permission.PRODUCT_EDIT)
    family = families.family(request.args.get("nhom", "")[:20])
    made = workbooks.template(family) if kind_of_file == "xlsx" else workbooks.template_table(family)
    return _file(made, f"mau-san-pham{f'-{family.key}' if family else ''}.{kind_of_file}")


@bp.get("/hs/<code>/sp/bang/san-pham.<any('xlsx', 'csv'):kind_of_file>")
def list_export(code: str, kind_of_file: str) -> ResponseReturnValue:
    """Return the whole shelf as a list that is read back without any change; a long one is asked for instead."""
    merchant = shelf_for(me(), code, Permission.PRODUCT_EDIT)
    if services.is_long(merchant, FileKind(kind_of_file)):
        return redirect(url_for(".goods_lists", code=code), 303)
    found = queries.all_of(merchant.id)
    lines = [line for product in found for line in workbooks.lines_of(product)]
    keys = dict.fromkeys(product.family for product in found)
    asked = [family for family in map(families.family, keys) if family]
    written = workbooks.workbook(lines, asked) if kind_of_file == "xlsx" else workbooks.table(lines, asked)
    return _file(written, f"san-pham-{merchant.code}.{kind_of_file}")


@bp.get("/hs/<code>/sp/bang/<uuid:list_id>")
def goods_list(code: str, list_id: UUID) -> ResponseReturnValue:
    """Show where a list stands and what is to be done next."""
    brought = list_for(me(), code, list_id)
    return render_template(
        "catalog/goods_list.html",
        brought=brought,
        merchant=brought.merchant,
        may=set(GOODS_LIST.actions(brought.state)),
        words=words,
        most=_MOST_SHOWN,
        columns=[(header, brought.mapping.get(str(index), "")) for index, header in enumerate(brought.headers)],
        labels=words.LIST_LABELS(),
        step=_step(brought),
        form=Form(),
    )


@bp.get("/hs/<code>/sp/bang/<uuid:list_id>/buoc")
def list_step(code: str, list_id: UUID) -> ResponseReturnValue:
    """Say how far a worker is with a list, for a page that stays open."""
    return {"state": _step(list_for(me(), code, list_id))}


@bp.route("/hs/<code>/sp/bang/<uuid:list_id>/cot", methods=["GET", "POST"])
def list_columns(code: str, list_id: UUID) -> ResponseReturnValue:
    """Ask what the columns are."""
    brought = list_for(me(), code, list_id)
    form: ListColumnsForm = list_columns_form(brought.headers, brought.mapping)
    refusal: object = ""
    if form.accepted():
        try:
            with transaction():
                services.map_columns(list_for(me(), code, list_id), form.chosen(), by=me())
        except services.ListRefusedError as error:
            refusal = error.message
        else:
            return redirect(url_for(".goods_list", code=code, list_id=list_id), 303)
    page = render_template("catalog/goods_list_columns.html", brought=brought, form=form, refusal=refusal)
    return page, 422 if form.errors or refusal else 200


@bp.post("/hs/<code>/sp/bang/<uuid:list_id>/nhan")
def accept_list(code: str, list_id: UUID) -> ResponseReturnValue:
    """Take over what is in order; pressed again after a stop, the rest of it."""
    brought = list_for(me(), code, list_id)
    if Form().accepted():
        with transaction():
            brought = list_for(me(), code, list_id)
            if brought.state != "taking":
                services.accept(brought, by=me())
            is_long = brought.is_long
        if not is_long:
            services.take(list_id, by=me())
    return redirect(url_for(".goods_list", code=code, list_id=list_id), 303)


@bp.post("/hs/<code>/sp/bang/<uuid:list_id>/hoan-tac")
def undo_list(code: str, list_id: UUID) -> ResponseReturnValue:
    brought = list_for(me(), code, list_id)
    if Form().accepted():
        with transaction():
            services.undo_list(brought, by=me())
        flash(_("Undone, wherever nobody has changed anything since"))
    return redirect(url_for(".goods_list", code=code, list_id=list_id), 303)


@bp.post("/hs/<code>/sp/bang/<uuid:list_id>/bo")
def drop_list(code: str, list_id: UUID) -> ResponseReturnValue:
    brought = list_for(me(), code, list_id)
    if Form().accepted():
        with transaction():
            services.drop(brought, by=me())
        flash(_("Put aside. Nothing of this list was written"))
    return redirect(url_for(".goods_lists", code=code), 303)


@bp.get("/hs/<code>/sp/bang/<uuid:list_id>/can-sua.xlsx")
def list_to_mend(code: str, list_id: UUID) -> ResponseReturnValue:
    """Return the same list with a sentence beside every row that is to be mended."""
    brought = list_for(me(), code, list_id)
    sheet, data = services.sheet_of(brought)
    said = _said(brought)
    if sheet.name and len(data) <= returned.MOST_BYTES:
        return _file(returned.same_book(data, sheet.name, brought.header_row, sheet.rows, said), "can-sua.xlsx")
    return _file(returned.lines_alone(brought.headers, sheet.rows, said), "can-sua.xlsx")


def _step(brought: GoodsList) -> str:
    return f"{brought.state}:{brought.done}"


def _said(brought: GoodsList) -> dict[int, returned.Said]:
    places = {key: int(index) for index, key in brought.mapping.items()}
    told = services.problems_by_row(brought)
    return {
        row: returned.Said(
            words.list_problems(problems),
            tuple(places[each["column"]] for each in problems if each["column"] in places),
        )
        for row, problems in told.items()
    }


def _file(data: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(data, mimetype=_XLSX if name.endswith("xlsx") else "text/csv", headers=headers)
