"""Whom the team and the desk ring, and the slips they carry."""

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import messages, settings
from app.core.messages import MessageState
from app.core.transaction import transaction
from app.policy import Permission, areas_for
from app.web.session import may_anywhere, me, require_sign_in
from merchants.notices import documents, queries
from merchants.notices.access import errand_for
from merchants.notices.forms import DoneForm

bp = Blueprint("errands", __name__)
bp.before_request(require_sign_in)


@bp.get("/cb/goi")
def show() -> ResponseReturnValue:
    """Show whom no message reached: to ring, to bring a slip."""
    may_anywhere(Permission.MESSAGE_CARRY)
    found = queries.errands(areas_for(me(), Permission.MESSAGE_CARRY))
    return render_template("notices/errands.html", errands=found, form=DoneForm(), wide=True)


@bp.get("/cb/goi/phieu.pdf")
def slips() -> ResponseReturnValue:
    """Return the slips to carry, four on a sheet; printing them changes nothing."""
    may_anywhere(Permission.MESSAGE_CARRY)
    found = queries.errands(areas_for(me(), Permission.MESSAGE_CARRY)).slips
    pdf = documents.slips(found, desk_phone=settings.current().contact_phone)
    headers = {"Content-Disposition": 'inline; filename="giay-bao.pdf"', "Cache-Control": "private, no-store"}
    return Response(pdf, mimetype="application/pdf", headers=headers)


@bp.post("/cb/goi/<uuid:message_id>/xong")
def done(message_id: UUID) -> ResponseReturnValue:
    """Note that the person knows now: told on the telephone, or the slip is in their hands."""
    message = errand_for(me(), message_id)
    if DoneForm().accepted():
        with transaction():
            messages.reach(message, by=me())
        flash(_("Noted: the person knows"))
    return redirect(url_for(".show"), 303)


@bp.post("/cb/goi/<uuid:message_id>/khong-nghe")
def no_answer(message_id: UUID) -> ResponseReturnValue:
    """Note that nobody answered; the third time it becomes a slip."""
    message = errand_for(me(), message_id)
    if DoneForm().accepted():
        with transaction():
            messages.try_again_later(message, by=me())
        is_slip = message.state is MessageState.ON_PAPER
        flash(_("Nobody answered three times: print the slip") if is_slip else _("Noted: nobody answered. Try later"))
    return redirect(url_for(".show"), 303)


@bp.post("/cb/goi/<uuid:message_id>/ra-giay")
def onto_paper(message_id: UUID) -> ResponseReturnValue:
    """Put it onto the pile of slips."""
    message = errand_for(me(), message_id)
    if DoneForm().accepted():
        with transaction():
            messages.print_slip(message)
        flash(_("It is on the pile of slips"))
    return redirect(url_for(".show"), 303)
