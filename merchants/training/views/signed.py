"""The sheet that everybody signed: photographed by whoever teaches, seen by whoever sees the class."""

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock, storage
from app.core.errors import DomainError, NotFoundError
from app.core.transaction import transaction
from app.policy import Permission, allows
from app.web.session import me, require_sign_in
from merchants.papers.services import take_in
from merchants.papers.words import private_file_headers
from merchants.training import access, forms, queries, rules, services

bp = Blueprint("signed_sheet", __name__)
bp.before_request(require_sign_in)


@bp.get("/day/<uuid:session_id>/to-ky")
def show(session_id: UUID) -> ResponseReturnValue:
    """Show the photograph of the sheet and until when it is kept."""
    return _page(access.session_for(me(), session_id, Permission.TRAINING_VIEW), forms.SheetPhotoForm())


@bp.post("/day/<uuid:session_id>/to-ky")
def keep(session_id: UUID) -> ResponseReturnValue:
    """Keep a photograph. The same one twice is one, so no key is asked for."""
    with transaction():  # Closed before the file is opened: nobody waits for a lock while it is made smaller.
        access.session_for(me(), session_id, Permission.TRAINING_RUN)
    form = forms.SheetPhotoForm()
    if not form.validate():
        return _page(access.session_for(me(), session_id, Permission.TRAINING_RUN), form), 422
    try:
        taken = take_in(form.read())
    except DomainError as refusal:
        form.ask_again(form.file, refusal)
        return _page(access.session_for(me(), session_id, Permission.TRAINING_RUN), form), 422
    with transaction():
        session = access.session_for(me(), session_id, Permission.TRAINING_RUN)
        services.keep_sheet(session, taken=taken, by=me())
    flash(_("The sheet is kept"))
    return redirect(url_for(".show", session_id=session_id), 303)


@bp.get("/day/<uuid:session_id>/to-ky/tep")
def file(session_id: UUID) -> ResponseReturnValue:
    """Return the file itself.

    Raises:
        NotFoundError: there is none, or no such class for this person.
    """
    session = access.session_for(me(), session_id, Permission.TRAINING_VIEW)
    sheet = queries.sheet_kept(session.id)
    if sheet is None:
        raise NotFoundError("no sheet")
    headers = private_file_headers(f"to-ky-{session.held_on}", is_picture=sheet.content_type == "image/jpeg")
    return Response(storage.read(sheet.sha256, verify=True), mimetype=sheet.content_type, headers=headers)


def _page(session: access.TrainingSession, form: forms.SheetPhotoForm) -> str:
    today = clock.today()
    return render_template(
        "training/signed.html",
        card=queries.card(session),
        sheet=queries.sheet_kept(session.id),
        goes_on=rules.sheet_goes_on(session.held_on, today),
        months=rules.sheet_months(today),
        form=form,
        may_keep=allows(me(), Permission.TRAINING_RUN, session.place())
        and rules.takes_attendance(session.state, session.held_on, today),
    )
