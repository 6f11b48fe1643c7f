"""Files of whole shelves that take longer than anybody waits: ask for one, see how far it is, take it."""

from uuid import UUID

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core import storage
from app.core.transaction import transaction
from app.web.forms import Form
from app.web.session import me
from catalog import services, words
from catalog.access import ShelfFile, asks_for, shelf_file_for, shelf_for
from catalog.rules import FileKind
from catalog.services.shelf_files import KEPT_DAYS, TYPES
from catalog.views.blueprint import bp

# On which page somebody asks for a file of this kind.
_ASKED_AT = {FileKind.XLSX: ".goods_lists", FileKind.CSV: ".goods_lists", FileKind.DOSSIER: ".files"}
_KINDS = ", ".join(f"'{kind.value}'" for kind in FileKind)


@bp.post(f"/hs/<code>/sp/tai/<any({_KINDS}):kind_of_file>")
def ask_file(code: str, kind_of_file: str) -> ResponseReturnValue:
    kind = FileKind(kind_of_file)
    merchant = shelf_for(me(), code, asks_for(kind))
    if not Form().accepted():
        return redirect(url_for(_ASKED_AT[kind], code=merchant.code), 303)
    with transaction():
        shelf_file_id = services.ask_file(merchant, kind, by=me()).id
    return redirect(url_for(".shelf_file", code=code, shelf_file_id=shelf_file_id), 303)


@bp.get("/hs/<code>/sp/tai/<uuid:shelf_file_id>")
def shelf_file(code: str, shelf_file_id: UUID) -> ResponseReturnValue:
    """Show how far a file is, and hand it over once it is ready."""
    file = shelf_file_for(me(), code, shelf_file_id)
    return render_template(
        "catalog/shelf_file.html",
        file=file,
        merchant=file.merchant,
        name=words.FILE_KINDS[file.kind],
        back_url=url_for(_ASKED_AT[file.kind], code=code),
        step=_step(file),
        days=KEPT_DAYS,
    )


@bp.get("/hs/<code>/sp/tai/<uuid:shelf_file_id>/buoc")
def shelf_file_step(code: str, shelf_file_id: UUID) -> ResponseReturnValue:
    """Say how far a file is, for a page that stays open."""
    return {"state": _step(shelf_file_for(me(), code, shelf_file_id))}


@bp.get("/hs/<code>/sp/tai/<uuid:shelf_file_id>/tep")
def take_file(code: str, shelf_file_id: UUID) -> ResponseReturnValue:
    file = shelf_file_for(me(), code, shelf_file_id)
    if file.sha256 is None:
        return redirect(url_for(".shelf_file", code=code, shelf_file_id=shelf_file_id), 303)
    name = f"san-pham-{code}-{file.asked_at:%Y%m%d}.{file.kind.value}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(storage.stream(file.sha256), mimetype=TYPES[file.kind], headers=headers)


def _step(file: ShelfFile) -> str:
    return "ready" if file.ready_at else f"{file.done}/{file.total}"
