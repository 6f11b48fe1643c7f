"""The commune's side: which families lost money and wait for somebody; never how much."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock
from app.core.transaction import transaction
from app.policy import Permission, areas_for
from app.web.session import may_anywhere, me, require_sign_in
from merchants import services as dossiers
from merchants.rules import Look
from payments.losses import access, queries, services, words
from payments.losses.forms import PressForm

bp = Blueprint("loss_visits", __name__)
bp.before_request(require_sign_in)


@bp.before_request
def _carriers_only() -> None:
    may_anywhere(Permission.MESSAGE_CARRY)


@bp.get("/cb/mat-tien")
def index() -> ResponseReturnValue:
    """List the families to visit, the most pressing first."""
    rows = queries.visits(areas_for(me(), Permission.MESSAGE_CARRY), clock.today())
    dossiers.note_looks([row.merchant_id for row in rows], why=Look.LIST, by=me())
    return render_template(
        "losses/visits.html", rows=rows, kinds=words.KINDS, states=words.STATES, form=PressForm(formdata=None)
    )


@bp.post("/cb/mat-tien/<uuid:loss_id>/den-tham")
def visit(loss_id: UUID) -> ResponseReturnValue:
    """Note that somebody has been there."""
    loss = access.loss_to_visit(me(), loss_id)
    if PressForm().accepted():
        with transaction():
            services.visit(loss, by=me())
        flash(_("Written down: somebody has been there"))
    return redirect(url_for(".index"), 303)


@bp.post("/cb/mat-tien/<uuid:loss_id>/dong")
def close(loss_id: UUID) -> ResponseReturnValue:
    """Close a report."""
    loss = access.loss_to_visit(me(), loss_id)
    if PressForm().accepted():
        with transaction():
            services.close(loss, by=me())
        flash(_("Closed"))
    return redirect(url_for(".index"), 303)
