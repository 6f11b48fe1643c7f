"""Coming in by code or by password and authenticator, and every way of not coming in."""

import pyotp
import pytest
import time_machine
from argon2 import Type
from sqlalchemy import select

from app.accounts import services
from app.accounts.models import Account, SignIn
from app.core import messages
from app.core.db import db
from app.core.transaction import transaction
from app.policy import Actor, Role
from tests import conftest
from tests.browser import Browser

SECRET = pyotp.random_base32()
PHONE = "0912 345 678"


def sent_code() -> str:
    text = messages.newest(1)[0].text
    return "".join(sign for sign in text if sign.isdigit())[:6]


def ask(browser: Browser, phone: str = PHONE) -> None:
    assert browser.fill("/vao/so", phone=phone).location == "/vao/ma"


def make_official() -> Account:
    with transaction():
        made = services.make_official(
            username="canbo", name="Cán bộ thử", password="mật khẩu dài", totp_secret=SECRET, by=Actor.system("test")
        )
        return services.grant(made, role=Role.CLERK, area_path="33/12826/", by=Actor.system("test"))


def test_a_password_is_kept_so_that_trying_many_takes_long() -> None:
    # What OWASP asks of Argon2id at least: 19 MiB and two passes.
    assert conftest.HASHER.type is Type.ID
    assert conftest.HASHER.memory_cost >= 19 * 1024
    assert conftest.HASHER.time_cost >= 2


def test_a_code_opens_the_way_and_is_not_in_the_answer(browser: Browser) -> None:
    page = browser.fill("/vao/so", phone=PHONE)
    code = sent_code()

    assert code not in page.html
    assert browser.fill("/vao/ma", code=f"{code[:3]} {code[3:]}").location == "/toi"
    assert db.session.scalars(select(SignIn)).one().account_id is not None


def test_a_code_is_good_once(browser: Browser) -> None:
    ask(browser)
    code = sent_code()
    browser.fill("/vao/ma", code=code)
    with browser.client.session_transaction() as cookie:
        cookie["sign_in_phone"] = "+84912345678"

    assert browser.fill("/vao/ma", code=code).status == 422
    assert len(db.session.scalars(select(SignIn)).all()) == 1


def test_five_wrong_tries_close_the_code_even_for_the_right_digits(browser: Browser) -> None:
    ask(browser)
    code = sent_code()
    wrong = "000000" if code != "000000" else "111111"
    for left in (4, 3, 2, 1, 0):
        page = browser.fill("/vao/ma", code=wrong)
        assert (page.status, str(left) in page.text) == (422, True)

    assert browser.fill("/vao/ma", code=code).status == 422
    assert db.session.scalars(select(SignIn)).all() == []


def test_a_code_is_too_old_after_fifteen_minutes(browser: Browser) -> None:
    with time_machine.travel("2026-11-24T01:00:00Z", tick=False) as now:
        ask(browser)
        code = sent_code()
        now.shift(15 * 60 + 1)

        assert browser.fill("/vao/ma", code=code).status == 422


def test_another_code_waits_a_minute_and_a_fourth_an_hour(browser: Browser) -> None:
    with time_machine.travel("2026-11-24T01:00:00Z", tick=False) as now:
        ask(browser)
        assert browser.fill("/vao/so", phone=PHONE).status == 429
        for _ in range(2):
            now.shift(61)
            ask(browser)
        now.shift(61)

        assert browser.fill("/vao/so", phone=PHONE).status == 429


@pytest.mark.parametrize("phone", ["", " ", "12", "<script>alert(1)</script>", "9" * 300])
def test_a_number_nobody_has_gets_a_sentence_and_no_code(browser: Browser, phone: str) -> None:
    page = browser.fill("/vao/so", phone=phone)

    assert page.status == 422
    assert "<script>alert" not in page.html
    assert messages.newest() == []


def test_an_official_needs_both_password_and_digits(browser: Browser) -> None:
    make_official()
    assert browser.fill("/vao/can-bo", username="CanBo", password="sai").status == 422
    assert browser.visit("/vao/can-bo/ma").location == "/vao/can-bo"

    assert browser.fill("/vao/can-bo", username="CanBo", password="mật khẩu dài").location == "/vao/can-bo/ma"
    assert browser.fill("/vao/can-bo/ma", code="000000").status == 422
    assert browser.visit("/cb/viec").status == 303
    assert browser.fill("/vao/can-bo/ma", code=pyotp.TOTP(SECRET).now()).status == 303
    assert browser.visit("/cb/viec").status == 200


def test_the_digits_of_an_authenticator_are_good_once(browser: Browser) -> None:
    make_official()
    digits = pyotp.TOTP(SECRET).now()
    browser.fill("/vao/can-bo", username="canbo", password="mật khẩu dài")
    browser.fill("/vao/can-bo/ma", code=digits)

    second = Browser(browser.app)
    second.fill("/vao/can-bo", username="canbo", password="mật khẩu dài")
    assert second.fill("/vao/can-bo/ma", code=digits).status == 422


def test_signing_out_ends_the_session_for_good(browser: Browser) -> None:
    browser.sign_in(make_official())
    with browser.client.session_transaction() as cookie:
        kept = dict(cookie)
    assert browser.post("/ra").status == 303
    with browser.client.session_transaction() as cookie:
        cookie.update(kept)

    assert browser.visit("/cb/viec").status == 303


def test_a_session_lapses_when_idle(browser: Browser) -> None:
    browser.sign_in(make_official())
    with browser.client.session_transaction() as cookie:
        cookie["seen"] -= 31 * 24 * 3600

    assert browser.visit("/cb/viec").status == 303


def test_signing_in_leads_to_the_page_that_was_wanted_and_never_to_another_site(browser: Browser) -> None:
    make_official()
    browser.visit("/cb/viec?trang=2")
    browser.fill("/vao/can-bo", username="canbo", password="mật khẩu dài")
    assert browser.fill("/vao/can-bo/ma", code=pyotp.TOTP(SECRET).now()).location == "/cb/viec?trang=2"

    other = Browser(browser.app)
    for wanted in ("//evil.example", "https://evil.example", "/\\evil.example"):
        with other.client.session_transaction() as cookie:
            cookie["next"] = wanted
        ask(other, f"0912 345 6{wanted.count('/')}{len(wanted) % 10}")
        assert other.fill("/vao/ma", code=sent_code()).location == "/toi"


def test_the_outbox_page_is_for_developers_only(browser: Browser) -> None:
    assert browser.visit("/dev/hop-thu-di").status == 200
