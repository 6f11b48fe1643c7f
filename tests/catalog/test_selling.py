"""Links to where else a product is sold: which are taken, and who sees them."""

import pytest

from catalog import queries, services
from catalog.selling_places import LinkRefusedError, read_link
from tests.browser import Browser
from tests.factories.catalog import make_maker, make_product, owner_of

SHOPEE = "https://shopee.vn/Nuoc-mam-i.123.456"


@pytest.mark.parametrize(
    ("pasted", "place", "kept"),
    [
        (f"{SHOPEE}?sp_atk=abc&xptdk=abc", "shopee", SHOPEE),
        ("shopee.vn/Nuoc-mam-i.123.456#danh-gia", "shopee", SHOPEE),
        ("http://www.lazada.vn/products/i1.html", "lazada", "https://www.lazada.vn/products/i1.html"),
        ("https://www.facebook.com/p?id=9&fbclid=x", "facebook", "https://www.facebook.com/p?id=9"),
        ("https://zalo.me/0912345678", "zalo", "https://zalo.me/0912345678"),
    ],
)
def test_a_link_is_kept_without_what_follows_people(pasted: str, place: str, kept: str) -> None:
    found, url = read_link(pasted)

    assert (found.key, url) == (place, kept)


@pytest.mark.parametrize(
    ("pasted", "reason"),
    [
        ("", "address"),
        ("mua ở shopee", "address"),
        ("javascript:alert(1)", "address"),
        ("https://u:p@shopee.vn/x", "address"),
        ("https://shopee.vn:8080/x", "address"),
        ("https://shopee.vn/a\\@evil.vn", "address"),
        ("https://[::1/x", "address"),
        ("https://shopee.vn.evil.com/x", "place"),
        ("https://evilshopee.vn/x", "place"),
        ("https://evil.com/?shopee.vn/x", "place"),
        ("https://shopee.vn", "front"),
        ("https://shopee.vn/?utm_source=zalo", "front"),
    ],
)
def test_a_link_to_anywhere_else_is_refused(pasted: str, reason: str) -> None:
    with pytest.raises(LinkRefusedError) as refusal:
        read_link(pasted)

    assert refusal.value.reason == reason


def test_an_owner_adds_a_link_and_visitors_follow_it(browser: Browser) -> None:
    product = make_product(make_maker(), shown=True)
    browser.sign_in(owner_of(product.merchant))

    page = browser.fill(f"/sp/{product.id}/noi-ban", url=f"{SHOPEE}?sp_atk=1")

    assert (page.status, page.location) == (303, f"/sp/{product.id}/noi-ban")
    shown = browser.visit(f"/san-pham/{product.slug}")
    assert SHOPEE in shown.links
    assert "Hoặc mua ở" in shown.text
    (link,) = queries.selling_links(product.id)
    browser.fill(f"/sp/{product.id}/noi-ban", to=f"/sp/{product.id}/noi-ban/{link.id}/xoa")
    assert SHOPEE not in browser.visit(f"/san-pham/{product.slug}").links


def test_a_refused_link_says_which_ones_are_taken_and_keeps_nothing(browser: Browser) -> None:
    product = make_product(make_maker(), shown=True)
    browser.sign_in(owner_of(product.merchant))

    page = browser.fill(f"/sp/{product.id}/noi-ban", url="https://evil.com/x")

    assert page.status == 422
    assert "các sàn đã biết" in page.text
    assert queries.selling_links(product.id) == []


def test_a_page_shows_at_most_ten_links(session: object, in_english: None) -> None:
    product = make_product(make_maker())
    by = owner_of(product.merchant)
    for number in range(10):
        services.add_link(product, f"{SHOPEE}{number}", by=by)
    assert services.add_link(product, f"{SHOPEE}9", by=by).url == f"{SHOPEE}9"

    with pytest.raises(services.TooManyError, match="at most 10 links"):
        services.add_link(product, f"{SHOPEE}10", by=by)

    assert len(queries.selling_links(product.id)) == 10
