"""Tourism through the browser: answer, price, pin, be seen; and what others may not even know of."""

import pytest

from app.core.db import db
from app.policy import Role
from merchants.rules import ConsentPurpose
from merchants.tourism import queries, services
from tests.browser import Browser
from tests.factories.merchants import ALL_YES, CLERK, OTHER_COMMUNE, clerk_of, confirmed, owner
from tests.factories.ocop import make_certificate
from tests.factories.tourism import PIN, SAFE, homestay, make_offer, told


def test_an_owner_answers_one_question_after_another(browser: Browser) -> None:
    merchant = homestay(stage="draft")
    browser.sign_in(owner(merchant))
    here = f"/hs/{merchant.code}/du-lich"

    page = browser.fill(f"{here}/bua-an", answer="breakfast")
    assert page.location == f"{here}/khach-nuoc-ngoai"
    later = browser.fill(f"{here}/an-toan", answer=["first_aid", "numbers"], later="1")
    assert later.location == here

    shown = browser.visit(f"/hs/{merchant.code}/kiem-tra")
    assert "Bữa sáng" in shown.text
    assert "Túi thuốc sơ cứu" in shown.text
    assert "2/11" in browser.visit(f"/hs/{merchant.code}").text


@pytest.mark.parametrize(
    ("key", "sent", "words"),
    [
        ("an-toan", {"answer": ["none", "first_aid"]}, "Chưa có"),
        ("an-toan", {}, "Chọn một câu trả lời"),
        ("gio", {"opens": "sáng", "closes": "21:30"}, "Viết giờ như 7:00"),
        ("gioi-thieu", {"vi": "", "en": "Hello"}, "Viết vài câu"),
    ],
)
def test_a_bad_answer_is_explained_and_nothing_is_saved(
    browser: Browser, key: str, sent: dict[str, object], words: str
) -> None:
    merchant = homestay()
    browser.sign_in(owner(merchant))

    page = browser.fill(f"/hs/{merchant.code}/du-lich/{key}", **sent)

    assert page.status == 422
    assert words in page.text
    assert queries.answers_of(merchant) == {}


def test_another_devices_answer_is_not_overwritten_unseen(browser: Browser) -> None:
    merchant = homestay()
    browser.sign_in(owner(merchant))
    path = f"/hs/{merchant.code}/du-lich/bua-an"
    shown = browser.visit(path)
    services.answer(merchant, key="bua-an", answer="all", by=owner(merchant))
    db.session.commit()

    page = browser.post(path, answer="none", _truoc=shown.hidden("_truoc"), _ban=shown.hidden("_ban"))

    assert page.status == 409
    assert "Cả ngày" in page.text
    assert queries.answers_of(merchant) == {"bua-an": "all"}


def test_a_room_with_an_odd_price_is_asked_about_once(browser: Browser) -> None:
    merchant = homestay()
    browser.sign_in(owner(merchant))
    room = {"name": "Phòng đôi", "how_many": "2", "guests": "2", "price": "350.000.000"}

    asked = browser.fill(f"/hs/{merchant.code}/du-lich/gia/moi", **room)
    assert asked.status == 422
    assert "Có thừa hay thiếu số 0 không" in asked.text
    assert queries.offers_of(merchant.id) == []

    kept = browser.fill(f"/hs/{merchant.code}/du-lich/gia/moi", **room, keep_price="y")
    assert kept.status == 303
    assert [row.price_vnd for row in queries.offers_of(merchant.id)] == [350_000_000]
    # The next room begins like the last one.
    assert browser.visit(f"/hs/{merchant.code}/du-lich/gia/moi").html.count('value="2"') == 2


def test_an_offer_is_changed_and_removed(browser: Browser) -> None:
    row = make_offer(homestay())
    merchant = row.merchant
    browser.sign_in(owner(merchant))
    here = f"/hs/{merchant.code}/du-lich/gia/{row.id}"

    browser.fill(here, name="Phòng đôi", how_many="2", guests="3", price="400.000", high_price="500.000")
    [changed] = queries.offers_of(merchant.id)
    db.session.refresh(changed)
    assert (changed.price_vnd, changed.high_price_vnd, changed.guests) == (400_000, 500_000, 3)

    browser.fill(f"{here}/xoa")
    assert queries.offers_of(merchant.id) == []


def test_another_owners_offer_is_not_there_under_my_file(browser: Browser) -> None:
    row = make_offer(homestay())
    mine = homestay(phone="+84912345670")
    browser.sign_in(owner(mine))

    assert browser.visit(f"/hs/{mine.code}/du-lich/gia/{row.id}").status == 404
    assert browser.post(f"/hs/{mine.code}/du-lich/gia/{row.id}/xoa").status == 404
    assert queries.offers_of(row.merchant_id) == [row]


def test_a_pin_is_pasted_from_a_link_and_drawn(browser: Browser) -> None:
    merchant = homestay()
    browser.sign_in(owner(merchant))

    page = browser.fill(
        f"/hs/{merchant.code}/du-lich/vi-tri",
        place="https://www.google.com/maps?q=20.5563,106.5731",
        is_public="yes",
    )

    assert page.status == 303
    shown = browser.visit(f"/hs/{merchant.code}/du-lich/vi-tri")
    assert "<svg viewBox" in shown.html
    assert "geo:20.5563,106.5731" in shown.html
    profile = queries.profile_of(merchant.id)
    assert profile is not None
    assert profile.point == PIN


def test_a_pin_that_seems_to_lie_elsewhere_is_asked_about_and_one_abroad_is_refused(browser: Browser) -> None:
    merchant = homestay()
    browser.sign_in(owner(merchant))
    path = f"/hs/{merchant.code}/du-lich/vi-tri"

    abroad = browser.fill(path, place="48.85, 2.35", is_public="yes", keep="y")
    asked = browser.fill(path, place="20.65, 106.06", is_public="yes")
    short = browser.fill(path, place="https://maps.app.goo.gl/abc", is_public="yes")

    assert [page.status for page in (abroad, asked, short)] == [422, 422, 422]
    assert "không ở Việt Nam" in abroad.text
    assert "Giữ hay sửa" in asked.text
    assert "Đường dẫn ngắn" in short.text
    assert queries.profile_of(merchant.id) is None
    assert browser.fill(path, place="20.65, 106.06", is_public="no", keep="y").status == 303


def test_visitors_see_prices_safety_and_the_way_but_no_hidden_pin(browser: Browser) -> None:
    merchant = homestay()
    profile = told(merchant, an_toan=SAFE, gio={"opens": "7h", "closes": "21h"})
    services.see(merchant, items=SAFE, by=CLERK)
    db.session.commit()

    page = browser.visit(f"/du-lich/{profile.slug}")
    assert "350.000" in page.text
    assert "Xã đã đến xem" in page.text
    assert "07:00-21:00" in page.text
    assert "geo:20.5563" in page.html
    assert "GeoCoordinates" in page.html
    assert "openstreetmap.org" in page.html
    assert profile.slug in browser.visit("/du-lich?loai=homestay&xa=12826").html
    assert profile.slug not in browser.visit("/du-lich?loai=tour").html

    assert profile.slug in browser.visit("/du-lich?tim=GIO+bien").html
    assert profile.slug not in browser.visit("/du-lich?tim=nui").html
    assert profile.slug not in browser.visit("/du-lich?sao=3").html
    make_certificate(merchant, set_key="VI.1")
    assert profile.slug in browser.visit("/du-lich?sao=3").html
    assert profile.slug not in browser.visit("/du-lich?sao=4").html

    services.pin(merchant, point=PIN, is_public=False, by=owner(merchant))
    db.session.commit()
    hidden = browser.visit(f"/du-lich/{profile.slug}").html
    assert "geo:" not in hidden
    assert "GeoCoordinates" not in hidden


def test_who_takes_consent_back_is_gone_from_the_page(browser: Browser) -> None:
    profile = told(homestay(consents=ALL_YES | {ConsentPurpose.PUBLIC: False}))

    assert browser.visit(f"/du-lich/{profile.slug}").status == 404
    assert profile.slug not in browser.visit("/du-lich").html


def test_the_desk_ticks_what_it_saw_and_another_commune_knows_nothing(browser: Browser) -> None:
    merchant = homestay()
    told(merchant, an_toan=["first_aid", "numbers"])
    path = f"/cb/hs/{merchant.code}/du-lich"
    browser.sign_in(clerk_of(OTHER_COMMUNE))
    assert browser.visit(path).status == 404
    assert browser.post(path, items=["first_aid"]).status == 404
    assert queries.sightings_of(merchant.id) == {}

    browser.sign_in(CLERK)
    page = browser.fill(path, items=["first_aid"])

    assert page.status == 303
    assert list(queries.sightings_of(merchant.id)) == ["first_aid"]


@pytest.mark.parametrize("role", [Role.TEAM, Role.TRAINER, Role.PROVINCE, Role.PARTNER, Role.AUDITOR, Role.ADMIN])
def test_other_roles_see_neither_the_owners_pages_nor_the_desks(browser: Browser, role: Role) -> None:
    merchant = homestay()
    told(merchant)
    browser.sign_in(clerk_of("33/12826/", role))

    assert browser.visit(f"/hs/{merchant.code}/du-lich").status == 404
    assert browser.visit(f"/cb/hs/{merchant.code}/du-lich").status == 404


def test_a_maker_of_fish_sauce_has_no_pages_for_guests(browser: Browser) -> None:
    merchant = confirmed()
    browser.sign_in(owner(merchant))

    assert browser.visit(f"/hs/{merchant.code}/du-lich").status == 404
    assert "Cho khách" not in browser.visit(f"/hs/{merchant.code}").text
