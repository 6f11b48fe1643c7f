"""Pages of one's own data: everything on one page, everything in a file, and deletion, asked for and done."""

from collections.abc import Iterator
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, stream_template, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from app.core import clock
from app.core.errors import NotFoundError
from app.core.transaction import transaction
from app.particulars import forms, queries, services
from app.policy import Permission
from app.web.session import me, require_sign_in
from merchants.rights import services as rights
from merchants.rights.access import own_merchant, request_for
from merchants.rights.rules import AskedHow, RightsKind
from merchants.rights.states import REQUEST, RequestStep
from merchants.rules import Look
from merchants.services import note_look

bp = Blueprint("particulars", __name__)
bp.before_request(require_sign_in)


@bp.get("/hs/<code>/du-lieu")
def show(code: str) -> ResponseReturnValue:
    """Show everything on one page that can be printed; it is sent as it is read, however long it is."""
    merchant = own_merchant(me(), code)
    # A page that is sent while it is made can no longer write into the session.
    generate_csrf()  # type: ignore[no-untyped-call]  # the library is not typed
    pieces: Iterator[str] = stream_template(
        "particulars/everything.html", merchant=merchant, sections=queries.sections(merchant.id), at=clock.now()
    )
    return _private(Response(pieces, mimetype="text/html"))


@bp.get("/hs/<code>/du-lieu.json")
def download(code: str) -> ResponseReturnValue:
    """Give everything out as a file for another program."""
    merchant = own_merchant(me(), code)
    pieces = stream_with_context(queries.as_json(merchant.id, code=merchant.code, at=clock.now()))
    answer = Response(pieces, mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="du-lieu-{merchant.code}.json"'
    return _private(answer)


@bp.route("/hs/<code>/xoa", methods=["GET", "POST"])
def ask_erasure(code: str) -> ResponseReturnValue:
    """Show what would go and what would stay, and ask for it."""
    merchant = own_merchant(me(), code)
    form = forms.AskErasureForm()
    if form.accepted():
        try:
            with transaction():
                request = rights.ask(merchant, kind=RightsKind.ERASE, how=AskedHow.SCREEN, by=me())
        except rights.AlreadyAskedError as refusal:
            form.ask_again(form.understood, refusal)
        else:
            flash(_("Sent. The commune writes to you by %(day)s", day=f"{request.acknowledge_by_on:%d/%m/%Y}"))
            return redirect(url_for("own_data.one", code=merchant.code, request_id=request.id), 303)
    page = render_template(
        "particulars/ask_erasure.html", merchant=merchant, form=form, fates=queries.fates(merchant.id)
    )
    return page, 422 if form.errors else 200


@bp.route("/cb/quyen/<uuid:request_id>/xoa", methods=["GET", "POST"])
def erase(request_id: UUID) -> ResponseReturnValue:
    """Show an official what goes and what stays, and delete."""
    request = request_for(me(), request_id, Permission.RIGHTS_ERASE)
    if request.kind is not RightsKind.ERASE:
        raise NotFoundError("asks for something else")
    form = forms.EraseForm()
    may_erase = RequestStep.FULFIL in REQUEST.actions(request.state)
    if may_erase and form.accepted():
        with transaction():
            services.erase(request, answer=str(form.answer.data), by=me())
        flash(_("Deleted. The owner has been told"))
        return redirect(url_for("rights.one", request_id=request.id), 303)
    note_look(request.merchant, why=Look.RIGHTS, by=me())
    page = render_template(
        "particulars/erase.html",
        request=request,
        form=form,
        fates=queries.fates(request.merchant_id),
        may_erase=may_erase,
    )
    return page, 422 if form.errors else 200


def _private(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
