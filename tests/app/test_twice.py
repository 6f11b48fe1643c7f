"""Every address that changes something is clicked twice by some test, and the second click makes nothing."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from app.core import calendar, clock, messages
from app.core.db import db
from app.core.messages import Channel, MessageClass
from app.core.transaction import transaction
from app.policy import Actor, Power, Role
from catalog import services as packs
from catalog.rules import Axis
from merchants.changes import services as changes
from merchants.changes.rules import HandoverKind, HandoverPaper, Matter
from merchants.desk import services as desk
from merchants.helping import services as helping
from merchants.helping.models import CodeBatch
from merchants.models import Merchant
from merchants.rights.rules import AskedHow, RightsKind
from merchants.rights.services import ask
from tests import twice
from tests.browser import Browser, sent_twice
from tests.factories import catalog as products
from tests.factories import imports as lists
from tests.factories import merchants as make
from tests.factories import ocop as stars
from tests.factories import tourism
from tests.factories.desk import make_batch, official
from tests.factories.helping import helped, person, sent_code

# Each with its reason why a second click is not a second click of the same person, or has tests of its own.
NOT_CLICKED = {
    "/ra": "whoever has left clicks as nobody",
    "/toi/may-muon/xong": "whoever has left clicks as nobody",
    "/vao/so": "a code more or less is a matter of limits: tests of signing in",
    "/vao/ma": "signing in makes a new session every time",
    "/vao/can-bo": "signing in makes a new session every time",
    "/vao/can-bo/ma": "signing in makes a new session every time",
    "/vao/quay": "every try counts, so none is taken for a second click of one",
    "/to/may/mo.json": "a script of ours, which has no button: a device that names itself twice is one",
    "/to/may/gui.json": "a script of ours, which has no button: an item sent twice is written once",
    "/to/may/tra.json": "a script of ours, which has no button: handed back twice is handed back",
    "/webhooks/stripe": "a card processor, which has no button: tests of cards",
    "/webhooks/tin-nhan": "a provider of messages, which has no button: tests of texts",
    "/hs/<code>/sp/mau/<any('shopee','tiktok','lazada','tiki'):sheet>.xlsx": "a download",
    "/sp/<uuid:product_id>/kenh/<any('shopee','tiktok','lazada','tiki'):sheet>.xlsx": "a download",
}  # fmt: skip
HANDOVER: dict[str, Any] = {
    "kind": HandoverKind.SALE, "paper": HandoverPaper.CONTRACT, "new_owner_name": "Trần Thị Lan",
    "new_birth_year": 1990, "new_phone": "+84987000111",
}  # fmt: skip


def test_every_address_is_clicked_twice_by_some_test(app: Flask) -> None:
    posts = {rule.rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}

    missing = posts - set(twice.table()) - set(NOT_CLICKED)
    assert missing == set(), "fill the form in a page test, then run that test with LENSAN_WRITE_TWICE=1"
    assert set(twice.table()) <= posts, "an address has gone: take its line out of tests/twice.txt"


def acted(browser: Browser, path: str, **values: Any) -> None:
    page = browser.post(path, **values)
    assert page.status in (200, 303), f"{path}: {page.status} {page.text[-600:]}"
    assert sent_twice, path


def signed_in(app: Flask, who: Actor) -> Browser:
    browser = Browser(app)
    browser.sign_in(who)
    return browser


def typed(day: date) -> list[str]:
    """Return a day as its three boxes take it."""
    return [str(day.day), str(day.month), str(day.year)]


def test_the_desk_clicks_twice(app: Flask, session: object) -> None:
    clerk, colleague = official(), official("Chị Hoa")
    merchant, other, late, gone = (make.submitted(phone=f"+8491230000{number}") for number in range(4))
    first, second = signed_in(app, clerk), signed_in(app, colleague)
    later = calendar.add_working_days(clock.today(), 20)

    acted(first, f"/cb/hs/{late.code}/xin-loi", reason="mưa lũ", new_due_on=typed(later), signer_name="Đỗ Văn An")
    acted(first, f"/cb/hs/{merchant.code}/tu-choi", reason="Không ở xã này", basis="Nghị định 168/2025/NĐ-CP")
    acted(second, f"/cb/hs/{merchant.code}/tu-choi/khong", note="Đã đến xem, đúng là ở xã")
    acted(first, f"/cb/hs/{other.code}/tu-choi", reason="Không ở xã này", basis="Nghị định 168/2025/NĐ-CP")
    acted(second, f"/cb/hs/{other.code}/tu-choi/nguoi-hai")
    batch = make_batch(late, gone, by=clerk)
    for each in (late, gone):
        desk.mark_seen(batch, each, by=clerk)
    db.session.commit()
    acted(first, f"/cb/lo/{batch.id}/gui")
    acted(first, "/cb/quay", owner_name="Nguyễn Thị Mận", birth_year="1964")
    acted(first, f"/cb/quay/{other.code}", owner_name="Nguyễn Thị Mận", birth_year="1964")


def test_the_team_puts_a_call_onto_paper_twice(app: Flask, session: object) -> None:
    merchant = make.submitted()
    with transaction():
        messages.choose(merchant.phone, refused=[(MessageClass.DOSSIER, Channel.SMS)], by=make.CLERK)
        call = messages.send(
            Channel.SMS, merchant.phone, "Hồ sơ cần sửa", "dossier_returned", by=make.CLERK, about=merchant.id
        )

    acted(signed_in(app, official()), f"/cb/goi/{call.id}/ra-giay")


def test_an_owner_clicks_twice(app: Flask, session: object) -> None:
    merchant, put_aside = make.confirmed(), make.draft(phone="+84912300009")
    browser = signed_in(app, make.owner(merchant))

    for purpose in ("rut", "dong-y"):
        acted(browser, f"/hs/{merchant.code}/dong-y/public/{purpose}")
    acted(browser, f"/hs/{merchant.code}/nghi", how="nghi-vu")
    acted(browser, f"/hs/{merchant.code}/ocop/moi", product_name="Nước mắm", set_key="I.4.a")
    dossier = stars.make_dossier(merchant, name="Nước mắm loại hai")
    acted(browser, f"/hs/{merchant.code}/ocop/{dossier.id}/ket-qua", results_note="Bán thêm hai tỉnh")
    browser = signed_in(app, make.owner(put_aside))
    acted(browser, f"/hs/{put_aside.code}/chua-muon", why="no_need", months="3")
    acted(browser, f"/hs/{put_aside.code}/mo-lai")


def test_a_host_clicks_twice(app: Flask, session: object) -> None:
    merchant = tourism.homestay()
    browser = signed_in(app, make.owner(merchant))

    acted(browser, f"/hs/{merchant.code}/du-lich/ngay-nghi", from_on=typed(clock.today()), note="Tết")


def test_a_clerk_says_no_to_a_wish_twice(app: Flask, session: object) -> None:
    merchant = make.confirmed()
    wish = ask(merchant, kind=RightsKind.CORRECT, words="Sai tên thôn", how=AskedHow.SCREEN, by=make.owner(merchant))
    db.session.commit()

    acted(signed_in(app, official()), f"/cb/quyen/{wish.id}/khong-duoc", answer="Tên thôn đúng theo nghị quyết")


def test_helpers_click_twice(app: Flask, session: object) -> None:
    lan, clerk = person(Role.TEAM, make.HAMLET), official()
    browser, at_desk = Browser(app), signed_in(app, clerk)
    browser.sign_in(lan)
    merchant = helped(lan.actor())

    acted(browser, f"/hs/{merchant.code}/xac-nhan/ma")
    acted(browser, f"/hs/{merchant.code}/xac-nhan/nhap-ma", otp=sent_code("+84912345678"))
    acted(browser, "/to/ma", area=make.HAMLET)
    batch = db.session.query(CodeBatch).one()
    acted(browser, f"/to/ma/{batch.id}/mat", reason="rơi xuống mương")
    acted(browser, f"/to/ma/{batch.id}/tim-thay")
    acted(browser, f"/to/ma/{batch.id}/mat", reason="rơi xuống mương")
    acted(at_desk, f"/to/ma/{batch.id}/huy")
    acted(at_desk, "/cb/nhap-giay", **sheet(at_desk, lan.actor()))


def sheet(browser: Browser, by: Actor) -> dict[str, Any]:
    batch = helping.issue_batch(area_path=make.HAMLET, by=by)
    code = batch.codes[0].code
    db.session.commit()
    consents = dict.fromkeys(("record", "public", "partner", "statistics"), "yes")
    return {
        "paper_code": code, "craft": "rice", "owner_name": "Đỗ Thị Ba", "business_name": "Gạo cô Ba",
        "birth_year": "1970", "hamlet": make.HAMLET, "kind": "none", "papers": "none",
        "slip_no": code, "mark": "signature",
    } | consents  # fmt: skip


@pytest.mark.parametrize("whose", ["nguoi-than", "chu"])
def test_new_codes_for_a_relative_are_asked_for_twice(app: Flask, session: object, whose: str) -> None:
    merchant: Merchant = make.confirmed()
    with transaction():
        row = helping.ask_delegation(
            merchant, name="Hà", relation="cháu", phone="+84987654321", powers=[Power.DOSSIER], months=3,
            by=make.owner(merchant),
        )  # fmt: skip

    acted(signed_in(app, make.owner(merchant)), f"/toi/uy-quyen/{row.id}/ma-moi/{whose}")


def test_what_was_asked_to_be_changed_is_taken_back_twice(app: Flask, session: object) -> None:
    merchant = make.confirmed()
    by = make.owner(merchant)
    name = changes.ask(merchant, matter=Matter.OWNER_NAME, after={"owner_name": "Nguyễn Thị Mới"}, reason="", by=by)
    phone = {"kind": "own", "phone": "+84987654321", "contact_name": "", "contact_relation": ""}
    number = changes.ask(merchant, matter=Matter.CONTACT, after=phone, reason="", by=by)
    db.session.commit()
    browser = signed_in(app, by)

    with time_machine.travel(clock.now() + timedelta(minutes=2)):
        acted(browser, f"/hs/{merchant.code}/dinh-chinh/{number.id}/gui-lai")
    acted(browser, f"/hs/{merchant.code}/dinh-chinh/{name.id}/rut")


def test_a_handover_is_refused_twice(app: Flask, session: object) -> None:
    merchant = make.confirmed()
    row = changes.ask_handover(merchant, **HANDOVER, by=Actor.system("test"))
    db.session.commit()

    acted(signed_in(app, official()), f"/cb/sang-ten/{row.id}/tu-choi", answer="Giấy mua bán chưa có chữ ký")


def test_a_list_is_put_aside_twice(app: Flask, session: object) -> None:
    clerk = lists.clerk()
    found = lists.checked([lists.line()], by=clerk)

    acted(signed_in(app, clerk), f"/cb/nhap/{found.id}/bo")


def test_a_pack_is_added_twice(app: Flask, session: object) -> None:
    product = products.make_product(products.make_maker())
    browser = signed_in(app, products.owner_of(product.merchant))
    packs.lay_out(product, [(Axis.NET, ["500 ml", "1 lít"])], by=products.owner_of(product.merchant))
    db.session.commit()

    acted(browser, f"/sp/{product.id}/quy-cach/moi", option_1="5 lít")
