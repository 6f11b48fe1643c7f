"""What marketplaces and search engines fetch: well-formed, escaped, only what may be seen."""

import gzip
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from defusedxml import ElementTree
from flask import Flask
from flask.cli import ScriptInfo

from app.core.transaction import transaction
from catalog import cli, queries, services
from catalog.channel_rules import Channel
from catalog.rules import PhotoRole
from merchants.rules import ConsentPurpose
from merchants.services import withdraw_consent
from tests.browser import Browser
from tests.factories.catalog import make_maker, make_product, owner_of, taken

G = "{http://base.google.com/ns/1.0}"
HOSTILE = '</script><script>alert(1)</script> & "Mắm" ]]> <b>'


def items(xml: str) -> list[dict[str, str]]:
    found = ElementTree.fromstring(xml).iterfind("channel/item")
    return [{child.tag.removeprefix(G): child.text or "" for child in item} for item in found]


def test_the_google_feed_has_what_google_asks_for(browser: Browser) -> None:
    product = make_product(make_maker(), shown=True)

    page = browser.visit("/feeds/google.xml")

    assert page.response.mimetype == "application/xml"
    (item,) = items(page.html)
    assert item.pop("product_detail")
    square = product.cover["sq1500"]["sha256"]
    assert item == {
        "id": product.sku,
        "title": "Nước mắm Diêm Điền 40 độ đạm",
        "description": product.description,
        "link": f"http://localhost/san-pham/{product.slug}",
        "image_link": f"http://localhost/anh/{square}.jpg",
        "availability": "in_stock",
        "price": "120000 VND",
        "condition": "new",
        "brand": "Mắm Bà Mận",
        "identifier_exists": "no",
        "unit_pricing_measure": "500ml",
        "unit_pricing_base_measure": "100ml",
        "shipping_label": "dry",
        "ships_from_country": "VN",
        "custom_label_0": "12826",
        "external_seller_id": product.merchant.id.hex[-12:],
        "shipping_weight": "900 g",
        "shipping_length": "30 cm",
        "shipping_width": "12 cm",
        "shipping_height": "12 cm",
    }


def test_a_photograph_of_the_maker_at_work_goes_along_as_what_it_is(browser: Browser) -> None:
    product = make_product(make_maker(), shown=True)
    with transaction():
        services.add_photos(product, [(PhotoRole.MAKER, taken(1300, 1000))], by=owner_of(product.merchant))

    (item,) = items(browser.visit("/feeds/google.xml").html)

    at_work = f"http://localhost/anh/{product.photos[1].sizes['sq1500'].sha256}.jpg"
    assert item["lifestyle_image_link"] == item["additional_image_link"] == at_work


def test_only_ready_products_of_public_makers_are_in_the_feed(browser: Browser) -> None:
    ready = make_product(make_maker(), shown=True)
    make_product(make_maker(), shown=True, description="")
    make_product(make_maker(public=False), shown=True)
    make_product(make_maker())

    assert [item["id"] for item in items(browser.visit("/feeds/google.xml").html)] == [ready.sku]


def test_hostile_words_stay_words_in_the_feed(browser: Browser) -> None:
    make_product(make_maker(business_name="A & B <Co>"), shown=True, name=HOSTILE, description=f"{HOSTILE} \x0b")

    (item,) = items(browser.visit("/feeds/google.xml").html)

    assert item["title"] == HOSTILE
    assert item["brand"] == "A & B <Co>"


def test_an_unchanged_feed_is_not_sent_again_and_a_changed_one_is(browser: Browser) -> None:
    product = make_product(make_maker(), shown=True)
    tag = browser.visit("/feeds/google.xml").response.headers["ETag"]

    assert browser.visit("/feeds/google.xml", headers={"If-None-Match": tag}).status == 304

    with transaction():
        services.answer(product, price_vnd=130_000, by=owner_of(product.merchant))
    changed = browser.visit("/feeds/google.xml", headers={"If-None-Match": tag})
    assert changed.status == 200
    assert items(changed.html)[0]["price"] == "130000 VND"


def test_a_consent_taken_back_empties_the_feed_at_the_very_next_visit(browser: Browser) -> None:
    maker = make_maker()
    make_product(maker, shown=True)
    first = browser.visit("/feeds/google.xml")
    assert len(items(first.html)) == 1

    with transaction():
        withdraw_consent(maker, purpose=ConsentPurpose.PUBLIC, by=owner_of(maker))
    after = browser.visit("/feeds/google.xml", headers={"If-None-Match": first.response.headers["ETag"]})

    assert (after.status, items(after.html)) == (200, [])


def test_the_feed_is_compressed_for_who_can_read_it(browser: Browser) -> None:
    for _ in range(4):
        make_product(make_maker(), shown=True)

    page = browser.visit("/feeds/google.xml", headers={"Accept-Encoding": "gzip"})

    assert page.response.headers["Content-Encoding"] == "gzip"
    assert len(items(gzip.decompress(page.data).decode())) == 4


def test_the_feed_takes_the_same_number_of_queries_however_long(browser: Browser, count_queries: list[str]) -> None:
    make_product(make_maker(), shown=True)
    count_queries.clear()
    browser.visit("/feeds/google.xml")
    once = len(count_queries)
    for _ in range(3):
        make_product(make_maker(), shown=True)
    count_queries.clear()

    browser.visit("/feeds/google.xml")

    assert len(count_queries) == once <= 5


def test_the_command_writes_the_same_feed_to_a_file(app: Flask, browser: Browser, tmp_path: Path) -> None:
    make_product(make_maker(), shown=True)
    out = tmp_path / "google.xml"

    result = CliRunner().invoke(
        cli.group, ["export", "google", "--out", str(out)], obj=ScriptInfo(create_app=lambda: app)
    )

    assert result.exit_code == 0, result.output
    assert "1 products" in result.output
    assert out.read_text("utf-8") == browser.visit("/feeds/google.xml").html
    assert [child.name for child in tmp_path.iterdir()] == ["google.xml"]


@pytest.mark.parametrize("name", ["Nước mắm Diêm Điền", HOSTILE, "\u2028 dòng mới"])
def test_search_engines_read_the_product_and_no_name_can_end_the_element(browser: Browser, name: str) -> None:
    product = make_product(make_maker(), shown=True, name=name)

    html = browser.visit(f"/san-pham/{product.slug}").html

    (text,) = re.findall(r'(?s)<script type="application/ld\+json"[^>]*>(.*?)</script>', html)
    assert not set("<>&") & set(text)
    facts = json.loads(text)
    assert facts["name"] == product.name
    assert facts["offers"]["price"] == "120000"
    assert facts["offers"]["priceCurrency"] == "VND"
    assert facts["image"] == [f"http://localhost/anh/{product.cover['sq1500']['sha256']}.jpg"]


def test_feed_rows_are_what_the_feed_is_made_of() -> None:
    product = make_product(make_maker(), shown=True)

    assert [row.sku for row in queries.feed_rows(Channel.GOOGLE)] == [product.sku]
