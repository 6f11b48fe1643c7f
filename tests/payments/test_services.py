"""Accounts, printed codes, requests and notices as they change, with what is written down about them."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from app.core import clock
from app.core.audit import AuditEntry
from app.core.db import db
from app.core.states import TransitionNotAllowedError
from app.policy import ANONYMOUS, Actor
from merchants.rules import Craft
from payments import demo, queries, rules, services, vietqr
from payments.inbox import services as inbox
from payments.inbox.models import BankNotice
from payments.inbox.queries import notices_for
from payments.inbox.rules.notices import Decision
from payments.inbox.rules.words import Word
from payments.models import PaymentEvidence
from payments.rules import Grade, NameVerdict, Rung
from payments.states import RequestState, StandeeState
from tests.factories.payments import (
    ACCOUNT_NO,
    VIETCOMBANK,
    clerk_of,
    make_account,
    make_merchant,
    make_request,
    notice_body,
    owner_of,
    receive,
)


def evidence() -> list[PaymentEvidence]:
    return list(db.session.scalars(select(PaymentEvidence)))


def test_an_account_keeps_its_zeros_and_the_name_as_the_bank_writes_it() -> None:
    account = make_account(make_merchant())
    assert (account.account_no, account.holder_name) == (ACCOUNT_NO, "NGUYEN THI MAN")
    assert account.name_verdict is NameVerdict.WITHOUT_MARKS


def test_another_persons_account_needs_a_yes() -> None:
    merchant = make_merchant()
    with pytest.raises(services.OtherNameError):
        services.save_account(
            merchant,
            bank_bin=VIETCOMBANK,
            account_no=ACCOUNT_NO,
            holder_name="TRAN VAN BINH",
            accepted_other_name=False,
            by=owner_of(merchant),
        )
    assert queries.account_of(merchant.id) is None
    saved = make_account(merchant, holder="TRAN VAN BINH")
    assert saved.accepted_other_name


@pytest.mark.parametrize(("bank_bin", "account_no"), [("000000", ACCOUNT_NO), (VIETCOMBANK, "12"), (VIETCOMBANK, "")])
def test_what_cannot_stand_in_a_code_is_refused(bank_bin: str, account_no: str) -> None:
    merchant = make_merchant()
    with pytest.raises(services.AccountRefusedError):
        services.save_account(
            merchant,
            bank_bin=bank_bin,
            account_no=account_no,
            holder_name="NGUYEN THI MAN",
            accepted_other_name=False,
            by=owner_of(merchant),
        )


def test_a_standee_says_what_the_account_says_and_replaces_the_one_before() -> None:
    merchant = make_merchant()
    make_account(merchant)
    first = services.issue_standee(merchant, confirmed_holder="Nguyen Thi Man", by=owner_of(merchant))
    second = services.issue_standee(merchant, confirmed_holder="NGUYEN THI MAN", by=owner_of(merchant))
    read = vietqr.read(second.payload)
    assert (read.bin, read.account, read.amount_vnd) == (VIETCOMBANK, ACCOUNT_NO, None)
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{8}", second.serial)
    assert (first.state, second.state) == (StandeeState.REVOKED, StandeeState.ISSUED)


def test_a_standee_needs_an_account_and_its_name() -> None:
    merchant = make_merchant()
    with pytest.raises(services.AccountMissingError):
        services.issue_standee(merchant, confirmed_holder="NGUYEN THI MAN", by=owner_of(merchant))
    make_account(merchant)
    with pytest.raises(services.HolderNotConfirmedError):
        services.issue_standee(merchant, confirmed_holder="NGUYEN THI MAI", by=owner_of(merchant))


def test_a_changed_account_withdraws_the_printed_code() -> None:
    merchant = make_merchant()
    make_account(merchant)
    standee = services.issue_standee(merchant, confirmed_holder="NGUYEN THI MAN", by=owner_of(merchant))
    make_account(merchant)
    assert standee.state is StandeeState.ISSUED
    make_account(merchant, account_no="0000999999999")
    assert standee.state is StandeeState.REVOKED


def test_reports_pause_nothing_and_wait_until_the_owner_has_looked() -> None:
    merchant = make_merchant()
    make_account(merchant)
    standee = services.issue_standee(merchant, confirmed_holder="NGUYEN THI MAN", by=owner_of(merchant))
    for _time in range(9):
        services.report_wrong_name(standee, saw_name="LE VAN GIAN", by=ANONYMOUS)
    assert (standee.state, len(queries.open_reports(standee.id))) == (StandeeState.ISSUED, 9)
    services.answer_reports(standee, by=owner_of(merchant))
    assert (standee.state, queries.open_reports(standee.id)) == (StandeeState.ISSUED, [])


def test_a_paused_code_is_used_again_once_the_commune_has_looked() -> None:
    merchant = make_merchant()
    make_account(merchant)
    standee = services.issue_standee(merchant, confirmed_holder="NGUYEN THI MAN", by=owner_of(merchant))
    services.report_wrong_name(standee, saw_name="LE VAN GIAN", by=ANONYMOUS)
    services.pause_standee(standee, by=owner_of(merchant))
    assert standee.state is StandeeState.PAUSED
    with pytest.raises(services.SignPausedError):
        services.answer_reports(standee, by=owner_of(merchant))
    with pytest.raises(services.SignPausedError):
        services.issue_standee(merchant, confirmed_holder="NGUYEN THI MAN", by=owner_of(merchant))
    assert (standee.state, len(queries.open_reports(standee.id))) == (StandeeState.PAUSED, 1)
    services.resume_standee(standee, by=clerk_of(merchant))
    assert (standee.state, queries.open_reports(standee.id)) == (StandeeState.ISSUED, [])


@pytest.mark.parametrize("amount_vnd", [0, -1, 500_000_000])
def test_an_amount_that_does_not_fit_one_transfer_is_refused(amount_vnd: int) -> None:
    merchant = make_merchant()
    make_account(merchant)
    with pytest.raises(services.AmountRefusedError):
        make_request(merchant, amount_vnd=amount_vnd)


def test_a_notice_that_agrees_in_everything_settles_and_leaves_evidence() -> None:
    request = make_request()
    received = receive(notice_body(request.reference, 120_000))
    assert received.notice.outcome is Decision.PAID
    assert request.state is RequestState.PAID
    assert [(row.grade, row.occurred_on, row.request_id) for row in evidence()] == [
        (Grade.B, clock.today(), request.id)
    ]


def test_a_memo_torn_apart_by_banks_still_names_its_request() -> None:
    request = make_request()
    code = request.reference
    torn = f"{code[:4]} {code[4:7]}-{code[7:]}".lower()
    assert receive(notice_body(torn, 120_000)).notice.outcome is Decision.PAID


def test_the_same_notice_again_changes_nothing() -> None:
    request = make_request()
    body = notice_body(request.reference, 120_000)
    first = receive(body)
    entries = db.session.scalar(select(func.count()).select_from(AuditEntry))
    again = receive(body)
    assert (first.is_new, again.is_new) == (True, False)
    assert again.notice.id == first.notice.id
    assert db.session.scalar(select(func.count()).select_from(BankNotice)) == 1
    assert db.session.scalar(select(func.count()).select_from(AuditEntry)) == entries
    assert len(evidence()) == 1


def test_another_amount_is_never_paid_until_the_owner_says_so() -> None:
    request = make_request()
    assert receive(notice_body(request.reference, 1_000)).notice.outcome is Decision.UNDER
    assert (request.state, request.paid_at, evidence()) == (RequestState.UNDERPAID, None, [])
    inbox.resolve(request, word=Word.ACCEPT, by=owner_of(make_merchant()))
    assert request.state is RequestState.PAID
    assert [row.grade for row in evidence()] == [Grade.C]


def test_a_request_put_aside_leaves_no_evidence() -> None:
    request = make_request()
    receive(notice_body(request.reference, 1_000))
    inbox.resolve(request, word=Word.CLOSE, by=owner_of(make_merchant()))
    assert (request.state, evidence()) == (RequestState.CLOSED, [])


def test_only_a_request_under_review_can_be_resolved() -> None:
    request = make_request()
    with pytest.raises(TransitionNotAllowedError):
        inbox.resolve(request, word=Word.ACCEPT, by=owner_of(make_merchant()))


@pytest.mark.parametrize(
    ("changes", "decision"),
    [
        ({"content": "cam on ba"}, Decision.UNKNOWN),
        ({"accountNumber": "0000777777"}, Decision.OTHER_ACCOUNT),
        ({"transferType": "out"}, Decision.MONEY_OUT),
    ],
)
def test_what_does_not_agree_leaves_the_request_open(changes: dict[str, str], decision: Decision) -> None:
    request = make_request()
    assert receive(notice_body(request.reference, 120_000, **changes)).notice.outcome is decision
    assert (request.state, evidence()) == (RequestState.OPEN, [])


def test_a_virtual_account_counts_as_the_account() -> None:
    request = make_request()
    body = notice_body(request.reference, 120_000, accountNumber="0000555", subAccount=ACCOUNT_NO)
    assert receive(body).notice.outcome is Decision.PAID


def test_the_same_code_paid_twice_settles_once() -> None:
    request = make_request()
    receive(notice_body(request.reference, 120_000))
    second = receive(notice_body(request.reference, 120_000))
    assert second.notice.outcome is Decision.DUPLICATE
    assert (request.state, len(evidence())) == (RequestState.PAID_TWICE, 1)
    assert [notice.outcome for notice in notices_for(request.id)] == [Decision.PAID, Decision.DUPLICATE]


@pytest.mark.parametrize("how", ["too late", "cancelled"])
def test_late_money_is_kept_in_sight_and_revives_nothing(how: str) -> None:
    request = make_request()
    if how == "cancelled":
        services.cancel_request(request, by=owner_of(make_merchant()))
        received = receive(notice_body(request.reference, 120_000))
    else:
        with time_machine.travel(clock.now() + rules.REQUEST_LIVES + timedelta(hours=1)):
            received = receive(notice_body(request.reference, 120_000))
    assert received.notice.outcome is Decision.LATE
    assert (request.state, evidence()) == (RequestState.LATE, [])


def test_a_notice_held_up_on_its_way_does_not_make_the_payment_late() -> None:
    request = make_request()
    body = notice_body(request.reference, 120_000)
    with time_machine.travel(request.expires_at + timedelta(hours=1)):
        received = receive(body)
    assert received.notice.outcome is Decision.PAID
    assert [proof.occurred_on for proof in evidence()] == [clock.today()]


def test_a_memo_with_signs_no_database_keeps_is_still_taken() -> None:
    request = make_request()
    body = notice_body(f"\x00\ud800 {request.reference}", 120_000)
    assert receive(body).notice.outcome is Decision.PAID
    assert receive(body).notice.raw_body == body


def test_three_months_running_are_steady_use() -> None:
    merchant = make_merchant(craft=Craft.HOMESTAY)
    make_account(merchant)
    for month in (9, 10, 11):
        with time_machine.travel(datetime(2026, month, 20, 3, 0, tzinfo=UTC)):
            receive(notice_body(make_request(merchant).reference, 120_000))
    assert queries.rung_of(merchant.id, date(2026, 11, 30)) is Rung.STEADY
    assert queries.rung_of(merchant.id, date(2026, 10, 31)) is Rung.IN_USE
    assert queries.rung_of(merchant.id, date(2026, 12, 1)) is Rung.FIRST_PAYMENT


def test_a_notice_that_cannot_be_read_is_kept_as_it_came_and_once() -> None:
    first, again = receive(b'{"id": broken'), receive(b'{"id": broken')
    assert first.notice.outcome is Decision.UNREADABLE
    assert first.notice.raw_body == b'{"id": broken'
    assert first.notice.id == again.notice.id


def test_evidence_falls_on_the_banks_day_in_vietnam() -> None:
    with time_machine.travel(datetime(2026, 9, 30, 17, 30, tzinfo=UTC), tick=False):
        request = make_request()
        receive(notice_body(request.reference, 120_000, transactionDate="2026-09-30 23:59:00"))
    assert [str(row.occurred_on) for row in evidence()] == ["2026-09-30"]


def test_a_bank_clock_that_is_ahead_is_not_believed() -> None:
    request = make_request()
    receive(notice_body(request.reference, 120_000, transactionDate="2999-01-01 00:00:00"))
    assert [row.occurred_on for row in evidence()] == [clock.today()]


def test_the_audit_trail_tells_of_every_change_and_never_of_an_amount() -> None:
    request = make_request(amount_vnd=123_457)
    receive(notice_body(request.reference, 123_456))
    inbox.resolve(request, word=Word.ACCEPT, by=owner_of(make_merchant()))
    entries = db.session.scalars(select(AuditEntry)).all()
    told = " ".join(f"{entry.action} {entry.reason} {entry.changes}" for entry in entries)
    assert {"payment.account_saved", "payment.request_created", "payment.notice_stored"} <= {
        entry.action for entry in entries
    }
    assert "123457" not in told
    assert "123456" not in told
    assert ACCOUNT_NO not in told


def pay(request_amount: int, times: int, **facts: object) -> object:
    merchant = make_merchant(**facts)  # type: ignore[arg-type]
    make_account(merchant)
    for _time in range(times):
        request = make_request(merchant, amount_vnd=request_amount)
        assert receive(notice_body(request.reference, request_amount)).notice.outcome is Decision.PAID
    return merchant


def test_officials_count_households_in_use_without_amounts() -> None:
    three = pay(120_000, 3)
    two = pay(120_000, 2)
    weaver = pay(120_000, 1, craft=Craft.WEAVING)
    tries = pay(1_000, 3)
    today = clock.today()
    in_use = queries.in_use_merchants(None, today)
    assert {three.id, weaver.id} <= in_use  # type: ignore[attr-defined]
    assert not {two.id, tries.id} & in_use  # type: ignore[attr-defined]
    assert tries.id not in queries.merchants_with_real_payment(None)  # type: ignore[attr-defined]
    assert queries.rung_of(three.id) is Rung.IN_USE  # type: ignore[attr-defined]
    assert queries.rung_of(two.id) is Rung.FIRST_PAYMENT  # type: ignore[attr-defined]
    assert queries.rung_of(tries.id) is Rung.FIRST_PAYMENT  # type: ignore[attr-defined]
    assert all(len(row) == 3 for row in queries.events_in(None, today, today))


def test_counts_stay_within_the_area_asked_about() -> None:
    merchant = pay(120_000, 3)
    path = merchant.area_path  # type: ignore[attr-defined]
    assert merchant.id in queries.in_use_merchants((path,), clock.today())  # type: ignore[attr-defined]
    assert queries.in_use_merchants(("99/",), clock.today()) == frozenset()
    assert queries.in_use_merchants((), clock.today()) == frozenset()
    assert queries.events_in((), clock.today(), clock.today()) == []


def test_a_notice_from_the_command_line_knows_account_and_amount() -> None:
    request = make_request()
    assert queries.request_for_notice(request.reference) == (ACCOUNT_NO, 120_000)
    assert queries.request_for_notice("NOSUCHCODE") is None


def test_the_demonstration_makes_a_household_in_use_once() -> None:
    merchant = make_merchant()
    merchant.is_demo = True
    db.session.flush()
    demo.load(by=Actor.system("demonstration"))
    demo.load(by=Actor.system("demonstration"))
    assert queries.rung_of(merchant.id) is Rung.STEADY
    states = [request.state for request in queries.requests_of(merchant.id)]
    assert (states.count(RequestState.PAID), states.count(RequestState.UNDERPAID), len(states)) == (10, 1, 11)
    assert queries.live_standee(merchant.id) is not None
