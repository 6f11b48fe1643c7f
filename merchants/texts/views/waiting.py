"""The texts that a person has to read: whoever runs classes rings, signs up, and notes that it is done."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.transaction import transaction
from app.policy import Permission
from app.web.session import may_anywhere, me, require_sign_in
from merchants.rules import Look
from merchants.services import note_looks
from merchants.texts import queries, services
from merchants.texts.access import text_for
from merchants.texts.forms import ReadForm

bp = Blueprint("texts", __name__)
bp.before_request(require_sign_in)


@bp.get("/day/tin-nhan")
def show() -> ResponseReturnValue:
    """Show the texts in which the site did nothing."""
    may_anywhere(Permission.TRAINING_RUN)
    found = queries.waiting(me())
    note_looks([each.merchant_id for each in found if each.merchant_id], why=Look.CLASS, by=me())
    return render_template("texts/waiting.html", texts=found, form=ReadForm())


@bp.post("/day/tin-nhan/<uuid:text_id>")
def done(text_id: UUID) -> ResponseReturnValue:
    """Note that a text has been read and answered."""
    found = text_for(me(), text_id)
    if ReadForm().accepted():
        with transaction():
            services.mark_read(found, by=me())
        flash(_("Noted: the text is dealt with"))
    return redirect(url_for(".show"), 303)
