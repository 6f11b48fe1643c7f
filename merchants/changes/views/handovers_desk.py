"""The desk: a change of owner, written down, proposed by one person and decided by another."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock
from app.core.transaction import transaction
from app.policy import Permission, allows
from app.web.session import may_anywhere, me, require_sign_in
from merchants import services as dossiers
from merchants.changes import forms, rules, services, words
from merchants.changes.access import Handover, file_at_desk, handover_under_review
from merchants.changes.states import HANDOVER, HandoverState, HandoverStep
from merchants.rules import Look

bp = Blueprint("handovers_desk", __name__)
bp.before_request(require_sign_in)


@bp.before_request
def _desk_only() -> None:
    may_anywhere(Permission.MERCHANT_REVIEW)


@bp.route("/cb/hs/<code>/sang-ten", methods=["GET", "POST"])
def ask(code: str) -> ResponseReturnValue:
    """Write a change of owner down for the new owner at the counter."""
    merchant = file_at_desk(me(), code)
    form = forms.HandoverForm()
    if form.accepted():
        try:
            with transaction():
                row = services.ask_handover(merchant, **form.said(), by=me())
        except (services.HandoverOpenError, services.HandoverRefusedError) as refusal:
            form.ask_again(form.new_phone, refusal)
        else:
            flash(_("Written down. The old owner has been told"))
            return redirect(url_for(".show", handover_id=row.id), 303)
    dossiers.note_look(merchant, why=Look.REVIEW, by=me())
    page = render_template("changes/handover_new.html", merchant=merchant, form=form)
    return page, 422 if form.errors else 200


@bp.route("/cb/sang-ten/<uuid:handover_id>", methods=["GET", "POST"])
def show(handover_id: UUID) -> ResponseReturnValue:
    """Show one change of owner; its button proposes, and for a second person completes it."""
    row = handover_under_review(me(), handover_id, Permission.MERCHANT_REVIEW)
    if request.method == "POST":
        handover_under_review(me(), handover_id, Permission.MERCHANT_DECIDE)
    form = forms.ButtonForm()
    if form.accepted():
        with transaction():
            if row.state is HandoverState.PROPOSED:
                services.complete_handover(row, by=me())
            else:
                services.propose_handover(row, by=me())
        done = row.state is HandoverState.DONE
        flash(_("Handed over. Both have been told") if done else _("Noted. A second person decides"))
        return redirect(url_for(".show", handover_id=row.id), 303)
    dossiers.note_look(row.merchant, why=Look.REVIEW, by=me())
    return render_template("changes/handover.html", form=form, **_told(row))


@bp.route("/cb/sang-ten/<uuid:handover_id>/tu-choi", methods=["GET", "POST"])
def refuse(handover_id: UUID) -> ResponseReturnValue:
    """Hand nothing over, and say why."""
    row = handover_under_review(me(), handover_id, Permission.MERCHANT_DECIDE)
    form = forms.RefusalForm()
    if form.accepted():
        with transaction():
            services.refuse_handover(row, answer=form.payload()["answer"], by=me())
        flash(_("Not handed over. Whoever asked has been told"))
        return redirect(url_for(".show", handover_id=row.id), 303)
    dossiers.note_look(row.merchant, why=Look.REVIEW, by=me())
    page = render_template("changes/handover_refuse.html", row=row, merchant=row.merchant, form=form)
    return page, 422 if form.errors else 200


def _told(row: Handover) -> dict[str, object]:
    state, state_kind = words.HANDOVERS[row.state]
    today, who = clock.today(), me().account_id
    in_time = rules.may_decide_handover(row.object_until_on, is_allowed=row.allowed_at is not None, today=today)
    judges = allows(me(), Permission.MERCHANT_DECIDE, row.merchant.place()) and who not in (None, row.asked_by_id)
    possible = HANDOVER.actions(row.state)
    return {
        "row": row,
        "merchant": row.merchant,
        "state": state,
        "state_kind": state_kind,
        "kind": words.KINDS[row.kind],
        "paper": words.PAPERS[row.paper],
        "rule": rules.objection_rule(today),
        "must_wait": HandoverStep.PROPOSE in possible and not in_time,
        "may_propose": judges and HandoverStep.PROPOSE in possible and in_time,
        "may_complete": judges and HandoverStep.COMPLETE in possible and who != row.first_id,
        "may_refuse": judges and HandoverStep.REFUSE in possible,
    }
