"""What the browser is sent: small, ours alone, compressed once, kept for a year."""

import itertools
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.web import assets

pytestmark = pytest.mark.no_database

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "app" / "static_src"
PAPERS = ("paper", "rice", "white", "straw", "blush", "foam")
INKS = ("ink", "sea", "deep", "leaf", "brick")


def built(name: str, ending: str = "") -> bytes:
    return (assets.BUILT / (assets.asset(name).removeprefix("/tinh/") + ending)).read_bytes()


def colours() -> dict[str, str]:
    found = dict(re.findall(r"\$(\w+): (#[0-9a-f]{6});", (SOURCES / "scss" / "_words.scss").read_text("utf-8")))
    return found | {"white": "#ffffff"}


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    darker, lighter = sorted((light(one), light(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.fixture
def client() -> FlaskClient:
    app = Flask("assets")
    app.register_blueprint(assets.bp)
    return app.test_client()


@pytest.mark.parametrize(("name", "most"), [("site.css", 12 * 1024), ("site.js", 6 * 1024)])
@pytest.mark.parametrize("ending", [".br", ".gz"])
def test_an_asset_stays_within_its_budget(name: str, most: int, ending: str) -> None:
    assert len(built(name, ending)) <= most


@pytest.mark.parametrize("name", ["site.css", "site.js", "live.js", "place.js"])
def test_an_asset_asks_for_nothing_elsewhere_and_for_nobody_elses_marks(name: str) -> None:
    text = built(name).decode().replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?://|//cdn|@import|@font-face|GDS Transport|crest|crown", text)


@pytest.mark.parametrize(("ink", "paper"), list(itertools.product(INKS, PAPERS)))
def test_words_can_be_read_in_sunlight(ink: str, paper: str) -> None:
    named = colours()
    assert contrast(named[ink], named[paper]) >= 7


def test_softer_words_white_words_and_the_edges_of_boxes_can_be_told_from_their_ground() -> None:
    named = colours()
    assert all(contrast(named["soft"], named[paper]) >= 7 for paper in ("paper", "rice", "white"))
    assert all(contrast(named["white"], named[ground]) >= 7 for ground in ("sea", "deep", "leaf", "brick"))
    assert all(contrast(named["edge"], named[paper]) >= 3 for paper in ("paper", "rice", "white"))
    assert contrast(named["gold"], named["deep"]) >= 7


def test_the_form_a_browser_reads_is_sent_as_it_was_built(client: FlaskClient) -> None:
    for accepted, ending in (("br, gzip", ".br"), ("gzip", ".gz"), ("", "")):
        answer = client.get(assets.asset("site.css"), headers={"Accept-Encoding": accepted})
        assert answer.data == built("site.css", ending)
        assert answer.mimetype == "text/css"
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["Vary"] == "Accept-Encoding"


def test_the_icon_is_a_picture(client: FlaskClient) -> None:
    assert client.get(assets.asset("icon.svg")).mimetype == "image/svg+xml"


@pytest.mark.parametrize(
    "name", ["site.css", "manifest.json", "stamp", "..%2f..%2ffactory.py", "site.000000000000.css"]
)
def test_only_built_assets_are_sent(client: FlaskClient, name: str) -> None:
    assert client.get(f"/tinh/{name}").status_code == 404


def test_the_lock_names_exact_versions_and_no_addresses_of_registries() -> None:
    wanted = json.loads((ROOT / "app/static_src/package.json").read_text("utf-8"))["dependencies"]
    lock = json.loads((ROOT / "app/static_src/package-lock.json").read_text("utf-8"))
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    assert lock["packages"][""]["dependencies"] == wanted
    parts = [part for name, part in lock["packages"].items() if name]
    assert all("resolved" not in part and part["integrity"].startswith("sha512-") for part in parts)


def test_building_again_without_a_change_does_nothing() -> None:
    node = shutil.which("node") or str(Path(sys.executable).parent / "node")
    before = {path.name: path.stat().st_mtime_ns for path in assets.BUILT.iterdir()}
    subprocess.run([node, SOURCES / "build.mjs"], check=True, capture_output=True)
    assert {path.name: path.stat().st_mtime_ns for path in assets.BUILT.iterdir()} == before


def test_papers_have_their_typeface_and_its_licence() -> None:
    names = {path.name for path in (assets.BUILT / "fonts").iterdir()}
    assert {f"BeVietnamPro_{weight}.ttf" for weight in ("400Regular", "600SemiBold", "700Bold")} <= names
    assert "LICENSE_FONT" in names
