"""Whoever contradicts the commune is answered by the data auditor, and by nobody of the commune."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core import audit, messages
from app.core.db import db
from app.core.ids import new_id
from app.policy import Actor, Holding, Role
from merchants.models import Merchant
from merchants.rights import services
from merchants.rights.models import Contradiction
from merchants.rights.rules import Contradicted
from merchants.rights.services import AlreadyAskedError, WordsMissingError
from tests.browser import Browser
from tests.factories import merchants as make
from tests.factories import rights

SAID = {"about": "status", "words": "Nhà tôi vẫn làm nước mắm"}


def signed_in(app: Flask, role: Role, merchant: Merchant | None = None) -> Browser:
    browser = Browser(app)
    held = Holding(role, merchant_id=merchant.id) if merchant else Holding(role, "33/12826/")
    browser.sign_in(Actor(new_id(), f"Người {role.value}", (held,)))
    return browser


def number_of_cases() -> int | None:
    return db.session.scalar(select(func.count()).select_from(Contradiction))


def test_an_owner_contradicts_and_the_auditor_alone_closes_the_case(app: Flask, browser: Browser) -> None:
    merchant = make.confirmed()
    owner, auditor = signed_in(app, Role.OWNER, merchant), signed_in(app, Role.AUDITOR)
    page = f"/hs/{merchant.code}/khong-dung"
    assert page in owner.visit("/toi/du-lieu").links

    for _time in range(2):
        assert owner.fill(page, **SAID).status == 303
    case = db.session.scalars(select(Contradiction)).one()
    shown = auditor.visit("/ks/la")
    assert (merchant.code in shown.text, merchant.owner_name in shown.text) == (True, False)
    assert f"{case.answer_by_on:%d/%m/%Y}" in owner.visit(page).text

    closed = auditor.fill(f"/ks/khong-dung/{case.id}", answer="Đã hỏi lại. Xã sửa thành đang làm.")

    assert closed.status == 303
    assert "Xã sửa thành đang làm." in owner.visit(page).text
    assert "khong dung" in messages.newest()[0].text
    assert auditor.post(f"/ks/khong-dung/{case.id}", answer="Lần nữa").status == 409
    actions = [entry.action for entry in audit.entries_about("contradiction", case.id)]
    assert actions == ["rights:contradict", "rights:close_contradiction"]


@pytest.mark.parametrize("role", [Role.CLERK, Role.OFFICIAL, Role.LEADER, Role.TEAM, Role.PROVINCE, Role.ADMIN])
def test_nobody_of_the_commune_closes_it(app: Flask, browser: Browser, role: Role) -> None:
    case = rights.contradicted(make.confirmed())
    other = signed_in(app, role)

    assert other.visit(f"/ks/khong-dung/{case.id}").status == 404
    assert other.post(f"/ks/khong-dung/{case.id}", answer="Không sao").status == 404
    db.session.refresh(case)
    assert case.answered_at is None


def test_a_neighbour_contradicts_nothing_of_another_file(app: Flask, browser: Browser) -> None:
    merchant, other = make.confirmed(), make.confirmed(owner_name="Trần Văn Hai", phone="+84912345670")

    assert signed_in(app, Role.OWNER, other).post(f"/hs/{merchant.code}/khong-dung", **SAID).status == 404
    assert number_of_cases() == 0


def test_one_case_about_a_thing_waits_at_a_time(browser: Browser) -> None:
    merchant = make.confirmed()
    by = make.owner(merchant)
    case = rights.contradicted(merchant)

    with pytest.raises(AlreadyAskedError):
        services.contradict(merchant, about=Contradicted.STATUS, words="Điều khác", by=by)
    with pytest.raises(WordsMissingError):
        services.contradict(merchant, about=Contradicted.SHOWN, words="  ", by=by)
    services.contradict(merchant, about=Contradicted.SHOWN, words="Tên nhà tôi không được hiện", by=by)
    services.close_contradiction(case, answer="Đã sửa", by=Actor(new_id(), "Kiểm", ()))
    services.contradict(merchant, about=Contradicted.STATUS, words="Điều khác", by=by)
    assert number_of_cases() == 3


def test_what_is_said_without_words_is_asked_again(app: Flask, browser: Browser) -> None:
    merchant = make.confirmed()
    owner = signed_in(app, Role.OWNER, merchant)

    assert owner.fill(f"/hs/{merchant.code}/khong-dung", about="status", words="").status == 422
    assert number_of_cases() == 0
