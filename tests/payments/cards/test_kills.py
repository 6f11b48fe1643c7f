"""A page, a payment and money sent back by card end alike wherever the process dies, the processor asked or not."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core import settings
from app.core.db import db
from app.core.transaction import transaction
from payments.cards import dealings, queries, services
from payments.cards.models import CardEvent, CardPayment, CardRefund
from payments.cards.states import CardState, RefundState
from payments.gateways import CardMessage
from payments.journal.models import JournalEntry
from payments.models import PaymentEvidence, PaymentRequest
from payments.states import RequestState
from tests.factories.payments import make_account, make_merchant, make_request, owner_of
from tests.payments.kills import ends_alike
from tests.payments.stripe_stand_in import KEY, SECRET, StandIn, standing_in

pytestmark = [pytest.mark.no_database, pytest.mark.both]
AMOUNT, BACK = 250_000, 100_000


@pytest.fixture
def stand_in(site: Flask) -> Iterator[StandIn]:
    """Answer for the processor from this process: what is asked by one that dies is known here all the same."""
    with standing_in() as here:
        settings.use(replace(settings.current(), stripe_key=KEY, stripe_webhook_secret=SECRET, stripe_url=here.url))
        yield here


def asked(stand_in: StandIn) -> UUID:
    """Return a request of a seller who takes cards."""
    merchant = make_merchant()
    make_account(merchant)
    by = owner_of(merchant)
    account = services.ask_for_account(merchant, country="DE", by=by)
    services.record_account(account, provider_id=open_at(stand_in), by=by)
    account.takes_cards = True
    return make_request(merchant, amount_vnd=AMOUNT).id


def open_at(stand_in: StandIn) -> str:
    provider_id = dealings.processor().open_account(country="DE", name="Mắm", key=stand_in.new_id("key"))
    stand_in.finish_questions(provider_id)
    return provider_id


def open_page(request_id: UUID) -> None:
    with transaction():
        payment_id = services.start(db.session.get_one(PaymentRequest, request_id), by=dealings.BY).id
    dealings.open_page(payment_id, name="Mắm", page="http://localhost/tt/x", by=dealings.BY)


def paid(stand_in: StandIn) -> UUID:
    """Return a payment that a buyer has made on its page, and of which nothing is known yet."""
    request_id = asked(stand_in)
    db.session.commit()
    open_page(request_id)
    [payment] = db.session.scalars(select(CardPayment).where(CardPayment.request_id == request_id))
    stand_in.pay(payment.session_id)
    return payment.id


def hear(payment_id: UUID) -> None:
    """Let the processor's message come, however often, and look at what it is about."""
    payment = db.session.get_one(CardPayment, payment_id)
    event_id, session_id, account_id = f"evt_{payment_id}", payment.session_id, payment.account.provider_id
    kind = "checkout.session.completed"
    with transaction():
        services.receive(CardMessage(event_id, kind, account_id=account_id, object_id=session_id), body=b"{}")
    [row_id] = db.session.scalars(select(CardEvent.id).where(CardEvent.event_id == event_id))
    dealings.look(row_id)


def send_back(payment_id: UUID) -> None:
    """Ask for money back, if that is not asked yet, and let the worker ask the processor."""
    with transaction():
        payment = db.session.get_one(CardPayment, payment_id)
        rows = queries.refunds_of(payment_id) or [services.ask_refund(payment, amount_vnd=BACK, by=dealings.BY)]
        refund_id = rows[0].id
    dealings.send_back(refund_id)


def entries(payment: CardPayment) -> list[tuple[str, int]]:
    booked = select(JournalEntry).where(JournalEntry.request_id == payment.request_id)
    return [(entry.kind.value, entry.amount_vnd) for entry in db.session.scalars(booked.order_by(JournalEntry.id))]


def test_a_page_is_made_once(site: Flask, stand_in: StandIn) -> None:
    def outcome(request_id: UUID) -> object:
        [payment] = db.session.scalars(select(CardPayment).where(CardPayment.request_id == request_id))
        pages = [each for each in stand_in.sessions.values() if each["account"] == payment.account.provider_id]
        return payment.state, [page["id"] for page in pages] == [payment.session_id]

    assert ends_alike(site, lambda: asked(stand_in), open_page, outcome, (CardState.OPEN, True)) == 2


def test_a_payment_is_counted_once(site: Flask, stand_in: StandIn) -> None:
    def outcome(payment_id: UUID) -> object:
        payment = db.session.get_one(CardPayment, payment_id)
        proofs = select(func.count()).where(PaymentEvidence.request_id == payment.request_id)
        return payment.state, payment.request.state, entries(payment), db.session.scalar(proofs)

    expected = (CardState.PAID, RequestState.PAID, [("card_sold", AMOUNT)], 1)
    assert ends_alike(site, lambda: paid(stand_in), hear, outcome, expected) == 2


def test_money_goes_back_once(site: Flask, stand_in: StandIn) -> None:
    def make() -> UUID:
        payment_id = paid(stand_in)
        dealings.read_payment(payment_id)
        return payment_id

    def outcome(payment_id: UUID) -> object:
        payment = db.session.get_one(CardPayment, payment_id)
        rows = db.session.scalars(select(CardRefund).where(CardRefund.payment_id == payment_id))
        states = [row.state for row in rows]
        at_the_processor = stand_in.charge(payment.session_id)["amount_refunded"]
        return payment.state, payment.refunded_vnd, states, at_the_processor, entries(payment)

    expected = (
        CardState.PARTLY_REFUNDED, BACK, [RefundState.DONE], BACK, [("card_sold", AMOUNT), ("card_refunded", BACK)]
    )  # fmt: skip
    assert ends_alike(site, make, send_back, outcome, expected) == 2
