"""What visitors look for in the list of products: words, a commune, a group of goods, the stars of the maker."""

from datetime import timedelta

import pytest

from app.core import areas, clock
from app.core.db import db
from catalog import queries
from catalog.queries import Wanted
from merchants.models import Merchant
from tests.browser import Browser
from tests.factories.catalog import make_maker, make_product, of_family
from tests.factories.figures import enter_product
from tests.factories.ocop import make_certificate

AWAY = "33/12865/"


def names(wanted: Wanted) -> list[str]:
    return [row.name for row in queries.public_list(wanted, page=1, on=clock.today()).rows]


@pytest.fixture
def makers(session: object) -> tuple[Merchant, Merchant]:
    here, away = make_maker(), make_maker(commune=AWAY, business_name="Rượu Làng Keo")
    of_family(make_product(here, shown=True, name="Nước mắm cốt"), "I.4.a")
    of_family(make_product(away, shown=True, name="Rượu nếp"), "II.1.a")
    return here, away


def test_a_visitor_narrows_the_list_by_commune_group_and_words(makers: object) -> None:
    assert names(Wanted()) == ["Rượu nếp", "Nước mắm cốt"]
    assert names(Wanted(commune_path=AWAY)) == ["Rượu nếp"]
    assert names(Wanted(group="I.")) == ["Nước mắm cốt"]
    assert names(Wanted(group="II.", commune_path=AWAY, search="ruou")) == ["Rượu nếp"]
    assert names(Wanted(group="II.", search="mam")) == []
    # What the address says is no pattern of the database.
    assert names(Wanted(group="%")) == []


def test_products_go_with_their_maker_to_another_commune(makers: tuple[Merchant, Merchant]) -> None:
    here, away = makers
    # As those of the last release begin one, who do not know of communes.
    begun = enter_product(here)
    db.session.refresh(begun)
    assert begun.commune_path == here.commune_path != AWAY
    assert queries.shown_alike("I.4.a", commune_path=AWAY, besides=away.id) == (0, 1)

    area = areas.at(AWAY, clock.today())
    assert area is not None
    here.area_id, here.area_path = area.id, area.path
    db.session.commit()

    assert names(Wanted(commune_path=AWAY)) == ["Rượu nếp", "Nước mắm cốt"]
    assert [row.name for row in queries.newest_shown(5, commune_path=AWAY)] == ["Rượu nếp", "Nước mắm cốt"]
    assert queries.shown_alike("I.4.a", commune_path=AWAY, besides=away.id) == (1, 1)


def test_stars_are_those_of_a_certificate_the_desk_has_seen_and_that_has_not_ended(
    makers: tuple[Merchant, Merchant],
) -> None:
    here, away = makers
    make_certificate(here, stars=4)
    make_certificate(away, stars=5, checked=False)

    assert names(Wanted(least_stars=3)) == names(Wanted(least_stars=4)) == ["Nước mắm cốt"]
    assert names(Wanted(least_stars=5)) == []
    later = clock.today() + timedelta(days=200)
    assert queries.public_list(Wanted(least_stars=3), page=1, on=later).total == 0


def test_the_page_keeps_what_was_chosen_on_its_way_to_the_next(browser: Browser) -> None:
    maker = make_maker()
    for number in range(21):
        of_family(make_product(maker, shown=True, name=f"Nước mắm số {number}"), "I.4.a")

    page = browser.visit("/san-pham?xa=12826&nhom=I.&sao=&tim=mam")

    assert '<option value="12826" selected>' in page.html
    assert '<option value="I." selected>' in page.html
    assert "/san-pham?trang=2&tim=mam&xa=12826&nhom=I." in page.links


def test_nothing_found_says_what_to_do_next(browser: Browser) -> None:
    make_product(make_maker(), shown=True)

    page = browser.visit("/san-pham?nhom=V.")

    assert "Chọn xã khác hoặc loại khác" in page.text
    assert "/san-pham" in page.links
    for odd in ("xa=%00", "xa=999999999999999", "nhom=%27", "sao=99", "sao=x", "trang=-3"):
        assert "Nước mắm" in browser.visit(f"/san-pham?{odd}").text, odd


def test_a_commune_shows_what_is_made_there_and_only_there(browser: Browser) -> None:
    make_product(make_maker(), shown=True, name="Nước mắm cốt")
    make_product(make_maker(commune=AWAY), shown=True, name="Rượu nếp")
    make_product(make_maker(public=False), shown=True, name="Mắm giấu")

    page = browser.visit("/dia-ban/12826")

    assert "Nước mắm cốt" in page.text
    assert "Rượu nếp" not in page.text
    assert "Mắm giấu" not in page.text
    assert "/san-pham?xa=12826" in page.links
    assert "Làm ở đây" not in browser.visit("/dia-ban/12862").text
