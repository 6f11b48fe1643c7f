"""An afternoon where there is no network, in a real browser whose network is really cut."""

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from app.core.settings import ROOT
from tests.journeys.conftest import Site

pytestmark = pytest.mark.browser

# A commune of its own for each test, so that nobody's households are on somebody else's way.
COMMUNES = ("33/12865/=12", "33/12859/=3", "33/12862/=3", "33/12904/=3", "33/12919/=3")
SEEN, REFUSED = "Đã gặp và giúp", "Nhà không muốn được thăm"


class Beside:
    """What the helpers work on, made and looked up by a process of its own beside the site that is served."""

    def __init__(self, site: Site) -> None:
        command = [sys.executable, "-m", "tests.journeys.field_world"]
        self.process = subprocess.Popen(
            command, env=site.environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, *words: str) -> Any:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(" ".join(words) + "\n")
        self.process.stdin.flush()
        for line in self.process.stdout:
            if line.startswith("@"):
                return json.loads(line[1:])
        raise AssertionError(f"no answer to {words}: {self.process.wait()}")

    def end(self) -> None:
        self.process.communicate()


class Phone:
    """Somebody's telephone: a browser of its own that keeps what pages leave there."""

    def __init__(self, chromium: Browser, site: Site, cookie: str) -> None:
        self.context: BrowserContext = chromium.new_context(
            viewport={"width": 360, "height": 740}, base_url=site.url, locale="vi-VN"
        )
        self.context.add_cookies([{"name": "lensan", "value": cookie, "url": site.url}])
        self.context.set_default_timeout(90_000)
        self.page: Page = self.context.new_page()
        self.number = 0

    def reopen(self, path: str = "/to/may") -> None:
        """Close the page and open it anew, as whoever puts the telephone into a pocket."""
        self.page.close()
        self.page = self.context.new_page()
        self.page.goto(path)

    def take(self, *what: str) -> None:
        """Take along what is offered, and wait until the page will open without a network."""
        self.page.goto("/to/may")
        for each in what:
            self.page.get_by_role("button", name=each).first.click()
            expect(self.page.locator("#vua-ghi")).to_have_text("Đã tải xong về máy")
            self.page.evaluate("document.getElementById('vua-ghi').textContent = ''")
        self.page.evaluate(
            """Promise.all(["/to/may", "/day"].map(async (at) => {
                 const kept = await navigator.serviceWorker.getRegistration(at);
                 const worker = kept.active || kept.waiting || kept.installing;
                 if (worker.state !== "activated") await new Promise((done) => {
                   worker.addEventListener("statechange", () => worker.state === "activated" && done());
                 });
               }))"""
        )

    def door(self, visit: str, *, minutes: int = 30, outcome: str = SEEN, alone: str = "") -> None:
        """Write down how it went at one door."""
        self.page.goto(f"/to/may#tham={visit}")
        self.page.get_by_label(outcome).check()
        self.page.get_by_label("Ở lại bao nhiêu phút").fill(str(minutes))
        self.page.get_by_label("1 đến 5 lần").check()
        if alone:
            self.page.get_by_label(alone).check()
        self.page.get_by_role("button", name="Lưu").click()
        self.number += 1
        self.wrote(self.number)

    def wrote(self, number: int) -> None:
        """Wait until the page says that something lies on the device, under its number."""
        expect(self.page.locator("#vua-ghi")).to_contain_text(f"Đã ghi, việc số {number}.")

    def all_sent(self) -> None:
        """Wait until the server has said that it has everything."""
        expect(self.page.get_by_text("Không có việc nào chờ gửi").first).to_be_visible()


@pytest.fixture(scope="module")
def beside(site: Site) -> Iterator[Beside]:
    opened = Beside(site)
    yield opened
    opened.end()


@pytest.fixture(scope="module")
def worlds(beside: Beside) -> Iterator[Any]:
    return iter(beside.ask("make", *COMMUNES))


@pytest.fixture
def world(worlds: Iterator[Any]) -> Any:
    return next(worlds)


@pytest.fixture
def lan(chromium: Browser, site: Site, world: Any) -> Iterator[Phone]:
    phone = Phone(chromium, site, world["cookies"]["lan"])
    yield phone
    phone.context.close()


@pytest.fixture
def minh(chromium: Browser, site: Site, world: Any) -> Iterator[Phone]:
    phone = Phone(chromium, site, world["cookies"]["minh"])
    yield phone
    phone.context.close()


def losing(seed: int) -> Any:
    """Return a line that loses requests, by chance but always the same: before the server has them, or its answers."""
    chance = random.Random(seed)

    def carry(route: Route) -> None:
        match chance.choice(("lost", "answer lost", "through", "through")):
            case "lost":
                route.abort()
            case "answer lost":
                route.fetch()
                route.abort()
            case _:
                route.continue_()

    return carry


def test_twelve_households_and_a_class_are_written_offline_and_sent_once_each_over_a_lossy_line(
    beside: Beside, world: Any, lan: Phone
) -> None:
    lan.take("12 hộ", "Mang theo: Nhận tiền")
    lan.context.set_offline(True)

    # Any page of the afternoon opens, though there is no network.
    lan.reopen("/to/tuyen")
    expect(lan.page.locator("#mang")).to_have_text("Mất mạng, vẫn ghi được")
    expect(lan.page.locator(".card")).to_have_count(12)
    able, *others = world["visits"]
    lan.door(able, alone="Nhận ra biên lai giả")
    for visit in others:
        lan.door(visit)
    lan.reopen(f"/day/{world['session']}/diem-danh")
    lan.page.get_by_role("button", name="Tất cả có mặt").click()
    lan.wrote(15)
    lan.page.get_by_role("group", name="Vũ Thị Sen 3").get_by_label("Vắng").check()
    lan.wrote(16)
    lan.page.goto(f"/day/{world['session']}/ky-nang")
    lan.page.get_by_role("group", name="Vũ Thị Sen 1").locator("input").first.check()
    lan.wrote(17)
    lan.page.goto(f"/day/{world['session']}/them-nguoi")
    lan.page.get_by_label("Họ và tên").fill("Hoàng Văn Tuấn")
    lan.page.get_by_role("button", name="Thêm vào bảng").click()
    expect(lan.page.get_by_role("group", name="Hoàng Văn Tuấn")).to_be_visible()

    # Closed and opened again, everything is still there, and nobody claims that it was sent.
    lan.reopen("/to/may#cho-gui")
    assert beside.ask("told", world["session"], world["past"])["items"] == []
    before = 12 + 3 + 1 + 1 + 1
    expect(lan.page.locator("[data-items] > li")).to_have_count(before)
    expect(lan.page.get_by_text("Máy chủ đã nhận")).to_have_count(0)

    lan.page.route("**/to/may/gui.json", losing(7))
    lan.context.set_offline(False)
    lan.all_sent()
    expect(lan.page.get_by_text("Máy chủ đã nhận")).to_have_count(before)

    found = beside.ask("told", world["session"], world["past"])
    assert found["visits"] == {visit: ["seen", 30, "few"] for visit in world["visits"]}
    assert found["alone"] == {able: "know_fake"} | dict.fromkeys(others, "")
    assert found["attendance"] == {
        "Vũ Thị Sen 1": "present", "Vũ Thị Sen 2": "present", "Vũ Thị Sen 3": "absent", "Hoàng Văn Tuấn": "present",
    }  # fmt: skip
    assert found["acts"].count("visit:seen") == 12
    assert found["acts"].count("skill:shown") == 1
    assert len(found["items"]) == before
    assert set(found["items"]) == {"written"}


def test_u15_a_second_device_at_the_same_household_loses_nothing(
    beside: Beside, world: Any, lan: Phone, minh: Phone
) -> None:
    one, two, three = world["visits"]
    for phone in (lan, minh):
        phone.take("3 hộ")
        phone.context.set_offline(True)
    lan.door(one, minutes=30)
    lan.door(two)
    minh.door(one, minutes=45)
    minh.door(two, outcome=REFUSED)
    minh.door(three)

    for phone in (lan, minh):
        phone.context.set_offline(False)
        phone.page.goto("/to/may#cho-gui")
        phone.all_sent()

    expect(minh.page.get_by_text("Người khác ghi khác; cả hai đều được giữ")).to_have_count(2)
    found = beside.ask("told", world["session"], world["past"])
    assert found["visits"] == {one: ["seen", 30, "few"], two: ["seen", 30, "few"], three: ["seen", 30, "few"]}
    minh.page.goto("/to/mau-thuan")
    expect(minh.page.locator(".card")).to_have_count(2)
    minh.page.get_by_role("link", name="Chọn bên đúng").first.click()
    minh.page.get_by_label("45").check()
    minh.page.get_by_role("button", name="Lưu").click()
    expect(minh.page.locator(".card")).to_have_count(1)
    assert beside.ask("told", world["session"], world["past"])["visits"][one] == ["seen", 45, "few"]


def test_u18_cleared_storage_is_noticed_the_same_day(chromium: Browser, site: Site, world: Any, lan: Phone) -> None:
    first, second, third = world["visits"]
    lan.take("3 hộ")
    lan.door(first)
    lan.page.goto("/to/may")
    lan.all_sent()
    lan.context.set_offline(True)
    lan.door(second)
    lan.door(third)

    # What a cleaner does: the pages, what they kept and the workers go; the sign-in stays.
    everything = {"origin": site.url, "storageTypes": "indexeddb,local_storage,service_workers,cache_storage"}
    lan.context.new_cdp_session(lan.page).send("Storage.clearDataForOrigin", everything)
    lan.context.set_offline(False)
    lan.reopen()

    expect(lan.page.get_by_text("đã dùng 3, máy chủ mới thấy 1. Còn 2 việc chưa về: 2, 3")).to_be_visible()
    lead = Phone(chromium, site, world["cookies"]["lead"])
    lead.page.goto("/to/may-da-mang")
    expect(lead.page.locator(".card")).to_contain_text("Chị Lan")
    expect(lead.page.locator(".card")).to_contain_text("Còn 2 việc chưa thấy: 2, 3")
    lead.context.close()


def test_u17_nobody_signs_out_of_unsent_work_and_a_file_carries_it_when_all_else_fails(
    site: Site, beside: Beside, world: Any, lan: Phone, tmp_path: Path
) -> None:
    lan.take("3 hộ")
    lan.page.route("**/to/may/gui.json", lambda route: route.abort())
    for visit in world["visits"]:
        lan.door(visit)

    lan.page.get_by_role("button", name="Thoát").click()
    expect(lan.page.get_by_text("Còn 3 việc chưa gửi. Gửi xong hãy thoát, hoặc xuất tệp dự phòng.")).to_be_visible()
    lan.page.goto("/to/may#cho-gui")
    with lan.page.expect_download() as saved:
        lan.page.get_by_role("button", name="Xuất tệp dự phòng").click()
    saved.value.save_as(tmp_path / "file.json")
    assert "Nguyễn" not in (tmp_path / "file.json").read_text("utf-8")

    lan.page.goto("/to/may/nhap")
    lan.page.get_by_label("Tệp từ điện thoại").set_input_files(tmp_path / "file.json")
    lan.page.get_by_role("button", name="Đưa vào").click()
    expect(lan.page.locator(".rows > li")).to_have_count(3)
    lan.page.unroute("**/to/may/gui.json")
    lan.page.goto("/to/may#cho-gui")
    lan.all_sent()
    found = beside.ask("told", world["session"], world["past"])
    assert (found["acts"].count("visit:seen"), found["items"]) == (3, ["written"] * 3)

    lan.page.get_by_role("button", name="Thoát").click()
    lan.page.wait_for_url(site.url + "/")
    assert lan.page.evaluate("localStorage.length") == 0


def test_two_trainers_on_one_session_merge_and_the_keyboard_is_enough(
    beside: Beside, world: Any, lan: Phone, minh: Phone
) -> None:
    for phone, learner in ((lan, 1), (minh, 2)):
        phone.take("Mang theo: Nhận tiền")
        phone.context.set_offline(True)
        phone.page.goto(f"/to/may#lop={world['session']}")
        phone.page.get_by_role("group", name=f"Vũ Thị Sen {learner}").get_by_label("Chưa ghi").focus()
        phone.page.keyboard.press("ArrowDown")
        phone.wrote(1)
        assert not Axe().run(phone.page).response["violations"]

    for phone in (lan, minh):
        phone.context.set_offline(False)
        phone.page.goto("/to/may#cho-gui")
        phone.all_sent()

    found = beside.ask("told", world["session"], world["past"])
    assert found["attendance"] == {"Vũ Thị Sen 1": "present", "Vũ Thị Sen 2": "present", "Vũ Thị Sen 3": "not_recorded"}
    assert found["items"] == ["written", "written"]
