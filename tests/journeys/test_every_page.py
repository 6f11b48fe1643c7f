"""Every page in a real browser, 360 px wide, as somebody who may open it: nothing axe objects to, nothing sideways."""

import contextvars
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from uuid import UUID

import pyotp
import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import select
from werkzeug.serving import make_server

from app.core import clock, jobs, settings
from app.core.db import db
from app.core.ids import new_id
from app.policy import Actor, Holding, Role
from app.web.security import limiter
from catalog import images, services
from catalog.rules import PhotoRole
from merchants.models import Merchant
from merchants.results import jobs as signing
from merchants.results.models import IssuedDocument
from merchants.results.states import DocumentState
from tests import conftest
from tests.app.test_routes import ROLES, Visitor, actor_for, addresses, declared, products_slug, things
from tests.catalog import pictures
from tests.factories import catalog as products
from tests.factories import results
from tests.factories.marked import make_marked
from tests.factories.periods import TERM, make_flag, user_of
from tests.factories.training import make_merchant
from tests.journeys.objections import bring_axe, objections

pytestmark = pytest.mark.browser

LANGUAGES = ("vi", "en")
# Pages that another stage of a dossier shows: {draft}, {waiting} for an answer, {returned} to its family.
STAGES = {
    "owner of all": (
        "/hs/{draft}", "/hs/{draft}/kiem-tra", "/hs/{draft}/ten", "/hs/{draft}/lien-lac", "/hs/{draft}/dong-y",
        "/hs/{draft}/chua-muon?ve=ngan-hang", "/hs/{waiting}", "/hs/{waiting}/rut", "/hs/{returned}",
        "/hs/{returned}/bo-sung", "/hs/{whole}", "/hs/{whole}/tt", "/hs/{whole}/nghi",
    ),
    "clerk": (
        "/cb/hs/{waiting}", "/cb/hs/{waiting}/tu-choi/nguoi-hai", "/cb/hs/{waiting}/tu-choi/khong", "/cb/hs/{returned}",
        "/cb/hs/{returned}/tra-lai", "/cb/viec?in=1", "/cb/viec?muc=cho-dan", "/cb/tim?q=zinchu",
    ),
}  # fmt: skip

IN_ITS_PLACE = """text => {
    document.body.innerHTML = new DOMParser().parseFromString(text, "text/html").body.innerHTML;
    return document.documentElement.scrollWidth;
}"""

# The base size of the page: whoever types must see what.
TOO_SMALL_TO_TYPE_IN = """() => [...document.querySelectorAll("input, select, textarea")]
    .filter(field => !["hidden", "checkbox", "radio", "file"].includes(field.type))
    .filter(field => parseFloat(getComputedStyle(field).fontSize) < 18)
    .map(field => `${field.name} is too small to type in`)"""


@dataclass
class Looker:
    """Somebody's browser over a real line, which keeps styles and letters once it has them."""

    visitor: Visitor
    context: BrowserContext
    line: str

    def __post_init__(self) -> None:
        bring_axe(self.context)
        self.page: Page = self.context.new_page()

    def faults_of(self, path: str, other: str) -> list[str]:
        """Open a page as at the start; return what is wrong with its answer, width and fields, and what axe objects to.

        The same page in the other language is laid out in its place, which takes a third of the time of opening it. A
        file, a picture or figures for a machine are no page.
        """
        self.as_at_the_start()
        there = self.context.request.get(f"{self.line}{other}")
        if not there.headers["content-type"].startswith("text/html"):
            return []
        self.as_at_the_start()
        answer = self.page.goto(f"{self.line}{path}")
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        faults = objections(self.page) + self.page.evaluate(TOO_SMALL_TO_TYPE_IN)
        other_wide = self.page.evaluate(IN_ITS_PLACE, there.text())
        if answer is None or (answer.status, there.status) != (200, 200):
            faults.append(f"status {answer and answer.status} and {there.status}")
        return faults + [f"{px} px wide" for px in (wide, other_wide) if px > 360]

    def as_at_the_start(self) -> None:
        """Ask next as at the start, whatever the last page did to the session."""
        self.context.add_cookies([{"name": self.visitor.name, "value": self.visitor.cookie, "url": self.line}])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("pages")
    made = conftest.prepared(folder, f"sqlite:///{folder / 'pages.db'}")
    settings.use(made.extensions["settings"])
    limiter.enabled = False
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()
    limiter.enabled = True
    jobs.forget_clients()


@pytest.fixture(scope="module")
def line(site: Flask) -> Iterator[str]:
    """The address of the site over HTTP."""
    server = make_server("127.0.0.1", 0, site, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def opened_by() -> dict[str, str]:
    """Return who opens each page first, out of the declared table of rights."""
    found = {}
    for (method, address), cells in declared().items():
        words = [word for word in ROLES if cells[word] == "200"]
        if method == "GET" and words:
            found[address] = words[0]
    return found


def pages_to_open(site: Flask, merchant: Merchant, parts: dict[str, str]) -> list[tuple[str, str]]:
    """Return every page as (who, path): one for each address, and those of other stages."""
    who = opened_by()
    every = addresses(site, parts, products_slug(merchant))
    return [(who[rule], path) for method, rule, path in every if rule in who and method == "GET"]


def make_everything(site: Flask) -> tuple[dict[str, Actor | None], list[tuple[str, str]]]:
    """Make one of everything, and return who there is and which pages each opens."""
    with site.app_context():
        merchant, parts = things()
        marked = make_marked("33/12826/")
        db.session.commit()
        actors = {word: actor_for(word, merchant.id) for word in ROLES}
        actors["owner of all"] = Actor(new_id(), "chủ", tuple(Holding(Role.OWNER, "", each) for each in marked.ids))
        codes = {name: marked.parts[name] for name in ("draft", "waiting", "returned")} | {"whole": marked.whole.code}
        more = [(word, path.format(**codes)) for word, paths in STAGES.items() for path in paths]
        return actors, pages_to_open(site, merchant, parts) + more


def test_every_page_is_sound_and_fits_a_small_screen(site: Flask, line: str, chromium: Browser) -> None:
    # In a thread of its own: signing runs a loop, and the browser has one in this thread.
    with ThreadPoolExecutor(1) as pool:
        actors, listed = pool.submit(make_everything, site).result()

    faults: dict[str, list[str]] = {}
    lookers: dict[str, Looker] = {}
    for number, (word, path) in enumerate(listed):
        if word not in lookers:
            context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="vi-VN")
            lookers[word] = Looker(Visitor(site, actors[word]), context, line)
        # Axe, which takes long, looks at the two languages in turns.
        turns = LANGUAGES if number % 2 else LANGUAGES[::-1]
        turn, other = (f"{path}{'&' if '?' in path else '?'}lang={language}" for language in turns)
        found = lookers[word].faults_of(turn, other)
        if found:
            faults[f"{word} {turn}"] = found

    assert len(listed) > 120, "the table of routes names every page"
    assert faults == {}


MOST_OF_A_FIRST_VIEW = 60_000


def heaviest_product() -> str:
    """Show a product that says all it may, in fifty packs with pictures of their own, of a photograph of mere noise."""
    noise = Image.effect_noise((1600, 1600), 120).convert("RGB")
    taken = images.intake(pictures.saved(noise, quality=95))
    words = "".join(f"Mẻ {number} ủ {number * 37 % 97} tuần. " for number in range(140))
    product = products.make_product(products.make_maker(), photo=False, description=words)
    by = products.owner_of(product.merchant)
    services.add_photos(product, [(PhotoRole.FRONT, taken)], by=by)
    services.show(product, by=by)
    products.of_family(product, "I.4.a", usage="Chấm sống, kho, nấu canh. " * 10)
    for pack in products.in_packs(product, *(f"{litres} lít" for litres in range(1, 51))):
        pack.photo_id = product.photos[0].id
    db.session.commit()
    return product.slug


@pytest.mark.parametrize("width", [360, 1280])
def test_the_first_view_of_a_product_is_light_and_brings_no_script(
    site: Flask, line: str, chromium: Browser, width: int
) -> None:
    with ThreadPoolExecutor(1) as pool, site.app_context():
        slug = pool.submit(contextvars.copy_context().run, heaviest_product).result()
    context = chromium.new_context(viewport={"width": width, "height": 800}, locale="vi-VN")
    page = context.new_page()
    # What comes over the line, headers and all, as the browser itself counts it.
    told = context.new_cdp_session(page)
    told.send("Network.enable")
    kinds: dict[str, str] = {}
    sizes: dict[str, int] = {}
    told.on("Network.responseReceived", lambda came: kinds.update({came["requestId"]: came["type"]}))
    told.on("Network.loadingFinished", lambda came: sizes.update({came["requestId"]: came["encodedDataLength"]}))

    page.goto(f"{line}/san-pham/{slug}", wait_until="networkidle")

    weights = sorted((kinds[request], size) for request, size in sizes.items() if size)
    assert {"Document", "Image", "Stylesheet"} <= {kind for kind, _size in weights}
    assert "Script" not in kinds.values()
    assert sum(size for _kind, size in weights) <= MOST_OF_A_FIRST_VIEW, weights
    context.close()


# Whoever sits at a desk without a mouse: what leads from the first page of figures to the names behind a number.
WAYS_TO_A_LIST = {
    "official": ("/cb/bang/12826", "/cb/danh-sach/su-dung/mau?xa=12826"),
    "province": ("/cb/danh-sach/su-dung/mau", "Mở danh sách lớp (minh hoạ)", "button"),
}
AT = "word => document.activeElement.matches(word.startsWith('/') ? `a[href='${word}']` : word)"
# A box to tick is drawn by its label, and so is the ring around it.
RING = """() => {
    const at = document.activeElement;
    return parseFloat(getComputedStyle(at.type === "checkbox" ? at.labels[0] : at).outlineWidth) > 0;
}"""


def tab_to(page: Page, what: str) -> None:
    """Press the tabulator until something is reached, which then shows that it is."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate(AT, what):
            assert page.evaluate(RING), f"{what} does not show that it is reached"
            return
    raise AssertionError(f"{what} is not reached by keyboard on {page.url}")


@pytest.mark.parametrize("word", WAYS_TO_A_LIST)
def test_the_list_behind_a_number_is_three_keys_away_at_most(
    site: Flask, line: str, chromium: Browser, word: str
) -> None:
    with site.app_context():
        merchant = make_merchant("33/12826/")
        db.session.commit()
        code = merchant.code
        looker = Looker(Visitor(site, actor_for(word, merchant.id)), chromium.new_context(), line)
    looker.as_at_the_start()
    looker.page.goto(f"{line}/cb")

    for what in WAYS_TO_A_LIST[word]:
        if " " in what:
            tab_to(looker.page, "main input[name='reason']")
            looker.page.keyboard.type(what)
        else:
            tab_to(looker.page, f"main {what}" if what == "button" else what)
            with looker.page.expect_navigation():
                looker.page.keyboard.press("Enter")

    assert code in looker.page.inner_text("main")


# What is done about a closed period without a mouse: who, on which page, the keys typed at each place that is reached,
# and what the last page says. OPEN unfolds what is there; SEND leads to another page.
OPEN, SEND = "open", "send"
# Every paper is chosen: one is taken out and put back.
OUT_AND_IN = "  "
CLOSED = TERM.after()
PERIOD, REPORT = f"/cb/chot/{CLOSED.code}", f"/cb/bao-cao/{CLOSED.code}/12826"
OFFICE_WORK = (
    (
        "official", PERIOD, "Ngân hàng gửi tệp muộn",
        (("main a[href*='/hoi/']", SEND), ("main textarea", "Ngân hàng gửi tệp muộn"), ("main form button", SEND)),
    ),
    (
        "official", REPORT, "Xin thêm một lớp",
        (
            ("main details:not(.board__details) > summary", OPEN), ("main a[href$='/loi-binh/de-nghi']", SEND),
            ("main textarea", "Xin thêm một lớp"), ("main form button", SEND),
        ),
    ),
    ("official", REPORT, "đã trình ký", (("main form[action$='/trinh-ky'] button", SEND),)),
    (
        "province", PERIOD, "Tệp ngân hàng về muộn",
        (
            ("main details > summary", OPEN), ("main textarea", "Tệp ngân hàng về muộn"),
            ("main form[action$='/chot-lai'] button", SEND),
        ),
    ),
    (
        "province", "/cb/muc-tieu", "Sở làm thử",
        (
            ("main details > summary", OPEN), ("main [name='value_pct']", "55"), ("main [id='due_on-day']", "31"),
            ("main [id='due_on-month']", "12"), ("main [id='due_on-year']", "2027"),
            ("main [name='owner']", "Sở làm thử"), ("main form[action='/cb/muc-tieu'] button", SEND),
        ),
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def closed(site: Flask) -> UUID:
    """A frozen period in which no bank had told of a commune, and the business of which one tells afterwards."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(close_period, site).result()


def close_period(site: Flask) -> UUID:
    with site.app_context():
        flag = make_flag(CLOSED, commune_path="33/12826/")
        merchant_id = user_of(CLOSED, area_path=flag.commune_path).id
        db.session.commit()
        return merchant_id


def by_keys(looker: Looker, path: str, steps: Iterable[tuple[str, str]]) -> str:
    """Go through some steps without a mouse, and return what the last page says."""
    looker.as_at_the_start()
    looker.page.goto(looker.line + path)
    for place, keys in steps:
        tab_to(looker.page, place)
        if keys == SEND:
            with looker.page.expect_navigation():
                looker.page.keyboard.press("Enter")
        elif keys == OPEN:
            looker.page.keyboard.press("Enter")
        else:
            looker.page.keyboard.type(keys)
    return looker.page.inner_text("main")


def test_a_closed_period_is_explained_reported_restated_and_aimed_at_by_keys_alone(
    site: Flask, line: str, chromium: Browser, closed: UUID
) -> None:
    for word, path, said, steps in OFFICE_WORK:
        looker = Looker(Visitor(site, actor_for(word, closed)), chromium.new_context(), line)

        assert said in by_keys(looker, path, steps), path


def lay_on_desk(site: Flask, merchant_id: UUID) -> UUID:
    """Lay the commune's report of the period on its signing desk, once, and return the paper."""
    with site.app_context():
        Visitor(site, actor_for("official", merchant_id)).send("POST", f"{REPORT}/trinh-ky")
        reports = select(IssuedDocument.id).where(IssuedDocument.symbol == "BC-UBND")
        return db.session.scalars(reports.order_by(IssuedDocument.id.desc()).limit(1)).one()


def let_key_work(site: Flask, sign: Callable[[str], None], paper_id: UUID) -> DocumentState:
    """Do what the worker does once it is asked, and return how the paper stands."""
    with site.app_context():
        sign(str(paper_id))
        return db.session.get_one(IssuedDocument, paper_id).state


def at_the_desk(site: Flask, role: Role) -> Visitor:
    """Return somebody of the commune who has an authenticator."""
    with site.app_context():
        return Visitor(site, results.official(role))


def test_a_report_is_signed_and_sealed_by_keys_alone(site: Flask, line: str, chromium: Browser, closed: UUID) -> None:
    with ThreadPoolExecutor(1) as pool:
        paper_id = pool.submit(lay_on_desk, site, closed).result()
        for role, way, sign, state in (
            (Role.OFFICIAL, "/cb/ky/lanh-dao", signing.sign_as_leader, DocumentState.LEADER_SIGNED),
            (Role.CLERK, "/cb/ky/co-quan", signing.sign_as_agency, DocumentState.ISSUED),
        ):
            looker = Looker(pool.submit(at_the_desk, site, role).result(), chromium.new_context(), line)
            digits = pyotp.TOTP(results.SECRET).at(clock.now())
            steps = (
                (f"main a[href^='{way}']", SEND), (f"main input[value='{paper_id}']", OUT_AND_IN),
                ("main input[name='code']", digits), ("main form button", SEND),
            )  # fmt: skip

            by_keys(looker, "/cb/ky", steps)

            assert pool.submit(let_key_work, site, sign, paper_id).result() is state


def test_a_definition_is_proposed_agreed_to_and_refused_by_keys_alone(
    site: Flask, line: str, chromium: Browser, closed: UUID
) -> None:
    proposing = (
        ("main textarea[name='numerator_vi']", "Từ nay: "), ("main textarea[name='why']", "Văn bản mới"),
        ("main form button", SEND),
    )  # fmt: skip
    for number, answering, said in (
        ("CS-07", (("main form[action$='/dong-y'] button", SEND),), "Định nghĩa có phiên bản mới"),
        (
            "CS-08",
            (
                ("main details > summary", OPEN), ("main input[name='note']", "Chưa có văn bản"),
                ("main form[action$='/khong'] button", SEND),
            ),
            "Chưa có văn bản",
        ),
    ):  # fmt: skip
        proposer, second = (
            Looker(Visitor(site, actor_for(word, closed)), chromium.new_context(), line)
            for word in ("official", "leader")
        )
        way = (f"main a[href='/cb/dinh-nghia/{number}']", SEND)

        assert "Đồng nghiệp phải mở trang này" in by_keys(proposer, f"/chi-so/{number}", (way, *proposing))

        here = proposer.page.url.removeprefix(line)
        assert said in by_keys(second, "/cb/dinh-nghia", ((here, SEND), *answering))
