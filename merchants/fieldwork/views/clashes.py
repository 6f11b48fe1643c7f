"""Answers that two people gave differently, and which one counts."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.transaction import transaction
from app.policy import Permission
from app.web.session import may_anywhere, me, require_sign_in
from merchants.fieldwork import access, forms, queries, words, writing
from merchants.rules import Look
from merchants.services import note_looks

bp = Blueprint("field_clashes", __name__)
bp.before_request(require_sign_in)


@bp.get("/to/mau-thuan")
def index() -> ResponseReturnValue:
    """Show what waits for a decision."""
    may_anywhere(Permission.TRAINING_RUN)
    found = queries.clashes_open(me())
    note_looks([each.merchant_id for each in found if each.merchant_id], why=Look.LIST, by=me())
    return render_template("fieldwork/clashes.html", clashes=found, fields=words.FIELDS, answer=words.answer)


@bp.route("/to/mau-thuan/<uuid:clash_id>", methods=["GET", "POST"])
def decide(clash_id: UUID) -> ResponseReturnValue:
    """Say which answer counts; the other one is kept beside it."""
    clash = access.clash_for(me(), clash_id)
    note_looks([clash.merchant_id] if clash.merchant_id else [], why=Look.LIST, by=me())
    form = forms.KeepForm()
    form.offer(ours=words.answer(clash, clash.ours), theirs=words.answer(clash, clash.theirs))
    if not form.accepted():
        page = render_template(
            "fieldwork/clash.html", clash=clash, field=words.FIELDS[clash.field], answer=words.answer, form=form
        )
        return page, 422 if form.errors else 200
    with transaction():
        writing.decide(clash, form.kept(), by=me())
    flash(_("Written down. The other answer is kept beside it"))
    return redirect(url_for(".index"), 303)
