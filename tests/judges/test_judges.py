"""What programs that we did not write say of our pages, of our offers to sellers of tours, and of our bar codes."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from app.core.settings import ROOT
from catalog.outlets import OUTLETS
from catalog.rules import Unit
from tests.browser import Browser
from tests.catalog.shelves import BASE, hostile, packed, product
from tests.catalog.test_visits import trip
from tests.factories import tourism
from tests.factories.catalog import in_packs, make_maker, make_product, of_family

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


def test_search_engines_find_no_error_on_any_kind_of_public_page(browser: Browser) -> None:
    maker = make_maker()
    plain = make_product(maker, shown=True, gtin=GTIN)
    of_family(plain, "I.4.a", protein_degree=40)
    several = make_product(maker, shown=True, name="Mắm tép chưng thịt")
    in_packs(several, "300 g", "1 kg")
    night = make_product(maker, shown=True, name="Phòng đôi", content_unit=Unit.NIGHT)
    of_family(night, "offer.room")
    guests = tourism.told(tourism.homestay(phone="+84912345670"))
    paths = {
        "product": f"/san-pham/{plain.slug}",
        "packs": f"/san-pham/{several.slug}",
        "room": f"/san-pham/{night.slug}",
        "list": "/san-pham",
        "visits": "/du-lich",
        "host": f"/du-lich/{guests.slug}",
        "commune": "/dia-ban/12826",
        "lot": f"/01/{GTIN}/10/L1",
        "home": "/",
    }

    said = judged(pages={name: browser.visit(path).html for name, path in paths.items()})["pages"]

    assert {name: each["errors"] for name, each in said.items()} == {name: [] for name in paths}
    assert "Product" in said["product"]["kinds"]


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
