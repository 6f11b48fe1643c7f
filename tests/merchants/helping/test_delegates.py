"""Relatives with powers: both telephones confirm, money stays shut, every act leaves a receipt, stopping is at once."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accounts import queries as people
from app.accounts import services as accounts
from app.accounts.models import Account
from app.core import clock, messages
from app.core.db import db
from app.core.errors import NotFoundError, NotPermittedError
from app.core.transaction import transaction
from app.policy import Actor, Permission, Power, Role, allows
from merchants import access
from merchants import services as merchants
from merchants.helping import jobs, queries, services
from merchants.helping.models import Delegation
from merchants.helping.states import DelegationState
from merchants.models import Merchant
from merchants.rules import ContactKind
from tests.app.test_routes import addresses, products_slug, things
from tests.browser import Browser
from tests.factories import catalog as products
from tests.factories.helping import delegated, owner_account, person, sent_code
from tests.factories.merchants import confirmed, draft, owner

HA = "+84987654321"
DAY = {"name": "Nguyễn Thu Hà", "relation": "cháu gái", "phone": "0987 654 321", "powers": "dossier", "months": "3"}


def ha() -> Account:
    found = db.session.scalar(select(Account).where(Account.phone == HA))
    assert found is not None
    db.session.refresh(found)
    return found


def ha_now() -> Actor:
    opened = accounts.open_session(ha(), borrowed=False, office=False)
    return accounts.actor_of(opened.token)[0]


def test_an_owner_names_a_relative_and_both_telephones_confirm(browser: Browser) -> None:
    merchant = draft()
    browser.sign_in(owner_account(merchant))

    page = browser.visit("/toi/uy-quyen/moi")
    assert "Phần tiền: không giao được" in page.text
    here = browser.fill("/toi/uy-quyen/moi", merchant=str(merchant.id), **DAY).location
    assert here is not None
    texts = {message.recipient: message.text for message in messages.newest()}
    assert "Co yeu cau cho so 09xx xxx 321" in texts["+84912345678"]
    assert people.count_by_role().get("delegate") is None
    assert browser.fill(here, to=f"{here}/may-nguoi-than", relative_otp=sent_code(HA)).location == here
    assert people.count_by_role().get("delegate") is None
    assert browser.fill(here, to=f"{here}/may-chu", otp=sent_code("+84912345678")).location == here

    row = db.session.scalars(select(Delegation)).one()
    assert (row.state, row.power_kinds) == (DelegationState.ACTIVE, (Power.DOSSIER,))
    assert ha_now().helps_as_delegate == {merchant.id}
    assert "Đang làm giúp" in browser.visit("/toi/uy-quyen").text
    browser.sign_in(ha())
    assert "Đang làm giúp ai" in browser.visit("/toi").text
    assert browser.visit(f"/hs/{merchant.code}/ten").status == 200


def test_a_wrong_code_is_counted_and_neither_code_stands_for_the_other(browser: Browser) -> None:
    merchant = draft()
    browser.sign_in(owner_account(merchant))
    here = str(browser.fill("/toi/uy-quyen/moi", merchant=str(merchant.id), **DAY).location)
    owners, relatives = sent_code("+84912345678"), sent_code(HA)

    if owners != relatives:
        page = browser.fill(here, to=f"{here}/may-chu", otp=relatives)
        assert (page.status, "chưa khớp" in page.text) == (422, True)
    row = db.session.scalars(select(Delegation)).one()
    assert (row.state, row.owner_confirmed_at) == (DelegationState.ASKED, None)


def test_each_power_opens_its_own_and_nothing_else() -> None:
    merchant = draft()
    row = delegated(merchant, Power.PRODUCTS)

    assert allows(ha_now(), Permission.PRODUCT_EDIT, merchant.place())
    for permission in (Permission.MERCHANT_EDIT, Permission.TRAINING_JOIN, Permission.PAYMENT_VIEW):
        assert not allows(ha_now(), permission, merchant.place())
    with pytest.raises(NotFoundError):
        access.merchant_for(ha_now(), merchant.code, Permission.MERCHANT_VIEW)
    assert row.ends_on > row.asked_on


def test_what_only_the_owner_decides_is_refused_to_a_delegate_with_every_power(browser: Browser) -> None:
    merchant = draft()
    row = delegated(merchant, *Power)
    before = merchant.consent_by_purpose
    browser.sign_in(ha())

    for path in ("rut", "dong-y", "chua-muon"):
        assert browser.visit(f"/hs/{merchant.code}/{path}").status == 403
        assert browser.post(f"/hs/{merchant.code}/{path}", record="no", why="no_need", months="3").status == 403
    assert browser.visit(f"/toi/uy-quyen/{row.id}").status == 404
    assert browser.visit("/toi/uy-quyen/moi").status == 404
    db.session.refresh(merchant)
    assert (merchant.consent_by_purpose, merchant.ended_at) == (before, None)
    with pytest.raises(NotPermittedError):
        access.merchant_for(ha_now(), merchant.code, Permission.MERCHANT_OWN)


@pytest.fixture
def generous() -> None:
    from app.web.security import limiter

    limiter.enabled = False
    yield
    limiter.enabled = True


@pytest.mark.once
def test_no_address_of_money_opens_to_a_delegate_and_nothing_about_money_changes(app: Flask, generous: None) -> None:
    merchant, parts = things()
    merchant.contact_kind, merchant.phone = ContactKind.OWN, "+84912345678"
    db.session.commit()
    row = delegated(merchant, *Power, phone="+84987654330")
    helper = people.account_by_id(row.account_id)  # type: ignore[arg-type]
    assert helper is not None
    browser = Browser(app)
    browser.sign_in(helper)
    money = [
        (method, path)
        for method, rule, path in addresses(app, parts, products_slug(merchant))
        if rule.startswith("/hs/<code>/tt")
    ]
    before = _money_rows()

    assert len(money) >= 8
    for method, path in money:
        answer = browser.visit(path) if method == "GET" else browser.post(path, amount="1000", holder_name="HA")
        assert answer.status in (403, 404), (method, path, answer.status)
    assert _money_rows() == before


def _money_rows() -> dict[str, list[tuple[object, ...]]]:
    tables = [name for name in db.metadata.tables if name.startswith(("payment", "standee", "bank"))]
    assert len(tables) >= 3
    return {name: sorted(map(str, db.session.execute(select(db.metadata.tables[name])))) for name in tables}  # type: ignore[misc]


def test_whatever_a_delegate_does_leaves_the_owner_a_receipt_and_one_text_a_day(browser: Browser) -> None:
    merchant = draft()
    delegated(merchant, Power.DOSSIER, Power.PRODUCTS)
    browser.sign_in(ha())
    told = len(messages.newest())

    assert browser.fill(f"/hs/{merchant.code}/ten", owner_name="Nguyễn Thị Mận Hai").status == 303
    assert browser.fill(f"/hs/{merchant.code}/ten-co-so", business_name="Mắm Bà Mận").status == 303
    product = products.make_product(merchant)
    assert browser.fill(f"/sp/{product.id}/ten", name="Nước mắm cốt", product_name="Nước mắm cốt").status in (303, 422)

    said = [(each.action, each.detail) for each in queries.receipts([merchant.id])]
    assert ("merchant:answer", "owner_name") in said
    assert ("merchant:answer", "business_name") in said
    texts = [message for message in messages.newest() if message.purpose == "delegate_receipt"]
    assert [text.recipient for text in texts] == [merchant.phone]
    assert "so 09xx xxx 321 lam thay ho so" in texts[0].text
    assert len(messages.newest()) == told + 1
    browser.sign_in(owner_account(merchant))
    assert "Nguyễn Thu Hà trả lời câu hỏi: họ và tên chủ cơ sở" in browser.visit("/toi").text


def test_a_product_changed_by_a_delegate_leaves_a_receipt_too() -> None:
    from catalog import services as catalog

    merchant = draft()
    delegated(merchant, Power.PRODUCTS)
    with transaction():
        catalog.start(merchant, by=ha_now())

    assert [each.action for each in queries.receipts([merchant.id])] == ["product:start"]


def test_an_owner_who_is_a_delegate_elsewhere_leaves_no_receipt_about_their_own() -> None:
    theirs, others = draft(), draft(owner_name="Trần Văn Hai", phone="+84912345670")
    accounts.grant_ownership(phone=HA, merchant_id=theirs.id, by=Actor.system("test"))
    delegated(others, Power.DOSSIER)

    with transaction():
        merchants.answer_business_name(theirs, business_name="Mắm Hà", by=ha_now())

    assert queries.receipts([theirs.id]) == []


def test_stopping_is_at_once_even_for_a_session_that_is_open(app: Flask, browser: Browser) -> None:
    merchant = draft()
    row = delegated(merchant, Power.DOSSIER)
    relatives = Browser(app)
    relatives.sign_in(ha())
    assert relatives.visit(f"/hs/{merchant.code}/ten").status == 200

    browser.sign_in(owner_account(merchant))
    assert browser.fill(f"/toi/uy-quyen/{row.id}/thoi").location == "/toi/uy-quyen"

    assert relatives.visit(f"/hs/{merchant.code}/ten").status == 404
    assert relatives.post(f"/hs/{merchant.code}/ten", owner_name="Ai Đó").status == 404
    db.session.refresh(merchant)
    assert merchant.owner_name == "Nguyễn Thị Mận"
    db.session.refresh(row)
    assert (row.state, row.ended_at is None) == (DelegationState.REVOKED, False)


def test_a_relative_may_give_it_back_but_a_stranger_may_not(app: Flask, browser: Browser) -> None:
    merchant = draft()
    row = delegated(merchant, Power.DOSSIER)
    browser.sign_in(owner_account(draft(owner_name="Trần Văn Hai", phone="+84912345670")))
    assert browser.visit(f"/toi/uy-quyen/{row.id}/thoi").status == 404
    assert browser.post(f"/toi/uy-quyen/{row.id}/thoi").status == 404
    db.session.refresh(row)
    assert row.state is DelegationState.ACTIVE

    browser.sign_in(ha())
    assert browser.fill(f"/toi/uy-quyen/{row.id}/thoi").status == 303
    db.session.refresh(row)
    assert row.state is DelegationState.REVOKED


def test_powers_end_with_their_day_whether_or_not_the_daily_work_has_run() -> None:
    merchant = draft()
    row = delegated(merchant, Power.DOSSIER, months=1)
    last = clock.now() + timedelta(days=(row.ends_on - clock.today()).days)

    with time_machine.travel(last):
        assert allows(ha_now(), Permission.MERCHANT_EDIT, merchant.place())
    with time_machine.travel(last + timedelta(days=1)):
        assert not allows(ha_now(), Permission.MERCHANT_EDIT, merchant.place())
        jobs.end_delegations()
        jobs.end_delegations()
    db.session.refresh(row)
    assert row.state is DelegationState.LAPSED
    assert all(held.role is not Role.DELEGATE for held in ha().holdings)


def test_a_third_relative_is_refused_by_the_service_and_by_the_database() -> None:
    merchant = draft()
    delegated(merchant, Power.DOSSIER)
    delegated(merchant, Power.CLASSES, phone="+84987654322")
    arguments = {"name": "Ba", "relation": "con", "phone": "+84987654323", "powers": [Power.DOSSIER], "months": 3}

    with pytest.raises(services.TooManyDelegatesError):
        services.ask_delegation(merchant, **arguments, by=owner(merchant))  # type: ignore[arg-type]
    today = clock.today()
    twin = Delegation(
        merchant_id=merchant.id, slot=1, name="x", relation="y", phone="+84987654329", powers=["dossier"],
        asked_on=today, ends_on=today + timedelta(days=9), state=DelegationState.ASKED,
    )  # fmt: skip
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.add(twin)
        db.session.flush()


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"phone": "+84912345678"}, services.DelegateRefusedError),
        ({"months": 13}, services.DelegateRefusedError),
        ({"powers": []}, services.DelegateRefusedError),
    ],
)
def test_what_a_delegation_may_not_be(changed: dict[str, object], refusal: type[Exception]) -> None:
    merchant = draft()
    arguments = {"name": "Hà", "relation": "cháu", "phone": HA, "powers": [Power.DOSSIER], "months": 3} | changed

    with pytest.raises(refusal):
        services.ask_delegation(merchant, **arguments, by=owner(merchant))  # type: ignore[arg-type]
    assert db.session.scalars(select(Delegation)).all() == []


def test_an_owner_without_a_phone_agrees_at_the_desk(browser: Browser) -> None:
    merchant = draft(kind=ContactKind.NONE)
    browser.sign_in_to_dossier(merchant.id)
    here = str(browser.fill("/toi/uy-quyen/moi", merchant=str(merchant.id), **DAY).location)
    assert "ra Một cửa xã nói đồng ý" in browser.visit(here).text
    browser.fill(here, to=f"{here}/may-nguoi-than", relative_otp=sent_code(HA))
    row = db.session.scalars(select(Delegation)).one()
    assert row.state is DelegationState.ASKED

    browser.sign_in(person(Role.TEAM))
    assert browser.post(f"/cb/uy-quyen/{row.id}").status == 404
    browser.sign_in(person(Role.CLERK, name="Chú Đỗ Văn Thành"))
    assert browser.fill(f"/cb/uy-quyen/{row.id}").location == "/cb/giup"

    db.session.refresh(row)
    assert (row.state, row.witnessed_by) == (DelegationState.ACTIVE, "Chú Đỗ Văn Thành")


def test_the_pages_stay_calm_with_nobody_and_with_long_words(browser: Browser) -> None:
    merchant: Merchant = confirmed()
    browser.sign_in(owner_account(merchant))

    assert "Chưa có ai làm giúp" in browser.visit("/toi/uy-quyen").text
    page = browser.fill("/toi/uy-quyen/moi", merchant=str(merchant.id), **(DAY | {"name": "N" * 300}))
    assert (page.status, "60" in page.text) == (422, True)
    page = browser.fill("/toi/uy-quyen/moi", merchant=str(merchant.id), **(DAY | {"name": "<b>Hà</b>"}))
    assert page.status == 303
    assert "<b>Hà" not in browser.visit("/toi/uy-quyen").html
    assert browser.visit("/toi/uy-quyen/moi?lang=en").status == 200
