"""Money owed back as three facts: owed, sent, done; the bank's own line is the evidence and books nothing twice."""

import pytest

from app.core.db import db
from app.core.states import TransitionNotAllowedError
from merchants.models import Merchant
from payments.inbox.rules.notices import Decision
from payments.journal import queries as journal
from payments.models import PaymentRequest
from payments.refunds import queries, services
from payments.refunds.models import Refund
from payments.refunds.states import REFUND, RefundState, RefundStep
from payments.states import RequestState
from tests.browser import Browser
from tests.factories.payments import make_account, make_merchant, make_request, notice_body, owner_of, receive


def owed() -> tuple[Merchant, PaymentRequest, Refund]:
    merchant = make_merchant()
    make_account(merchant)
    request = make_request(merchant)
    for _time in range(2):
        receive(notice_body(request.reference, 120_000))
    [refund] = queries.refunds_for(request.id)
    return merchant, request, refund


def standing(merchant: Merchant) -> dict[str, int]:
    return {account.value: amount for account, amount in journal.balances(merchant.id).items() if amount}


@pytest.mark.no_database
@pytest.mark.parametrize("state", RefundState)
@pytest.mark.parametrize("step", RefundStep)
def test_money_owed_back_takes_only_the_steps_of_its_table(state: RefundState, step: RefundStep) -> None:
    if (state, step) in REFUND.table:
        assert REFUND.next(state, step) in RefundState
    else:
        with pytest.raises(TransitionNotAllowedError):
            REFUND.next(state, step)
    assert (REFUND.terminal(), REFUND.reachable()) == ({RefundState.DONE, RefundState.KEPT}, set(RefundState))


@pytest.mark.parametrize("bank_first", [True, False])
def test_sent_is_booked_once_whether_the_bank_or_the_owner_says_so_first(*, bank_first: bool) -> None:
    merchant, request, refund = owed()
    if not bank_first:
        services.send(refund, by=owner_of(merchant))
    line = receive(notice_body(request.reference, 120_000, transferType="out")).notice
    assert (line.outcome, refund.state, refund.sent_notice_id) == (Decision.REFUND, RefundState.SENT, line.id)
    assert standing(merchant) == {"bank": 120_000, "sales": -120_000}
    services.finish(refund, request, by=owner_of(merchant))
    assert (refund.state, request.state) == (RefundState.DONE, RequestState.PAID)


def test_a_second_transfer_out_is_no_second_refund() -> None:
    merchant, request, refund = owed()
    services.send(refund, by=owner_of(merchant))
    for outcome in (Decision.REFUND, Decision.MONEY_OUT):
        assert receive(notice_body(request.reference, 120_000, transferType="out")).notice.outcome is outcome
    assert standing(merchant) == {"sales": -120_000, "money_out": 120_000}


def test_nothing_is_done_before_it_was_sent_and_nothing_kept_after() -> None:
    merchant, request, refund = owed()
    with pytest.raises(TransitionNotAllowedError):
        services.finish(refund, request, by=owner_of(merchant))
    assert (refund.state, request.state) == (RefundState.OWED, RequestState.PAID_TWICE)
    db.session.refresh(refund)
    services.send(refund, by=owner_of(merchant))
    with pytest.raises(TransitionNotAllowedError):
        services.keep(refund, request, by=owner_of(merchant))


def test_a_buyer_who_bought_once_more_is_owed_nothing() -> None:
    merchant, request, refund = owed()
    services.keep(refund, request, by=owner_of(merchant))
    assert (refund.state, request.state) == (RefundState.KEPT, RequestState.PAID)
    assert standing(merchant) == {"bank": 240_000, "sales": -240_000}


def test_the_owner_and_the_payer_see_the_three_facts(browser: Browser) -> None:
    merchant, request, refund = owed()
    db.session.commit()
    browser.sign_in(owner_of(merchant))
    page = f"/hs/{merchant.code}/tt/yeu-cau/{request.reference}"
    payer = Browser(browser.app)

    assert "Chưa chuyển trả" in browser.visit(page).text
    assert "Chưa chuyển trả" in payer.visit(f"/tt/{request.reference}").text
    assert browser.fill(page, to=f"{page}/tra-lai/{refund.id}/da-gui").location == page
    assert "Đã chuyển, chờ khách báo" in payer.visit(f"/tt/{request.reference}").text
    assert browser.fill(page, to=f"{page}/tra-lai/{refund.id}/da-nhan").location == page
    assert "Khách đã nhận lại" in payer.visit(f"/tt/{request.reference}").text
    db.session.refresh(request)
    assert request.state is RequestState.PAID


def test_a_neighbour_moves_no_refund(browser: Browser) -> None:
    merchant, request, refund = owed()
    other = make_merchant(owner_name="Lê Văn Bình")
    make_account(other, account_no="0000777777")
    mine = make_request(other)
    db.session.commit()
    browser.sign_in(owner_of(other))
    for path in (
        f"/hs/{merchant.code}/tt/yeu-cau/{request.reference}/tra-lai/{refund.id}/da-gui",
        f"/hs/{other.code}/tt/yeu-cau/{mine.reference}/tra-lai/{refund.id}/da-gui",
    ):
        assert browser.post(path).status == 404
    db.session.refresh(refund)
    assert refund.state is RefundState.OWED
