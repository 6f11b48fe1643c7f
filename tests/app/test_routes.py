"""Every route with every role against the declared table beside this file: a change of rights shows in review."""

import contextvars
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.accounts.models import Account
from app.core import clock, messages
from app.core.db import db
from app.core.ids import new_id
from app.core.messages import Channel
from app.core.transaction import transaction
from app.dashboards.rollouts import queries as rollout_queries
from app.policy import Actor, Holding, Power, Role
from merchants.changes import services as changes
from merchants.changes.rules import HandoverKind, HandoverPaper, Matter
from merchants.fieldwork import queries as field_queries
from merchants.fieldwork.models import FieldPace
from merchants.helping import services
from merchants.identity import services as identity
from merchants.identity.rules import NumberKind
from merchants.models import Merchant, MerchantHelper
from merchants.rules import Craft, Look
from merchants.services import assign_helper, note_look
from merchants.teams import queries as team_queries
from merchants.teams import services as teams
from merchants.teams.rules import Listed
from merchants.tourism import services as tourism_services
from payments.partners import services as partner_services
from payments.refunds.queries import refunds_for
from payments.services import issue_standee
from payments.statements import services as statements
from tests import databases
from tests.browser import SENT_ONCE, Browser, account_of, check_second_click, counts
from tests.factories import catalog as products
from tests.factories import desk as decisions
from tests.factories import fieldwork as field
from tests.factories import imports as lists
from tests.factories import partners, reported, results, rights, rollouts, texts, tourism, training
from tests.factories import payments as money
from tests.factories.definitions import propose_definition
from tests.factories.incidents import incident
from tests.factories.ocop import consulted, make_certificate, make_letter
from tests.factories.papers import make_paper
from tests.factories.periods import TERM, make_flag
from tests.factories.visits import paid

TABLE = Path(__file__).parent / "routes.txt"
HERE, ELSEWHERE = "33/12826/", "33/12865/"
ROLES = (
    "public", "owner", "neighbour", "clerk", "clerk_elsewhere", "official", "leader", "team", "trainer", "province",
    "partner", "auditor", "admin",
)  # fmt: skip
# By method and rule: what each role is answered.
Rights = dict[tuple[str, str], dict[str, str]]
OPEN = {"static"}
LEAVING = ("/ra", "/toi/may-muon/xong")


def actor_for(word: str, merchant_id: UUID) -> Actor | None:
    if word == "public":
        return None
    if word in ("owner", "neighbour"):
        return Actor(new_id(), word, (Holding(Role.OWNER, merchant_id=merchant_id if word == "owner" else new_id()),))
    area = ELSEWHERE if word == "clerk_elsewhere" else "33/" if word == "province" else HERE
    return Actor(new_id(), word, (Holding(Role(word.removesuffix("_elsewhere")), area_path=area),))


def things() -> tuple[Merchant, dict[str, str]]:
    """Make one of everything, and return what stands for each part of an address."""
    merchant = money.make_merchant(area_path="33/12826/01/")
    account = money.make_account(merchant)
    asked = money.make_request(merchant)
    standee = issue_standee(merchant, confirmed_holder=account.holder_name, by=money.owner_of(merchant))
    product = products.make_product(merchant, shown=True, gtin="08938505974194")
    products.of_family(product, "I.4.a")
    pack = products.in_packs(product, "500 ml", "1 lít")[0]
    link = products.make_link(product)
    goods_list, shelf_file = products.make_goods_list(merchant), products.make_shelf_file(merchant)
    change = products.propose_change()
    session = training.make_session()
    photo = product.photos[0]
    parts = helping_things(merchant) | ocop_things(merchant) | rights_things(merchant)
    parts["import_id"] = str(lists.taken([lists.line(), lists.line(owner_name="")]).id)
    parts["incident_id"] = str(incident().id)
    parts |= partner_things(merchant)
    parts["loss_id"] = str(money.make_loss(merchant).id)
    parts |= money_things(merchant)
    paper = make_paper(merchant)
    number = identity.record_number(
        merchant, kind=NumberKind.CERTIFICATE_NO, number="08X8000123", by=money.owner_of(merchant)
    )
    guests = tourism_things(merchant) | changes_things(merchant)
    db.session.commit()
    signed = results.issued(merchant)
    desk = decisions.make_desk()
    errand = messages.send(Channel.PAPER, merchant.code, "Nhắc", "paper_ends", by=Actor.system("x"), about=merchant.id)
    db.session.commit()
    sha256 = photo.sizes["thumb320"].sha256
    return merchant, {
        "code": merchant.code, "slug": "ten", "page": "ten", "product_id": str(product.id), "photo_id": str(photo.id),
        "session_id": str(session.id), "reference": asked.reference, "serial": standee.serial, "sha256": sha256,
        "message_id": str(errand.id), "document_id": str(signed.id), "signed": signed.code,
        "ext": "webp", "commune_code": "12826", "key": "su-dung", "word": "mau", "name": "site.css", "filename": "x",
        "file_name": "google.xml", "outlet": "meta", "sheet": "tiki", "size": "a6",
        "gtin": product.gtin, "lot": "L1", "course_code": session.course.code, "paper_code": signed.code,
        **team_things(), **field_things(),
        "visit_id": str(paid(merchant, drawn=True).id),
        "paper_id": str(paper.id), "number_id": str(number.id), "number_slug": "can-cuoc", **desk,
        "kind": "luu-tru", "attribute": "usage", "revision": "1", "pack_id": str(pack.id), "channel": "shopee_vn",
        "change_id": str(change.id), "rule_id": change.rule_id, "place": "google",
        "indicator": "CS-06", "definition_change": str(propose_definition().id),
        "link_id": str(link.id), "what": "the-gia", "kind_of_file": "csv", "list_id": str(goods_list.id),
        "shelf_file_id": str(shelf_file.id),
        "term": TERM.code, "district": "341", "edition": "1", "section": "tom-tat", "flag_id": str(make_flag().id),
        "sheet_id": str(reported.bring().id), **rollout_things(),
        "text_id": str(texts.text(f"LOP {session.class_no} hoc gi?").id),
    } | parts | guests  # fmt: skip


def rollout_things() -> dict[str, str]:
    """Make what the addresses of the order of hamlets name."""
    rollout = rollouts.drawn()
    db.session.commit()
    return {"rollout_id": str(rollout.id), "hamlet_id": str(rollout_queries.hamlets(rollout.id)[0].id)}


def money_things(merchant: Merchant) -> dict[str, str]:
    """Make what the addresses of money name: a payment that came twice, and one without a code."""
    twice = money.make_request(merchant)
    for _time in range(2):
        money.receive(money.notice_body(twice.reference, 120_000))
    [refund] = refunds_for(twice.id)
    unknown = money.receive(money.notice_body("cam on", 90_000)).notice
    sheet = b"Ngay giao dich,Noi dung,Ghi co\n18/09/2026,mam,50.000\n"
    statement = statements.bring(merchant, file_name="x.csv", data=sheet, by=money.owner_of(merchant))
    return {
        "refund_id": str(refund.id), "paid_twice": twice.reference, "fact": "da-gui",
        "statement_id": str(statement.id), "year": str(clock.today().year),
        "notice_id": str(unknown.id),
    }  # fmt: skip


def partner_things(merchant: Merchant) -> dict[str, str]:
    """Make what the addresses of partners name: a day the commune has agreed to."""
    institution = partners.bank()
    day = partners.proposed(institution)
    partner_services.approve_day(day, by=partners.ADMIN)
    referral = partners.referred(merchant, institution)
    return {"referral_id": str(referral.id), "day_id": str(day.id), "verdict": "tu-choi", "file_id": str(new_id())}


def team_things() -> dict[str, str]:
    """Make what the addresses of teams name."""
    by = Actor.system("x")
    today = clock.today()
    team = teams.found(area_path=HERE, decision_no="12/QĐ-UBND", decided_on=today, by=by)
    teams.join(team, [Listed("Phạm Thị Lan")], by=by)
    loan = teams.lend(team, thing="Máy chiếu", lent_to="Phạm Thị Lan", back_by=today, by=by)
    return {"team_id": str(team.id), "member_id": str(team_queries.members(team.id)[0].id), "loan_id": str(loan.id)}


def field_things() -> dict[str, str]:
    """Make what the addresses of field work name: a device, two accounts of one visit, a fast afternoon."""
    by = field.helper(Actor(new_id(), "Chị Phạm Thị Lan", (Holding(Role.TEAM, area_path=HERE),)))
    device, visit = field.device_of(by), paid(training.make_merchant())
    [item] = field.send(device, field.seen(visit, minutes=20), by=by)
    [clash] = field_queries.clashes_of(item.id)
    pace = FieldPace(account_id=by.account_id, account_name=by.name, happened_on=clock.today(), households=21, quick=0)
    db.session.add(pace)
    db.session.flush()
    return {"device_id": str(device.id), "clash_id": str(clash.id), "pace_id": str(pace.id)}


def helping_things(merchant: Merchant) -> dict[str, str]:
    by = Actor(new_id(), "Chị Phạm Thị Lan", (Holding(Role.TEAM, area_path=HERE),))
    relative = services.ask_delegation(
        merchant, name="Hà", relation="cháu", phone="+84987654321", powers=[Power.DOSSIER], months=3, by=by
    )
    call = services.ask_for_call(merchant, by=by)
    batch = services.issue_batch(area_path=HERE, by=by)
    lan = account_of(by)
    assign_helper(merchant, account_id=lan.id, name=lan.name, by=by)
    [helper] = db.session.scalars(select(MerchantHelper))
    return {
        "delegation_id": str(relative.id), "confirmation_id": str(call.id), "batch_id": str(batch.id),
        "other_id": str(new_id()), "whose": "chu", "helper_id": str(helper.id),
    }  # fmt: skip


def ocop_things(merchant: Merchant) -> dict[str, str]:
    """Make what the addresses of OCOP name."""
    certificate = make_certificate(merchant, ends_in=40, checked=False)
    letter, dossier = make_letter(certificate), consulted(merchant)
    ids = {"certificate_id": certificate.id, "letter_id": letter.id, "dossier_id": dossier.id}
    return {name: str(value) for name, value in ids.items()} | {"criterion": "5.1"}


def tourism_things(merchant: Merchant) -> dict[str, str]:
    """Make what the addresses of tourism name; the business receives guests, too."""
    merchant.craft = Craft.HOMESTAY
    by = money.owner_of(merchant)
    today = clock.today()
    shown = tourism.told(tourism.homestay(phone="+84912345670"))
    tourism.told(merchant)
    closure = tourism_services.add_closure(merchant, from_on=today, until_on=today, by=by)
    offer = tourism.make_offer(merchant)
    db.session.commit()
    return {"offer_id": str(offer.id), "closure_id": str(closure.id), "place_slug": shown.slug}


def rights_things(merchant: Merchant) -> dict[str, str]:
    """Make what the addresses of rights name."""
    by = Actor(new_id(), "Chú Đỗ Văn Thành", (Holding(Role.CLERK, area_path=HERE),))
    with transaction():
        note_look(merchant, why=Look.DOSSIER, by=by)
    question, request = rights.questioned(merchant), rights.asked(merchant)
    look = question.look
    ids = {"look_id": look.id, "question_id": question.id, "request_id": request.id, "account_id": by.account_id}
    ids["contradiction_id"] = rights.contradicted(merchant).id
    return {name: str(value) for name, value in ids.items()} | {"day": look.seen_on.isoformat(), "purpose": "public"}


def changes_things(merchant: Merchant) -> dict[str, str]:
    """Make what the addresses of changes name."""
    after = {"owner_name": "Nguyễn Thị Mận Mới"}
    row = changes.ask(merchant, matter=Matter.OWNER_NAME, after=after, by=money.owner_of(merchant))
    number = {"kind": "own", "phone": "+84987654300", "contact_name": "", "contact_relation": ""}
    phone = changes.ask(merchant, matter=Matter.CONTACT, after=number, by=money.owner_of(merchant))
    db.session.commit()
    told = {"new_owner_name": "Trần Thị Lan", "new_birth_year": 1990, "new_phone": "+84987000111"}
    how = {"kind": HandoverKind.SALE, "paper": HandoverPaper.CONTRACT}
    handover = changes.ask_handover(merchant, **how, **told, by=Actor.system("x"))
    db.session.commit()
    ids = {"correction_id": row.id, "phone_id": phone.id, "handover_id": handover.id}
    return {name: str(value) for name, value in ids.items()} | {"matter": Matter.CRAFT.value}


def addresses(app: Flask, parts: dict[str, str], product_slug: str) -> list[tuple[str, str, str]]:
    found = []
    # Signing out comes last: whoever has left is asked in everywhere.
    for rule in sorted(app.url_map.iter_rules(), key=lambda each: (each.rule in LEAVING, each.rule)):
        if rule.endpoint in OPEN or rule.rule.startswith(("/webhooks/", "/tinh/")):
            continue
        values = dict(parts)
        if rule.rule.startswith("/san-pham/"):
            values["slug"] = product_slug
        if rule.rule.startswith("/du-lich/"):
            values["slug"] = values["place_slug"]
        if rule.rule.endswith(("/sp/thieu/<page>", "/cb/san-pham/<page>")):
            values["page"] = "can-nang"
        if rule.rule.startswith("/hs/<code>/du-lich/<key>"):
            values["key"] = "bua-an"
        if rule.rule.endswith(("<uuid:correction_id>/ma", "<uuid:correction_id>/gui-lai")):
            values["correction_id"] = values["phone_id"]
        if "<uuid:refund_id>" in rule.rule:
            values["reference"] = values["paid_twice"]
        if rule.rule.startswith(("/cb/bang", "/cb/bao-cao", "/dia-ban")):
            values["code"] = "12826"
        if rule.rule.endswith(":kind>"):
            values["kind"] = "csv"
        if rule.rule.startswith("/cb/dinh-nghia"):
            values["change_id"] = values["definition_change"]
        if rule.rule.startswith("/xac-minh"):
            values["code"] = values["signed"]
        with app.test_request_context():
            path = app.url_map.bind("localhost").build(rule.endpoint, {name: values[name] for name in rule.arguments})
        found += [(method, rule.rule, path) for method in sorted(rule.methods & {"GET", "POST"})]
    return found


def asked_in(answer: TestResponse) -> bool:
    """Whether an answer sends whoever asked to the sign-in page."""
    return answer.status_code == 303 and (answer.location or "").endswith("/vao")


class Visitor:
    """One role's browser, which comes to every address as it was at the start, with the token it was given then."""

    def __init__(self, app: Flask, who: Account | Actor | None) -> None:
        self.app, browser = app, Browser(app)
        if who is not None:
            browser.sign_in(who)
        self.token = browser.visit("/vao/so").hidden("csrf_token")
        self.client = browser.client
        self.name = app.config["SESSION_COOKIE_NAME"]
        self.cookie = self._cookie() or ""

    def ask(self, method: str, path: str) -> str:
        """Return the status of an answer; ``in`` is a redirection to the sign-in page.

        A button that was acted upon is pressed a second time, which may make nothing.
        """
        key = str(new_id())
        answer = self.send(method, path, key)
        acted = method == "POST" and answer.status_code == 303 and not asked_in(answer)
        if acted and not path.startswith(LEAVING + SENT_ONCE):
            made = counts()
            again = self.send(method, path, key)
            check_second_click(self.app, path, again.status_code, made)
        self.take_back()
        return "in" if asked_in(answer) else str(answer.status_code)

    def send(self, method: str, path: str, key: str = "", data: Mapping[str, Any] | None = None) -> TestResponse:
        """Send a request, as a form of its own where no key says which; what a page's form holds goes with it."""
        data = {**(data or {}), "csrf_token": self.token, "_khoa": key or str(new_id())}
        sent = {"data": data} if method == "POST" else {}
        return contextvars.Context().run(getattr(self.client, method.lower()), path, **sent)

    def take_back(self) -> None:
        """Come to the next address as at the start, whatever the last one did to the session."""
        if self._cookie() != self.cookie:
            self.client.set_cookie(self.name, self.cookie)

    def _cookie(self) -> str | None:
        kept = self.client.get_cookie(self.name)
        return None if kept is None else kept.value


@contextmanager
def taken_back() -> Iterator[None]:
    """Undo whatever a form does, for the next one who sends it."""
    within = db.session.begin_nested()
    db.session.connection()  # only now is the savepoint set
    yield
    if within.is_active:
        within.rollback()
    db.session.expire_all()


def walk(app: Flask, words: dict[tuple[str, str], tuple[str, ...]] | None = None) -> Rights:
    """Go to every address as everybody, or as those who are named for it, and return what each was answered."""
    merchant, parts = things()
    slug = products_slug(merchant)
    visitors = {word: Visitor(app, actor_for(word, merchant.id)) for word in ROLES}
    walked: Rights = {}
    # A page that only reads changes nothing but notes of who looked; what a form changes is taken back every time.
    for method, rule, path in addresses(app, parts, slug):
        cells = walked[method, rule] = {}
        for word in ROLES if words is None else words.get((method, rule), ()):
            with nullcontext() if method == "GET" else taken_back():
                cells[word] = visitors[word].ask(method, path)
    return walked


def written(rights: Rights) -> str:
    lines = (
        f"{method:4} {rule}\n     {' '.join(f'{word}={status}' for word, status in cells.items())}\n"
        for (method, rule), cells in rights.items()
    )
    return "".join(lines)


def declared() -> Rights:
    """Read the table beside this file."""
    lines = TABLE.read_text("utf-8").splitlines()
    found: Rights = {}
    for head, cells in zip(lines[::2], lines[1::2], strict=True):
        method, rule = head.split(maxsplit=1)
        found[method, rule] = dict(cell.split("=") for cell in cells.split())
    return found


def products_slug(merchant: Merchant) -> str:
    from sqlalchemy import select

    from catalog.models import Product

    return str(db.session.scalar(select(Product.slug).where(Product.merchant_id == merchant.id)))


@pytest.fixture
def generous(app: Flask) -> None:
    from app.web.security import limiter

    limiter.enabled = False
    yield
    limiter.enabled = True


def first_let_in(rights: Rights) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return for each address the first who is let in; the others get no further than who they are."""
    return {
        rule: tuple(word for word, status in cells.items() if status not in {"in", "403", "404"})[:1]
        for rule, cells in rights.items()
    }


def test_every_route_answers_every_role_as_declared(app: Flask, session: object, generous: None) -> None:
    table = declared()
    # Rights know nothing of databases: on the second one it is enough that every address answers.
    words = None if databases.kind() == "sqlite" else first_let_in(table)

    walked = walk(app, words)
    if os.environ.get("LENSAN_WRITE_ROUTES"):
        TABLE.write_text(written(walked), "utf-8")

    wanted = table if words is None else {rule: {word: table[rule][word] for word in words[rule]} for rule in table}
    assert written(walked) == written(wanted), "Rights have changed: look at each line, then LENSAN_WRITE_ROUTES=1"
