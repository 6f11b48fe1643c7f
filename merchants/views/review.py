"""The commune's desk: the queue, one dossier, confirming it and sending it back."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock
from app.core.transaction import transaction
from app.policy import Permission, allows, areas_for
from app.web.session import may_anywhere, me, require_sign_in
from merchants import queries, rules, services, words
from merchants.access import Merchant, merchant_under_review
from merchants.forms import ConfirmForm, ReturnForm
from merchants.rules import Look
from merchants.states import REGISTRATION, Step

bp = Blueprint("review", __name__)
bp.before_request(require_sign_in)


@bp.before_request
def _desk_only() -> None:
    may_anywhere(Permission.MERCHANT_REVIEW)


@bp.get("/cb/viec")
def queue() -> ResponseReturnValue:
    """Show what waits for the commune: late first, what waits for owners apart."""
    found = queries.review_queue(areas_for(me(), Permission.MERCHANT_REVIEW), clock.today())
    services.note_looks(found.merchant_ids, why=Look.QUEUE, by=me())
    return render_template("merchants/queue.html", queue=found, craft_of=words.craft_of, wide=True)


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
        services.confirm(merchant, **form.seen(), by=me())
    flash(_("Confirmed: %(code)s, %(name)s", code=merchant.code, name=merchant.owner_name))
    return redirect(url_for(".queue"), 303)


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
        services.send_back(merchant, items=form.items(), seen_version=form.seen_version(), by=me())
    flash(_("Sent back to %(name)s: %(code)s", code=merchant.code, name=merchant.owner_name))
    return redirect(url_for(".queue"), 303)


def _confirm_form(merchant: Merchant) -> ConfirmForm:
    return ConfirmForm(rules.checks_for(merchant.paper_kinds), version=merchant.version)


def _return_page(merchant: Merchant, form: ReturnForm) -> str:
    services.note_look(merchant, why=Look.REVIEW, by=me())
    shown = words.shown_answers(merchant)
    rows = [(each, form[f"reason_{each.question.value}"], form[f"own_{each.question.value}"]) for each in shown]
    return render_template("merchants/return.html", merchant=merchant, form=form, rows=rows, wide=True)


def _legal_rows(merchant: Merchant) -> list[tuple[str, str]]:
    return words.legal_rows(merchant, queries.legal_details(merchant.id))


def _review_page(merchant: Merchant, form: ConfirmForm) -> str:
    services.note_look(merchant, why=Look.REVIEW, by=me())
    today = clock.today()
    may_decide = allows(me(), Permission.MERCHANT_DECIDE, merchant.place())
    returns = queries.returns_of(merchant.id)
    twins = queries.possible_duplicates(merchant)
    services.note_looks([twin.id for twin in twins], why=Look.LIST, by=me())
    return render_template(
        "merchants/review.html",
        merchant=merchant,
        form=form,
        rows=[
            *words.shown_answers(merchant),
            *({"label": label, "value": value} for label, value in _legal_rows(merchant)),
        ],
        filing=words.FILINGS[merchant.filing],
        standing=words.standing(merchant, today),
        days_left=rules.days_left(today, merchant.review_due_on) if merchant.review_due_on else None,
        may_decide=may_decide and Step.CONFIRM in REGISTRATION.actions(merchant.stage),
        twins=twins,
        returns=[
            (each, [(words.QUESTIONS[item.question], words.return_sentence(item)) for item in each.items])
            for each in returns
        ],
        checks=[(words.CHECKS[kind], row) for kind, row in queries.checks_of(merchant.id).items()],
        wide=True,
    )
