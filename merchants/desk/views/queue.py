"""The queue: one page of it on the screen, all of it on paper, and the next dossier at one press."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock
from app.core.transaction import transaction
from app.policy import Permission, allows, areas_for
from app.web.session import may_anywhere, me, require_sign_in
from merchants import words as dossier_words
from merchants.desk import forms, rules, services, words
from merchants.desk.queries import queue
from merchants.rules import Look
from merchants.services import note_looks

bp = Blueprint("desk", __name__)
bp.before_request(require_sign_in)


@bp.before_request
def _desk_only() -> None:
    may_anywhere(Permission.MERCHANT_REVIEW)


@bp.get("/cb/viec")
def show() -> ResponseReturnValue:
    """Show what waits for the commune, late first, narrowed as asked; ``in=1`` lays it out for paper."""
    now = clock.now()
    paths = areas_for(me(), Permission.MERCHANT_REVIEW)
    form = forms.FilterForm(queue.hamlets_of(paths, clock.today()))
    wanted = form.wanted(me().account_id)
    on_paper = request.args.get("in") == "1"
    page = queue.page(
        paths,
        wanted,
        now,
        after="" if on_paper else request.args.get("sau", "")[:20],
        size=rules.PRINT_AT_MOST if on_paper else rules.PAGE,
    )
    note_looks([row.merchant_id for row in page.rows], why=Look.QUEUE, by=me())
    return render_template(
        "desk/print.html" if on_paper else "desk/queue.html",
        form=form,
        wanted=wanted,
        page=page,
        sheets=[page.rows[start : start + rules.PAGE] for start in range(0, len(page.rows), rules.PAGE)],
        counts=queue.counts(paths, wanted, now),
        most=rules.COUNT_AT_MOST,
        said=form.said(wanted),
        now=now,
        words=words,
        craft_of=dossier_words.craft_of,
        kept=[(name, value) for name, value in request.args.items(multi=True) if name not in ("sau", "in", "muc")],
        next_form=forms.ButtonForm(formdata=None),
        may_decide=allows(me(), Permission.MERCHANT_DECIDE),
        wide=True,
    )


@bp.post("/cb/viec/ke-tiep")
def take_next() -> ResponseReturnValue:
    """Take the next dossier that nobody holds, and open it."""
    may_anywhere(Permission.MERCHANT_DECIDE)
    merchant = None
    if forms.ButtonForm().accepted():
        with transaction():
            merchant = services.claim_next(areas_for(me(), Permission.MERCHANT_DECIDE), by=me())
    if merchant is None:
        flash(_("Nothing is free to take just now"))
        return redirect(url_for(".show"), 303)
    return redirect(url_for("review.show", code=merchant.code), 303)
