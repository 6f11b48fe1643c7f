"""The page that works without a network: what it weighs, what it says to a telephone, and a file it saved."""

import base64
import io
import json
import os

import pypdfium2
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask

from app.core.db import db
from app.policy import Role
from app.web import assets
from merchants.fieldwork import services
from merchants.fieldwork.models import FieldDevice
from merchants.visits.states import VisitState
from tests.browser import Browser
from tests.factories.fieldwork import device_of, helper, seen
from tests.factories.training import make_merchant, someone
from tests.factories.visits import due

MOST_SCRIPT_BYTES = 60 * 1024
MOST_PAGE_BYTES = 20 * 1024


def weight(name: str) -> int:
    return (assets.BUILT / (assets.asset(name).rsplit("/", 1)[-1] + ".gz")).stat().st_size


def locked(device: FieldDevice, items: list[object]) -> bytes:
    """Return a file as a telephone saves it."""
    iv, key = os.urandom(12), base64.b64decode(services.key_of(device))
    body = json.dumps({"last": len(items), "waiting": [], "items": items}).encode()
    parts = {"iv": iv, "data": AESGCM(key).encrypt(iv, body, None)}
    told = {name: base64.b64encode(part).decode() for name, part in parts.items()}
    return json.dumps({"device": str(device.id), **told}).encode()


@pytest.mark.no_database
def test_the_script_of_the_shell_fits_a_slow_line() -> None:
    assert weight("field.js") + weight("watcher.js") + weight("site.js") <= MOST_SCRIPT_BYTES


def test_the_shell_names_nobody_and_is_small(browser: Browser) -> None:
    due(make_merchant(owner_name="Zin Zin Zin"))
    browser.sign_in(someone(Role.TEAM))

    page = browser.client.get("/to/may", headers={"Accept-Encoding": "gzip"})

    assert page.status_code == 200
    assert len(page.data) <= MOST_PAGE_BYTES
    assert "Zin Zin Zin" not in browser.visit("/to/may").html


def test_a_telephone_is_told_how_to_install_the_page_and_what_to_keep(browser: Browser) -> None:
    manifest = json.loads(browser.visit("/viec-ngoai.webmanifest").data)
    worker = browser.visit("/viec-ngoai.js")

    kept = json.loads(worker.html.partition("self.KEPT = ")[2].partition(";\n")[0])
    assert (manifest["start_url"], manifest["display"]) == ("/to/may", "standalone")
    assert worker.response.headers["Service-Worker-Allowed"] == "/"
    assert kept["page"] == "/to/may"
    for path in kept["files"]:
        assert browser.client.get(path).status_code == 200


def test_u22_an_iphone_is_told_honestly_that_it_may_forget(browser: Browser) -> None:
    browser.sign_in(someone(Role.TEAM))

    assert "sau 7 ngày không mở" in browser.visit("/to/may").html


def test_u23_without_script_there_is_the_way_and_paper_with_the_same_questions(browser: Browser) -> None:
    visit = due()
    browser.sign_in(someone(Role.TEAM))

    shell = browser.visit("/to/may")
    paper = pypdfium2.PdfDocument(browser.visit("/to/giay.pdf").data)

    assert {"/to/tuyen", "/to/giay.pdf"} <= set(shell.links)
    words = paper[0].get_textpage().get_text_range()
    assert visit.merchant.owner_name in words
    assert "Vắng nhà" in words


def test_a_saved_file_is_brought_in_once_and_only_by_its_owner(browser: Browser, app: Flask) -> None:
    by, visit = helper(someone(Role.TEAM)), due()
    device = device_of(by)
    file = locked(device, [seen(visit, number=1)])
    browser.sign_in(by)
    colleague = Browser(app)
    colleague.sign_in(someone(Role.TEAM))

    assert colleague.fill("/to/may/nhap", file=(io.BytesIO(file), "x.json")).status == 422
    assert browser.fill("/to/may/nhap", file=(io.BytesIO(b"{}"), "x.json")).status == 422
    spoilt = io.BytesIO(file.replace(b'"data": "', b'"data": "AAAA'))
    assert browser.fill("/to/may/nhap", file=(spoilt, "x.json")).status == 422
    db.session.refresh(visit)
    assert visit.state is VisitState.PLANNED
    page = browser.fill("/to/may/nhap", file=(io.BytesIO(file), "x.json"))
    again = browser.fill("/to/may/nhap", file=(io.BytesIO(file), "x.json"))

    db.session.refresh(visit)
    assert (page.status, again.status, visit.state) == (200, 200, VisitState.SEEN)
