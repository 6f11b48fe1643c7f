"""What waits for the owner's word, as owners, their helpers and officials meet it."""

import pytest
from sqlalchemy import select

from app.core.db import db
from app.policy import Actor, Holding, Role
from merchants.models import Merchant
from payments.inbox.rules.notices import Decision
from payments.models import PaymentEvidence
from payments.states import RequestState
from tests.browser import Browser
from tests.factories.payments import (
    casso_body,
    clerk_of,
    make_account,
    make_merchant,
    make_request,
    notice_body,
    owner_of,
    receive,
    receive_by,
)


@pytest.fixture
def merchant() -> Merchant:
    made = make_merchant()
    make_account(made)
    db.session.commit()
    return made


def test_the_owner_says_what_money_without_a_code_is(browser: Browser, merchant: Merchant) -> None:
    request = make_request(merchant, note="2 chai")
    for_request = receive(notice_body("tien mam", 120_000)).notice
    gift = receive(notice_body("con gui me", 700_000)).notice
    db.session.commit()
    browser.sign_in(owner_of(merchant))
    page = f"/hs/{merchant.code}/tt/tien-ve"

    shown = browser.visit(page).text
    assert "120.000 ₫" in shown
    assert f"Trả cho yêu cầu {request.reference} · 2 chai" in shown
    assert browser.fill(page, to=f"{page}/{for_request.id}", told=request.reference).location == page
    assert browser.fill(page, to=f"{page}/{gift.id}", told="other").location == page
    for row in (request, for_request, gift):
        db.session.refresh(row)
    assert (request.state, for_request.outcome, gift.outcome) == (
        RequestState.PAID, Decision.SALE, Decision.OTHER_MONEY,
    )  # fmt: skip
    assert "Khoản nào về cũng đã rõ" in browser.visit(page).text


def test_an_answer_that_was_not_offered_is_refused_with_what_to_do(browser: Browser, merchant: Merchant) -> None:
    notice = receive(notice_body("tien mam", 120_000)).notice
    db.session.commit()
    browser.sign_in(owner_of(merchant))
    page = f"/hs/{merchant.code}/tt/tien-ve"
    for told in ("", "same", "KQX2222222"):
        answer = browser.fill(page, to=f"{page}/{notice.id}", told=told)
        assert (answer.status, "Chọn một câu trả lời" in answer.text) == (422, True)
    db.session.refresh(notice)
    assert notice.outcome is Decision.UNKNOWN


def test_what_two_channels_tell_of_is_a_question_with_two_answers(browser: Browser, merchant: Merchant) -> None:
    receive_by("sepay", notice_body("chi Lan mua mam", 120_000))
    second = receive_by("casso", casso_body("chi Lan mua mam", 120_000))
    db.session.commit()
    browser.sign_in(owner_of(merchant))
    page = f"/hs/{merchant.code}/tt/tien-ve"
    assert "Có thể là một lần chuyển, báo hai lần" in browser.visit(page).text
    assert browser.fill(page, to=f"{page}/{second.id}", told="same").location == page
    db.session.refresh(second)
    assert second.outcome is Decision.SAME_PAYMENT


def test_money_in_parts_is_accepted_on_the_page(browser: Browser, merchant: Merchant) -> None:
    request = make_request(merchant)
    for amount in (100_000, 50_000):
        receive(notice_body(request.reference, amount))
    db.session.commit()
    browser.sign_in(owner_of(merchant))
    page = f"/hs/{merchant.code}/tt/yeu-cau/{request.reference}"
    assert "Tiền về thừa" in browser.visit(page).text
    assert browser.fill(page, to=f"{page}/giai-quyet", decision="accept").location == page
    assert "Còn phải trả lại: 30.000 ₫" in browser.visit(page).text
    db.session.refresh(request)
    assert request.state is RequestState.PAID


@pytest.mark.parametrize("amount", [100_000, 130_000])
def test_the_payer_reads_where_the_payment_stands_without_signing_in(
    browser: Browser, merchant: Merchant, amount: int
) -> None:
    request = make_request(merchant)
    receive(notice_body(request.reference, amount))
    db.session.commit()
    page = browser.visit(f"/tt/{request.reference}").text
    assert ("Tiền về còn thiếu" if amount < 120_000 else "Tiền về thừa") in page


def test_nobody_but_the_owner_sees_or_says_anything_of_it(browser: Browser, merchant: Merchant) -> None:
    notice = receive(notice_body("tien mam", 7_654_321)).notice
    other = make_merchant(owner_name="Lê Văn Bình")
    db.session.commit()
    here = f"/hs/{merchant.code}/tt/tien-ve"
    province = Actor(None, "Chị Yến", (Holding(Role.PROVINCE, area_path="33/"),))
    for who in (owner_of(other), clerk_of(merchant), province):
        browser.sign_in(who)
        assert browser.visit(here).status in (403, 404)
        assert browser.post(f"{here}/{notice.id}", told="sale").status in (403, 404)
    browser.sign_in(owner_of(other))
    assert browser.post(f"/hs/{other.code}/tt/tien-ve/{notice.id}", told="sale").status == 404
    assert db.session.scalars(select(PaymentEvidence)).all() == []
