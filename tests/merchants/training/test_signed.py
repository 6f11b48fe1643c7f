"""The photograph of a signed sheet: one for each class, for whoever sees the class, and gone after twelve months."""

import io
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from app.core import audit, clock, jobs, storage
from app.core.db import db
from app.core.transaction import transaction
from app.particulars import queries as particulars
from app.particulars.jobs import delete_what_is_old
from app.particulars.models import Deletion
from app.particulars.rules import DeletionKind
from app.policy import Actor, Role
from merchants.papers.services import take_in
from merchants.training import queries, rules, services
from merchants.training.models import ClassSheet, TrainingSession
from tests.browser import Browser
from tests.factories.papers import pdf, small_photo
from tests.factories.training import BY, THAI_THUY, THUY_ANH, make_merchant, make_session, move_to, owner_of, someone

HAMLET = f"{THAI_THUY}01/"
DAY = timedelta(days=1)


def held(*, days_too_old: int | None = None) -> TrainingSession:
    """Return a class of today, or one held so many days longer ago than its sheet is kept."""
    session = make_session(area_path=HAMLET, in_days=0)
    if days_too_old is not None:
        move_to(session, rules.sheets_kept_from(clock.today()) - DAY * days_too_old)
    db.session.commit()
    return session


def with_sheet(data: bytes, *, days_too_old: int | None = None) -> ClassSheet:
    """Return a sheet kept in time, whose class is moved back afterwards."""
    session = make_session(area_path=HAMLET, in_days=0)
    with transaction():
        sheet = services.keep_sheet(session, taken=take_in(data), by=BY)
        if days_too_old is not None:
            move_to(session, rules.sheets_kept_from(clock.today()) - DAY * days_too_old)
    return sheet


def page_of(session: TrainingSession) -> str:
    return f"/day/{session.id}/to-ky"


def photo() -> tuple[io.BytesIO, str]:
    return io.BytesIO(small_photo()), "to-ky.jpg"


def test_a_trainer_photographs_the_sheet_and_whoever_sees_the_class_sees_it(browser: Browser) -> None:
    session = held()
    browser.sign_in(someone(Role.TRAINER, name="Thầy Bùi Đức Nam"))
    page = page_of(session)
    assert page in browser.visit(f"/day/{session.id}").links

    assert browser.fill(page, file=photo()).status == 303

    shown = browser.visit(page)
    assert "Thầy Bùi Đức Nam" in shown.text
    assert f"{rules.sheet_goes_on(session.held_on, clock.today()):%d/%m/%Y}" in shown.text
    for who in (someone(Role.OFFICIAL), someone(Role.TEAM, HAMLET)):
        browser.sign_in(who)
        file = browser.visit(f"{page}/tep")
        assert (file.status, file.response.mimetype) == (200, "image/jpeg")
        assert file.response.headers["Cache-Control"] == "private, no-store"
        assert "sandbox" in file.response.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (someone(Role.TRAINER, THUY_ANH), 404),
        (someone(Role.TEAM, f"{THAI_THUY}02/"), 404),
        (someone(Role.AUDITOR, ""), 404),
        (someone(Role.LEADER), 200),
    ],
)
def test_whoever_may_not_see_the_class_finds_no_sheet(browser: Browser, who: Actor, status: int) -> None:
    session = db.session.get_one(TrainingSession, with_sheet(small_photo()).session_id)
    browser.sign_in(who)

    assert browser.visit(f"{page_of(session)}/tep").status == status
    assert browser.visit(page_of(session)).status == status


def test_a_learner_finds_no_sheet(browser: Browser) -> None:
    merchant = make_merchant(HAMLET)
    session = db.session.get_one(TrainingSession, with_sheet(small_photo()).session_id)
    browser.sign_in(owner_of(merchant))

    assert browser.visit(f"{page_of(session)}/tep").status == 404


def test_whoever_sees_the_class_and_does_not_run_it_keeps_no_sheet(browser: Browser) -> None:
    session = held()
    browser.sign_in(someone(Role.LEADER))

    assert 'name="file"' not in browser.visit(page_of(session)).html
    assert browser.fill(f"/day/{session.id}", to=page_of(session), file=photo()).status == 403
    assert queries.sheet_kept(session.id) is None


@pytest.mark.parametrize(
    ("sent", "said"),
    [({}, "Chụp ảnh tờ ký"), ({"file": (io.BytesIO(b"MZ" + b"\0" * 400), "to-ky.jpg")}, "Có chỗ cần xem lại")],
)
def test_what_is_no_photograph_is_refused_in_words(browser: Browser, sent: dict[str, object], said: str) -> None:
    session = held()
    browser.sign_in(someone(Role.TRAINER))

    page = browser.fill(page_of(session), **sent)

    assert (page.status, said in page.text) == (422, True)
    assert queries.sheet_kept(session.id) is None


def test_a_class_to_come_has_no_signed_sheet(browser: Browser) -> None:
    session = make_session(area_path=HAMLET, in_days=3)
    db.session.commit()
    browser.sign_in(someone(Role.TRAINER))

    assert 'name="file"' not in browser.visit(page_of(session)).html
    assert browser.fill(f"/day/{session.id}", to=page_of(session), file=photo()).status == 409
    assert queries.sheet_kept(session.id) is None


@pytest.mark.usefixtures("session")
def test_a_sheet_of_long_ago_is_not_kept_only_to_be_deleted() -> None:
    with pytest.raises(services.SheetNotTakenError):
        services.keep_sheet(held(days_too_old=1), taken=take_in(small_photo()), by=BY)
    assert db.session.scalars(select(ClassSheet)).all() == []


@pytest.mark.usefixtures("session")
def test_a_better_photograph_takes_the_place_of_the_one_before() -> None:
    sheet = with_sheet(small_photo())
    before = sheet.sha256
    session = db.session.get_one(TrainingSession, sheet.session_id)
    with transaction():
        services.keep_sheet(session, taken=take_in(pdf()), by=BY)
    jobs.run_pending()

    now = queries.sheet_kept(session.id)
    assert now is not None
    assert (now.id, now.content_type) == (sheet.id, "application/pdf")
    assert (storage.exists(before), storage.exists(now.sha256)) == (False, True)


@pytest.mark.usefixtures("session")
def test_a_photograph_that_came_back_goes_again() -> None:
    sheet = with_sheet(small_photo())
    first = sheet.sha256
    session = db.session.get_one(TrainingSession, sheet.session_id)

    for data in (pdf(), small_photo(), pdf()):
        with transaction():
            services.keep_sheet(session, taken=take_in(data), by=BY)
        jobs.run_pending()

    # A worker asks by the key: what was promised under an old one counts as done.
    table = "workflow_status" if db.engine.dialect.name == "sqlite" else "dbos.workflow_status"
    promised = text(f"select count(*) from {table} where workflow_uuid like 'core.drop_file:{first}%'")
    assert (db.session.scalar(promised), storage.exists(first)) == (2, False)


@pytest.mark.usefixtures("session")
def test_a_sheet_goes_twelve_months_after_its_class_and_is_counted() -> None:
    old = with_sheet(small_photo(), days_too_old=1)
    sha256, session_id = old.sha256, old.session_id
    younger = with_sheet(pdf(), days_too_old=0).session_id
    assert rules.sheet_months(clock.today()).value == 12

    delete_what_is_old()
    delete_what_is_old()
    jobs.run_pending()

    assert (queries.sheet_kept(session_id), storage.exists(sha256)) == (None, False)
    assert queries.sheet_kept(younger) is not None
    assert [(each.kind, each.number, each.merchant_id) for each in db.session.scalars(select(Deletion))] == [
        (DeletionKind.SHEET, 1, None)
    ]
    assert "training:sheet_deleted" in [each.action for each in audit.entries_about("training_session", session_id)]
    assert particulars.deleted_by_month()[0].number is None, "fewer than five are not counted out"


def test_everybody_reads_for_how_long_a_sheet_is_kept(browser: Browser) -> None:
    assert "Ảnh tờ ký điểm danh của lớp: 12 tháng sau lớp" in browser.visit("/du-lieu-mo/da-xoa").text
