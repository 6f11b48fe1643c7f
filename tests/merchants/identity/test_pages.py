"""Official numbers on pages: given by the owner or at the desk, shown by their last signs, opened for a reason."""

from datetime import date

import pytest

from app.core.audit import entries_about
from app.core.db import db
from app.policy import Actor, Role
from merchants.identity import queries
from merchants.identity.rules import NumberKind
from merchants.models import Merchant
from tests.browser import Browser
from tests.factories import merchants as make
from tests.factories.merchants import clerk_of, owner

NUMBER = "034164000509"


@pytest.fixture
def merchant() -> Merchant:
    made = make.submitted()
    db.session.commit()
    return made


def pages(merchant: Merchant, slug: str = "") -> str:
    return f"/hs/{merchant.code}/so-giay-to" + (f"/{slug}" if slug else "")


def give(browser: Browser, merchant: Merchant, number: str = NUMBER) -> str:
    """Give a number as the owner, and return where it is opened."""
    browser.sign_in(owner(merchant))
    assert browser.fill(pages(merchant, "can-cuoc"), number=number).location == pages(merchant)
    [kept] = queries.numbers_of(merchant.id).values()
    return f"/so-giay-to/{kept.id}"


def test_an_owner_gives_a_number_sees_its_last_signs_changes_it_and_has_it_deleted(
    browser: Browser, merchant: Merchant
) -> None:
    at = give(browser, merchant, "034 164 000 509")
    shown = browser.visit(pages(merchant))
    assert "•••509" in shown.text
    assert NUMBER not in shown.html
    assert NUMBER not in browser.visit(pages(merchant, "can-cuoc")).html

    browser.fill(pages(merchant, "can-cuoc"), number="034164000425")
    assert "•••425" in browser.visit(pages(merchant)).text

    assert browser.fill(f"{at}/xoa").location == pages(merchant)
    assert queries.numbers_of(merchant.id) == {}
    assert browser.visit(f"{at}/xoa").status == 404


def test_a_certificate_says_when_and_by_whom_it_was_issued(browser: Browser, merchant: Merchant) -> None:
    browser.sign_in(clerk_of())
    sent = {"number": "08x8-000.123", "issued_on": ["12", "9", "2021"], "issued_by": "UBND huyện Thái Thụy"}

    assert browser.fill(pages(merchant, "giay-chung-nhan"), **sent).status == 303

    kept = queries.numbers_of(merchant.id)[NumberKind.CERTIFICATE_NO]
    assert (kept.issued_on, kept.issued_by, kept.masked) == (date(2021, 9, 12), "UBND huyện Thái Thụy", "•••123")
    assert "cấp ngày 12/09/2021, UBND huyện Thái Thụy" in browser.visit(pages(merchant)).text


@pytest.mark.parametrize(
    ("slug", "number", "said"),
    [
        ("can-cuoc", "", "Nhập số đúng như in trên giấy"),
        ("can-cuoc", "12345", "12"),
        ("ma-so-thue", "0100233488", "Từ 01/07/2025 hộ dùng 12 số căn cước"),
        ("giay-chung-nhan", "x", "Chép số trên giấy chứng nhận"),
    ],
)
def test_a_number_that_cannot_be_right_stays_in_its_field_with_what_to_do(
    browser: Browser, merchant: Merchant, slug: str, number: str, said: str
) -> None:
    browser.sign_in(owner(merchant))

    page = browser.fill(pages(merchant, slug), number=number)

    assert page.status == 422
    assert said in page.text
    assert f'value="{number}"' in page.html or not number
    assert queries.numbers_of(merchant.id) == {}


def test_an_official_reads_a_number_whole_for_a_reason_that_the_owner_reads(
    browser: Browser, merchant: Merchant
) -> None:
    at = give(browser, merchant)
    browser.sign_in(Actor(None, "Chú Đỗ Văn Thành", clerk_of().holdings))
    assert "•••509" in browser.visit(pages(merchant)).text
    assert NUMBER not in browser.visit(f"{at}/mo").html
    short = browser.fill(f"{at}/mo", reason="xem")
    assert (short.status, NUMBER in short.html) == (422, False)

    shown = browser.fill(f"{at}/mo", reason="đối chiếu với sổ của thuế")

    assert NUMBER in shown.text
    assert shown.response.headers["Cache-Control"] == "private, no-store"
    assert entries_about("merchant", merchant.id)[-1].action == "identity:open"
    browser.sign_in(owner(merchant))
    looks = browser.visit("/toi/ai-da-xem")
    assert "Mở xem đủ số căn cước" in looks.text
    assert "đối chiếu với sổ của thuế" in looks.text


@pytest.mark.parametrize("who", ["neighbour", "clerk_elsewhere", "leader", "team"])
def test_others_are_not_told_that_there_are_numbers(browser: Browser, merchant: Merchant, who: str) -> None:
    at = give(browser, merchant)
    people = {
        "neighbour": owner(make.submitted(phone="+84912345679")),
        "clerk_elsewhere": clerk_of("33/12865/"),
        "leader": clerk_of(role=Role.LEADER),
        "team": clerk_of(role=Role.TEAM),
    }
    db.session.commit()
    browser.sign_in(people[who])

    for path in (pages(merchant), pages(merchant, "can-cuoc"), f"{at}/mo", f"{at}/xoa"):
        assert browser.visit(path).status == 404
        assert browser.post(path.removesuffix("/xoa"), reason="đối chiếu sổ", number=NUMBER).status in (404, 405)
    assert [kept.masked for kept in queries.numbers_of(merchant.id).values()] == ["•••509"]


def test_who_may_see_may_not_therefore_change_or_open(browser: Browser, merchant: Merchant) -> None:
    at = give(browser, merchant)
    assert browser.post(f"{at}/mo", reason="muốn xem số").status == 403
    browser.sign_in(clerk_of(role=Role.OFFICIAL))
    assert browser.visit(f"{at}/mo").status == 200
    assert browser.post(f"{at}/xoa").status == 403
    assert browser.post(pages(merchant, "can-cuoc"), number="034164000425").status == 403
    assert [kept.masked for kept in queries.numbers_of(merchant.id).values()] == ["•••509"]


def test_the_desk_sees_nothing_of_a_draft(browser: Browser) -> None:
    draft = make.draft()
    db.session.commit()
    browser.sign_in(clerk_of())
    assert browser.visit(pages(draft)).status == 404
