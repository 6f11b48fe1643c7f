"""Pages of training: what anybody sees, what an owner does, what a trainer writes, and who is refused."""

from datetime import timedelta
from typing import TypeVar
from uuid import UUID

import pytest

from app.core import clock
from app.core.db import Base, db
from app.policy import Role
from merchants.training import queries, services
from merchants.training.states import Attendance, SessionState
from tests.browser import Browser
from tests.factories.training import BY, THUY_ANH, make_course, make_merchant, make_session, move_to, owner_of, someone

Row = TypeVar("Row", bound=Base)


def now(row: Row) -> Row:
    """Return a row as the request has left it."""
    db.session.refresh(row)
    return row


def test_anybody_sees_open_classes_and_nobodys_name(browser: Browser) -> None:
    session = make_session()
    services.sign_up(session, merchant=make_merchant(owner_name="Trần Thị Kín"), by=BY)

    listed, shown = browser.visit("/lop-hoc"), browser.visit(f"/lop-hoc/{session.id}")

    assert f"/lop-hoc/{session.id}" in listed.links
    assert "Nhà văn hoá thôn Vạn Chài" in shown.text
    assert "Trần Thị Kín" not in listed.text + shown.text


def test_a_class_still_being_planned_is_not_announced(browser: Browser) -> None:
    session = make_session(is_open=False)

    assert f"/lop-hoc/{session.id}" not in browser.visit("/lop-hoc").links
    assert browser.visit(f"/lop-hoc/{session.id}").status == 404


def test_an_owner_takes_a_place_and_gives_it_back(browser: Browser) -> None:
    session, merchant = make_session(), make_merchant()
    browser.sign_in(owner_of(merchant))

    page = browser.fill(
        f"/lop/{session.id}/dang-ky", merchant=str(merchant.id), person_name="Nguyễn Thị Mận", companions="1"
    )
    assert (page.status, page.location) == (303, f"/lop-hoc/{session.id}")
    assert queries.card(session).taken == 1
    assert f"/lop/{session.id}/huy" in browser.visit(f"/lop-hoc/{session.id}").links

    page = browser.fill(f"/lop/{session.id}/huy")
    assert page.status == 303
    assert queries.card(session).taken == 0


def test_an_owner_with_two_businesses_chooses_one(browser: Browser) -> None:
    session, first, second = make_session(), make_merchant(), make_merchant(business_name="Gạo Bà Mận")
    browser.sign_in(owner_of(first, second))

    bad = browser.fill(f"/lop/{session.id}/dang-ky", person_name="Nguyễn Thị Mận", companions="0")
    good = browser.fill(f"/lop/{session.id}/dang-ky", merchant=str(second.id), person_name="Nguyễn Thị Mận")

    assert (bad.status, good.status) == (422, 303)
    assert queries.sheet(session.id)[0].business_name == "Gạo Bà Mận"


def test_nobody_takes_a_place_for_somebody_elses_business(browser: Browser) -> None:
    session, mine, theirs = make_session(), make_merchant(), make_merchant()
    browser.sign_in(owner_of(mine))

    page = browser.fill(f"/lop/{session.id}/dang-ky", merchant=str(theirs.id), person_name="Ai đó")

    assert page.status == 422
    assert queries.card(session).taken == 0


def test_a_full_class_says_so(browser: Browser) -> None:
    session, merchant = make_session(capacity=1), make_merchant()
    browser.sign_in(owner_of(merchant))
    services.sign_up(session, merchant=make_merchant(), by=BY)

    page = browser.fill(f"/lop/{session.id}/dang-ky", merchant=str(merchant.id), person_name="Nguyễn Thị Mận")

    assert page.status == 409
    assert queries.card(session).taken == 1


def test_signing_up_needs_signing_in(browser: Browser) -> None:
    assert browser.visit(f"/lop/{make_session().id}/dang-ky").status == 303


def test_an_official_without_a_business_is_told_to_register_one(browser: Browser) -> None:
    session = make_session()
    browser.sign_in(someone(Role.CLERK))

    assert browser.visit(f"/lop/{session.id}/dang-ky").status == 409


def test_a_trainer_plans_opens_and_writes_the_sheet(browser: Browser) -> None:
    make_course()
    browser.sign_in(someone(Role.TRAINER))
    day = clock.today()
    planned = browser.fill(
        "/day/moi",
        course="nhan-tien",
        area="33/12826/",
        place_note="Nhà văn hoá",
        held_on=[str(day.day), str(day.month), str(day.year)],
        start_time="08:00",
        capacity="20",
    )
    assert planned.status == 303
    assert planned.location is not None
    session_id = planned.location.removeprefix("/day/")

    assert browser.fill(f"/day/{session_id}", to=f"/day/{session_id}/mo").status == 303
    session = queries.find_session(UUID(session_id))
    assert session is not None
    assert session.state is SessionState.OPEN

    place = services.sign_up(session, merchant=make_merchant(), by=BY)
    sheet = f"/day/{session_id}/diem-danh"
    saved = browser.fill(sheet, **{f"mark_{place.id.hex}": "present", f"was_{place.id.hex}": "not_recorded"})
    assert (saved.status, saved.location) == (303, sheet)
    assert now(place).attendance is Attendance.PRESENT


def test_a_stale_sheet_does_not_wipe_out_what_another_helper_wrote(browser: Browser) -> None:
    session = make_session(in_days=0)
    mine, theirs = (services.sign_up(session, merchant=make_merchant(), by=BY) for _ in range(2))
    browser.sign_in(someone(Role.TRAINER))
    services.record_attendance(session, marks={theirs.id: Attendance.PRESENT}, by=BY)
    db.session.commit()

    browser.fill(
        f"/day/{session.id}/diem-danh",
        **{
            f"mark_{mine.id.hex}": "absent",
            f"was_{mine.id.hex}": "not_recorded",
            f"mark_{theirs.id.hex}": "not_recorded",
            f"was_{theirs.id.hex}": "not_recorded",
        },
    )

    assert (now(mine).attendance, now(theirs).attendance) == (Attendance.ABSENT, Attendance.PRESENT)


def test_the_sheet_has_three_named_choices_for_each_person(browser: Browser) -> None:
    session = make_session(in_days=0)
    place = services.sign_up(session, merchant=make_merchant(owner_name="Vũ Thị Sen"), by=BY)
    browser.sign_in(someone(Role.TEAM))

    page = browser.visit(f"/day/{session.id}/diem-danh")

    assert page.html.count(f'name="mark_{place.id.hex}"') == 3
    assert "Vũ Thị Sen" in page.text


def test_somebody_who_walked_in_is_added(browser: Browser) -> None:
    session = make_session(in_days=0)
    browser.sign_in(someone(Role.CLERK))

    page = browser.fill(f"/day/{session.id}/them-nguoi", person_name="Vũ Thị Sen", phone="0912 345 678", companions="0")

    assert page.status == 303
    assert [row.is_walk_in for row in queries.sheet(session.id)] == [True]


def test_attendance_is_refused_before_the_day(browser: Browser) -> None:
    session = make_session(in_days=2)
    place = services.sign_up(session, merchant=make_merchant(), by=BY)
    browser.sign_in(someone(Role.TRAINER))

    browser.post(f"/day/{session.id}/diem-danh", **{f"mark_{place.id.hex}": "present", f"was_{place.id.hex}": ""})

    assert now(place).attendance is Attendance.NOT_RECORDED


@pytest.mark.parametrize("path", ["", "/diem-danh", "/them-nguoi", "/hoan"])
def test_a_trainer_of_another_commune_does_not_know_the_class(browser: Browser, path: str) -> None:
    session = make_session(area_path=THUY_ANH)
    browser.sign_in(someone(Role.TRAINER))

    assert browser.visit(f"/day/{session.id}{path}").status == 404


@pytest.mark.parametrize("path", ["/day", "/day/moi"])
def test_an_owner_finds_no_trainers_pages(browser: Browser, path: str) -> None:
    browser.sign_in(owner_of(make_merchant()))

    assert browser.visit(path).status == 404


def test_a_clerk_may_write_the_sheet_but_not_call_the_class_off(browser: Browser) -> None:
    session = make_session(in_days=0)
    browser.sign_in(someone(Role.CLERK))

    assert browser.visit(f"/day/{session.id}/diem-danh").status == 200
    assert browser.visit(f"/day/{session.id}/hoan").status == 403
    assert now(session).state is SessionState.OPEN


def test_an_official_calls_a_class_off_with_a_reason(browser: Browser) -> None:
    session = make_session()
    browser.sign_in(someone(Role.OFFICIAL))

    assert browser.fill(f"/day/{session.id}/hoan", reason="").status == 422
    assert browser.fill(f"/day/{session.id}/hoan", reason="Bão về").status == 303
    assert now(session).state is SessionState.CANCELLED


def test_the_list_of_classes_asks_the_database_no_more_for_more_classes(
    browser: Browser, count_queries: list[str]
) -> None:
    browser.sign_in(someone(Role.TRAINER))
    make_session()
    browser.visit("/day")
    count_queries.clear()
    browser.visit("/day")
    once = len(count_queries)
    for days in range(1, 6):
        services.sign_up(make_session(in_days=days), merchant=make_merchant(), by=BY)

    count_queries.clear()
    browser.visit("/day")

    assert len(count_queries) == once


def test_a_past_class_is_not_offered(browser: Browser) -> None:
    session = make_session()
    move_to(session, clock.today() - timedelta(days=1))

    assert f"/lop-hoc/{session.id}" not in browser.visit("/lop-hoc").links
    assert f"/lop/{session.id}/dang-ky" not in browser.visit(f"/lop-hoc/{session.id}").links
