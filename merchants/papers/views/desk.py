"""The desk: hold a paper against its original, and look at identity papers without keeping them."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.transaction import transaction
from app.policy import Permission
from app.web.session import may_anywhere, me, require_sign_in
from merchants.papers import queries, services, words
from merchants.papers.access import paper_for, shelf_for
from merchants.papers.forms import CheckForm, SightingForm
from merchants.papers.rules import IdentityKind

bp = Blueprint("paper_desk", __name__)
bp.before_request(require_sign_in)


@bp.post("/giay/<uuid:paper_id>/da-xem")
def check(paper_id: UUID) -> ResponseReturnValue:
    """Note that a paper was held against its original."""
    kept = paper_for(me(), paper_id, Permission.PAPER_CHECK)
    if CheckForm().accepted():
        with transaction():
            services.check(kept, by=me())
        flash(_("Noted: held against the original"))
    return redirect(url_for("papers.show", paper_id=kept.id), 303)


@bp.route("/cb/hs/<code>/giay-tuy-than", methods=["GET", "POST"])
def sight(code: str) -> ResponseReturnValue:
    """Note which identity paper was looked at."""
    may_anywhere(Permission.PAPER_CHECK)
    merchant = shelf_for(me(), code, Permission.PAPER_CHECK)
    form = SightingForm()
    if not form.accepted():
        seen = [(words.IDENTITY[row.kind], row) for row in queries.sightings_of(merchant.id)]
        page = render_template("papers/sighting.html", merchant=merchant, form=form, seen=seen)
        return page, 422 if form.errors else 200
    kind = IdentityKind(form.kind.data)
    with transaction():
        services.sight(merchant, kind=kind, last_digits=form.last_digits.data or "", by=me())
    flash(_("Noted: seen, not stored"))
    return redirect(url_for(".sight", code=merchant.code), 303)
