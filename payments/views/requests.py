"""Asking one buyer for one amount, and what came of it, for the owner's eyes."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core import clock, settings
from app.core.transaction import transaction
from app.policy import Permission
from app.web.session import me, require_sign_in
from payments import access, queries, services
from payments.cards import queries as cards
from payments.forms import STATE_KINDS, STATES, PressForm, RequestForm
from payments.inbox import services as inbox
from payments.inbox.forms import ResolveForm
from payments.inbox.queries import notices_for
from payments.inbox.words import REMARKS
from payments.refunds import services as refunds
from payments.refunds.access import refund_of
from payments.refunds.queries import refunds_for
from payments.refunds.words import REFUNDS
from payments.states import REQUEST, RequestStep

bp = Blueprint("payment_requests", __name__)
bp.before_request(require_sign_in)


@bp.get("/hs/<code>/tt/yeu-cau")
def listing(code: str) -> ResponseReturnValue:
    """Show the requests, newest first."""
    merchant = access.merchant_for_money(me(), code)
    at = clock.now()
    rows = [(request, queries.state_shown(request, at)) for request in queries.requests_of(merchant.id)]
    return render_template("payments/requests.html", merchant=merchant, rows=rows, states=STATES, kinds=STATE_KINDS)


@bp.route("/hs/<code>/tt/yeu-cau/moi", methods=["GET", "POST"])
def new(code: str) -> ResponseReturnValue:
    """Ask for an amount."""
    merchant = access.merchant_for_money(me(), code, Permission.PAYMENT_EDIT)
    if queries.account_of(merchant.id) is None:
        return redirect(url_for("payments.account", code=merchant.code), 303)
    form = RequestForm()
    if form.accepted():
        with transaction():
            made = services.create_request(merchant, **form.payload(), by=me())
            reference = made.reference
        return redirect(url_for("payment_requests.show", code=merchant.code, reference=reference), 303)
    return render_template("payments/new_request.html", merchant=merchant, form=form), 422 if form.errors else 200


@bp.get("/hs/<code>/tt/yeu-cau/<reference>")
def show(code: str, reference: str) -> ResponseReturnValue:
    """Show one request; where the money differs, both amounts."""
    return _page(code, reference)


@bp.post("/hs/<code>/tt/yeu-cau/<reference>/giai-quyet")
def resolve(code: str, reference: str) -> ResponseReturnValue:
    """Take the owner's word for money that came differently."""
    merchant = access.merchant_for_money(me(), code, Permission.PAYMENT_EDIT)
    request = access.request_of(merchant, reference)
    form = ResolveForm(state=request.state)
    if not form.accepted():
        return _page(code, reference, form), 422
    with transaction():
        inbox.resolve(request, word=form.word, by=me())
    return redirect(url_for("payment_requests.show", code=code, reference=reference), 303)


@bp.post("/hs/<code>/tt/yeu-cau/<reference>/tra-lai/<uuid:refund_id>/<any('da-gui','da-nhan','giu'):fact>")
def refund(code: str, reference: str, refund_id: UUID, fact: str) -> ResponseReturnValue:
    """Take one fact about money owed back: it was sent, the buyer has it, or it may be kept."""
    merchant = access.merchant_for_money(me(), code, Permission.PAYMENT_EDIT)
    request = access.request_of(merchant, reference)
    owed = refund_of(request, refund_id)
    if PressForm().accepted():
        with transaction():
            if fact == "da-gui":
                refunds.send(owed, by=me())
            elif fact == "da-nhan":
                refunds.finish(owed, request, by=me())
            else:
                refunds.keep(owed, request, by=me())
    return redirect(url_for("payment_requests.show", code=code, reference=reference), 303)


@bp.post("/hs/<code>/tt/yeu-cau/<reference>/huy")
def cancel(code: str, reference: str) -> ResponseReturnValue:
    """Stop waiting."""
    merchant = access.merchant_for_money(me(), code, Permission.PAYMENT_EDIT)
    request = access.request_of(merchant, reference)
    if PressForm().accepted():
        with transaction():
            services.cancel_request(request, by=me())
    return redirect(url_for("payment_requests.listing", code=code), 303)


def _page(code: str, reference: str, form: ResolveForm | None = None) -> str:
    merchant = access.merchant_for_money(me(), code)
    request = access.request_of(merchant, reference)
    shown = queries.state_shown(request, clock.now())
    return render_template(
        "payments/request.html",
        merchant=merchant,
        asked=request,
        address=settings.current().base_url + url_for("payment_public.live", reference=request.reference),
        state=shown,
        states=STATES,
        kinds=STATE_KINDS,
        remarks=REMARKS,
        notices=notices_for(request.id),
        refunds=refunds_for(request.id),
        refund_states=REFUNDS,
        by_card=bool(cards.payments_for(request.id)),
        needs_word=RequestStep.CLOSE in REQUEST.actions(shown),
        may_cancel=RequestStep.CANCEL in REQUEST.actions(shown),
        form=form or ResolveForm(state=shown),
        press=PressForm(),
    )
