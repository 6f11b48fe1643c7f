"""The main job from end to end, as the people it is for do it: owner, clerk, bank, trainer, official."""

import re
import time
import urllib.request
from pathlib import Path

import pyotp
import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, BrowserContext, Page, expect

from app.demo import PASSWORD, TOTP_SECRET
from tests.journeys.conftest import Site
from tests.journeys.objections import bring_axe, objections

pytestmark = pytest.mark.browser

COMMUNE = "12826"
# What one household that goes the whole way adds one to, as officials read it.
GROWING = ("Đăng ký", "Đã gửi", "Xã đã xác nhận", "Đã nhập", "Sẵn sàng", "Có mã QR", "Đã nhận tiền thật", "Đăng ký học")

# Keeps what a telephone would say: the machine that tests has no voice.
HEAR = """speechSynthesis.speak = (said) => {
    sessionStorage.heard = `${sessionStorage.heard ?? ""}${said.text}|`;
    said.onend();
}"""


class Walk:
    """One person's telephone, 360 px wide."""

    def __init__(self, chromium: Browser, site: Site, *, script: bool, seen: dict[str, "Walk"]) -> None:
        self.site, self.script, self.seen = site, script, seen
        self.context: BrowserContext = chromium.new_context(
            viewport={"width": 360, "height": 740}, java_script_enabled=script, base_url=site.url, locale="vi-VN"
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(90_000)

    def go(self, path: str) -> Page:
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status} {self.page.inner_text('body')[:600]}"
        self.look()
        return self.page

    def look(self) -> None:
        """Note the page and who opened it, and check that nothing sticks out sideways."""
        self.seen[self.page.url.removeprefix(self.site.url)] = self
        if self.script:
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= 360, f"{self.page.url} is {wide} px wide"

    def pick(self, name: str, value: str) -> None:
        self.page.locator(f"input[name='{name}'][value='{value}']").check(force=True)

    def write(self, **values: str) -> None:
        for name, value in values.items():
            self.page.locator(f"main [name='{name}']").first.fill(value)

    def press(self, label: str = "") -> None:
        buttons = self.page.locator("main form[method=post] button[type=submit]")
        button = buttons.filter(has_text=label).first if label else buttons.first
        before = self.page.url
        button.click()
        self.page.wait_for_load_state()
        self.look()
        assert not self.page.title().startswith(("Lỗi", "Error")), f"{before}: {self.page.inner_text('main')[:800]}"


def sign_in_official(walk: Walk, username: str) -> None:
    walk.go("/vao/can-bo")
    walk.write(username=username, password=PASSWORD)
    walk.press()
    walk.write(code=next_digits(username))
    walk.press()


_used: dict[str, int] = {}


def next_digits(username: str) -> str:
    """Return digits this person has not used yet: each is good once, and a neighbouring half-minute is taken too."""
    totp = pyotp.TOTP(TOTP_SECRET)
    now, used = time.time(), _used.get(username, 0)
    step = int(now) // 30
    # The half-minute before is good only until the next one begins, and a page may be slow to be sent.
    former = [step - 1] if now % 30 < 10 else []
    for candidate in (*former, step, step + 1):
        if candidate > used:
            _used[username] = candidate
            return totp.at(candidate * 30)
    time.sleep(31)
    return next_digits(username)


def photo(folder: Path, colour: str) -> Path:
    picture = Image.new("RGB", (1800, 1400), "#efe4cc")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((700, 200, 1100, 1200), fill=colour, outline="black", width=14)
    draw.text((760, 640), "NUOC MAM", fill="white", font_size=64)
    for line in range(40):
        draw.line((0, line * 35, 1800, line * 35 + 60), fill="#d8c9a6", width=3)
    path = folder / f"{colour.strip('#')}.jpg"
    picture.save(path, quality=90)
    return path


def figures(walk: Walk) -> dict[str, int]:
    """Return what the officials' page says of each pair."""
    text = walk.go("/cb?lang=vi").inner_text("main")
    found = {word: re.search(rf"{word}\s+(\d+)", text) for word in GROWING}
    return {word: int(match.group(1)) for word, match in found.items() if match}


def wait_for_growth(walk: Walk, before: dict[str, int]) -> None:
    """Look again now and then until the worker has counted what happened, which it does once a minute."""
    deadline = time.monotonic() + 180
    while (after := figures(walk)) != {word: number + 1 for word, number in before.items()}:
        assert time.monotonic() < deadline, f"{before} has become {after}"
        walk.page.wait_for_timeout(5000)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "script off"])
def test_a_household_goes_the_whole_way(chromium: Browser, site: Site, tmp_path: Path, script: bool) -> None:
    seen: dict[str, Walk] = {}
    owner, clerk, trainer, official, payer = (
        Walk(chromium, site, script=script, seen=seen) for _ in ("owner", "clerk", "trainer", "official", "payer")
    )
    name = "Phạm Thị Thử Nghiệm" if script else "Phạm Văn Thử Nghiệm"
    phone = "0987 654 321" if script else "0987 654 322"
    sign_in_official(official, "lanhdao.thaithuy")
    before = figures(official)
    assert set(before) == set(GROWING)

    # The owner answers eight questions.
    owner.go("/")
    owner.go("/dang-ky")
    owner.go("/hs/moi")
    owner.pick("craft", "fish_sauce")
    owner.press()
    code = re.search(r"\d{4}-\d{3}-\d{3}", owner.page.inner_text("main"))
    assert code
    dossier = f"/hs/{code.group()}"
    for question, answer in (
        ("ten", {"owner_name": name}),
        ("ten-co-so", {"business_name": f"Nước mắm {name.split()[-2]} {name.split()[1]}"}),
        ("nam-sinh", {"birth_year": "1964"}),
    ):
        owner.go(f"{dossier}/{question}")
        owner.write(**answer)
        owner.press()
    owner.go(f"{dossier}/o-dau")
    owner.pick("commune", COMMUNE)
    owner.press()
    owner.page.locator("input[name=hamlet]").first.check(force=True)
    owner.press()
    owner.go(f"{dossier}/lien-lac")
    owner.pick("kind", "own")
    owner.write(phone=phone)
    owner.press()
    owner.go(f"{dossier}/giay-to")
    owner.pick("papers", "none")
    owner.press()
    owner.go(f"{dossier}/dong-y")
    for purpose in ("record", "public", "partner", "statistics"):
        owner.pick(purpose, "yes")
    owner.press()
    owner.go(f"{dossier}/kiem-tra")
    owner.press()
    expect(owner.page.locator(".panel")).to_contain_text(code.group())
    slip = owner.context.request.get(f"{dossier}/giay-tiep-nhan.pdf")
    assert slip.body().startswith(b"%PDF")

    # The clerk takes it and sends it back with one thing to mend, and the clock stands still.
    sign_in_official(clerk, "canbo.thaithuy")
    clerk.go("/cb/viec")
    assert code.group() in clerk.page.inner_text("main")
    desk = f"/cb/hs/{code.group()}"
    clerk.go(desk)
    clerk.press("Nhận xem hồ sơ này")
    clerk.go(f"{desk}/tra-lai")
    clerk.page.select_option("select[name=reason_business_name]", "business_name.unclear")
    clerk.page.locator("form[action$='/xem'] button").click()
    clerk.page.wait_for_load_state()
    clerk.look()
    asked = clerk.page.locator("main .card strong").first.inner_text()
    clerk.press()
    owner.go(dossier)
    owner.page.locator("a[href$='/bo-sung']").first.click()
    owner.page.wait_for_load_state()
    owner.look()
    assert asked in owner.page.inner_text("main")
    owner.page.locator("main .card a").first.click()
    owner.page.wait_for_load_state()
    owner.write(business_name=f"Cơ sở nước mắm {name.split()[-2]} {name.split()[1]}")
    owner.press()
    owner.go(f"{dossier}/bo-sung")
    owner.press()
    clerk.go(desk)
    for box in clerk.page.locator("main form[action$='/xac-nhan'] input[type=checkbox]").all():
        box.check(force=True)
    clerk.press("Xác nhận")
    owner.go(dossier)

    # One product: four photographs, five questions, ready on its marketplaces.
    owner.go(f"{dossier}/sp")
    owner.press()
    product = re.sub(r"/[^/]+$", "", owner.page.url.removeprefix(site.url))
    owner.go(f"{product}/anh")
    for role, colour in (("front", "#7a3b12"), ("label", "#12507a"), ("size", "#3c7a12"), ("maker", "#7a1248")):
        owner.page.set_input_files(f"input[name={role}]", photo(tmp_path, colour))
    owner.page.locator("main button", has_text=re.compile("Gửi")).first.click()
    owner.page.wait_for_load_state()
    title = f"Nước mắm cá cơm {'thử' if script else 'mẫu'} chai thuỷ tinh"
    for question, picks, answers in (
        ("ten", {}, {"name": title}),
        ("dung-tich", {"unit": "ml"}, {"amount": "500"}),
        ("gia", {}, {"price_vnd": "120.000"}),
        ("han", {"counted_in": "months"}, {"number": "18"}),
        ("bao-quan", {"storage": "dry"}, {}),
        ("mo-ta", {}, {"description": "Nước mắm ủ chượp mười hai tháng, cá cơm tươi và muối biển. " * 4}),
        ("can-nang", {}, {"weight_g": "900"}),
        ("thanh-phan", {}, {"ingredients": "Cá cơm 75 %, muối biển 25 %"}),
    ):
        owner.go(f"{product}/{question}")
        for field, value in picks.items():
            owner.pick(field, value)
        owner.write(**answers)
        owner.press()
    owner.go(f"{product}/kenh")
    owner.page.locator("form[action$='/hien'] button").first.click()
    owner.page.wait_for_load_state()
    owner.look()
    feed = ""
    for _ in range(360):  # a worker makes the file that marketplaces fetch
        with urllib.request.urlopen(f"{site.url}/feeds/google.xml") as answer:
            feed = answer.read().decode()
        if title in feed:
            break
        time.sleep(0.5)
    assert title in feed
    owner.go("/san-pham")
    owner.page.get_by_text(title).first.click()
    owner.page.wait_for_load_state()
    owner.look()

    # The account, the sign, a request for money, and the bank's notice.
    owner.go(f"{dossier}/tt")
    owner.go(f"{dossier}/tt/tai-khoan")
    holder = "PHAM THI THU NGHIEM" if script else "PHAM VAN THU NGHIEM"
    owner.page.select_option("select[name=bank_bin]", "970436")
    owner.write(account_no=f"00001234567{'89' if script else '90'}", holder_name=holder)
    owner.press()
    owner.go(f"{dossier}/tt/bien-qr")
    owner.write(confirmed_holder=holder)
    owner.press()
    sign = re.search(r"/tt/bien-qr/(\w+)/a6\.pdf", owner.page.content())
    assert sign
    assert owner.context.request.get(f"{dossier}{sign.group()}").body().startswith(b"%PDF")
    payer.go(f"/xm/{sign.group(1)}")
    expect(payer.page.locator("body")).to_contain_text(holder)
    paid = []
    for amount in ("120.000", "240.000", "60.000"):
        owner.go(f"{dossier}/tt/yeu-cau/moi")
        owner.write(amount_vnd=amount)
        owner.press()
        found = re.search(r"/(?:tt|yeu-cau)/([A-Z0-9]{10})\b", owner.page.url + owner.page.content())
        assert found
        paid.append(found.group(1))
    if script:
        owner.page.add_init_script(HEAR)
        owner.go(f"{dossier}/tt/yeu-cau/{paid[1]}")
        owner.page.get_by_role("button", name="Tiền về thì nói to").click()
    payer.go(f"/tt/{paid[0]}")
    assert "Chờ tiền về" in payer.page.inner_text("body")
    site.command("payments", "notice", paid[0], "--amount", "1000", "--url", site.url)
    payer.go(f"/tt/{paid[0]}")
    assert "Đã nhận" not in payer.page.inner_text("main")
    payer.go(f"/tt/{paid[1]}")
    site.command("payments", "notice", *paid[1:], *paid[1:], "--url", site.url)  # each comes twice
    expect(payer.page.locator("main")).to_contain_text("Đã nhận")
    payer.go(f"/tt/{paid[2]}")
    expect(payer.page.locator("main")).to_contain_text("Đã nhận")
    if script:
        expect(owner.page.locator("[data-live]")).to_have_count(0)
        assert owner.page.evaluate("sessionStorage.heard") == "Tiền về, máy này sẽ nói to|Đã nhận 240.000 đồng|"

    # A class.
    owner.go("/lop-hoc")
    lesson = re.search(r"/lop-hoc/([0-9a-f-]{36})", owner.page.content())
    assert lesson
    owner.go(f"/lop-hoc/{lesson.group(1)}")
    owner.go(f"/lop/{lesson.group(1)}/dang-ky")
    owner.press()
    sign_in_official(trainer, "giangvien")
    trainer.go("/day")
    trainer.go(f"/day/{lesson.group(1)}/diem-danh")

    official.go("/cb")
    official.go(f"/cb/bang/{COMMUNE}")
    if script:
        check_accessible(seen)
    # The officials' page has changed: each of its numbers by this one household.
    wait_for_growth(official, before)


def check_accessible(seen: dict[str, Walk]) -> None:
    """Let axe look at every page of the walk, in both languages, as whoever opened it last."""
    faults: list[str] = []
    for context in {walk.context for walk in seen.values()}:
        bring_axe(context)
    for path, walk in sorted(seen.items()):
        for language in ("vi", "en"):
            walk.page.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")
            faults += [f"{path} {language}: {each}" for each in objections(walk.page)]
    assert not faults, "\n".join(faults)
