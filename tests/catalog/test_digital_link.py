"""A bar code as an address: led to the product, a page for each lot, everything that can be asked as links."""

from datetime import date
from urllib.parse import quote

import pytest
from stdnum import ean

from app.core.db import db
from catalog.marketplaces import digital_link
from catalog.rules import whole_gtin
from tests.browser import Browser
from tests.catalog.test_packs import packed
from tests.factories.catalog import make_maker, make_product, owner_of

GTIN, SHORT = "08938505974194", "8938505974194"
PIP = "https://gs1.org/voc/pip"


def test_a_bar_code_leads_to_the_page_of_its_product(browser: Browser) -> None:
    product = make_product(make_maker(), shown=True, gtin=GTIN)
    assert ean.is_valid(SHORT)

    page = browser.visit(f"/01/{GTIN}")

    assert (page.status, page.location) == (307, f"http://localhost/san-pham/{product.slug}")
    assert f'<{page.location}>; rel="{PIP}"' in page.response.headers["Link"]
    assert browser.visit(f"/01/{GTIN}?linkType=gs1:pip").location == page.location
    assert browser.visit(f"/01/{GTIN}?linkType=gs1:recipeInfo").status == 404


def test_a_short_number_is_led_to_its_whole_one_with_what_was_asked(browser: Browser) -> None:
    make_product(make_maker(), shown=True, gtin=GTIN)

    page = browser.visit(f"/01/{SHORT}?17=271231")

    assert (page.status, page.location) == (301, f"http://localhost/01/{GTIN}?17=271231")
    lot = browser.visit(f"/01/{SHORT}/10/{quote('A/1', safe='')}")
    assert (lot.status, lot.location) == (301, f"http://localhost/01/{GTIN}/10/A%2F1")


def test_a_lot_has_its_page_with_the_day_of_the_code(browser: Browser) -> None:
    product = make_product(make_maker(), shown=True, gtin=GTIN, ingredients="Cá cơm, muối")

    page = browser.visit(f"/01/{GTIN}/10/L2611-A?17=271231")

    assert page.status == 200
    for words in (product.name, "Lô L2611-A", GTIN, "500 ml", "31/12/2027", "Mắm Bà Mận", "Cá cơm, muối"):
        assert words in page.text.replace("\xa0", " "), words
    assert f'href="/san-pham/{product.slug}"' in page.html
    assert "Lô A/1" in browser.visit(f"/01/{GTIN}/10/A%2F1/21/0042").text
    assert "Hạn dùng" not in browser.visit(f"/01/{GTIN}/10/L2611-A?17=991332").text


def test_everything_that_can_be_asked_is_told_as_links(browser: Browser) -> None:
    product = make_product(make_maker(), shown=True, gtin=GTIN)

    page = browser.visit(f"/01/{GTIN}/10/L1?linkType=all")

    assert page.response.mimetype == "application/linkset+json"
    (links,) = page.response.get_json()["linkset"]
    assert links["anchor"] == f"http://localhost/01/{GTIN}/10/L1?linkType=all"
    assert links[PIP] == [
        {
            "href": f"http://localhost/san-pham/{product.slug}",
            "title": product.name,
            "type": "text/html",
            "hreflang": ["vi", "en"],
        }
    ]
    asked = browser.visit(f"/01/{GTIN}", headers={"Accept": "application/linkset+json"})
    assert asked.response.get_json()["linkset"][0][PIP] == links[PIP]


def test_the_bar_code_of_a_pack_leads_to_that_pack(browser: Browser) -> None:
    product = make_product(make_maker(), shown=True)
    pack = packed(product)[1]
    pack.gtin = GTIN
    db.session.commit()

    page = browser.visit(f"/01/{GTIN}")

    assert page.location == f"http://localhost/san-pham/{product.slug}?goi={pack.sku}"
    assert "1 lít" in browser.visit(f"/01/{GTIN}/10/7").text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/01/{GTIN[:-1]}5", 400),
        ("/01/00000000000000", 400),
        ("/01/12ab", 400),
        ("/01/04006381333931", 404),
        (f"/01/{GTIN}/10/{'x' * 21}", 404),
        (f"/01/{GTIN}/10/lô", 404),
        (f"/01/{GTIN}/10/%22%3E%7B%7B", 404),
    ],
)
def test_what_is_no_bar_code_or_no_lot_is_refused(browser: Browser, path: str, status: int) -> None:
    make_product(make_maker(), gtin=GTIN)

    assert browser.visit(path).status == status


def test_a_product_that_is_not_shown_is_not_found_by_its_bar_code(browser: Browser) -> None:
    product = make_product(make_maker(public=False), shown=True, gtin=GTIN)
    browser.sign_in(owner_of(product.merchant))

    assert browser.visit(f"/01/{GTIN}").status == 404
    assert browser.visit(f"/01/{GTIN}/10/L1").status == 404


@pytest.mark.parametrize(
    ("text", "day"),
    [("271231", date(2027, 12, 31)), ("280200", date(2028, 2, 29)), ("271200", date(2027, 12, 31)), ("271301", None),
     ("27123", None), ("", None), ("²²1231", None)],
)  # fmt: skip
def test_the_day_of_a_label_is_read_with_its_two_digits(text: str, day: date | None) -> None:
    assert digital_link.best_before(text) == day


def test_every_length_of_bar_code_is_checked_alike() -> None:
    for short in ("96385074", "036000291452", SHORT, "10012345678902"):
        assert ean.is_valid(short)
        assert len(whole_gtin(short)) == 14
