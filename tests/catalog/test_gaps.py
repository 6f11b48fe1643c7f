"""What stops the most products: counted for an area, filled in at once for a shelf, told of each by itself."""

from datetime import timedelta

import time_machine
from sqlalchemy import select

from app.core import clock
from app.core.audit import AuditEntry
from app.core.db import db
from app.core.ids import new_id
from app.core.messages import OutgoingMessage
from app.core.messages.rules import sms_parts
from app.policy import Actor, Holding, Role
from catalog import queries
from catalog.access import may_edit
from catalog.channel_rules import Channel
from catalog.queries import gaps, lacking, of_areas, of_maker
from catalog.rules import Field, Storage
from merchants import services as merchants
from merchants.models import MerchantHelper
from tests.browser import Browser
from tests.factories.catalog import make_maker, make_product, owner_of
from tests.factories.helping import person

AWAY = "33/12865/"


def counted(condition: object) -> dict[Field, int]:
    return {gap.field: gap.lacking for gap in gaps(clock.today(), condition=condition)}  # type: ignore[arg-type]


def clerk(path: str = "33/12826/") -> Actor:
    return Actor(new_id(), "Công chức", (Holding(Role.CLERK, area_path=path),))


def test_the_answer_that_most_products_lack_comes_first_with_who_refuses_them(session: object) -> None:
    maker = make_maker()
    make_product(maker, weight_g=None)
    make_product(maker, name="Mắm tép", weight_g=None, description="")
    make_product(make_maker(commune=AWAY), name="Rượu", weight_g=None)

    found = gaps(clock.today(), condition=of_areas(("33/12826/",)))

    assert counted(of_areas(None))[Field.WEIGHT] == 3
    assert counted(of_maker(maker.id))[Field.DESCRIPTION] == 1
    assert (found[0].field, found[0].lacking) == (Field.WEIGHT, 2)
    assert Channel.SHOPEE_VN in found[0].channels
    assert [each.product.name for each in lacking(Field.DESCRIPTION, condition=of_areas(None))] == ["Mắm tép"]


def test_products_without_a_name_or_of_nobody_registered_are_not_counted(session: object) -> None:
    from merchants.states import Stage

    make_product(make_maker(), name="", weight_g=None, photo=False, price_vnd=None)
    make_product(make_maker(stage=Stage.DRAFT), weight_g=None)

    assert counted(of_areas(None)) == {}


def test_an_owner_answers_once_for_the_products_that_were_ticked(browser: Browser) -> None:
    maker = make_maker()
    first, second, third = (make_product(maker, name=f"Mắm số {n}", weight_g=None) for n in range(3))
    browser.sign_in(owner_of(maker))
    assert f"/hs/{maker.code}/sp/thieu/can-nang" in browser.visit(f"/hs/{maker.code}/sp/thieu").links

    page = browser.fill(f"/hs/{maker.code}/sp/thieu/can-nang", weight_g="900", which=[str(first.id), str(second.id)])

    assert (page.status, page.location) == (303, f"/hs/{maker.code}/sp/thieu")
    for each in (first, second, third):
        db.session.refresh(each)
    assert [each.weight_g for each in (first, second, third)] == [900, 900, None]
    told = select(AuditEntry.subject_id).where(AuditEntry.action == "product:answer")
    assert {first.id, second.id} <= set(db.session.scalars(told))
    assert "Đã điền cho 2 sản phẩm" in browser.visit(f"/hs/{maker.code}/sp/thieu").text


def test_an_answer_of_a_choice_and_one_that_is_wrong(browser: Browser) -> None:
    maker = make_maker()
    product = make_product(maker, storage=None, weight_g=None)
    browser.sign_in(owner_of(maker))

    assert browser.fill(f"/hs/{maker.code}/sp/thieu/bao-quan", storage="cool", which=[str(product.id)]).status == 303
    assert browser.fill(f"/hs/{maker.code}/sp/thieu/can-nang", weight_g="nặng", which=[str(product.id)]).status == 422

    db.session.refresh(product)
    assert (product.storage, product.weight_g) == (Storage.COOL, None)
    for odd in ("ten", "ma-vach", "khong-co"):
        assert browser.visit(f"/hs/{maker.code}/sp/thieu/{odd}").status == 404


def test_only_whoever_may_change_them_fills_in_and_others_change_nothing(browser: Browser) -> None:
    maker = make_maker()
    product = make_product(maker, weight_g=None)
    browser.sign_in(clerk())

    assert browser.visit(f"/hs/{maker.code}/sp/thieu/can-nang").status == 403
    assert browser.visit("/cb/san-pham").status == 200
    browser.sign_in(clerk(AWAY))
    assert browser.visit(f"/hs/{maker.code}/sp/thieu/can-nang").status == 404
    db.session.refresh(product)
    assert product.weight_g is None


def test_whom_the_desk_asked_for_a_registered_family_fills_in_its_products_for_thirty_days(browser: Browser) -> None:
    maker, lan, desk = make_maker(), person(Role.TEAM), person(Role.CLERK, name="Chú Thành")
    product = make_product(maker, weight_g=None)
    shelf, assign = f"/hs/{maker.code}/sp", f"/cb/hs/{maker.code}/giao"
    browser.sign_in(lan)
    assert browser.visit(shelf).status == 404
    browser.sign_in(desk)
    assert browser.fill(assign, helper=str(lan.id)).status == 422
    assert "khi gia đình chưa nhờ" in browser.fill(assign, helper=str(lan.id)).text
    assert browser.fill(assign, helper=str(lan.id), wish="y").location == "/cb/giup"

    [text] = [each.text for each in db.session.scalars(select(OutgoingMessage)) if each.purpose == "dossier_helper"]
    until = clock.today() + timedelta(days=30)
    assert (lan.name.split()[-1] in text, f"{until:%d/%m/%Y}" in text, sms_parts(text)) == (True, True, 1)
    trail = select(AuditEntry.reason).where(AuditEntry.action == "help:products_wished")
    assert list(db.session.scalars(trail)) == [lan.name]
    browser.sign_in(lan)
    assert shelf in browser.visit("/to").links
    page = browser.visit(shelf)
    assert "/to" in page.links
    browser.fill(f"{shelf}/thieu/can-nang", weight_g="900", which=[str(product.id)])

    db.session.refresh(product)
    assert product.weight_g == 900
    told = select(AuditEntry.account_id).where(
        AuditEntry.action == "product:answer", AuditEntry.subject_id == product.id
    )
    assert list(db.session.scalars(told.order_by(AuditEntry.at)))[-1] == lan.id
    assert browser.visit(f"/hs/{maker.code}").status == 404
    assert browser.visit(f"/hs/{maker.code}/tt").status == 404
    with time_machine.travel(clock.now() + timedelta(days=31)):
        browser.sign_in(lan)
        assert browser.visit(shelf).status == 404


def test_a_family_that_wishes_no_help_any_more_rings_the_desk_and_it_ends_at_once(browser: Browser) -> None:
    maker, lan, desk = make_maker(), person(Role.TEAM), person(Role.CLERK, name="Chú Thành")
    make_product(maker)
    shelf, assign = f"/hs/{maker.code}/sp", f"/cb/hs/{maker.code}/giao"
    browser.sign_in(desk)
    browser.fill(assign, helper=str(lan.id), wish="y")
    [helper] = db.session.scalars(select(MerchantHelper))
    end = f"/cb/nguoi-giup/{helper.id}/thoi"
    for who in (lan, clerk(AWAY)):
        browser.sign_in(who)
        assert browser.fill("/toi", to=end).status == 404
    browser.sign_in(lan)
    assert browser.visit(shelf).status == 200

    browser.sign_in(desk)
    assert browser.fill(assign, to=end).location == assign
    browser.sign_in(lan)

    assert browser.visit(shelf).status == 404
    trail = select(AuditEntry.reason).where(AuditEntry.action == "help:ended")
    assert list(db.session.scalars(trail)) == [lan.name]


def test_the_desk_fills_in_products_once_the_family_asked_it_and_nobody_else_of_it_does(browser: Browser) -> None:
    maker, desk, other = make_maker(), person(Role.CLERK, name="Chú Thành"), person(Role.CLERK, name="Cô Hoa")
    product = make_product(maker, weight_g=None)
    browser.sign_in(desk)
    assert browser.fill(f"/hs/{maker.code}/sp/thieu/can-nang", weight_g="900", which=[str(product.id)]).status == 403
    assert f"/cb/hs/{maker.code}/giao" in browser.visit(f"/sp/{product.id}/kenh").links
    browser.fill(f"/cb/hs/{maker.code}/giao", helper=str(desk.id), wish="y")

    assert f"/cb/hs/{maker.code}/giao" not in browser.visit(f"/sp/{product.id}/kenh").links
    assert browser.fill(f"/sp/{product.id}/can-nang", weight_g="850").status == 303

    browser.sign_in(other)
    assert browser.fill(f"/sp/{product.id}/can-nang", to=f"/sp/{product.id}/can-nang", weight_g="1").status == 403
    db.session.refresh(product)
    assert product.weight_g == 850


def test_whoever_helped_with_the_file_is_asked_again_before_they_fill_in_products(session: object) -> None:
    maker, lan = make_maker(), person(Role.TEAM)
    merchants.assign_helper(maker, account_id=lan.id, name=lan.name, by=clerk())
    db.session.flush()
    assert may_edit(lan.actor(), maker)

    maker.confirmed_at = clock.now() + timedelta(minutes=1)

    assert not may_edit(lan.actor(), maker)


def test_a_clerk_sees_what_stops_the_commune_and_where_and_nobody_elses(browser: Browser) -> None:
    product = make_product(make_maker(), weight_g=None)
    make_product(make_maker(commune=AWAY), name="Rượu nếp", weight_g=None)
    browser.sign_in(clerk())

    page = browser.visit("/cb/san-pham")

    assert "/cb/san-pham/can-nang" in page.links
    assert "1 sản phẩm" in page.text
    listed = browser.visit("/cb/san-pham/can-nang")
    assert f"/sp/{product.id}/kenh" in listed.links
    assert "Rượu nếp" not in listed.text
    assert browser.visit("/cb/san-pham/ten").status == 404
    browser.sign_in(owner_of(product.merchant))
    assert browser.visit("/cb/san-pham").status == 404


def test_a_text_that_says_too_little_is_counted_beside_who_asks_for_more(browser: Browser) -> None:
    short = make_product(make_maker(), name="Mắm tép", description="Tép đồng,\nthính gạo. " * 4)
    make_product(make_maker(), name="Nước mắm Diêm Điền 40 độ đạm", shown=True)
    browser.sign_in(clerk())

    page = browser.visit("/cb/san-pham")

    found = {gap.rule.id: gap for gap in gaps(clock.today(), condition=of_areas(None)) if gap.rule}
    assert {each: gap.lacking for each, gap in found.items()} == {"tiktok-name-min": 1, "tiktok-description-words": 1}
    assert "Tên: ít nhất 25 ký tự" in page.text
    assert f"/sp/{short.id}/kenh" in browser.visit("/cb/san-pham/tiktok-name-min").links
    assert f"/sp/{short.id}/kenh" in browser.visit("/cb/san-pham/tiktok-description-words").links
    assert [each.product.id for each in lacking(Field.SHOWN, condition=of_areas(None))] == [short.id]
    assert f"/sp/{short.id}/kenh" in browser.visit("/cb/san-pham/hien").links


def test_rules_that_begin_later_stop_nothing_yet(session: object) -> None:
    make_product(make_maker(), weight_g=None)
    long_ago = clock.today() - timedelta(days=20 * 365)

    assert queries.gaps(long_ago, condition=of_areas(None)) == []
