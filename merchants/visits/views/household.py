"""A household says whether a visit that was written down was really paid."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.transaction import transaction
from app.policy import Permission
from app.web.session import me, require_sign_in
from merchants.access import merchant_for
from merchants.visits import access, forms, queries, services, words

bp = Blueprint("own_visits", __name__)
bp.before_request(require_sign_in)


@bp.get("/hs/<code>/tham")
def mine(code: str) -> ResponseReturnValue:
    """Show what was written about visits to this household, with the question whether it is so."""
    merchant = merchant_for(me(), code, Permission.RIGHTS_USE)
    return render_template(
        "visits/mine.html", merchant=merchant, visits=queries.of_merchant(merchant.id), says=words.SAYS
    )


@bp.route("/hs/<code>/tham/<uuid:visit_id>", methods=["GET", "POST"])
def answer(code: str, visit_id: UUID) -> ResponseReturnValue:
    """Say whether somebody came."""
    merchant = merchant_for(me(), code, Permission.RIGHTS_USE)
    visit = access.visit_of(merchant, visit_id)
    form = forms.SaysForm()
    if not form.accepted():
        page = render_template("visits/answer.html", merchant=merchant, visit=visit, form=form)
        return page, 422 if form.errors else 200
    with transaction():
        services.answer(visit, says=form.answer(), said_to="household", by=me())
    flash(_("Thank you. Only whoever checks the visits reads your answer"))
    return redirect(url_for(".mine", code=merchant.code), 303)
