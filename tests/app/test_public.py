"""Pages for anybody: they open, say the right telephone and rule, and never point at one household."""

import pytest

from app.core import areas
from app.core.db import db
from app.public import rules
from merchants.rules import Craft
from merchants.states import Stage
from merchants.training import services as training
from tests.browser import Browser
from tests.factories import catalog as products
from tests.factories import tourism
from tests.factories.training import BY, make_merchant, make_session


@pytest.mark.parametrize("path", ["/", "/tro-giup", "/quyen-rieng-tu", "/canh-bao", "/dia-ban/12826", "/chi-so"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_page_opens_in_both_languages(browser: Browser, path: str, language: str) -> None:
    page = browser.visit(f"{path}?lang={language}")

    assert page.status == 200
    assert f'lang="{language}"' in page.html


def test_the_home_page_has_two_doors_the_rule_and_the_telephone(browser: Browser) -> None:
    page = browser.visit("/")

    assert {"/dang-ky", "/dang-ky/lam-tiep", "/san-pham", "/canh-bao"} <= set(page.links)
    assert "Đăng ký cơ sở của gia đình" in page.text
    assert "Làm tiếp hồ sơ đã có" in page.text
    assert "Không ai của xã hỏi mã xác nhận" in page.text
    assert "0227 123 4567" in page.text


def test_the_home_page_shows_the_next_three_classes(browser: Browser) -> None:
    made = [make_session(in_days=days) for days in (9, 2, 5, 7)]

    links = [link for link in browser.visit("/").links if link.startswith("/lop-hoc/")]

    assert links == [f"/lop-hoc/{made[place].id}" for place in (1, 2, 3)]


def test_an_old_code_leads_to_the_commune_of_today(browser: Browser) -> None:
    assert browser.visit("/dia-ban/12868").location == "/dia-ban/12826"
    assert "Xã Thụy Anh" in browser.visit("/dia-ban/12865").text
    assert browser.visit("/dia-ban/99999").status == 404
    assert browser.visit("/dia-ban/%00").status == 404
    assert browser.visit("/dia-ban/33").status == 404


def test_a_small_commune_shows_no_number(browser: Browser) -> None:
    for _ in range(4):
        make_merchant(business_name="Mắm Bà Mận")

    page = browser.visit("/dia-ban/12826")

    assert "Dưới 5 cơ sở" in page.text
    assert "Mắm Bà Mận" not in page.text


def test_small_crafts_are_joined(browser: Browser) -> None:
    for craft, number in ((Craft.FISH_SAUCE, 6), (Craft.RICE, 3), (Craft.CAKE, 2)):
        for _ in range(number):
            make_merchant(craft=craft)
    make_merchant(stage=Stage.DRAFT, craft=Craft.CAKE)

    text = browser.visit("/dia-ban/12826").text

    assert "11 cơ sở đã đăng ký" in text
    assert "Nước mắm, cá khô 6" in text
    assert "Nghề khác, mỗi nghề dưới 5 5" in text


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({}, {}),
        ({"a": 4}, {}),
        ({"a": 5}, {"a": 5}),
        ({"a": 9, "b": 2, "c": 3}, {"a": 9, rules.OTHER: 5}),
        ({"a": 9, "b": 6, "c": 1}, {"a": 9, rules.OTHER: 7}),
        ({"a": 9, "c": 1}, {rules.OTHER: 10}),
    ],
)
def test_no_small_cell_is_shown_or_found_by_subtraction(counts: dict[str, int], shown: dict[str, int]) -> None:
    assert rules.merge_small(counts) == shown


def test_a_commune_lists_its_classes_without_names(browser: Browser) -> None:
    session = make_session()
    training.sign_up(session, merchant=make_merchant(owner_name="Trần Thị Kín"), by=BY)

    page = browser.visit("/dia-ban/12826")

    assert f"/lop-hoc/{session.id}" in page.links
    assert "Trần Thị Kín" not in page.text


def test_a_host_has_the_picture_of_what_was_shown_last_and_of_nothing_else(browser: Browser) -> None:
    host = tourism.homestay()
    tourism.told(host)
    db.session.commit()
    products.make_product(host, name="Phòng đơn")
    assert "/anh/" not in browser.visit("/du-lich").html

    shown = products.make_product(host, shown=True, name="Phòng đôi")

    thumb = shown.cover["thumb320"]["sha256"]
    for path in ("/du-lich", f"/dia-ban/{areas.code_of(host.commune_path)}"):
        assert f"/anh/{thumb}.webp" in browser.visit(path).html


def test_the_page_of_a_host_leads_to_what_it_has_shown_with_its_picture(browser: Browser) -> None:
    host = tourism.homestay()
    slug = tourism.told(host).slug
    db.session.commit()
    hidden = products.make_product(host, name="Phòng đơn")
    assert "Mời xem và hỏi đặt" not in browser.visit(f"/du-lich/{slug}").text

    shown = products.make_product(host, shown=True, name="Phòng đôi")

    page = browser.visit(f"/du-lich/{slug}")
    assert f"/san-pham/{shown.slug}" in page.links
    assert f"/san-pham/{hidden.slug}" not in page.links
    assert f"/anh/{shown.cover['thumb320']['sha256']}.webp" in page.html
