"""One dossier on the desk: everything to decide upon, confirming it and sending it back."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import areas, clock
from app.core.transaction import transaction
from app.policy import Permission, allows
from app.web.session import may_anywhere, me, require_sign_in
from merchants import queries, rules, services, words
from merchants.access import Merchant, merchant_under_review
from merchants.desk import services as desk
from merchants.desk import words as desk_words
from merchants.desk.forms import ButtonForm
from merchants.desk.queries import holding, slips, twins
from merchants.desk.rules import LEAVING_STEPS
from merchants.forms import ConfirmForm, ReturnForm
from merchants.rules import Look
from merchants.states import REGISTRATION, Stage, Step

bp = Blueprint("review", __name__)
bp.before_request(require_sign_in)


@bp.before_request
def _desk_only() -> None:
    may_anywhere(Permission.MERCHANT_REVIEW)


@bp.get("/cb/hs/<code>")
def show(code: str) -> ResponseReturnValue:
    """Show one dossier with everything the desk decides upon."""
    merchant = merchant_under_review(me(), code, Permission.MERCHANT_REVIEW)
    return _review_page(merchant, _confirm_form(merchant)), 200


@bp.post("/cb/hs/<code>/xac-nhan")
def confirm(code: str) -> ResponseReturnValue:
    """Confirm a dossier."""
    merchant = merchant_under_review(me(), code, Permission.MERCHANT_DECIDE)
    form = _confirm_form(merchant)
    if not form.accepted():
        return _review_page(merchant, form), 422
    with transaction():
        desk.confirm(merchant, **form.seen(), by=me())
    flash(_("Confirmed: %(code)s, %(name)s", code=merchant.code, name=merchant.owner_name))
    return redirect(url_for("desk.show"), 303)


@bp.get("/cb/hs/<code>/tra-lai")
def choose_return(code: str) -> ResponseReturnValue:
    """Ask what is to be mended, with a prepared sentence for each."""
    merchant = merchant_under_review(me(), code, Permission.MERCHANT_DECIDE)
    form = ReturnForm(formdata=None, data={"version": str(merchant.version)})
    return _return_page(merchant, form), 200


@bp.get("/cb/hs/<code>/tra-lai/xem")
def preview_return(code: str) -> ResponseReturnValue:
    """Show the request exactly as the owner will read it."""
    merchant = merchant_under_review(me(), code, Permission.MERCHANT_DECIDE)
    form = ReturnForm(request.args, meta={"csrf": False})
    if not form.validate():
        return _return_page(merchant, form), 422
    services.note_look(merchant, why=Look.REVIEW, by=me())
    items = [(words.QUESTIONS[item.question], item.sentence) for item in form.items()]
    fields = [field for field in form if field.name.startswith(("reason_", "own_", "version")) and field.data]
    return render_template("merchants/return_preview.html", merchant=merchant, form=form, items=items, fields=fields)


@bp.post("/cb/hs/<code>/tra-lai")
def send_back(code: str) -> ResponseReturnValue:
    """Send a dossier back."""
    merchant = merchant_under_review(me(), code, Permission.MERCHANT_DECIDE)
    form = ReturnForm()
    if not form.accepted():
        return _return_page(merchant, form), 422
    with transaction():
        desk.send_back(merchant, items=form.items(), seen_version=form.seen_version(), by=me())
    flash(_("Sent back to %(name)s: %(code)s", code=merchant.code, name=merchant.owner_name))
    return redirect(url_for("desk.show"), 303)


def _confirm_form(merchant: Merchant) -> ConfirmForm:
    return ConfirmForm(rules.checks_for(merchant.paper_kinds), version=merchant.version)


def _return_page(merchant: Merchant, form: ReturnForm) -> str:
    services.note_look(merchant, why=Look.REVIEW, by=me())
    shown = words.shown_answers(merchant)
    rows = [(each, form[f"reason_{each.question.value}"], form[f"own_{each.question.value}"]) for each in shown]
    return render_template(
        "merchants/return.html",
        merchant=merchant,
        form=form,
        rows=rows,
        needs_a_call=queries.needs_a_call(merchant.id),
        wide=True,
    )


def _legal_rows(merchant: Merchant) -> list[tuple[str, str]]:
    return words.legal_rows(merchant, queries.legal_details(merchant.id))


def _review_page(merchant: Merchant, form: ConfirmForm) -> str:
    now = clock.now()
    today = clock.local(now).date()
    alike = twins.twins_of(merchant) if merchant.stage is not Stage.MERGED else []
    services.note_look(merchant, why=Look.REVIEW, by=me())
    services.note_looks([twin.merchant.id for twin in alike], why=Look.LIST, by=me())
    held = holding.live_claim(merchant.id, now)
    refusal = holding.open_refusal(merchant.id)
    is_mine = held is not None and held.account_id == me().account_id
    conflict = holding.conflict_of(merchant.id, me().account_id)
    may_work = allows(me(), Permission.MERCHANT_DECIDE, merchant.place())
    is_free = may_work and (held is None or is_mine) and conflict is None and refusal is None
    possible = REGISTRATION.actions(merchant.stage)
    joined = [each for each in twins.merges_of(merchant.id) if each.undone_at is None]
    return render_template(
        "merchants/review.html",
        merchant=merchant,
        form=form,
        rows=[
            *words.shown_answers(merchant),
            *({"label": label, "value": value} for label, value in _legal_rows(merchant)),
        ],
        button_form=ButtonForm(formdata=None),
        filing=words.FILINGS[merchant.filing],
        standing=words.standing(merchant, today),
        days_left=_days_left(merchant),
        held=held,
        is_mine=is_mine,
        conflict=conflict,
        conflicts=holding.conflicts_of(merchant.id),
        refusal=refusal,
        may_work=may_work,
        waits=merchant.stage is Stage.SUBMITTED,
        may_decide=is_free and Step.CONFIRM in possible,
        may_leave=is_free and any(step in possible for step in LEAVING_STEPS.values()),
        twins=alike,
        joined=[each for each in joined if rules.may_undo_merge(clock.local(each.at).date(), today)],
        kept=queries.kept_for(merchant),
        likenesses=desk_words.LIKENESSES,
        verdicts=desk_words.VERDICTS,
        reachings=desk_words.REACHINGS,
        history=_history(merchant),
        needs_a_call=queries.needs_a_call(merchant.id),
        extensions=queries.extensions_of(merchant.id),
        entry=queries.register_entry_of(merchant.id),
        slips=slips.available(merchant),
        slip_names=desk_words.SLIPS,
        commune=areas.name_of(merchant.commune_path),
        checks=[(words.CHECKS[kind], row) for kind, row in queries.checks_of(merchant.id).items()],
        wide=True,
    )


def _days_left(merchant: Merchant) -> int | None:
    if merchant.review_days_left is not None:
        return merchant.review_days_left
    return rules.days_left(clock.today(), merchant.review_due_on) if merchant.review_due_on else None


def _history(merchant: Merchant) -> list[tuple[str, Any]]:
    """Return what went to and fro, newest first: returns, and calls between them, each in a few words."""
    rows: list[tuple[str, Any]] = [("return", each) for each in queries.returns_of(merchant.id)]
    rows += [("contact", each) for each in queries.contacts_of(merchant.id)]
    return sorted(rows, key=lambda row: row[1].at, reverse=True)
