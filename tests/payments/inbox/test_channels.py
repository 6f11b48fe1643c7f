"""Every published notice of the services is believed, every changed one is not, and none is taken twice."""

import hashlib
import hmac
import json
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select

from app.core.db import db
from payments.inbox.models import BankNotice, RejectedNotice
from payments.inbox.rules import casso, payos, sepay
from payments.inbox.rules.notices import Decision, Direction
from payments.states import RequestState
from tests.browser import Browser
from tests.factories.payments import ACCOUNT_NO, casso_body, casso_headers, deliver, make_request, payos_body

CASSO_KEY = "mgExMrjj4i7a1p8Cs6LmFbpCd8lbw4sSX4LZXPag7TKazeIogtR90tvWYTkwQbvs"
CASSO_TIME = "1727948258788"
CASSO_SIGNATURE = (
    "ed0a4bd2e826d5cb69988cdb141e6c1a080e21f3b57eb72cd78192220042b9e7"
    "dde0868fc667faea8e224900fa7904e7c88dfa098032fb2d6b6996856e8b7ff3"
)
CASSO_DATA: dict[str, Any] = {
    "id": 0, "reference": "MA_GIAO_DICH_THU_NGHIEM", "description": "giao dich thu nghiem", "amount": 599000,
    "runningBalance": 25000000, "transactionDateTime": "2024-10-03 15:06:37", "accountNumber": "88888888",
    "bankName": "VPBank", "bankAbbreviation": "VPB", "virtualAccountNumber": "", "virtualAccountName": "",
    "counterAccountName": "NGUYEN VAN A", "counterAccountNumber": "8888888888", "counterAccountBankId": "970415",
    "counterAccountBankName": "VietinBank",
}  # fmt: skip
PAYOS_KEY = "1a54716c8f0efb2744fb28b6e38b25da7f67a925d98bc1c18bd8faaecadd7675"
PAYOS_SIGNATURE = "412e915d2871504ed31be63c8f62a149a4410d34c4c42affc9006ef9917eaa03"
# Printed on other pages of the same documents; it holds for no spelling of the same notice.
PAYOS_MISPRINT = "8d8640d802576397a1ce45ebda7f835055768ac7ad2e0bfb77f9b8f12cca4c7f"
PAYOS_DATA: dict[str, Any] = {
    "orderCode": 123, "amount": 3000, "description": "VQRIO123", "accountNumber": "12345678",
    "reference": "TF230204212323", "transactionDateTime": "2023-02-04 18:25:00", "currency": "VND",
    "paymentLinkId": "124c33293c43417ab7879e14c8d9eb18", "code": "00", "desc": "Thành công",
    "counterAccountBankId": "", "counterAccountBankName": "", "counterAccountName": "", "counterAccountNumber": "",
    "virtualAccountName": "", "virtualAccountNumber": "",
}  # fmt: skip


def casso_published(**changes: Any) -> bytes:
    return json.dumps({"error": 0, "data": CASSO_DATA | changes}, ensure_ascii=False).encode()


def payos_published(signature: str, **changes: Any) -> bytes:
    outer = {"code": "00", "desc": "success", "success": True, "data": PAYOS_DATA | changes, "signature": signature}
    return json.dumps(outer, ensure_ascii=False).encode()


def stored() -> int:
    return db.session.scalar(select(func.count()).select_from(BankNotice)) or 0


@pytest.mark.no_database
def test_the_published_casso_notice_holds_whatever_the_order_of_its_keys() -> None:
    said = f"t={CASSO_TIME},v1={CASSO_SIGNATURE}"
    turned = json.dumps({"data": dict(reversed(CASSO_DATA.items())), "error": 0}, indent=2).encode()
    now = int(CASSO_TIME) / 1000

    for body in (casso_published(), turned):
        assert casso.signature_holds(key=CASSO_KEY, header=said, body=body, now_seconds=now)
    [read] = casso.read(casso_published())
    assert (read.amount_vnd, read.direction, read.reference) == (599_000, Direction.IN, "MA_GIAO_DICH_THU_NGHIEM")
    assert (read.account_nos, read.payer_account) == (("88888888",), "8888888888")


@pytest.mark.no_database
@pytest.mark.parametrize("shift_seconds", [-301, 301])
def test_a_casso_notice_that_is_old_or_ahead_is_refused(shift_seconds: int) -> None:
    said = f"t={CASSO_TIME},v1={CASSO_SIGNATURE}"
    now = int(CASSO_TIME) / 1000 + shift_seconds
    assert not casso.signature_holds(key=CASSO_KEY, header=said, body=casso_published(), now_seconds=now)


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("header", "body"),
    [
        (f"t={CASSO_TIME},v1={CASSO_SIGNATURE}", casso_published(amount=5_990_000)),
        (f"t={CASSO_TIME},v1={CASSO_SIGNATURE[::-1]}", casso_published()),
        (f"t=1727948258789,v1={CASSO_SIGNATURE}", casso_published()),
        (f"v1={CASSO_SIGNATURE}", casso_published()),
        ("", casso_published()),
        (f"t={CASSO_TIME},v1={CASSO_SIGNATURE}", b"{"),
    ],
    ids=["amount", "signature", "time", "no time", "no header", "no json"],
)
def test_a_casso_notice_changed_on_the_way_is_refused(header: str, body: bytes) -> None:
    now = int(CASSO_TIME) / 1000
    assert not casso.signature_holds(key=CASSO_KEY, header=header, body=body, now_seconds=now)


@pytest.mark.no_database
@pytest.mark.parametrize("as_php", [False, True], ids=["as javascript", "as php"])
def test_both_of_the_vendors_spellings_of_slashes_and_marks_hold(*, as_php: bool) -> None:
    data = CASSO_DATA | {"description": "tiền hàng 3/10"}
    packed = json.dumps({"data": data, "error": 0}, sort_keys=True, separators=(",", ":"), ensure_ascii=as_php)
    text = packed.replace("/", "\\/") if as_php else packed
    digest = hmac.new(CASSO_KEY.encode(), f"{CASSO_TIME}.{text}".encode(), hashlib.sha512).hexdigest()
    body = casso_published(description="tiền hàng 3/10")
    now = int(CASSO_TIME) / 1000

    assert casso.signature_holds(key=CASSO_KEY, header=f"t={CASSO_TIME},v1={digest}", body=body, now_seconds=now)


@pytest.mark.no_database
def test_the_first_casso_sends_a_list_and_money_out_as_less_than_nought() -> None:
    rows = [
        {"id": 1, "tid": "FT1", "description": "mua hang", "amount": 50_000, "when": "2026-09-12", "subAccId": "00123"},
        {
            "id": 2,
            "tid": "FT2",
            "description": "rut",
            "amount": -20_000,
            "when": "2026-09-12 08:30:00",
            "subAccId": "1",
        },
    ]
    first, second = casso.read(json.dumps({"error": 0, "data": rows}).encode())
    assert (first.amount_vnd, first.direction, first.account_nos) == (50_000, Direction.IN, ("00123",))
    assert (second.amount_vnd, second.direction) == (20_000, Direction.OUT)
    rows[1]["amount"] = 1.5
    assert casso.read(json.dumps({"error": 0, "data": rows}).encode()) == (), "no row is dropped in silence"


@pytest.mark.no_database
def test_the_published_payos_notice_holds_and_the_misprinted_one_does_not() -> None:
    assert payos.signature_holds(key=PAYOS_KEY, body=payos_published(PAYOS_SIGNATURE))
    assert not payos.signature_holds(key=PAYOS_KEY, body=payos_published(PAYOS_MISPRINT))
    without = {name: value for name, value in PAYOS_DATA.items() if name != "currency"}
    assert payos.sign(PAYOS_KEY, without) != PAYOS_MISPRINT
    [read] = payos.read(payos_published(PAYOS_SIGNATURE))
    assert (read.event_id, read.amount_vnd, read.memo) == ("123:TF230204212323", 3_000, "VQRIO123")


@pytest.mark.no_database
@pytest.mark.parametrize("changes", [{"amount": 30_000}, {"accountNumber": "87654321"}, {"description": "VQRIO124"}])
def test_payos_data_changed_on_the_way_is_refused(changes: dict[str, Any]) -> None:
    assert not payos.signature_holds(key=PAYOS_KEY, body=payos_published(PAYOS_SIGNATURE, **changes))


@pytest.mark.no_database
def test_what_stands_around_the_data_of_payos_is_neither_signed_nor_believed() -> None:
    body = payos_published(PAYOS_SIGNATURE).replace(b'"success": true', b'"success": false')
    assert payos.signature_holds(key=PAYOS_KEY, body=body)
    assert payos.read(body) == payos.read(payos_published(PAYOS_SIGNATURE))
    assert payos.read(payos_published("", code="01")) == (), "the signed code says that it failed"


@pytest.mark.no_database
@pytest.mark.parametrize("read", [sepay.read, casso.read, payos.read])
@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"\xff", b'{"data": 3}', b'{"data": [3]}', b"[" * 60_000])
def test_what_is_no_notice_of_a_channel_is_not_read(read: Any, body: bytes) -> None:
    assert read(body) == ()


@pytest.mark.no_database
def test_sepays_one_key_is_compared_whole() -> None:
    assert sepay.key_holds("k" * 20, "Apikey " + "k" * 20)
    assert not sepay.key_holds("k" * 20, "Apikey " + "k" * 19)
    assert not sepay.key_holds("", "Apikey ")


def test_casso_and_payos_settle_a_request_by_http_and_once(browser: Browser) -> None:
    for channel, make, headers in (
        ("casso", casso_body, casso_headers),
        ("payos", payos_body, lambda _body: {}),
    ):
        request = make_request()
        db.session.commit()
        body = make(request.reference, 120_000)
        before = stored()
        answers = [deliver(browser.client, body, headers(body), by=channel) for _time in range(3)]
        db.session.refresh(request)
        assert (answers, request.state, stored() - before) == ([200, 200, 200], RequestState.PAID, 1)


def test_a_probe_of_payos_for_an_order_nobody_knows_is_answered_well(browser: Browser) -> None:
    assert deliver(browser.client, payos_body("VQRIO123", 3_000), {}, by="payos") == 200
    assert db.session.scalars(select(BankNotice)).one().outcome is Decision.UNKNOWN


def test_a_rejected_body_is_kept_apart_and_never_stands_in_the_way_of_the_true_one(browser: Browser) -> None:
    request = make_request()
    db.session.commit()
    body = casso_body(request.reference, 120_000)
    wrong = casso_headers(body, key="another")

    assert deliver(browser.client, body, wrong, by="casso") == 401
    rejected = db.session.scalars(select(RejectedNotice)).one()
    assert (rejected.provider, rejected.raw_body, stored()) == ("casso", body, 0)
    assert deliver(browser.client, body, casso_headers(body), by="casso") == 200
    db.session.refresh(request)
    assert (request.state, stored()) == (RequestState.PAID, 1)


def test_a_flood_of_rejected_bodies_fills_no_disk(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("payments.inbox.services.intake.MOST_REJECTED_A_DAY", 3)
    for number in range(5):
        assert browser.client.post("/webhooks/payos", data=f"{number}".encode()).status_code == 401
    assert db.session.scalar(select(func.count()).select_from(RejectedNotice)) == 3


def test_a_proof_that_is_itself_the_key_is_not_kept(browser: Browser) -> None:
    body = casso_body("X", 120_000)
    with time_machine.travel(1_800_000_000, tick=False):
        deliver(browser.client, body, casso_headers(body) | {"Secure-Token": "geheim"}, by="casso")
    kept = db.session.scalars(select(BankNotice)).one().headers
    assert list(kept) == ["X-Casso-Signature"]


def test_a_notice_of_another_account_of_the_same_number_is_nobodys(browser: Browser) -> None:
    for _time in range(2):
        make_request()  # two households whose banks gave them the same number
    db.session.commit()
    body = casso_body("cam on", 120_000, accountNumber=ACCOUNT_NO)
    assert deliver(browser.client, body, casso_headers(body), by="casso") == 200
    assert db.session.scalars(select(BankNotice)).one().merchant_id is None
