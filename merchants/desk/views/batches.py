"""The same defect in many dossiers: choose, look at samples, send."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.transaction import transaction
from app.policy import Permission
from app.web.session import may_anywhere, me, require_sign_in
from merchants import words as dossier_words
from merchants.access import merchant_under_review
from merchants.desk import access, forms, services, words
from merchants.desk.states import BatchState
from merchants.rules import Look, Question
from merchants.services import note_looks

bp = Blueprint("desk_batches", __name__)
bp.before_request(require_sign_in)


@bp.before_request
def _desk_only() -> None:
    may_anywhere(Permission.MERCHANT_DECIDE)


@bp.route("/cb/lo", methods=["GET", "POST"])
def choose() -> ResponseReturnValue:
    """Ask what all the chosen dossiers lack."""
    form = forms.BatchForm(formdata=request.form if request.method == "POST" else None)
    merchants = [merchant_under_review(me(), code, Permission.MERCHANT_DECIDE) for code in form.codes]
    if len(merchants) < 2:
        flash(_("Tick at least two files in the list first"))
        return redirect(url_for("desk.show"), 303)
    note_looks([merchant.id for merchant in merchants], why=Look.LIST, by=me())
    if not form.accepted():
        rows = [(form[f"reason_{each.value}"], form[f"own_{each.value}"]) for each in Question]
        page = render_template("desk/batch_choose.html", form=form, merchants=merchants, rows=rows, wide=True)
        return page, 422 if form.errors else 200
    with transaction():
        batch = services.open_batch(merchants, items=form.chosen(), by=me())
    return redirect(url_for(".show", lot_id=batch.id), 303)


@bp.get("/cb/lo/<uuid:lot_id>")
def show(lot_id: UUID) -> ResponseReturnValue:
    """Show a batch: what its owners will read, and which samples are still to be opened."""
    batch = access.batch_for(me(), lot_id)
    items = services.returned_items(batch)
    note_looks([item.merchant_id for item in batch.items], why=Look.LIST, by=me())
    return render_template(
        "desk/batch.html",
        batch=batch,
        sentences=[(dossier_words.QUESTIONS[item.question], item.sentence) for item in items],
        waiting=[item for item in batch.items if item.is_sample and item.seen_at is None],
        is_open=batch.state is BatchState.OPEN,
        is_sent=batch.state is BatchState.SENT,
        left_out=words.LEFT_OUT,
        form=forms.ButtonForm(formdata=None),
        wide=True,
    )


@bp.post("/cb/lo/<uuid:lot_id>/<code>/thieu")
def seen(lot_id: UUID, code: str) -> ResponseReturnValue:
    """Say that a sample does lack what the batch asks for."""
    batch = access.batch_for(me(), lot_id)
    merchant = merchant_under_review(me(), code, Permission.MERCHANT_DECIDE)
    if forms.ButtonForm().accepted():
        with transaction():
            services.mark_seen(batch, merchant, by=me())
    return redirect(url_for(".show", lot_id=batch.id), 303)


@bp.post("/cb/lo/<uuid:lot_id>/<code>/khong-thieu")
def not_alike(lot_id: UUID, code: str) -> ResponseReturnValue:
    """Say that a dossier lacks nothing; from now on each of the others is opened."""
    batch = access.batch_for(me(), lot_id)
    merchant = merchant_under_review(me(), code, Permission.MERCHANT_DECIDE)
    if forms.ButtonForm().accepted():
        with transaction():
            services.not_alike(batch, merchant, by=me())
        flash(_("Taken out. One sample was different, so open each of the others"))
    return redirect(url_for(".show", lot_id=batch.id), 303)


@bp.post("/cb/lo/<uuid:lot_id>/gui")
def send(lot_id: UUID) -> ResponseReturnValue:
    """Send the dossiers of a batch back."""
    batch = access.batch_for(me(), lot_id)
    if forms.ButtonForm().accepted():
        with transaction():
            sent = services.send_batch(batch, by=me())
        flash(_("Sent back: %(n)d files", n=sent))
    return redirect(url_for(".show", lot_id=batch.id), 303)


@bp.post("/cb/lo/<uuid:lot_id>/bo")
def drop(lot_id: UUID) -> ResponseReturnValue:
    """Give a batch up."""
    batch = access.batch_for(me(), lot_id)
    if forms.ButtonForm().accepted():
        with transaction():
            services.drop_batch(batch, by=me())
        flash(_("Given up. Its files wait as before"))
    return redirect(url_for("desk.show"), 303)
