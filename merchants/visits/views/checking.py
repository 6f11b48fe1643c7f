"""What an auditor rings back: one visit in twenty, and every one that a household calls wrong."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock
from app.core.transaction import transaction
from app.policy import Permission
from app.web.session import may_anywhere, me, require_sign_in
from merchants.rules import Look
from merchants.services import note_looks
from merchants.visits import access, forms, queries, rules, services

bp = Blueprint("visit_checks", __name__)
bp.before_request(require_sign_in)


@bp.before_request
def _auditors_only() -> None:
    may_anywhere(Permission.VISIT_CHECK)


@bp.get("/ks/goi-lai")
def index() -> ResponseReturnValue:
    """Show whom to ring, and how households answered this month."""
    rows = queries.to_check()
    note_looks([row.merchant_id for row in rows], why=Look.LIST, by=me())
    return render_template(
        "visits/checks.html", rows=rows, answers=queries.answers_in(clock.today()), share=rules.RUNG_BACK_PCT
    )


@bp.route("/ks/goi-lai/<uuid:visit_id>", methods=["GET", "POST"])
def check(visit_id: UUID) -> ResponseReturnValue:
    """Write what a household answered on the telephone."""
    visit = access.visit_to_check(visit_id)
    note_looks([visit.merchant_id], why=Look.LIST, by=me())
    form = forms.SaysForm()
    if not form.accepted():
        return render_template("visits/check.html", visit=visit, merchant=visit.merchant, form=form), (
            422 if form.errors else 200
        )
    with transaction():
        services.answer(visit, says=form.answer(), said_to=rules.AUDITOR, by=me())
    flash(_("Written down"))
    return redirect(url_for(".index"), 303)
