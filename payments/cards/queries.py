"""Reads of accounts that take cards, of payments by card, and of money sent back."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from app.core import settings
from app.core.db import db
from payments.cards.models import CardAccount, CardEvent, CardPayment, CardRefund
from payments.cards.states import CardState, RefundState
from payments.journal.models import JournalEntry
from payments.journal.rules import EntryKind

_AT_ONCE = 50


def is_offered() -> bool:
    """Whether whoever runs this site has an agreement with the card processor."""
    here = settings.current()
    return bool(here.stripe_key and here.stripe_webhook_secret)


def account_of(merchant_id: UUID) -> CardAccount | None:
    """Return a merchant's account that takes cards, wherever it stands."""
    return db.session.scalars(select(CardAccount).where(CardAccount.merchant_id == merchant_id)).one_or_none()


def account_known_as(provider_id: str) -> CardAccount | None:
    """Return the account the processor calls so."""
    known = select(CardAccount).where(CardAccount.provider_id == provider_id, CardAccount.provider_id != "")
    return db.session.scalars(known).one_or_none()


def account(account_id: UUID) -> CardAccount | None:
    """Return one account."""
    return db.session.get(CardAccount, account_id)


def payment(payment_id: UUID) -> CardPayment | None:
    """Return one payment."""
    return db.session.get(CardPayment, payment_id)


def refund(refund_id: UUID) -> CardRefund | None:
    """Return money sent back."""
    return db.session.get(CardRefund, refund_id)


def page_open_for(request_id: UUID, at: datetime) -> CardPayment | None:
    """Return the page on which a request can be paid now: a second click leads to the same one."""
    living = (CardState.STARTED, CardState.OPEN)
    found = select(CardPayment).where(
        CardPayment.request_id == request_id, CardPayment.state.in_(living), CardPayment.expires_at > at
    )
    return db.session.scalars(found.order_by(CardPayment.started_at.desc(), CardPayment.id.desc()).limit(1)).first()


def payments_for(request_id: UUID) -> Sequence[CardPayment]:
    """Return what became of a request's pages, newest first; pages nobody paid on are left out."""
    told = (CardState.STARTED, CardState.OPEN, CardState.EXPIRED, CardState.FAILED)
    found = select(CardPayment).where(CardPayment.request_id == request_id, CardPayment.state.not_in(told))
    return db.session.scalars(found.order_by(CardPayment.started_at.desc(), CardPayment.id.desc())).all()


def payment_meant(object_id: str, intent_id: str) -> CardPayment | None:
    """Return the payment a message is about, by its page or by what was paid on it."""
    named = CardPayment.session_id == object_id
    if intent_id:
        named = named | (CardPayment.intent_id == intent_id)
    return db.session.scalars(select(CardPayment).where(named, CardPayment.session_id != "").limit(1)).first()


def pages_to_look_at(at: datetime) -> Sequence[UUID]:
    """Return some pages that should be over: a message about them may have been lost."""
    open_ = select(CardPayment.id).where(CardPayment.state == CardState.OPEN, CardPayment.expires_at <= at)
    return db.session.scalars(open_.order_by(CardPayment.expires_at, CardPayment.id).limit(_AT_ONCE)).all()


def refunds_of(payment_id: UUID) -> Sequence[CardRefund]:
    """Return what was sent back of a payment, newest first."""
    found = select(CardRefund).where(CardRefund.payment_id == payment_id)
    return db.session.scalars(found.order_by(CardRefund.asked_at.desc(), CardRefund.id.desc())).all()


def waiting_refunds_vnd(payment_id: UUID) -> int:
    """Return how much of a payment is on its way back already."""
    waiting = select(func.coalesce(func.sum(CardRefund.amount_vnd), 0)).where(
        CardRefund.payment_id == payment_id, CardRefund.state == RefundState.ASKED
    )
    return int(db.session.scalar(waiting) or 0)


def event_seen(event_id: str) -> CardEvent | None:
    """Return a message that came before."""
    return db.session.scalars(select(CardEvent).where(CardEvent.event_id == event_id)).one_or_none()


def event(row_id: UUID) -> CardEvent | None:
    """Return one message."""
    return db.session.get(CardEvent, row_id)


def held_against_books() -> tuple[int, int]:
    """Count the payments that brought money, and those of which the books have another sum sold or sent back."""
    booked: Counter[tuple[EntryKind, str]] = Counter()
    entries = select(JournalEntry.kind, JournalEntry.key, JournalEntry.amount_vnd)
    kinds = EntryKind.CARD_SOLD, EntryKind.CARD_REFUNDED
    for kind, key, amount_vnd in db.session.execute(entries.where(JournalEntry.kind.in_(kinds))):
        booked[kind, key.split(":")[1]] += amount_vnd
    paid = select(CardPayment.id, CardPayment.amount_vnd, CardPayment.refunded_vnd)
    told = [
        ((amount_vnd, back_vnd), tuple(booked[kind, str(payment_id)] for kind in kinds))
        for payment_id, amount_vnd, back_vnd in db.session.execute(paid.where(CardPayment.paid_at.is_not(None)))
    ]
    return len(told), sum(said != in_books for said, in_books in told)
