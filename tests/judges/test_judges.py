"""What programs that we did not write say of our pages, of our offers to sellers of tours, and of our bar codes."""

import csv
import io
import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.core.settings import ROOT
from catalog.outlets import OUTLETS
from catalog.rules import Unit
from merchants.models import Merchant
from tests.app.test_routes import addresses, declared, products_slug, things
from tests.browser import Browser
from tests.catalog.shelves import BASE, hostile, packed, product
from tests.catalog.test_visits import trip
from tests.factories.catalog import in_packs, make_maker, make_product, of_family, owner_of

HERE = Path(__file__).parent
GTIN = "08938505974194"


def judged(**asked: Any) -> dict[str, Any]:
    assert (HERE / "node_modules").is_dir(), "the judges are needed: make test installs them"
    path = f"{os.environ['PATH']}{os.pathsep}{ROOT / '.venv/bin'}"
    done = subprocess.run(
        ["node", str(HERE / "judge.mjs")],
        input=json.dumps(asked).encode(),
        capture_output=True,
        check=True,
        timeout=240,
        env={"PATH": path},
    )
    answers: dict[str, Any] = json.loads(done.stdout)
    return answers


def test_search_engines_find_no_error_on_any_kind_of_public_page(app: Flask, browser: Browser) -> None:
    """Every address of the site that answers everybody with a page is judged, and each kind of product."""
    merchant, parts = things()
    answered = {rule for (method, rule), cells in declared().items() if method == "GET" and cells["public"] == "200"}
    paths = {rule: path for _method, rule, path in addresses(app, parts, products_slug(merchant)) if rule in answered}
    paths |= product_pages(make_maker())
    pages = {rule: browser.visit(path) for rule, path in paths.items()}
    open_to_all = {
        rule: page.html for rule, page in pages.items() if page.status == 200 and page.response.mimetype == "text/html"
    }

    said = judged(pages=open_to_all)["pages"]

    assert {name: each["errors"] for name, each in said.items() if each["errors"]} == {}
    assert len(open_to_all) > 30
    assert {"/", "/san-pham", "/du-lich", "/du-lich/<slug>", "/dia-ban/<code>"} <= open_to_all.keys()
    assert {kind for kind in said if "Product" in said[kind]["kinds"]} == {
        "plain",
        "room",
        "tour",
        "meal",
        "attraction",
    }
    assert "ProductGroup" in said["packs"]["kinds"]
    assert "LodgingBusiness" in said["/du-lich/<slug>"]["kinds"]


def product_pages(maker: Merchant) -> dict[str, str]:
    """Show one product of each kind, and return the addresses of their pages."""
    plain = make_product(maker, shown=True, gtin=GTIN)
    several = make_product(maker, shown=True, name="Mắm tép chưng thịt")
    in_packs(several, "300 g", "1 kg")
    shown = {"plain": plain, "packs": several}
    for kind in ("room", "tour", "meal", "attraction"):
        shown[kind] = make_product(maker, shown=True, name=f"Cho khách: {kind}", content_unit=Unit.NIGHT)
        of_family(shown[kind], f"offer.{kind}")
    return {kind: f"/san-pham/{each.slug}" for kind, each in shown.items()} | {"lot": f"/01/{GTIN}/10/L1"}


@pytest.mark.no_database
def test_the_judge_of_pages_does_find_what_is_missing() -> None:
    html = '<script type="application/ld+json">{"@context":"https://schema.org","@type":"Product","name":"x","offers":{}}</script>'

    assert judged(pages={"bad": html})["pages"]["bad"]["errors"]


@pytest.mark.no_database
def test_sellers_of_tours_take_every_offer() -> None:
    tours = (trip(), trip(name="Đi thuyền " * 40), hostile(family="offer.tour"), packed(family="offer.tour"))
    offers = json.loads("".join(part.text for part in OUTLETS["octo"].written(tours, BASE)))

    said = judged(offers=[*offers, {**offers[0], "timeZone": 7}])["offers"]

    assert len(offers) == len(tours)
    assert said[:-1] == [[]] * len(offers)
    assert said[-1]


@pytest.mark.no_database
def test_the_address_of_a_bar_code_is_one_by_the_standard() -> None:
    right = [f"{BASE}/01/{GTIN}", f"{BASE}/01/{GTIN}/10/L1", f"{BASE}/01/{GTIN}/10/L1?17=271231"]
    wrong = [f"{BASE}/01/08938505974195", f"{BASE}/san-pham/{product().slug}"]

    assert judged(addresses=[*right, *wrong])["addresses"] == [True] * 3 + [False] * 2


def test_another_shops_importer_reads_every_product_and_pack_of_our_file(browser: Browser) -> None:
    maker = make_maker()
    sauce = make_product(maker, shown=True, price_vnd=120_000)
    paste = make_product(maker, shown=True, name="Mắm tép “ngon”, hũ nhỏ")
    sizes = ("250 ml", "500 ml")
    packs = in_packs(paste, *sizes)
    browser.sign_in(owner_of(maker))
    file = browser.visit(f"/hs/{maker.code}/sp/tep/shopify").data.decode("utf-8-sig")

    read = judged(table=list(for_medusa(file)))["imported"]

    assert [each["title"] for each in read] == [sauce.name, paste.name]
    assert all(len(each["images"]) == 1 for each in read)
    assert [each["sku"] for each in read[0]["variants"]] == [sauce.sku]
    assert read[0]["variants"][0]["prices"] == [["vnd", 120_000]]
    told = [(each["sku"], *each["options"].values(), *each["prices"]) for each in read[1]["variants"]]
    assert told == [(pack.sku, size, ["vnd", paste.price_vnd]) for pack, size in zip(packs, sizes, strict=True)]


def for_medusa(text: str) -> Iterator[Mapping[str, str]]:
    """Return the lines of a file for Shopify under the names that Medusa's importer knows."""
    names: dict[str, str] = {}
    for row in csv.DictReader(io.StringIO(text)):
        handle = row["URL handle"]
        names[handle] = row["Option1 name"] or names[handle]
        if not row["SKU"]:
            continue
        yield {
            "Product Handle": handle,
            "Product Title": row["Title"],
            "Product Description": row["Description"],
            "Product Image 1": row["Product image URL"],
            "Variant Title": row["Option1 value"],
            "Variant SKU": row["SKU"],
            "Variant Barcode": row["Barcode"],
            "Variant Weight": row["Weight value (grams)"],
            "Variant Price VND": row["Price"],
            "Variant Option 1 Name": names[handle],
            "Variant Option 1 Value": row["Option1 value"],
        }


def test_google_knows_every_name_and_choice_of_its_feed(browser: Browser) -> None:
    maker = make_maker()
    make_product(maker, shown=True)
    in_packs(make_product(maker, shown=True, name="Mắm tép"), "250 ml", "500 ml")
    feed = browser.visit("/feeds/google.xml").html

    # Google's written specification has the country of dispatch, its types do not.
    assert unknown_to_google(feed) == ["ships_from_country"]
    assert unknown_to_google(feed.replace("in_stock", "plenty")) == ["availability=plenty", "ships_from_country"]


def unknown_to_google(feed: str) -> list[str]:
    python = ROOT / ".venv/peers/bin/python"
    program = [str(python), str(HERE / "google_types.py")]
    done = subprocess.run(program, input=feed.encode(), capture_output=True, check=True, timeout=60)
    found: list[str] = json.loads(done.stdout)
    return found
