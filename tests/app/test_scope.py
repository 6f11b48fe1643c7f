"""Nobody outside a family's place reads a word of it: every page, list, search, export and file, by what it says."""

import contextvars
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from string import ascii_lowercase, digits
from urllib.parse import urlsplit

import openpyxl
import pypdfium2
import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.accounts.models import Account, AccountHolding
from app.core.db import db
from app.core.ids import new_id
from app.policy import Actor, Holding, Power, Role
from payments.partners import services as partner_services
from tests.app.test_routes import LEAVING, Visitor, addresses, taken_back, things
from tests.browser import account_of
from tests.factories import partners
from tests.factories.helping import delegated
from tests.factories.marked import Marked, make_marked

HOME, AWAY = "33/12865/", "33/12826/"
# Rights only add up: whoever is all of these elsewhere, and a neighbour, reads whatever one of them would.
ELSEWHERE = (
    Role.CLERK, Role.OFFICIAL, Role.LEADER, Role.TEAM, Role.TRAINER, Role.PARTNER, Role.AUDITOR, Role.ADMIN,
)  # fmt: skip
OUTSIDERS = ("public", "everybody elsewhere")
# What whoever holds a printed or a sent code may read of it: a payer, a customer at the stand, somebody with a paper.
HOLDERS_OF_CODES = {
    "/tt/<reference>": {"zinthe", "5283719", "zincoso", "9704077712345", "zinghi"},
    "/xm/<serial>": {"zinthe", "zincoso"},
    "/xm/<serial>/da-bao": {"zinthe", "zincoso"},
    "/xm/<serial>/dau.json": {"zinthe"},
}  # fmt: skip
# What an auditor reads wherever a family lives, to ask whether it is true: whom to ring about a visit, and who looked.
READ_BY_AUDITORS = {
    "/ks/goi-lai": {"zinchu", "977123001", "zintham"},
    "/ks/goi-lai/<uuid:visit_id>": {"zinchu", "977123001", "zintham"},
    "/ks/khong-dung/<uuid:contradiction_id>": {"zinkhongdung"},
    "/ks/la": {"zinnhin"},
    "/ks/la/<uuid:account_id>/<day>": {"zinnhin"},
    "/ks/la/<uuid:question_id>": {"zinnhin"},
}
# The outbox of a machine on which somebody tries the site; a served site has no such page.
NOT_SERVED = "/dev/hop-thu-di"
UNASKED = {NOT_SERVED, *LEAVING}
SEARCHES = (
    "/cb/tim?q={word}", "/cb/viec?q={word}", "/san-pham?q={word}", "/cb/so?q={word}", "/cb/quay?q={word}",
    "/cb/viec?thon=33/12865/01/", "/cb/so?xa=12865", "/cb/bang/12865", "/cb/ky?xa=12865", "/cb/trung?xa=12865",
    "/cb/danh-sach/su-dung/mau?xa=12865", "/cb/danh-sach/dang-ky/mau?xa=12865", "/cb/ocop?xa=12865",
)  # fmt: skip
NEITHER = bytes(set(range(128)) - set(f"{ascii_lowercase}{digits}".encode()))
WORDS = ("zinchu", "zincoso", "0977123001", "{code}")


@pytest.fixture
def generous(app: Flask) -> Iterator[None]:
    from app.web.security import limiter

    limiter.enabled = False
    yield
    limiter.enabled = True


def outsider(word: str) -> Account | None:
    """Return somebody with a role in another commune; everybody elsewhere sits in another province, too."""
    if word == "public":
        return None
    neighbour = Holding(Role.OWNER, merchant_id=new_id())
    held = (*(Holding(role, AWAY) for role in ELSEWHERE), Holding(Role.PROVINCE, "01/"), neighbour)
    account = account_of(Actor(new_id(), word, held))
    # Another bank's person works in the same hamlets, and reads only of the families who let that bank ring them.
    partner_services.seat(account, partners.bank("Ngân hàng Khác"), area_path="33/", by=partners.ADMIN)
    db.session.commit()
    return account


def words_of(answer: TestResponse) -> str:
    """Return what an answer says, headers and file names too, in letters and digits only."""
    data, kind = answer.get_data(), answer.mimetype
    if kind == "application/pdf":
        said = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))
    elif kind.endswith("spreadsheetml.sheet"):
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
        said = " ".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    elif kind == "application/zip" or kind.endswith("wordprocessingml.document"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            said = " ".join(packed.read(name).decode("utf-8", "ignore") for name in packed.namelist())
    else:
        said = data.decode("utf-8", "ignore")
    return letters_of(f"{answer.headers} {said}")


def letters_of(text: str) -> str:
    """Return what is left of a text of all but plain letters and digits: as folded, for less, since pages are long."""
    parts = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "d"))
    return parts.encode("ascii", "ignore").lower().translate(None, NEITHER).decode()


def links_of(answer: TestResponse) -> set[str]:
    """Return the addresses of this site that a page leads to."""
    if answer.mimetype != "text/html":
        return set()
    found = re.findall(r'(?:href|src|action)="([^"#]+)', answer.get_data(as_text=True))
    parts = [urlsplit(link.replace("&amp;", "&")) for link in found]
    return {
        f"{part.path}?{part.query}" if part.query else part.path
        for part in parts
        if not part.netloc and part.path.startswith("/") and not part.path.startswith(("/static", "/ra"))
    }


class Reader:
    """One person, who opens every address, follows every link once, and is heard reading."""

    def __init__(self, app: Flask, who: Account | Actor | None, looked_for: set[str]) -> None:
        self.app, self.visitor, self.looked_for = app, Visitor(app, who), looked_for
        self.opened: set[str] = set()
        self.read: dict[str, set[str]] = {}

    def look_for_all(self, places: list[tuple[str, str, str]], searches: list[str]) -> set[str]:
        """Open pages until all that is looked for was read; return what was found nowhere."""
        pages = [(path, rule) for method, rule, path in places if method == "GET"]
        for path, rule in [*((path, "") for path in searches), *pages]:
            self.ask("GET", path, rule)
            if self.looked_for == set().union(*self.read.values()):
                break
        return self.looked_for - set().union(*self.read.values())

    def walk(self, places: list[tuple[str, str, str]], searches: list[str]) -> dict[str, set[str]]:
        """Return the words read, by rule of address."""
        found = [link for method, rule, path in places for link in self.ask(method, path, rule)]
        for path in searches + found:
            if path not in self.opened:
                self.ask("GET", path)
        return self.read

    def ask(self, method: str, path: str, rule: str = "") -> set[str]:
        if method == "GET":
            self.opened.add(path)
            return self._ask(method, path, rule)
        with taken_back():
            return self._ask(method, path, rule)

    def _ask(self, method: str, path: str, rule: str) -> set[str]:
        sent = {"data": {"csrf_token": self.visitor.token}} if method == "POST" else {}
        answer = contextvars.Context().run(getattr(self.visitor.client, method.lower()), path, buffered=True, **sent)
        self.visitor.take_back()
        words = words_of(answer).replace(letters_of(path), "")
        heard = {word for word in self.looked_for if word in words and word not in path}
        if heard:
            self.read.setdefault(rule or self._rule_of(path), set()).update(heard)
        return links_of(answer)

    def _rule_of(self, path: str) -> str:
        rule, _ = self.app.url_map.bind("localhost").match(urlsplit(path).path, return_rule=True)
        return rule.rule


def every_address(app: Flask, marked: Marked) -> list[tuple[str, str, str]]:
    """Return every address, naming the marked family wherever an address names something of a family's."""
    _, parts = things()
    return [place for place in addresses(app, parts | marked.parts, "zinmam") if place[1] not in UNASKED]


def searches_for(marked: Marked) -> list[str]:
    words = [word.format(code=marked.whole.code) for word in WORDS]
    asked = [search.format(word=word) for search in SEARCHES for word in words]
    codes = [marked.parts[name] for name in ("code", "waiting", "returned")]
    others = [f"/cb/hs/{code}{page}" for code in codes for page in ("", "/tu-choi/nguoi-hai")]
    return [*dict.fromkeys(asked), *others, f"/sp/{marked.parts['product_id']}/mo-ta"]


@pytest.mark.once
def test_nobody_outside_reads_a_word_of_a_family_and_its_own_people_read_them_all(
    app: Flask, session: object, generous: None
) -> None:
    marked = make_marked(HOME)
    places, searches = every_address(app, marked), searches_for(marked)
    secret = marked.owners | marked.desk

    leaks = {}
    for word in OUTSIDERS:
        known = HOLDERS_OF_CODES | (READ_BY_AUDITORS if word == "everybody elsewhere" else {})
        for rule, heard in Reader(app, outsider(word), secret).walk(places, searches).items():
            if heard - known.get(rule, set()):
                leaks[f"{word} at {rule}"] = sorted(heard - known.get(rule, set()))

    assert not leaks, "\n".join(f"{place}: {words}" for place, words in leaks.items())

    # The walk reads what there is to read: the family's own people find every word.
    owner = Actor(new_id(), "chủ", tuple(Holding(Role.OWNER, merchant_id=each) for each in marked.ids))
    desk = Actor(new_id(), "Một cửa", (Holding(Role.CLERK, HOME),))
    assert Reader(app, owner, marked.owners).look_for_all(places, searches) == set()
    assert Reader(app, desk, marked.desk).look_for_all(places, searches) == set()


@pytest.mark.once
def test_a_relative_reads_what_the_owner_let_them_and_no_money(app: Flask, session: object, generous: None) -> None:
    marked = make_marked(HOME)
    delegated(marked.whole, Power.PRODUCTS, phone="+84966000777")
    held = AccountHolding.merchant_id == marked.whole.id, AccountHolding.role == Role.DELEGATE
    relative = db.session.scalars(select(Account).join(AccountHolding).where(*held)).one()

    read = Reader(app, relative, marked.owners).walk(every_address(app, marked), searches_for(marked))
    heard = {word for rule, words in read.items() for word in words - HOLDERS_OF_CODES.get(rule, set())}

    assert {"zinmam", "zinmota", "4619537"} <= heard
    assert not heard & {"zinso", "9704077712345", "zinthe", "5283719", "zinghi", "zinhoso", "977123001", "zinngo"}
