"""The signing desk, the owner's copy, and the page where anybody checks a paper, as people meet them."""

import io
import re
from datetime import timedelta

import pyotp
import pytest
import time_machine
from flask import Flask

from app.core import clock, storage
from app.core.db import db
from app.core.transaction import transaction
from app.policy import Actor, Holding, Role
from merchants.results import jobs as signing
from merchants.results import services
from merchants.results.states import DocumentState
from tests.browser import Browser
from tests.factories import merchants, results


def digits(ahead_s: int = 0) -> str:
    return pyotp.TOTP(results.SECRET).at(clock.now() + timedelta(seconds=ahead_s))


def at_desk(app: Flask, role: Role, path: str = results.COMMUNE) -> Browser:
    browser = Browser(app)
    browser.sign_in(results.official(role, f"Người {role.value}", path))
    return browser


def test_an_official_signs_and_a_colleague_numbers_and_seals(app: Flask, browser: Browser) -> None:
    document = results.prepared()
    paper = str(document.id)
    official, clerk = at_desk(app, Role.OFFICIAL), at_desk(app, Role.CLERK)

    signed = official.fill("/cb/ky/lanh-dao", papers=paper, title="Chủ tịch", code=digits())
    signing.sign_as_leader(paper)
    sealed = clerk.fill("/cb/ky/co-quan", papers=paper, number="7", code=digits())
    signing.sign_as_agency(paper)

    assert (signed.status, sealed.status) == (303, 303)
    assert (document.state, document.number) == (DocumentState.ISSUED, 7)
    assert "07/GXN-UBND" in clerk.visit("/cb/ky").text


def test_the_same_digits_do_not_sign_twice(app: Flask, browser: Browser) -> None:
    document = results.prepared()
    official = at_desk(app, Role.OFFICIAL)
    code = digits()
    official.fill("/cb/ky/lanh-dao", papers=str(document.id), title="Chủ tịch", code=code)
    second = results.prepared(merchants.confirmed(phone="+84912345679"))

    page = official.fill("/cb/ky/lanh-dao", papers=str(second.id), title="Chủ tịch", code=code)

    assert (page.status, second.state) == (422, DocumentState.PREPARED)


@pytest.mark.parametrize("code", ["", "000000", "12", "<script>", "1" * 5000])
def test_wrong_digits_sign_nothing_and_say_what_to_do(app: Flask, browser: Browser, code: str) -> None:
    document = results.prepared()

    page = at_desk(app, Role.OFFICIAL).fill("/cb/ky/lanh-dao", papers=str(document.id), title="Chủ tịch", code=code)

    db.session.refresh(document)
    assert (page.status, document.state, document.leader_id) == (422, DocumentState.PREPARED, None)


def test_a_number_that_was_given_is_refused_beside_its_field(app: Flask, browser: Browser) -> None:
    results.issued(number=12)
    second = results.leader_signed(merchants.confirmed(phone="+84912345679"))
    clerk = at_desk(app, Role.CLERK)

    assert "Chờ số và dấu: 1" in clerk.visit("/cb/ky").text
    shown = clerk.visit("/cb/ky/co-quan")
    page = clerk.fill("/cb/ky/co-quan", papers=str(second.id), number="12", code=digits())

    assert 'value="13"' in shown.html
    assert page.status == 422
    assert "Số 12 đã có trong sổ" in page.text
    assert second.state is DocumentState.LEADER_SIGNED


def test_a_paper_of_another_commune_cannot_be_signed_or_seen(app: Flask, browser: Browser) -> None:
    document = results.prepared()
    elsewhere = at_desk(app, Role.OFFICIAL, merchants.OTHER_COMMUNE)

    answers = [
        elsewhere.visit(f"/cb/ky/{document.id}").status,
        elsewhere.visit(f"/cb/ky/{document.id}/ban.pdf").status,
        elsewhere.post("/cb/ky/lanh-dao", papers=str(document.id), title="Chủ tịch", code=digits()).status,
    ]

    assert answers == [404, 404, 422]
    assert document.state is DocumentState.PREPARED


def test_a_clerk_may_not_sign_as_an_official(app: Flask, browser: Browser) -> None:
    document = results.prepared()

    page = at_desk(app, Role.CLERK).post("/cb/ky/lanh-dao", papers=str(document.id), code=digits())

    assert (page.status, document.state) == (404, DocumentState.PREPARED)


def test_a_paper_is_given_back_and_revoked_with_a_reason(app: Flask, browser: Browser) -> None:
    official = at_desk(app, Role.OFFICIAL)
    issued = results.issued()
    waiting = results.prepared(merchants.confirmed(phone="+84912345679"))

    empty = official.post(f"/cb/ky/{issued.id}/thu-hoi", reason=" ")
    official.post(f"/cb/ky/{issued.id}/thu-hoi", reason="Ghi sai tên đệm")
    official.post(f"/cb/ky/{waiting.id}/tra-lai", reason="Thiếu địa chỉ")
    db.session.expire_all()

    assert empty.status == 422
    assert (issued.state, waiting.state) == (DocumentState.REVOKED, DocumentState.RETURNED)
    page = browser.visit(f"/xac-minh/{issued.code}")
    assert "Giấy này đã bị thu hồi" in page.text
    assert "Ghi sai tên đệm" in page.text
    assert browser.visit(f"/xac-minh/{waiting.code}").status == 404


def test_the_owner_gets_the_signed_paper_and_a_neighbour_does_not(app: Flask, browser: Browser) -> None:
    merchant = merchants.confirmed()
    path = f"/hs/{merchant.code}/giay-xac-nhan.pdf"
    owner, neighbour = Browser(app), Browser(app)
    owner.sign_in(Actor(None, "Bà Mận", (Holding(Role.OWNER, merchant_id=merchant.id),)))
    neighbour.sign_in(Actor(None, "Hàng xóm", (Holding(Role.OWNER, merchant_id=merchants.confirmed().id),)))
    assert owner.visit(path).status == 404, "not signed yet"

    document = results.issued(merchant)

    assert owner.visit(path).data == storage.read(document.issued_sha256 or "")
    assert f"/hs/{merchant.code}/giay-xac-nhan.pdf" in owner.visit(f"/hs/{merchant.code}").links
    assert neighbour.visit(path).status == 404


def test_whoever_checks_sees_initials_and_the_name_only_if_they_know_the_person(browser: Browser) -> None:
    document = results.issued()
    path = f"/xac-minh/{document.code}"

    page = browser.visit(path)
    wrong = browser.fill(path, known="1965")
    by_year, by_phone = browser.fill(path, known="1964"), browser.fill(path, known="678")

    assert "Giấy này là thật" in page.text
    assert "N. T. M." in page.text
    assert "Mận" not in page.text
    assert (wrong.status, "Mận" in wrong.text) == (422, False)
    assert "Nguyễn Thị Mận" in by_year.text
    assert "Nguyễn Thị Mận" in by_phone.text


def test_the_page_is_small_and_without_script(browser: Browser) -> None:
    document = results.issued()

    answer = browser.client.get(f"/xac-minh/{document.code}")

    assert len(answer.get_data()) <= 12 * 1024
    assert b"<script" not in answer.get_data()
    assert b"<img" not in answer.get_data()


@pytest.mark.parametrize("typed", ["2611 0000 0", "abc", "", "9" * 500, "'; drop table", "２６１１"])
def test_a_code_nobody_has_is_answered_kindly(browser: Browser, typed: str) -> None:
    page = browser.visit("/xac-minh", query_string={"ma": typed})

    assert page.status in (303, 422)
    if page.status == 303:
        assert browser.visit(page.location or "").status == 404


def test_a_code_is_found_however_it_is_written(browser: Browser) -> None:
    document = results.issued()

    page = browser.visit("/xac-minh", query_string={"ma": f"  {document.code.replace('-', ' . ')} "})

    assert page.location == f"/xac-minh/{document.code}"


def sent_file(browser: Browser, data: bytes) -> str:
    return browser.post("/xac-minh/tep", file=(io.BytesIO(data), "giay.pdf")).text


def test_a_file_is_compared_with_what_was_issued_and_not_kept(browser: Browser) -> None:
    document = results.issued()
    pdf = storage.read(document.issued_sha256 or "")
    place = pdf.index(b"/Producer") + 2
    changed = pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]
    files = list(storage._folder(storage.current().storage_url).rglob("*"))

    assert "Đúng là tệp đã phát hành" in sent_file(browser, pdf)
    assert "Tệp đã bị sửa sau khi ký" in sent_file(browser, changed)
    assert "chưa đóng dấu" in sent_file(browser, storage.read(document.leader_sha256 or ""))
    assert "Tệp không đọc được" in sent_file(browser, b"hello")
    assert list(storage._folder(storage.current().storage_url).rglob("*")) == files


def test_who_may_check_a_name_is_limited(app: Flask, browser: Browser) -> None:
    document = results.issued()

    answers = [browser.post(f"/xac-minh/{document.code}", known=f"{1900 + n}").status for n in range(21)]

    assert answers[:20] == [422] * 20
    assert answers[20] == 429


def test_the_name_is_not_on_the_page_in_english_either(browser: Browser) -> None:
    document = results.issued()

    page = browser.visit(f"/xac-minh/{document.code}?lang=en")

    assert "This paper is genuine" in page.text
    assert not re.search("Mận", page.text)


def test_a_stuck_key_is_asked_again_by_whoever_asked(app: Flask, browser: Browser) -> None:
    document = results.prepared()
    account = results.official()
    official = Browser(app)
    official.sign_in(account)
    with transaction():
        services.ask_leader(document, title="Chủ tịch", key="thu", by=account.actor())
    db.session.info.pop("promised_jobs", None)
    paper = str(document.id)
    db.session.commit()  # nothing of this test may be open while the pages and the jobs work

    at_once = official.post(f"/cb/ky/{paper}/ky-lai")
    with time_machine.travel(clock.now() + timedelta(minutes=3)):
        later = official.post(f"/cb/ky/{paper}/ky-lai")
    signing.sign_as_leader(paper)

    assert (at_once.status, later.status) == (409, 303)
    assert document.state is DocumentState.LEADER_SIGNED
    assert document.attempt == 2
