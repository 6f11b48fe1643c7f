"""Incidents: the clock of 72 hours, steps in their order, owners told, reminders, the notice, and who may what."""

from datetime import UTC, datetime, timedelta

import pypdfium2
import pytest
import time_machine
from flask import Flask
from sqlalchemy.exc import IntegrityError

from app.core import messages
from app.core.audit import entries_about
from app.core.db import db
from app.core.ids import new_id
from app.core.states import TransitionNotAllowedError
from app.core.transaction import transaction
from app.policy import Actor, Holding, Role
from merchants.incidents import jobs, rules, services
from merchants.incidents.models import Incident
from merchants.incidents.states import INCIDENT, IncidentState
from tests.browser import Browser
from tests.factories import merchants as make
from tests.factories.incidents import ADMIN, incident


def signed_in(app: Flask, role: Role) -> Browser:
    browser = Browser(app)
    browser.sign_in(Actor(new_id(), f"Người {role.value}", (Holding(role, "33/12826/"),)))
    return browser


@pytest.mark.no_database
def test_hours_run_on_over_tet() -> None:
    # The last evening before Tết 2026: no working day comes for ten days, the hours do not wait.
    found = datetime(2026, 2, 13, 13, 0, tzinfo=UTC)

    assert rules.report_by(found, found.date()) == datetime(2026, 2, 16, 13, 0, tzinfo=UTC)


@pytest.mark.no_database
def test_every_state_is_reached_and_a_report_does_not_wait_for_containing() -> None:
    assert INCIDENT.reachable() == frozenset(IncidentState)
    assert "report" in INCIDENT.actions(IncidentState.FOUND)
    assert "close" not in INCIDENT.actions(IncidentState.FOUND)


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("hours_left", "reminded_hours_ago", "wants"),
    [(60, None, False), (20, None, True), (20, 5, False), (-1, None, True), (-1, 5, True), (-10, 5, False)],
)
def test_one_reminder_before_the_hour_and_one_after(
    hours_left: int, reminded_hours_ago: int | None, wants: bool
) -> None:
    now = datetime(2026, 11, 28, 3, 0, tzinfo=UTC)
    reminded = None if reminded_hours_ago is None else now - timedelta(hours=reminded_hours_ago)

    assert rules.wants_reminder(now + timedelta(hours=hours_left), now, reminded_at=reminded) is wants


@time_machine.travel("2026-11-25T03:00:00Z", tick=True)
def test_it_is_walked_from_the_finding_to_the_closing(app: Flask, browser: Browser) -> None:
    merchant = make.confirmed()
    admin = signed_in(app, Role.ADMIN)
    made = admin.fill(
        "/qt/su-co/moi",
        title="Gửi nhầm danh sách",
        what="Gửi nhầm một danh sách lớp.",
        data_kinds="Họ tên",
        concerned_about="12",
        found_on=["24", "11", "2026"],
        found_time="8:30",
        responsible_name="Anh Minh",
        responsible_phone="0912 000 099",
    )
    assert made.status == 303
    found = db.session.query(Incident).one()
    assert found.report_by_at == datetime(2026, 11, 27, 1, 30, tzinfo=UTC)
    here = f"/qt/su-co/{found.id}"
    for step, answers in (
        ("bao", {"authority": "Công an tỉnh, số 12/BC"}),
        ("ngan", {"how": "Người nhận đã xoá"}),
        ("nguoi", {"codes": merchant.code}),
        ("chu", {"words": "Tên và số điện thoại bị gửi nhầm, đừng trả lời số lạ"}),
        ("dong", {"closing": "Gửi danh sách qua hệ thống, không qua thư"}),
    ):
        assert admin.fill(here, to=f"{here}/{step}", **answers).status == 303, step
    db.session.expire_all()

    assert (found.state, found.concerned[0].told_at is not None) == (IncidentState.CLOSED, True)
    assert "gui nham" in messages.newest()[0].text
    assert merchant.owner_name not in admin.visit(here).text
    assert [entry.action for entry in entries_about("incident", found.id)] == [
        "incident:found", "incident:reported", "incident:contained", "incident:concerned", "incident:told",
        "incident:closed",
    ]  # fmt: skip


def test_a_late_report_says_why_also_to_the_database(app: Flask, browser: Browser) -> None:
    late = incident(hours_ago=80)
    admin = signed_in(app, Role.ADMIN)

    refused = admin.post(f"/qt/su-co/{late.id}/bao", authority="Công an tỉnh")
    assert (refused.status, "ghi vì sao báo muộn" in refused.text) == (422, True)
    with pytest.raises(IntegrityError), db.session.begin_nested():
        late.reported_at, late.reported_to = late.report_by_at + timedelta(hours=1), "Công an tỉnh"
        db.session.flush()
    db.session.refresh(late)
    with transaction():
        services.report(late, authority="Công an tỉnh", late_reason="Chờ xác minh", by=ADMIN)
    assert late.state is IncidentState.REPORTED


def test_what_goes_on_is_not_closed_and_nobody_is_told_without_a_file() -> None:
    found = incident()
    for step in (services.tell_owners, services.close):
        words = {"words": "x"} if step is services.tell_owners else {"closing": "x"}
        with pytest.raises((TransitionNotAllowedError, services.NotContainedError, services.NobodyConcernedError)):
            step(found, **words, by=ADMIN)
    db.session.rollback()
    with transaction():
        services.report(found, authority="Công an tỉnh", by=ADMIN)
    with pytest.raises(services.NotContainedError):
        services.close(found, closing="xong", by=ADMIN)
    with pytest.raises(services.NobodyConcernedError):
        services.tell_owners(found, words="Cẩn thận số lạ", by=ADMIN)
    assert found.state is IncidentState.REPORTED


def test_a_code_of_no_file_is_told_and_nothing_is_added(app: Flask, browser: Browser) -> None:
    merchant, found = make.confirmed(), incident()

    answer = signed_in(app, Role.ADMIN).post(f"/qt/su-co/{found.id}/nguoi", codes=f"{merchant.code}\n9999-999-999")

    assert (answer.status, "9999-999-999" in answer.text) == (422, True)
    db.session.refresh(found)
    assert found.concerned == []


def test_late_comes_first_and_says_so(app: Flask, browser: Browser) -> None:
    incident(hours_ago=2, title="Mới tìm thấy")
    incident(hours_ago=80, title="Đã quá giờ")
    done = incident(hours_ago=90, title="Đã báo")
    with transaction():
        services.report(done, authority="Công an tỉnh", late_reason="x", by=ADMIN)

    page = signed_in(app, Role.AUDITOR).visit("/qt/su-co")

    assert sorted(("Mới tìm thấy", "Đã quá giờ", "Đã báo"), key=page.text.index) == [
        "Đã quá giờ", "Mới tìm thấy", "Đã báo",
    ]  # fmt: skip
    assert page.text.count("Quá hạn") == 1


def test_the_daily_job_reminds_once_before_and_once_after() -> None:
    with time_machine.travel("2026-11-25T03:00:00Z", tick=True):
        found = incident()
        jobs.remind()
        assert messages.newest() == []
    with time_machine.travel("2026-11-27T03:00:00Z", tick=True):
        jobs.remind()
        jobs.remind()
    with time_machine.travel("2026-11-28T03:30:00Z", tick=True):
        jobs.remind()
        jobs.remind()

    told = [message for message in messages.newest() if message.purpose == "incident_reminder"]
    assert [message.recipient for message in told] == ["+84912000099"] * 2
    with transaction():
        services.report(found, authority="Công an tỉnh", late_reason="x", by=ADMIN)
    jobs.remind()
    assert len([message for message in messages.newest() if message.purpose == "incident_reminder"]) == 2


def test_the_notice_can_be_printed_and_names_no_owner(app: Flask, browser: Browser) -> None:
    merchant, found = make.confirmed(), incident()
    with transaction():
        services.name_concerned(found, [merchant, merchant], by=ADMIN)

    pdf = pypdfium2.PdfDocument(signed_in(app, Role.AUDITOR).visit(f"/qt/su-co/{found.id}/thong-bao.pdf").data)
    words = pdf[0].get_textpage().get_text_bounded()

    assert "Gửi nhầm danh sách" in words
    assert "đã rõ 1 hồ sơ" in words
    assert merchant.owner_name not in words


@pytest.mark.parametrize(
    ("role", "sees", "does"),
    [(Role.AUDITOR, 200, 403), (Role.CLERK, 404, 404), (Role.LEADER, 404, 404), (Role.PROVINCE, 404, 404)],
)
def test_only_the_administrator_keeps_the_register(
    app: Flask, browser: Browser, role: Role, sees: int, does: int
) -> None:
    found = incident()
    other = signed_in(app, role)

    assert other.visit(f"/qt/su-co/{found.id}").status == sees
    for step, answers in (
        ("nguoi", {"codes": "1204-000-016"}), ("ngan", {"how": "x"}), ("bao", {"authority": "x"}),
        ("chu", {"words": "x"}), ("dong", {"closing": "x"}),
    ):  # fmt: skip
        assert other.post(f"/qt/su-co/{found.id}/{step}", **answers).status == does
    assert other.visit("/qt/su-co/moi").status == 404
    db.session.refresh(found)
    assert (found.state, found.concerned) == (IncidentState.FOUND, [])
