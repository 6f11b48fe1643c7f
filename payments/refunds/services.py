"""What is done about money owed back: owe it, send it, hear that it has come, or keep it with the buyer's word."""

from datetime import datetime
from uuid import UUID

from app.core import audit, clock
from app.core.db import db
from app.policy import Actor
from payments import services as requests
from payments.journal import services as journal
from payments.journal.rules import EntryKind
from payments.models import PaymentRequest
from payments.refunds import queries
from payments.refunds.models import Refund
from payments.refunds.states import REFUND, RefundAction, RefundState, RefundStep
from payments.states import RequestState, RequestStep


def owe(request: PaymentRequest, *, amount_vnd: int, key: str, notice_id: UUID | None = None, by: Actor) -> Refund:
    """Note that an amount which came for a request is owed back; the same act again owes nothing more."""
    before = queries.by_key(key)
    if before is not None:
        return before
    at = clock.now()
    refund = Refund(merchant_id=request.merchant_id, request_id=request.id, key=key, amount_vnd=amount_vnd, owed_at=at)
    db.session.add(refund)
    db.session.flush()
    _book(EntryKind.OWED, refund, key=f"owed:{key}", at=at, notice_id=notice_id)
    audit.record(RefundAction.OWED, ("payment_request", request.id), by=by, at=at)
    return refund


def send(refund: Refund, *, by: Actor) -> None:
    """The owner has transferred it; the bank's own line comes by itself.

    Raises:
        TransitionNotAllowedError: it was sent or kept already.
    """
    _send(refund, by=by, at=clock.now())


def note_transfer(refund: Refund, *, notice_id: UUID, by: Actor) -> None:
    """The bank shows the transfer: that is the evidence, whether or not the owner had said so."""
    refund.sent_notice_id = notice_id
    if refund.state is RefundState.OWED:
        _send(refund, by=by, at=clock.now())
    db.session.flush()


def finish(refund: Refund, request: PaymentRequest, *, by: Actor) -> None:
    """The buyer has it.

    Raises:
        TransitionNotAllowedError: nothing was sent, or it has ended.
    """
    at = clock.now()
    refund.done_at = at
    _move(refund, RefundStep.FINISH, RefundAction.DONE, by=by, at=at)
    _settle_up(request, by=by)


def keep(refund: Refund, request: PaymentRequest, *, by: Actor) -> None:
    """Nothing is owed after all: the buyer bought once more, or left it as a gift.

    Raises:
        TransitionNotAllowedError: it was sent already.
    """
    at = clock.now()
    _move(refund, RefundStep.KEEP, RefundAction.KEPT, by=by, at=at)
    _book(EntryKind.KEPT, refund, key=f"kept:{refund.id}", at=at)
    _settle_up(request, by=by)


def _send(refund: Refund, *, by: Actor, at: datetime) -> None:
    refund.sent_at = at
    _move(refund, RefundStep.SEND, RefundAction.SENT, by=by, at=at)
    _book(EntryKind.SENT_BACK, refund, key=f"sent:{refund.id}", at=at)


def _book(kind: EntryKind, refund: Refund, *, key: str, at: datetime, notice_id: UUID | None = None) -> None:
    journal.book(
        kind,
        merchant_id=refund.merchant_id,
        amount_vnd=refund.amount_vnd,
        key=key,
        on=clock.local(at).date(),
        at=at,
        notice_id=notice_id,
        request_id=refund.request_id,
    )


def _settle_up(request: PaymentRequest, *, by: Actor) -> None:
    if request.state is RequestState.PAID_TWICE and queries.is_settled(request.id):
        requests.move_request(request, RequestStep.SETTLE_UP, by=by, at=clock.now())


def _move(refund: Refund, step: RefundStep, action: RefundAction, *, by: Actor, at: datetime) -> None:
    before, refund.state = refund.state, REFUND.next(refund.state, step)
    db.session.flush()
    audit.record(
        action, ("payment_request", refund.request_id), by=by, at=at, changes={"refund": [before, refund.state]}
    )
