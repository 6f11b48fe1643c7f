"""The owner sees who looked and why, may find a look strange, and the auditor sees days that are worth a question."""

import time_machine
from flask import Flask
from sqlalchemy import func, select

from app.core import messages
from app.core.db import db
from app.core.ids import new_id
from app.core.transaction import transaction
from app.policy import Actor, Holding, Role
from merchants import rules as dossier_rules
from merchants import services as dossiers
from merchants.identity import services as identity
from merchants.identity.rules import NumberKind
from merchants.models import Merchant
from merchants.rights import queries, rules
from merchants.rights.models import LookQuestion
from merchants.rules import Look
from tests.browser import Browser
from tests.factories import merchants as make
from tests.factories import rights

CLERK = Actor(new_id(), "Chú Đỗ Văn Thành", (Holding(Role.CLERK, "33/12826/"),))


def signed_in(app: Flask, role: Role, merchant: Merchant | None = None) -> Browser:
    browser = Browser(app)
    held = Holding(role, merchant_id=merchant.id) if merchant else Holding(role, "33/12826/")
    browser.sign_in(Actor(new_id(), f"Người {role.value}", (held,)))
    return browser


def look(merchant: Merchant, why: Look | str = Look.DOSSIER, by: Actor = CLERK) -> None:
    with transaction():
        dossiers.note_look(merchant, why=why, by=by)


def test_the_owner_reads_who_looked_at_what_and_why(app: Flask, browser: Browser) -> None:
    merchant = make.confirmed()
    look(merchant, Look.REVIEW)
    look(merchant, "Gọi lại để hẹn ngày")
    with transaction():
        number = identity.record_number(merchant, kind=NumberKind.CERTIFICATE_NO, number="34A8012345", by=CLERK)
    with transaction():
        identity.unmask(number, reason="đối chiếu giấy đăng ký", by=CLERK)

    page = signed_in(app, Role.OWNER, merchant).visit("/toi/ai-da-xem")

    assert "Chú Đỗ Văn Thành" in page.text
    assert "Một cửa xã" in page.text
    assert "Xem hồ sơ để trả lời" in page.text
    assert "Ghi lý do: “Gọi lại để hẹn ngày”" in page.text
    assert "Mở xem đủ số giấy đăng ký: “đối chiếu giấy đăng ký”" in page.text


def test_another_owner_sees_nothing_of_it(app: Flask, browser: Browser) -> None:
    merchant, other = make.confirmed(), make.confirmed(owner_name="Trần Văn Hai", phone="+84912345670")
    look(merchant)
    neighbour = signed_in(app, Role.OWNER, other)

    assert "Chú Đỗ Văn Thành" not in neighbour.visit("/toi/ai-da-xem").text
    assert neighbour.post(f"/toi/ai-da-xem/{rights.look_at(merchant).id}/la").status == 404
    assert db.session.scalar(select(func.count()).select_from(LookQuestion)) == 0


@time_machine.travel("2026-11-25T03:00:00Z", tick=True)
def test_a_strange_look_goes_to_the_auditor_whose_answer_comes_back(app: Flask, browser: Browser) -> None:
    merchant = make.confirmed()
    look(merchant)
    owner = signed_in(app, Role.OWNER, merchant)
    path = f"/toi/ai-da-xem/{rights.look_at(merchant).id}/la"
    assert owner.fill("/toi/ai-da-xem", to=path).status == 303
    assert owner.post(path).status == 303
    question = db.session.scalars(select(LookQuestion)).one()
    assert f"{question.answer_by_on:%d/%m/%Y}" == "02/12/2026"
    auditor = signed_in(app, Role.AUDITOR)

    shown = auditor.visit("/ks/la")
    answer = auditor.fill(f"/ks/la/{question.id}", answer="Chú Thành gọi để hẹn lớp học.")

    assert merchant.code in shown.text
    assert merchant.owner_name not in shown.text
    assert answer.status == 303
    assert "Chú Thành gọi để hẹn lớp học." in owner.visit("/toi/ai-da-xem").text
    assert "Ai da xem" in messages.newest()[0].text
    assert auditor.post(f"/ks/la/{question.id}", answer="Lần nữa").status == 409


def test_only_the_auditor_sees_and_answers(app: Flask, browser: Browser) -> None:
    merchant = make.confirmed()
    look(merchant)
    question = rights.questioned(merchant)

    for role in (Role.CLERK, Role.LEADER, Role.ADMIN, Role.PROVINCE):
        other = signed_in(app, role)
        assert other.visit("/ks/la").status == 404
        assert other.post(f"/ks/la/{question.id}", answer="Không sao").status == 404
    db.session.refresh(question)
    assert question.answered_at is None


def test_many_files_opened_and_left_alone_are_strange_and_work_is_not(app: Flask, browser: Browser) -> None:
    curious = Actor(new_id(), "Người Tò Mò", (Holding(Role.CLERK, "33/12826/"),))
    busy = Actor(new_id(), "Người Bận", (Holding(Role.CLERK, "33/12826/"),))
    limits = rules.StrangeLooks(days=30, idle_dossiers_a_day=1, numbers_a_day=5)
    some = [make.submitted(owner_name=f"Nguyễn Thị {name}") for name in ("Một", "Hai", "Ba")]
    for merchant in some:
        look(merchant, Look.QUEUE, curious)
        look(merchant, Look.DOSSIER, busy)
        with transaction():
            dossiers.confirm(merchant, checks=dossier_rules.checks_for(merchant.paper_kinds), by=busy)
    today = rights.look_at(some[0]).seen_on
    assert queries.strange_days(limits, today) == []

    for merchant in some:
        look(merchant, Look.DOSSIER, curious)

    (day,) = queries.strange_days(limits, today)
    assert (day.name, day.opened, day.idle, day.numbers) == ("Người Tò Mò", 3, 3, 0)
    assert [idle for _look, _code, idle in queries.looks_on(day.account_id, today)] == [True] * 3


def test_a_look_older_than_the_window_is_not_asked_about() -> None:
    merchant = make.submitted()
    limits = rules.StrangeLooks(days=30, idle_dossiers_a_day=0, numbers_a_day=5)
    look(merchant)
    today = rights.look_at(merchant).seen_on

    assert len(queries.strange_days(limits, today)) == 1
    assert queries.strange_days(limits, today.replace(year=today.year + 1)) == []
