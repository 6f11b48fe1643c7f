"""The ten ways in which money is taken for what it is not, each refused by name; and one payment counts once."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.core.errors import DomainError
from merchants.models import Merchant
from payments.inbox import queries, services
from payments.inbox.rules.notices import Decision
from payments.inbox.rules.twins import Likeness, Trace, likeness
from payments.inbox.rules.words import Told, Word
from payments.journal import queries as journal
from payments.journal.rules import LedgerAccount
from payments.models import PaymentEvidence, PaymentRequest
from payments.refunds import queries as refunds
from payments.rules import Grade
from payments.states import RequestState
from tests.factories.payments import (
    ACCOUNT_NO,
    casso_body,
    make_account,
    make_merchant,
    make_request,
    notice_body,
    owner_of,
    payos_body,
    receive,
    receive_by,
)


@pytest.fixture
def merchant() -> Merchant:
    made = make_merchant()
    make_account(made)
    return made


def evidence() -> list[PaymentEvidence]:
    return list(db.session.scalars(select(PaymentEvidence)))


def standing(merchant: Merchant) -> dict[str, int]:
    """Return what stands on each account that is not at nought."""
    return {account.value: amount for account, amount in journal.balances(merchant.id).items() if amount}


def test_1_a_right_code_with_another_amount_is_looked_at_and_never_paid(merchant: Merchant) -> None:
    for amount, decision, state in (
        (119_999, Decision.UNDER, RequestState.UNDERPAID),
        (120_001, Decision.OVER, RequestState.OVERPAID),
    ):
        request = make_request(merchant)
        assert receive(notice_body(request.reference, amount)).notice.outcome is decision
        assert (request.state, request.paid_at) == (state, None)
    assert evidence() == []


def test_2_a_right_amount_and_time_without_a_code_is_only_suggested(merchant: Merchant) -> None:
    request = make_request(merchant)
    notice = receive(notice_body("cam on ba", 120_000)).notice
    assert (notice.outcome, request.state) == (Decision.UNKNOWN, RequestState.OPEN)
    assert queries.suggestions(notice) == [request]
    services.assign(notice, request, by=owner_of(merchant))
    assert request.state is RequestState.PAID
    assert [proof.grade for proof in evidence()] == [Grade.C]
    assert standing(merchant) == {"bank": 120_000, "sales": -120_000}


def test_3_two_open_requests_of_one_amount_are_never_told_apart_by_it(merchant: Merchant) -> None:
    first, second = make_request(merchant), make_request(merchant)
    notice = receive(notice_body("tien hang", 120_000)).notice
    assert [first.state, second.state] == [RequestState.OPEN, RequestState.OPEN]
    assert list(queries.suggestions(notice)) == [first, second]


def test_4_a_code_paid_twice_settles_once_and_the_second_is_owed_back(merchant: Merchant) -> None:
    request = make_request(merchant)
    receive(notice_body(request.reference, 120_000))
    assert receive(notice_body(request.reference, 120_000)).notice.outcome is Decision.DUPLICATE
    [refund] = refunds.refunds_for(request.id)
    assert (request.state, refund.amount_vnd, len(evidence())) == (RequestState.PAID_TWICE, 120_000, 1)
    assert standing(merchant) == {"bank": 240_000, "sales": -120_000, "owed_back": -120_000}


def test_5_late_money_stays_in_sight_and_revives_nothing(merchant: Merchant) -> None:
    request = make_request(merchant)
    with time_machine.travel(request.expires_at + timedelta(hours=1)):
        assert receive(notice_body(request.reference, 120_000)).notice.outcome is Decision.LATE
        assert (request.state, request.paid_at, evidence()) == (RequestState.LATE, None, [])
        assert journal.waiting_for(request.id) == 120_000
        services.resolve(request, word=Word.ACCEPT, by=owner_of(merchant))
    assert (request.state, journal.waiting_for(request.id)) == (RequestState.PAID, 0)


@pytest.mark.parametrize(
    "order", [("sepay", "casso", "payos"), ("payos", "sepay", "casso"), ("casso", "payos", "sepay")]
)
def test_6_one_payment_told_of_by_three_channels_counts_once(merchant: Merchant, order: tuple[str, ...]) -> None:
    request = make_request(merchant)
    bodies = {
        "sepay": notice_body(request.reference, 120_000),
        "casso": casso_body(request.reference, 120_000),
        "payos": payos_body(request.reference, 120_000),
    }
    outcomes = [receive_by(provider, bodies[provider]).outcome for provider in order]
    assert outcomes == [Decision.PAID, Decision.SAME_PAYMENT, Decision.SAME_PAYMENT]
    assert (request.state, len(evidence())) == (RequestState.PAID, 1)
    assert standing(merchant) == {"bank": 120_000, "sales": -120_000}


def test_6_two_payments_told_of_by_two_channels_are_two_in_whatever_order(merchant: Merchant) -> None:
    request = make_request(merchant)
    early, late = (datetime(2026, 9, 12, 3, minute, tzinfo=UTC) for minute in (0, 30))
    with time_machine.travel(early - timedelta(hours=1)):
        request = make_request(merchant)
    with time_machine.travel(late + timedelta(minutes=1)):
        for provider, moment in (("sepay", early), ("casso", late), ("sepay", late), ("casso", early)):
            local = f"{clock.local(moment):%Y-%m-%d %H:%M:%S}"
            make = notice_body if provider == "sepay" else casso_body
            key = "transactionDate" if provider == "sepay" else "transactionDateTime"
            receive_by(provider, make(request.reference, 120_000, **{key: local}))
    assert request.state is RequestState.PAID_TWICE
    assert standing(merchant) == {"bank": 240_000, "sales": -120_000, "owed_back": -120_000}


def test_6_without_a_code_likeness_is_only_asked_about(merchant: Merchant) -> None:
    first = receive_by("sepay", notice_body("chi Lan mua mam", 120_000))
    second = receive_by("casso", casso_body("chi Lan mua mam", 120_000))
    assert (first.outcome, second.outcome, second.same_as_id) == (Decision.UNKNOWN, Decision.MAYBE_SAME, first.id)
    assert standing(merchant) == {"bank": 120_000, "waiting": -120_000}

    services.tell(second, told=Told.ANOTHER, by=owner_of(merchant))
    assert standing(merchant) == {"bank": 240_000, "waiting": -240_000}
    third = receive_by("payos", payos_body("chi Lan mua mam", 120_000))
    services.tell(third, told=Told.SAME, by=owner_of(merchant))
    assert (third.outcome, standing(merchant)) == (Decision.SAME_PAYMENT, {"bank": 240_000, "waiting": -240_000})


def test_7_money_out_with_the_payments_memo_is_no_payment(merchant: Merchant) -> None:
    request = make_request(merchant)
    out = receive(notice_body(request.reference, 120_000, transferType="out")).notice
    assert (out.outcome, request.state, evidence()) == (Decision.MONEY_OUT, RequestState.OPEN, [])
    assert standing(merchant) == {"bank": -120_000, "money_out": 120_000}


def test_7_a_payment_the_bank_takes_back_is_reversed_and_counts_for_nothing(merchant: Merchant) -> None:
    request = make_request(merchant)
    receive(notice_body(request.reference, 120_000))
    out = receive(notice_body(request.reference, 120_000, transferType="out")).notice
    assert (out.outcome, request.state, request.paid_at) == (Decision.TAKEN_BACK, RequestState.TAKEN_BACK, None)
    assert [proof.excluded for proof in evidence()] == ["taken_back"]
    assert standing(merchant) == {}
    # Paid anew, it comes late and waits for the owner's word.
    receive(notice_body(request.reference, 120_000))
    services.resolve(request, word=Word.ACCEPT, by=owner_of(merchant))
    assert (request.state, [proof.excluded for proof in evidence()]) == (RequestState.PAID, [""])


def test_8_a_code_of_another_shops_account_is_refused_and_shown_to_whose_money_it_is(merchant: Merchant) -> None:
    request = make_request(merchant)
    other = make_merchant(owner_name="Lê Văn Bình")
    make_account(other, account_no="0000777777")
    notice = receive(notice_body(request.reference, 120_000, accountNumber="0000777777")).notice
    assert (notice.outcome, request.state) == (Decision.OTHER_ACCOUNT, RequestState.OPEN)
    assert (notice.merchant_id, queries.unmatched(merchant.id)) == (other.id, [])
    assert [row.id for row in queries.unmatched(other.id)] == [notice.id]
    assert standing(other) == {"bank": 120_000, "waiting": -120_000}
    with pytest.raises(DomainError):
        services.assign(notice, request, by=owner_of(merchant))


def test_9_a_thousand_dong_with_a_real_code_buys_nothing(merchant: Merchant) -> None:
    request = make_request(merchant)
    receive(notice_body(request.reference, 1_000))
    assert (request.state, request.paid_at, evidence()) == (RequestState.UNDERPAID, None, [])


def test_10_the_day_a_bank_books_on_is_kept_beside_the_day_money_moved(merchant: Merchant) -> None:
    request = make_request(merchant)
    with time_machine.travel(datetime(2026, 9, 30, 16, 50, tzinfo=UTC)):  # 23:50 on the last of September
        request = make_request(merchant)
        local = f"{clock.local(clock.now()):%Y-%m-%d %H:%M:%S}"
    with time_machine.travel(datetime(2026, 9, 30, 17, 5, tzinfo=UTC)):  # five past midnight, October
        receive(notice_body(request.reference, 120_000, transactionDate=local))
    [proof] = evidence()
    assert f"{proof.occurred_on:%Y-%m-%d}" == "2026-09-30"
    [entry, *_rest] = journal.entries_of(merchant.id)
    assert f"{entry.on_day:%Y-%m-%d}" == "2026-09-30"


def test_parts_that_make_up_the_whole_wait_for_the_owners_word(merchant: Merchant) -> None:
    request = make_request(merchant)
    receive(notice_body(request.reference, 100_000))
    assert receive(notice_body(request.reference, 20_000)).notice.outcome is Decision.SPLIT
    assert (request.state, request.paid_at) == (RequestState.SPLIT, None)
    services.resolve(request, word=Word.ACCEPT, by=owner_of(merchant))
    assert (request.state, [proof.grade for proof in evidence()]) == (RequestState.PAID, [Grade.C])
    assert standing(merchant) == {"bank": 120_000, "sales": -120_000}


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        (Word.ACCEPT, {"bank": 150_000, "sales": -120_000, "owed_back": -30_000}),
        (Word.KEEP, {"bank": 150_000, "sales": -150_000}),
        (Word.OWE, {"bank": 150_000, "owed_back": -150_000}),
        (Word.CLOSE, {"bank": 150_000, "other_money": -150_000}),
    ],
)
def test_the_owners_word_says_where_every_dong_belongs(
    merchant: Merchant, word: Word, expected: dict[str, int]
) -> None:
    request = make_request(merchant)
    receive(notice_body(request.reference, 150_000))
    services.resolve(request, word=word, by=owner_of(merchant))
    assert standing(merchant) == expected
    assert (request.state is RequestState.PAID) is (word in (Word.ACCEPT, Word.KEEP))


@pytest.mark.parametrize(
    ("told", "account"), [(Told.SALE, LedgerAccount.SALES), (Told.OTHER, LedgerAccount.OTHER_MONEY)]
)
def test_money_without_a_code_is_what_the_owner_says_and_said_once(
    merchant: Merchant, told: Told, account: LedgerAccount
) -> None:
    notice = receive(notice_body("cam on", 90_000)).notice
    services.tell(notice, told=told, by=owner_of(merchant))
    assert standing(merchant) == {"bank": 90_000, account.value: -90_000}
    assert len(evidence()) == (told is Told.SALE)
    with pytest.raises(services.NotWaitingError):
        services.tell(notice, told=told, by=owner_of(merchant))


def test_two_requests_named_in_one_memo_are_looked_at(merchant: Merchant) -> None:
    first, second = make_request(merchant), make_request(merchant, amount_vnd=80_000)
    receive(notice_body(f"{first.reference} {second.reference}", 200_000))
    assert [first.state, second.state].count(RequestState.REVIEW) == 1
    assert standing(merchant) == {"bank": 200_000, "waiting": -200_000}


NOON = datetime(2026, 9, 12, 5, 0, tzinfo=UTC)
SEEN = Trace(1, "sepay", "MBVCB.1.KQX2K7F9DR.CT tu", "MBVCB.1", NOON, has_time=True)


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("other", "how"),
    [
        (Trace(2, "casso", "chuyen tien", "MBVCB.1", NOON, True), Likeness.SAME),
        (Trace(2, "casso", "chuyen tien", "MBVCB.1", NOON + timedelta(minutes=11), True), Likeness.OTHER),
        (
            Trace(2, "statement", "MBVCB.1.KQX2K7F9DR.CT tu", "5243.6", NOON + timedelta(hours=20), False),
            Likeness.MAYBE,
        ),
        (Trace(2, "sepay", "MBVCB.1.KQX2K7F9DR.CT tu", "MBVCB.1", NOON, True), Likeness.OTHER),
        (Trace(2, "statement", "tra tien dien", "9", NOON, False), Likeness.OTHER),
        (Trace(2, "statement", "", "9", NOON, False), Likeness.MAYBE),
    ],
)
def test_two_notices_are_compared_by_what_banks_leave_of_them(other: Trace, how: Likeness) -> None:
    assert likeness(SEEN, other) is how


def test_a_household_is_known_by_its_account_whatever_the_memo_says(merchant: Merchant) -> None:
    notice = receive(notice_body("tien phong", 350_000)).notice
    assert (notice.merchant_id, notice.account_no) == (merchant.id, ACCOUNT_NO)
    assert notice.payer
    assert "NGUOI MUA" not in notice.payer, "a keyed hash tells payers apart, and names nobody"


def test_a_request_is_asked_about_in_the_state_it_is_in(merchant: Merchant) -> None:
    request: PaymentRequest = make_request(merchant)
    receive(notice_body(request.reference, 100_000))
    assert queries.asked(request).waiting_vnd == 100_000
