"""U2: the network dies while somebody answers."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Site

pytestmark = pytest.mark.browser


@pytest.fixture
def page(chromium: Browser, site: Site) -> Page:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, base_url=site.url, locale="vi-VN")
    opened = context.new_page()
    opened.set_default_timeout(90_000)
    return opened


def code_in(url: str) -> str:
    return re.findall(r"\d{4}-\d{3}-\d{3}", url)[0]


def start(page: Page) -> str:
    page.goto("/hs/moi")
    page.locator("input[name='craft'][value='rice']").check(force=True)
    page.locator("main form[method=post] button[type=submit]").first.click()
    page.wait_for_url("**/ma")
    return code_in(page.url)


def test_without_network_the_page_says_so_keeps_what_was_typed_and_sends_when_there_is_one(page: Page) -> None:
    code = start(page)
    page.goto(f"/hs/{code}/ten")
    page.locator("main [name='owner_name']").fill("Nguyễn Thị Mận")
    page.context.set_offline(True)

    send = page.locator("main form[method=post] button[type=submit]").first
    send.click()

    expect(page.get_by_text("Mất mạng. Chữ đã nhập vẫn còn trên máy này.")).to_be_visible()
    expect(page.locator("main [name='owner_name']")).to_have_value("Nguyễn Thị Mận")
    page.context.set_offline(False)
    send.click()
    page.wait_for_url("**/ten-co-so")
    page.goto(f"/hs/{code}/ten")
    expect(page.locator("main [name='owner_name']")).to_have_value("Nguyễn Thị Mận")
