"""What a provider may tell us: signed, fresh, small, once."""

from dataclasses import replace

import pytest
import time_machine
from sqlalchemy import func, select

from app.core import jobs
from app.core.db import db
from payments.inbox.models import BankNotice
from payments.inbox.rules.notices import Decision
from payments.inbox.services import OPEN_LETTERS
from payments.states import RequestState
from tests.browser import Browser, Page
from tests.factories.payments import make_request, notice_body, signed_headers
from tests.payments.test_rules import BODY, SIGNATURE

PATH = "/webhooks/sepay"


def send(browser: Browser, body: bytes, headers: dict[str, str]) -> Page:
    answer = Page(browser.client.post(PATH, data=body, headers=headers, content_type="application/json"))
    jobs.run(OPEN_LETTERS, {})
    return answer


def stored() -> int:
    return db.session.scalar(select(func.count()).select_from(BankNotice)) or 0


def test_the_published_notice_is_taken(browser: Browser) -> None:
    with time_machine.travel(1_700_000_000, tick=False):
        answer = send(browser, BODY, {"X-SePay-Timestamp": "1700000000", "X-SePay-Signature": SIGNATURE})
    assert (answer.status, answer.response.json) == (200, {"success": True})
    notice = db.session.scalars(select(BankNotice)).one()
    assert (notice.raw_body, notice.outcome, notice.amount_vnd) == (BODY, Decision.UNKNOWN, 2_277_000)


def test_a_signed_notice_settles_a_request_once_however_often_it_is_sent(browser: Browser) -> None:
    request = make_request()
    db.session.commit()
    body = notice_body(request.reference, 120_000)
    answers = [send(browser, body, signed_headers(body)).status for _time in range(3)]
    db.session.refresh(request)
    assert answers == [200, 200, 200]
    assert (request.state, stored()) == (RequestState.PAID, 1)


def test_a_body_changed_on_the_way_is_refused_and_not_stored(browser: Browser) -> None:
    body = notice_body("X", 120_000)
    answer = send(browser, body.replace(b"120000", b"920000"), signed_headers(body))
    assert (answer.status, stored()) == (401, 0)


@pytest.mark.parametrize("missing", ["X-SePay-Timestamp", "X-SePay-Signature"])
def test_a_missing_header_is_refused(browser: Browser, missing: str) -> None:
    body = notice_body("X", 120_000)
    headers = signed_headers(body)
    del headers[missing]
    assert (send(browser, body, headers).status, stored()) == (401, 0)


@pytest.mark.parametrize("shift", [-301, 301])
def test_an_old_or_a_future_notice_is_refused(browser: Browser, shift: int) -> None:
    body = notice_body("X", 120_000)
    with time_machine.travel(1_800_000_000, tick=False):
        answer = send(browser, body, signed_headers(body, at=1_800_000_000 + shift))
    assert (answer.status, stored()) == (401, 0)


def test_another_secret_is_refused(browser: Browser) -> None:
    body = notice_body("X", 120_000)
    assert send(browser, body, signed_headers(body, secret="whsec_other")).status == 401


def test_a_wrong_signature_first_does_not_block_the_right_one(browser: Browser) -> None:
    request = make_request()
    db.session.commit()
    body = notice_body(request.reference, 120_000)
    assert send(browser, body, signed_headers(body, secret="whsec_other")).status == 401
    assert send(browser, body, signed_headers(body)).status == 200
    db.session.refresh(request)
    assert request.state is RequestState.PAID


def test_a_body_over_64_kilobytes_is_refused(browser: Browser) -> None:
    body = b" " * (64 * 1024 + 1)
    assert (send(browser, body, signed_headers(body)).status, stored()) == (413, 0)


def test_a_signed_body_that_is_no_notice_is_kept_as_unreadable(browser: Browser) -> None:
    body = b'{"id": 1, "transferType": '
    answer = send(browser, body, signed_headers(body))
    assert (answer.status, answer.response.json) == (200, {"success": True})
    assert db.session.scalars(select(BankNotice)).one().outcome is Decision.UNREADABLE


def test_without_a_secret_the_door_is_shut(browser: Browser) -> None:
    here = browser.app.extensions["settings"]
    browser.app.extensions["settings"] = replace(here, sepay_secret="")
    try:
        body = notice_body("X", 120_000)
        assert (send(browser, body, signed_headers(body, secret="")).status, stored()) == (503, 0)
    finally:
        browser.app.extensions["settings"] = here
