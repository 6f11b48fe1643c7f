"""The desk: corrections that wait, agreeing or not, and writing one down for an owner at the counter."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.transaction import transaction
from app.policy import Permission, allows, areas_for
from app.web.session import may_anywhere, me, require_sign_in
from merchants import services as dossiers
from merchants.access import merchant_under_review
from merchants.changes import forms, queries, services, words
from merchants.changes.access import correction_under_review, matter_under_review
from merchants.changes.rules import WEIGHTS, Matter
from merchants.changes.states import CorrectionState
from merchants.changes.views.owner import slip_of
from merchants.rules import Look

bp = Blueprint("changes_desk", __name__)
bp.before_request(require_sign_in)


@bp.before_request
def _desk_only() -> None:
    may_anywhere(Permission.MERCHANT_REVIEW)


@bp.get("/cb/dinh-chinh")
def index() -> ResponseReturnValue:
    """List the corrections and changes of owner that wait, the oldest first."""
    paths = areas_for(me(), Permission.MERCHANT_REVIEW)
    rows, handovers = queries.waiting_within(paths), queries.handovers_within(paths)
    seen = [row.merchant_id for row in rows] + [row.merchant_id for row in handovers]
    dossiers.note_looks(seen, why=Look.QUEUE, by=me())
    return render_template(
        "changes/queue.html",
        rows=[words.told(row) for row in rows],
        handovers=[(row, words.KINDS[row.kind], *words.HANDOVERS[row.state]) for row in handovers],
    )


@bp.route("/cb/dinh-chinh/<uuid:correction_id>", methods=["GET", "POST"])
def show(correction_id: UUID) -> ResponseReturnValue:
    """Show one correction; agreeing is one button."""
    row = correction_under_review(me(), correction_id, Permission.MERCHANT_REVIEW)
    form = forms.ButtonForm()
    if form.is_submitted():  # type: ignore[no-untyped-call]  # the library's
        correction_under_review(me(), correction_id, Permission.MERCHANT_DECIDE)
    if form.accepted():
        with transaction():
            services.make(row, by=me())
        flash(_("Corrected. The owner has been told"))
        return redirect(url_for(".show", correction_id=row.id), 303)
    dossiers.note_look(row.merchant, why=Look.REVIEW, by=me())
    is_mine = row.at_counter and row.asked_by_id == me().account_id
    may_decide = allows(me(), Permission.MERCHANT_DECIDE, row.merchant.place()) and not is_mine
    is_weighty = row.state is CorrectionState.WAITING and row.matter is not Matter.CONTACT
    return render_template(
        "changes/correction.html",
        told=words.told(row),
        row=row,
        merchant=row.merchant,
        form=form,
        may_decide=may_decide and is_weighty,
        is_mine=is_mine and is_weighty,
    )


@bp.route("/cb/dinh-chinh/<uuid:correction_id>/tu-choi", methods=["GET", "POST"])
def refuse(correction_id: UUID) -> ResponseReturnValue:
    """Leave the answer as it is, and say why."""
    row = correction_under_review(me(), correction_id, Permission.MERCHANT_DECIDE)
    form = forms.RefusalForm()
    if not form.accepted():
        dossiers.note_look(row.merchant, why=Look.REVIEW, by=me())
        page = render_template("changes/refuse.html", told=words.told(row), row=row, merchant=row.merchant, form=form)
        return page, 422 if form.errors else 200
    with transaction():
        services.refuse(row, answer=form.payload()["answer"], by=me())
    flash(_("Not corrected. The owner has been told why"))
    return redirect(url_for(".show", correction_id=row.id), 303)


@bp.get("/cb/dinh-chinh/<uuid:correction_id>.pdf")
def slip(correction_id: UUID) -> ResponseReturnValue:
    """Return the correction slip."""
    row = correction_under_review(me(), correction_id, Permission.MERCHANT_REVIEW)
    dossiers.note_look(row.merchant, why=Look.PAPER, by=me())
    return slip_of(row)


@bp.get("/cb/hs/<code>/dinh-chinh")
def of_file(code: str) -> ResponseReturnValue:
    """Show what may be corrected of one file, and its corrections."""
    merchant = merchant_under_review(me(), code, Permission.MERCHANT_DECIDE)
    dossiers.note_look(merchant, why=Look.REVIEW, by=me())
    return render_template(
        "changes/of_file.html",
        merchant=merchant,
        facts=words.facts(merchant),
        corrections=[words.told(row) for row in queries.corrections_of(merchant.id)],
    )


@bp.route("/cb/hs/<code>/dinh-chinh/<matter>", methods=["GET", "POST"])
def ask(code: str, matter: str) -> ResponseReturnValue:
    """Write a correction down for an owner who stands at the desk."""
    merchant, which = matter_under_review(me(), code, matter)
    value = queries.value_of(merchant, which)
    form = forms.correction_form(merchant, which, value, at_counter=True)
    if form.accepted():
        try:
            with transaction():
                row = services.ask(
                    merchant,
                    matter=which,
                    after=forms.said(form, which, merchant),
                    reason=form.payload()["reason"],
                    at_counter=True,
                    by=me(),
                )
        except (services.NothingNewError, services.AskedAlreadyError) as refusal:
            form.ask_again(form[forms.FIELDS[which][0]], refusal)
        else:
            flash(_("Written down for the owner"))
            return redirect(url_for(".show", correction_id=row.id), 303)
    dossiers.note_look(merchant, why=Look.REVIEW, by=me())
    page = render_template(
        "changes/ask.html",
        merchant=merchant,
        form=form,
        fields=[*(form[name] for name in forms.FIELDS[which])],
        label=words.MATTERS[which],
        now=words.value(which, value),
        weight=WEIGHTS[which],
        at_counter=True,
        url=url_for(".ask", code=merchant.code, matter=matter),
        back_url=url_for(".of_file", code=merchant.code),
    )
    return page, 422 if form.errors else 200
