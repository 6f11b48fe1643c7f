"""What is done about cards: ask for an account, start a page, take what the processor knows, send money back.

Nothing here calls the processor. What is to be asked of it is saved first, under the key it will be asked with; its
answer is saved by another of these, so that a stop in between is asked again under the same key.
"""

from datetime import date, datetime
from http import HTTPStatus
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from app.core import audit, clock, jobs
from app.core.db import db
from app.core.errors import DomainError
from app.core.text import line
from app.policy import Actor
from merchants.models import Merchant
from payments import rules as payment_rules
from payments import services as money
from payments.cards import queries, rules
from payments.cards.models import CardAccount, CardEvent, CardPayment, CardRefund
from payments.cards.states import CARD, REFUND, CardAction, CardState, CardStep, RefundState, RefundStep
from payments.gateways import CardFacts, CardMessage, Checkout, Standing
from payments.inbox.services import evidence, note_comparison
from payments.journal import services as journal
from payments.journal.rules import EntryKind
from payments.models import PaymentEvidence, PaymentRequest
from payments.states import RequestState, RequestStep

_SOURCE = "stripe"
_ENTRIES = {
    CardStep.PAY: EntryKind.CARD_SOLD,
    CardStep.REFUND_PART: EntryKind.CARD_REFUNDED,
    CardStep.REFUND_ALL: EntryKind.CARD_REFUNDED,
    CardStep.DISPUTE: EntryKind.CARD_HELD,
    CardStep.WIN: EntryKind.CARD_RELEASED,
    CardStep.LOSE: EntryKind.CARD_LOST,
}


class CountryRefusedError(DomainError):
    """The processor gives no accounts there, and nobody is led through its questions to learn that."""

    code = "cards.country_refused"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class CardNotTakenError(DomainError):
    """This request cannot be paid by card."""

    code = "cards.not_taken"


class RefundRefusedError(DomainError):
    """More would be sent back than came."""

    code = "cards.refund_refused"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


def ask_for_account(merchant: Merchant, *, country: str, by: Actor) -> CardAccount:
    """Note that a merchant wants an account in a country; asked twice, it is one account.

    Raises:
        CountryRefusedError: the processor gives none there.
    """
    known = queries.account_of(merchant.id)
    if known is not None:
        return known
    if country not in rules.reach().countries:
        raise CountryRefusedError(_l("Cards cannot be taken there. Choose another way to be paid"))
    at = clock.now()
    account = CardAccount(merchant_id=merchant.id, country=country, asked_at=at)
    db.session.add(account)
    db.session.flush()
    audit.record(CardAction.ASKED, ("merchant", merchant.id), by=by, at=at, reason=country)
    return account


def record_account(account: CardAccount, *, provider_id: str, by: Actor) -> None:
    """Keep the number the processor gave an account; given again, it changes nothing."""
    if account.provider_id == provider_id:
        return
    account.provider_id = provider_id
    db.session.flush()
    audit.record(CardAction.OPENED, ("merchant", account.merchant_id), by=by, at=clock.now())


def record_standing(account: CardAccount, *, standing: Standing, by: Actor) -> None:
    """Keep whether an account takes cards now; that somebody came back from its questions says nothing."""
    account.read_at = clock.now()
    if account.takes_cards != standing.takes_cards:
        changes = {"takes_cards": [account.takes_cards, standing.takes_cards]}
        account.takes_cards = standing.takes_cards
        audit.record(
            CardAction.STANDING_READ, ("merchant", account.merchant_id), by=by, at=account.read_at, changes=changes
        )
    db.session.flush()


def start(request: PaymentRequest, *, by: Actor) -> CardPayment:
    """Note that a buyer wants to pay a request by card; the page that is open already serves again.

    Raises:
        CardNotTakenError: the seller takes no cards, the request is not open or ends too soon, or the amount does
            not fit a card payment.
    """
    at = clock.now()
    open_page = queries.page_open_for(request.id, at)
    if open_page is not None:
        return open_page
    account = queries.account_of(request.merchant_id)
    ends_at = rules.page_ends_at(at, request.expires_at)
    if account is None or not account.takes_cards or request.state is not RequestState.OPEN or ends_at is None:
        raise CardNotTakenError(_l("This cannot be paid by card any more. Ask the seller for a new code"))
    if not rules.fits(request.amount_vnd):
        raise CardNotTakenError(_l("This amount cannot be paid by card. Pay by transfer, or ask the seller"))
    payment = CardPayment(
        request_id=request.id,
        request=request,
        account_id=account.id,
        account=account,
        amount_vnd=request.amount_vnd,
        started_at=at,
        expires_at=ends_at,
    )
    db.session.add(payment)
    db.session.flush()
    audit.record(CardAction.STARTED, _subject(payment), by=by, at=at)
    return payment


def record_page(payment: CardPayment, *, checkout: Checkout, by: Actor) -> None:
    """Keep the page the processor made; made again under the same key, it is the same page."""
    if payment.state is CardState.STARTED:
        payment.session_id, payment.url = checkout.session_id, checkout.url
        _move(payment, CardStep.OPEN, by=by, at=clock.now())


def record_no_page(payment: CardPayment, *, why: str, by: Actor) -> None:
    """Note that the processor made no page and will not."""
    if payment.state is CardState.STARTED:
        _move(payment, CardStep.FAIL, by=by, at=clock.now(), reason=line(why)[:200])


def take_facts(payment: CardPayment, *, facts: CardFacts, by: Actor) -> None:
    """Bring a payment to where the processor says it is, step by step; told twice, it changes nothing."""
    at = clock.now()
    payment.intent_id = facts.intent_id or payment.intent_id
    while (step := rules.next_step(payment.state, payment.refunded_vnd, facts)) is not None:
        before_vnd = payment.refunded_vnd
        if step is CardStep.PAY:
            payment.paid_at = facts.paid_at or at
        if step in (CardStep.REFUND_PART, CardStep.REFUND_ALL):
            payment.refunded_vnd = min(facts.refunded_vnd, payment.amount_vnd)
        _move(payment, step, by=by, at=at)
        if step is CardStep.PAY:
            payment.is_double = not _settle(payment, by=by, at=at)
        _book(payment, step, back_vnd=payment.refunded_vnd - before_vnd, at=at)
        if step in (CardStep.REFUND_ALL, CardStep.LOSE) and not payment.is_double:
            evidence.exclude(payment.request, why=step.value)
    db.session.flush()


def ask_refund(payment: CardPayment, *, amount_vnd: int, by: Actor) -> CardRefund:
    """Note that money is to go back to the card, and promise to ask the processor for it.

    Raises:
        RefundRefusedError: more than came, with what is on its way already.
    """
    waiting = queries.waiting_refunds_vnd(payment.id)
    paid = payment.state in (CardState.PAID, CardState.PARTLY_REFUNDED)
    if not paid or not rules.may_refund(
        amount_vnd, paid_vnd=payment.amount_vnd, refunded_vnd=payment.refunded_vnd, waiting_vnd=waiting
    ):
        raise RefundRefusedError(_l("No more can go back than came. Enter a smaller amount"))
    at = clock.now()
    row = CardRefund(payment_id=payment.id, payment=payment, amount_vnd=amount_vnd, asked_at=at)
    db.session.add(row)
    db.session.flush()
    audit.record(CardAction.REFUND_ASKED, _subject(payment), by=by, at=at)
    jobs.enqueue("cards.send_back", key=str(row.id), refund_id=row.id)
    return row


def record_refund(row: CardRefund, *, provider_id: str, facts: CardFacts, by: Actor) -> None:
    """Keep that money went back, and where the payment stands with it; told twice, it changes nothing."""
    if row.state is RefundState.ASKED:
        row.provider_id = provider_id
        _move_refund(row, RefundStep.FINISH, by=by)
    take_facts(row.payment, facts=facts, by=by)


def record_no_refund(row: CardRefund, *, why: str, by: Actor) -> None:
    """Note that the processor sends nothing back, and its word for why."""
    if row.state is RefundState.ASKED:
        row.why_not = line(why)[:200]
        _move_refund(row, RefundStep.REFUSE, by=by)


def receive(message: CardMessage, *, body: bytes) -> bool:
    """Keep a message once and promise to look at what it is about; say whether it is new."""
    if queries.event_seen(message.event_id) is not None:
        return False
    row = CardEvent(
        event_id=message.event_id,
        kind=message.kind[:200],
        account_id=message.account_id[:200],
        object_id=message.object_id[:200],
        intent_id=message.intent_id[:200],
        raw_body=body,
        received_at=clock.now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        if queries.event_seen(message.event_id) is None:
            raise
        return False
    jobs.enqueue("cards.look", key=str(row.id), event_id=row.id)
    return True


def reconcile(*, on: date) -> None:
    """Hold what the processor has told of payments by card against the books, once a day."""
    paid, unbooked = queries.held_against_books()
    if paid:
        note_comparison(_SOURCE, on=on, notices=paid, unbooked=unbooked)


def _settle(payment: CardPayment, *, by: Actor, at: datetime) -> bool:
    """Count the request as paid, and say whether it was still to be paid; money for one that is over stays in sight."""
    request = payment.request
    if request.state in (RequestState.EXPIRED, RequestState.CANCELLED):
        money.move_request(request, RequestStep.COME_LATE, by=by, at=at, reason=_SOURCE)
    if request.state is not RequestState.OPEN:
        return False
    money.move_request(request, RequestStep.SETTLE, by=by, at=at, reason=_SOURCE)
    on = clock.local(payment.paid_at or at).date()
    db.session.add(
        PaymentEvidence(
            merchant_id=request.merchant_id,
            request_id=request.id,
            occurred_on=on,
            grade=payment_rules.grade_of(payment.amount_vnd, on),
            source=_SOURCE,
        )
    )
    db.session.flush()
    return True


def _book(payment: CardPayment, step: CardStep, *, back_vnd: int, at: datetime) -> None:
    """Write into the household's book what a step did with money; the same step again is written once."""
    kind = _ENTRIES.get(step)
    if kind is None:
        return
    is_refund = kind is EntryKind.CARD_REFUNDED
    still_vnd = payment.amount_vnd if kind is EntryKind.CARD_SOLD else payment.amount_vnd - payment.refunded_vnd
    journal.book(
        kind,
        merchant_id=payment.request.merchant_id,
        amount_vnd=back_vnd if is_refund else still_vnd,
        key=f"{kind}:{payment.id}" + (f":{payment.refunded_vnd}" if is_refund else ""),
        on=clock.local((payment.paid_at if step is CardStep.PAY else None) or at).date(),
        at=at,
        request_id=payment.request_id,
    )


def _move(payment: CardPayment, step: CardStep, *, by: Actor, at: datetime, reason: str = "") -> None:
    before, payment.state = payment.state, CARD.next(payment.state, step)
    db.session.flush()
    changes = {"card": [before, payment.state]}
    audit.record(CardAction.MOVED, _subject(payment), by=by, at=at, reason=reason, changes=changes)


def _move_refund(row: CardRefund, step: RefundStep, *, by: Actor) -> None:
    before, row.state = row.state, REFUND.next(row.state, step)
    db.session.flush()
    changes = {"refund": [before, row.state]}
    audit.record(
        CardAction.REFUND_MOVED, _subject(row.payment), by=by, at=clock.now(), reason=row.why_not, changes=changes
    )


def _subject(payment: CardPayment) -> tuple[str, UUID]:
    return "payment_request", payment.request_id
