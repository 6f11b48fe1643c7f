"""Who looked at one's own file, at what and why; and a button for whoever finds a look strange."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.transaction import transaction
from app.web.session import me, require_sign_in
from merchants.rights import forms, queries, services, words
from merchants.rights.access import look_of_own, own_merchants

bp = Blueprint("own_looks", __name__)
bp.before_request(require_sign_in)


@bp.get("/toi/ai-da-xem")
def show() -> ResponseReturnValue:
    """Show who looked, newest first."""
    page = request.args.get("trang", 1, type=int)
    found = queries.looks(own_merchants(me()), page)
    return render_template("rights/looks.html", found=found, words=words, form=forms.ButtonForm())


@bp.post("/toi/ai-da-xem/<uuid:look_id>/la")
def question(look_id: UUID) -> ResponseReturnValue:
    """Send a look that seems strange to the data auditor."""
    merchant, look = look_of_own(me(), look_id)
    if forms.ButtonForm().accepted():
        with transaction():
            asked = services.question_look(merchant, look, by=me())
        flash(_("Sent to the data auditor, who answers by %(day)s", day=f"{asked.answer_by_on:%d/%m/%Y}"))
    return redirect(url_for(".show"), 303)
