"""Foreign cards: who can take them, one page paid once, money back, messages in any order, faults on the way."""

import json
import time
from datetime import timedelta

import pytest
import stripe
import time_machine
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.core import clock, jobs
from app.core.audit import AuditEntry
from app.core.db import db
from app.core.transaction import transaction
from merchants.models import Merchant
from payments.cards import dealings, queries, rules, services
from payments.cards.models import CardAccount, CardEvent, CardPayment, CardRefund
from payments.cards.states import CardState, RefundState
from payments.gateways import CardFacts, NotGenuineError, RefusedError, UnreachableError
from payments.gateways.stripe import Stripe
from payments.inbox.models import Reconciliation
from payments.journal import queries as journal
from payments.journal.rules import LedgerAccount
from payments.models import PaymentEvidence, PaymentRequest
from payments.states import RequestState
from tests.browser import Browser, Page
from tests.factories.payments import make_account, make_merchant, make_request, notice_body, owner_of, receive
from tests.payments.stripe_stand_in import KEY, SECRET, StandIn

AMOUNT = 250_000


def seller(stand_in: StandIn, *, country: str = "DE") -> Merchant:
    """Return a merchant whose account at the processor takes cards."""
    merchant = make_merchant()
    make_account(merchant)
    account = services.ask_for_account(merchant, country=country, by=owner_of(merchant))
    db.session.commit()
    dealings.open_account(account.id, name="Mắm", by=owner_of(merchant))
    stand_in.finish_questions(account.provider_id)
    dealings.read_account(account.id)
    return merchant


def opened(stand_in: StandIn, merchant: Merchant | None = None, amount_vnd: int = AMOUNT) -> CardPayment:
    """Return a page on which a request is paid by card."""
    request = make_request(merchant or seller(stand_in), amount_vnd=amount_vnd)
    db.session.commit()
    with transaction():
        payment = services.start(request, by=dealings.BY)
    dealings.open_page(payment.id, name="Mắm", page="http://localhost/tt/x", by=dealings.BY)
    return payment


def sign(body: bytes, secret: str, at: int) -> str:
    """Return the header the processor would send with a body, by its own library."""
    return stripe.WebhookSignature.generate_signature_header(body.decode(), secret, at)


def told(browser: Browser, body: bytes, *, at: int = 0, secret: str = SECRET) -> int:
    """Let the processor tell something, and do what that promises."""
    headers = {"Stripe-Signature": sign(body, secret, at or int(time.time())), "Content-Type": "application/json"}
    status = browser.client.post("/webhooks/stripe", data=body, headers=headers).status_code
    jobs.run_pending()
    return status


def ask_back(browser: Browser, address: str, amount_vnd: str) -> Page:
    """Press the button; what this test has read before is over, so that a job may start afresh."""
    db.session.commit()
    return browser.fill(address, amount_vnd=amount_vnd)


def send_all_back() -> None:
    """Do what asking for money back has promised, as a worker would."""
    for refund_id in db.session.scalars(select(CardRefund.id).order_by(CardRefund.id)).all():
        jobs.run("cards.send_back", {"refund_id": str(refund_id)})


def evidence(request_id: object) -> list[PaymentEvidence]:
    return list(db.session.scalars(select(PaymentEvidence).where(PaymentEvidence.request_id == request_id)))


def books(payment: CardPayment) -> tuple[int, int, int]:
    """Return what the household's books say is disputed, lies at the processor, and was sold."""
    balances = journal.balances(payment.request.merchant_id)
    return balances[LedgerAccount.DISPUTED], balances[LedgerAccount.CARDS], balances[LedgerAccount.SALES]


def test_a_family_in_vietnam_is_told_why_not_before_any_form(browser: Browser, stand_in: StandIn) -> None:
    merchant = make_merchant()
    db.session.commit()
    browser.sign_in(owner_of(merchant))

    answer = browser.fill(f"/hs/{merchant.code}/tt/the", country="VN")
    page = browser.visit(answer.response.location)

    assert "Stripe chưa mở tài khoản ở Việt Nam" in page.text
    assert "VietQR" in page.text
    assert stand_in.asked == [], "nobody is asked at the processor's"
    assert queries.account_of(merchant.id) is None


def test_a_country_the_processor_no_longer_serves_is_refused_by_its_own_list(
    browser: Browser, stand_in: StandIn
) -> None:
    merchant = make_merchant()
    db.session.commit()
    browser.sign_in(owner_of(merchant))

    answer = browser.fill(f"/hs/{merchant.code}/tt/the", country="PT")
    page = browser.visit(answer.response.location)

    assert "Stripe chưa mở tài khoản ở nước đó" in page.text
    assert queries.account_of(merchant.id) is None


def test_the_database_opens_no_account_in_vietnam(session: object) -> None:
    merchant = make_merchant()
    with pytest.raises(IntegrityError, match="no_account_is_opened_in_vietnam"), db.session.begin_nested():
        db.session.add(CardAccount(merchant_id=merchant.id, country="VN", asked_at=clock.now()))


def test_an_owner_answers_the_processor_and_is_believed_only_by_its_word(browser: Browser, stand_in: StandIn) -> None:
    merchant = make_merchant()
    db.session.commit()
    browser.sign_in(owner_of(merchant))
    assert browser.fill(f"/hs/{merchant.code}/tt/the", country="DE").status == 303
    page = browser.visit(f"/hs/{merchant.code}/tt/the")
    assert "Mở tài khoản ở Stripe" in page.text

    led = browser.post(f"/hs/{merchant.code}/tt/the/di-tiep").response

    account = queries.account_of(merchant.id)
    assert account is not None
    assert led.status_code == 303
    assert led.location.startswith(f"{stand_in.url}/questions/")
    assert "https://connect.stripe.com" in page.response.headers["Content-Security-Policy"]
    back = browser.visit(f"/hs/{merchant.code}/tt/the?ve=1")
    assert "Còn thiếu vài câu trả lời" in back.text
    assert not account.takes_cards, "coming back proves nothing"

    db.session.commit()
    assert browser.post(f"/hs/{merchant.code}/tt/the/hoi-lai").status == 303
    assert not account.takes_cards, "the processor still has questions"
    stand_in.finish_questions(account.provider_id)
    db.session.commit()
    assert told(browser, stand_in.thin_event(account.provider_id)) == 200

    assert account.takes_cards
    assert "Đã nhận được thẻ" in browser.visit(f"/hs/{merchant.code}/tt/the").text


def test_a_buyer_pays_once_and_the_owner_and_officials_evidence_know(browser: Browser, stand_in: StandIn) -> None:
    merchant = seller(stand_in)
    request = make_request(merchant, amount_vnd=AMOUNT)
    db.session.commit()
    page = browser.visit(f"/tt/{request.reference}")
    assert "https://checkout.stripe.com" in page.response.headers["Content-Security-Policy"]

    first = browser.post(f"/tt/{request.reference}/the").response.location
    again = browser.post(f"/tt/{request.reference}/the").response.location

    assert first == again
    (session_id,) = stand_in.sessions
    assert stand_in.sessions[session_id]["amount_total"] == AMOUNT, "whole đồng, never times a hundred"
    stand_in.pay(session_id)
    body = stand_in.event("checkout.session.completed", session_id)
    assert (told(browser, body), told(browser, body)) == (200, 200)

    db.session.refresh(request)
    assert request.state is RequestState.PAID
    assert [row.source for row in evidence(request.id)] == ["stripe"]
    assert db.session.query(CardEvent).count() == 1
    browser.sign_in(owner_of(merchant))
    shown = browser.visit(f"/hs/{merchant.code}/tt/yeu-cau/{request.reference}/the")
    assert "Đã trả bằng thẻ" in shown.text
    assert "250.000" in shown.text


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2), (2, 0, 1)])
def test_messages_in_any_order_lead_to_the_same_end(
    browser: Browser, stand_in: StandIn, order: tuple[int, ...]
) -> None:
    payment = opened(stand_in)
    stand_in.pay(payment.session_id)
    stand_in.charge(payment.session_id)["amount_refunded"] = 100_000
    kinds = ("checkout.session.completed", "charge.refunded", "payment_intent.succeeded")
    bodies = [stand_in.event(kind, payment.session_id) for kind in kinds]

    for number in order:
        assert told(browser, bodies[number]) == 200
        assert told(browser, bodies[number]) == 200

    assert (payment.state, payment.refunded_vnd) == (CardState.PARTLY_REFUNDED, 100_000)
    assert len(evidence(payment.request_id)) == 1


def test_money_goes_back_once_and_never_more_than_came(browser: Browser, stand_in: StandIn) -> None:
    payment = opened(stand_in)
    stand_in.pay(payment.session_id)
    dealings.read_payment(payment.id)
    merchant = db.session.get(Merchant, payment.request.merchant_id)
    assert merchant is not None
    browser.sign_in(owner_of(merchant))
    address = f"/hs/{merchant.code}/tt/yeu-cau/{payment.request.reference}/the"

    assert ask_back(browser, address, "100.000").status == 303
    send_all_back()
    too_much = ask_back(browser, address, "200.000")

    assert too_much.status == 422, too_much.response.location
    assert (payment.state, payment.refunded_vnd) == (CardState.PARTLY_REFUNDED, 100_000)
    assert books(payment) == (0, 150_000, -150_000)
    rest = ask_back(browser, address, "150.000")
    send_all_back()
    assert rest.status == 303
    assert (payment.state, payment.refunded_vnd) == (CardState.REFUNDED, AMOUNT)
    assert [row.state for row in db.session.scalars(select(CardRefund))] == [RefundState.DONE, RefundState.DONE]
    dealings.read_payment(payment.id)
    assert stand_in.charge(payment.session_id)["amount_refunded"] == AMOUNT


def test_cards_are_held_against_the_books_every_day_beside_the_other_sources(stand_in: StandIn) -> None:
    payment = opened(stand_in)
    jobs.run("cards.reconcile", {})
    assert db.session.scalars(select(Reconciliation)).all() == []
    stand_in.pay(payment.session_id)
    stand_in.charge(payment.session_id)["amount_refunded"] = 100_000
    dealings.read_payment(payment.id)
    receive(notice_body("cam on", 90_000))

    for name in ("cards.reconcile", "payments.reconcile", "cards.reconcile"):
        jobs.run(name, {})

    rows = db.session.scalars(select(Reconciliation).order_by(Reconciliation.provider))
    assert [(row.provider, row.notices, row.unbooked) for row in rows] == [("sepay", 1, 0), ("stripe", 1, 0)]
    # What was told otherwise than it was booked is found, and not mended.
    payment.refunded_vnd = 100_001
    db.session.flush()
    assert queries.held_against_books() == (1, 1)


def test_an_answer_lost_on_the_way_is_asked_for_again_under_the_same_key(browser: Browser, stand_in: StandIn) -> None:
    payment = opened(stand_in)
    stand_in.pay(payment.session_id)
    dealings.read_payment(payment.id)
    with transaction():
        row = services.ask_refund(payment, amount_vnd=100_000, by=dealings.BY)
    stand_in.faults = ["lost", 503, 503]

    with pytest.raises(UnreachableError):
        dealings.send_back(row.id)
    assert row.state is RefundState.ASKED
    jobs.run_pending()
    dealings.send_back(row.id)

    assert row.state is RefundState.DONE
    assert stand_in.charge(payment.session_id)["amount_refunded"] == 100_000
    assert len({key for method, path, key in stand_in.asked if path == "/v1/refunds"}) == 1


def test_a_page_whose_answer_was_lost_is_the_same_page(browser: Browser, stand_in: StandIn) -> None:
    request = make_request(seller(stand_in), amount_vnd=AMOUNT)
    db.session.commit()
    stand_in.faults = ["lost", 500]

    lost = browser.post(f"/tt/{request.reference}/the").response
    assert lost.location.endswith("?the=loi")
    assert "vài phút nữa bấm lại" in browser.visit(lost.location).text
    found = browser.post(f"/tt/{request.reference}/the").response

    assert found.location.startswith(f"{stand_in.url}/pay/")
    assert len(stand_in.sessions) == 1


def test_too_many_questions_at_once_are_put_off(stand_in: StandIn) -> None:
    payment = opened(stand_in)
    stand_in.faults = [429]
    with pytest.raises(UnreachableError):
        dealings.read_payment(payment.id)


@pytest.mark.parametrize(("says", "ends", "left_vnd"), [("lost", CardState.LOST, 0), ("won", CardState.PAID, AMOUNT)])
def test_a_dispute_holds_the_payment_and_ends_as_the_bank_says(
    browser: Browser, stand_in: StandIn, says: str, ends: CardState, left_vnd: int
) -> None:
    payment = opened(stand_in)
    stand_in.pay(payment.session_id)
    stand_in.dispute(payment.session_id, "needs_response")
    told(browser, stand_in.event("charge.dispute.created", payment.session_id))
    assert payment.state is CardState.OPEN, "its charge is not known yet"
    told(browser, stand_in.event("checkout.session.completed", payment.session_id))
    assert payment.state is CardState.DISPUTED
    assert books(payment) == (AMOUNT, 0, -AMOUNT)
    with pytest.raises(services.RefundRefusedError):
        services.ask_refund(payment, amount_vnd=1_000, by=dealings.BY)

    stand_in.dispute(payment.session_id, says)
    told(browser, stand_in.event("charge.dispute.closed", payment.session_id))

    assert payment.state is ends
    assert books(payment) == (0, left_vnd, -left_vnd)


def test_a_request_paid_by_transfer_meanwhile_is_marked_as_paid_twice(browser: Browser, stand_in: StandIn) -> None:
    payment = opened(stand_in)
    request = payment.request
    with transaction():
        receive(notice_body(request.reference, AMOUNT))
    stand_in.pay(payment.session_id)
    told(browser, stand_in.event("checkout.session.completed", payment.session_id))

    assert (payment.state, payment.is_double) == (CardState.PAID, True)
    assert len(evidence(request.id)) == 1


def test_a_lost_message_is_made_up_for_when_the_page_should_be_over(stand_in: StandIn) -> None:
    payment = opened(stand_in)
    stand_in.pay(payment.session_id)
    payment.expires_at = clock.now() - timedelta(minutes=1)
    db.session.commit()

    jobs.run("cards.look_round", {})

    assert payment.state is CardState.PAID


@pytest.mark.parametrize(
    ("amount_vnd", "taken"), [(14_999, False), (15_000, True), (99_999_999, True), (100_000_000, False)]
)
def test_amounts_are_held_against_the_limits_before_anybody_is_asked(
    stand_in: StandIn, amount_vnd: int, taken: bool
) -> None:
    merchant = seller(stand_in)
    request = make_request(merchant, amount_vnd=amount_vnd)
    if not taken:
        asked = len(stand_in.asked)
        with pytest.raises(services.CardNotTakenError):
            services.start(request, by=dealings.BY)
        assert len(stand_in.asked) == asked
        return
    assert opened(stand_in, merchant, amount_vnd).state is CardState.OPEN


def test_another_sellers_message_about_ones_payment_changes_nothing(browser: Browser, stand_in: StandIn) -> None:
    payment = opened(stand_in)
    other = queries.account_of(seller(stand_in).id)
    assert other is not None
    stand_in.pay(payment.session_id)

    told(browser, stand_in.event("checkout.session.completed", payment.session_id, account=other.provider_id))

    assert payment.state is CardState.OPEN


@pytest.mark.parametrize("shift", [-301, 301, 86_400])
def test_messages_out_of_time_are_refused_and_not_kept(browser: Browser, stand_in: StandIn, shift: int) -> None:
    payment = opened(stand_in)
    body = stand_in.event("checkout.session.completed", payment.session_id)

    now = int(time.time())
    with time_machine.travel(now, tick=False):
        assert told(browser, body, at=now + shift) == 401
    assert db.session.query(CardEvent).count() == 0


def test_signatures_are_those_of_the_published_vector_and_no_others(stand_in: StandIn) -> None:
    body, at = b'{"id":"evt_test"}', 1_700_000_000
    mark = "t=1700000000,v1=13941114bb88ac44a76abcfddea5b92aa6182a4b63d8be3aae908a616083bd7e"
    assert sign(body, SECRET, at) == mark
    gateway = Stripe(key=KEY, webhook_secret=SECRET, url=stand_in.url)
    now = int(time.time())
    event = {"id": "evt_1", "object": "event", "type": "x", "data": {"object": {"id": "cs_1"}}}
    good = json.dumps(event).encode()
    read = gateway.read_message(good, sign(good, SECRET, now), now_seconds=now)
    assert (read.event_id, read.object_id) == ("evt_1", "cs_1")
    two_secrets = sign(good, "whsec_old", now) + "," + sign(good, SECRET, now).split(",")[1]
    assert gateway.read_message(good, two_secrets, now_seconds=now).event_id == "evt_1"
    spaced = json.dumps(event, indent=1).encode()
    for body_, header in (
        (good, ""), (good, sign(good, "whsec_other", now)), (spaced, sign(good, SECRET, now)),
        (good, sign(good, SECRET, now).replace("v1=", "v0=")), (b"[]", sign(b"[]", SECRET, now)),
        (b"{}", sign(b"{}", SECRET, now)),
    ):  # fmt: skip
        with pytest.raises(NotGenuineError):
            gateway.read_message(body_, header, now_seconds=now)


def test_the_stand_in_is_as_strict_as_life(stand_in: StandIn) -> None:
    client = stripe.StripeClient(KEY, base_addresses={"api": stand_in.url}, max_network_retries=0)
    with pytest.raises(stripe.InvalidRequestError, match="country_unsupported"):
        client.v2.core.accounts.create({"display_name": "x", "identity": {"country": "vn"}})
    account = client.v2.core.accounts.create({"display_name": "x", "identity": {"country": "de"}})
    assert account.requirements is None, "what is not asked for is left out"
    with pytest.raises(stripe.InvalidRequestError, match="parameter_unknown"):
        client.v2.core.accounts.create({"display_name": "x", "identity": {"country": "de"}, "surprise": 1})  # type: ignore[typeddict-unknown-key]  # that is the point
    options: stripe.RequestOptions = {"idempotency_key": "same"}
    first = client.v2.core.accounts.create({"display_name": "x", "identity": {"country": "de"}}, options)
    again = client.v2.core.accounts.create({"display_name": "x", "identity": {"country": "de"}}, options)
    assert first.id == again.id
    with pytest.raises(stripe.StripeError):
        client.v2.core.accounts.create({"display_name": "y", "identity": {"country": "de"}}, options)
    stranger = stripe.StripeClient("rk_test_other", base_addresses={"api": stand_in.url}, max_network_retries=0)
    with pytest.raises(stripe.AuthenticationError):
        stranger.v1.country_specs.retrieve("DE")


def test_a_refused_page_is_told_and_its_row_fails(stand_in: StandIn) -> None:
    merchant = seller(stand_in)
    account = queries.account_of(merchant.id)
    assert account is not None
    stand_in.finish_questions(account.provider_id, "restricted")
    request = make_request(merchant, amount_vnd=AMOUNT)
    db.session.commit()
    with transaction():
        payment = services.start(request, by=dealings.BY)

    with pytest.raises(RefusedError):
        dealings.open_page(payment.id, name="Mắm", page="http://localhost/tt/x", by=dealings.BY)

    assert payment.state is CardState.FAILED


def test_no_amount_is_in_the_trail(browser: Browser, stand_in: StandIn) -> None:
    payment = opened(stand_in)
    stand_in.pay(payment.session_id)
    told(browser, stand_in.event("checkout.session.completed", payment.session_id))
    with transaction():
        services.ask_refund(payment, amount_vnd=123_456, by=dealings.BY)
    jobs.run_pending()

    said = " ".join(f"{row.reason} {row.changes}" for row in db.session.scalars(select(AuditEntry)))
    assert "250000" not in said
    assert "123456" not in said


def test_without_an_agreement_nothing_speaks_of_cards(browser: Browser) -> None:
    merchant = make_merchant()
    request = make_request(merchant) if make_account(merchant) else None
    assert isinstance(request, PaymentRequest)
    db.session.commit()
    assert browser.client.post("/webhooks/stripe", data=b"{}").status_code == 503
    assert "thẻ" not in browser.visit(f"/tt/{request.reference}").text
    browser.sign_in(owner_of(merchant))
    assert browser.visit(f"/hs/{merchant.code}/tt/the").status == 404


def test_steps_follow_from_facts_alone() -> None:
    paid = CardFacts(is_paid=True, amount_vnd=100, refunded_vnd=100)
    assert rules.next_step(CardState.OPEN, 0, paid) == "pay"
    assert rules.next_step(CardState.PAID, 0, paid) == "refund_all"
    assert rules.next_step(CardState.REFUNDED, 100, paid) is None
    assert rules.next_step(CardState.EXPIRED, 0, CardFacts(is_over=True)) is None
