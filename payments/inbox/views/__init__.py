"""Money that came without a code, for the owner's word."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.money import format_vnd
from app.core.transaction import transaction
from app.policy import Permission
from app.web.session import me, require_sign_in
from payments.access import merchant_for_money, request_of
from payments.inbox import queries, services
from payments.inbox.access import BankNotice, Merchant, notice_of
from payments.inbox.forms import ToldForm
from payments.inbox.rules.words import Told
from payments.inbox.services.words import possible
from payments.inbox.words import CHANNELS, REMARKS

bp = Blueprint("inbox", __name__)
bp.before_request(require_sign_in)


@bp.get("/hs/<code>/tt/tien-ve")
def listing(code: str) -> ResponseReturnValue:
    """Show what waits for the owner's word, the oldest first."""
    return _page(merchant_for_money(me(), code))


@bp.post("/hs/<code>/tt/tien-ve/<uuid:notice_id>")
def tell(code: str, notice_id: UUID) -> ResponseReturnValue:
    """Take the owner's word about one payment."""
    merchant = merchant_for_money(me(), code, Permission.PAYMENT_EDIT)
    notice = notice_of(merchant, notice_id)
    form = _form(notice)
    if not form.accepted():
        return _page(merchant, notice, form), 422
    answer = form.answer
    with transaction():
        if isinstance(answer, Told):
            services.tell(notice, told=answer, by=me())
        else:
            services.assign(notice, request_of(merchant, answer), by=me())
    return redirect(url_for("inbox.listing", code=merchant.code), 303)


def _form(notice: BankNotice) -> ToldForm:
    alike = queries.suggestions(notice) if Told.SALE in possible(notice) else ()
    return ToldForm(
        possible=possible(notice),
        alike=[(each.reference, f"{each.reference} · {each.note or format_vnd(each.amount_vnd)}") for each in alike],
    )


def _page(merchant: Merchant, sent: BankNotice | None = None, form: ToldForm | None = None) -> str:
    rows = [
        (notice, form if form and sent and notice.id == sent.id else _form(notice), queries.days_waiting(notice))
        for notice in queries.unmatched(merchant.id)
    ]
    return render_template(
        "inbox/unmatched.html", merchant=merchant, rows=rows, remarks=REMARKS, channels=CHANNELS, failed=form
    )
