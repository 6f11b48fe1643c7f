"""Taking a place once, giving it back, and writing who came."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.core import clock
from app.core.audit import AuditEntry, entries_about
from app.core.db import db
from app.core.states import TransitionNotAllowedError
from merchants.training import demo, queries, services
from merchants.training.models import Enrolment, TrainingSession
from merchants.training.states import Attendance, SessionState
from tests.factories.training import BY, make_course, make_merchant, make_session, owner_of


def test_signing_up_twice_takes_one_place() -> None:
    session, merchant = make_session(), make_merchant()

    first = services.sign_up(session, merchant=merchant, by=owner_of(merchant))
    second = services.sign_up(session, merchant=merchant, by=owner_of(merchant))

    assert first is second
    assert queries.card(session).taken == 1
    assert len(entries_about("enrolment", first.id)) == 1


def test_the_last_place_goes_to_the_first_who_asks() -> None:
    session = make_session(capacity=1)
    services.sign_up(session, merchant=make_merchant(), by=BY)

    with pytest.raises(services.SessionFullError):
        services.sign_up(session, merchant=make_merchant(), by=BY)

    assert queries.card(session).taken == 1


def test_a_place_given_back_may_be_taken_again() -> None:
    session, merchant, other = make_session(capacity=1), make_merchant(), make_merchant()
    place = services.sign_up(session, merchant=merchant, by=BY)

    services.cancel_sign_up(place, by=BY)
    services.cancel_sign_up(place, by=BY)
    services.sign_up(session, merchant=other, by=BY)

    assert queries.card(session).taken == 1
    with pytest.raises(services.SessionFullError):
        services.sign_up(session, merchant=merchant, by=BY)


def test_companions_take_no_place() -> None:
    session = make_session(capacity=2)
    services.sign_up(session, merchant=make_merchant(), companions=4, by=BY)

    assert queries.card(session).places_left == 1


@pytest.mark.parametrize("state", [SessionState.PLANNED, SessionState.CANCELLED])
def test_only_an_open_class_takes_sign_ups(state: SessionState) -> None:
    session = make_session(is_open=state is not SessionState.PLANNED)
    if state is SessionState.CANCELLED:
        services.cancel_session(session, reason="Bão", by=BY)

    with pytest.raises(services.SignUpClosedError):
        services.sign_up(session, merchant=make_merchant(), by=BY)


def test_a_class_of_yesterday_takes_no_sign_ups() -> None:
    session = make_session()
    session.held_on = clock.today() - timedelta(days=1)

    with pytest.raises(services.SignUpClosedError):
        services.sign_up(session, merchant=make_merchant(), by=BY)


def test_a_class_cannot_be_planned_for_a_day_that_has_passed() -> None:
    with pytest.raises(services.PastDateError):
        services.plan_session(
            course=make_course(),
            area_path="33/12826/",
            place_note="Nhà văn hoá",
            held_on=clock.today() - timedelta(days=1),
            start_time=make_session().start_time,
            capacity=20,
            by=BY,
        )


def test_nobody_is_absent_because_nobody_wrote_anything() -> None:
    session = make_session(in_days=0)
    came, stayed, silent = (services.sign_up(session, merchant=make_merchant(), by=BY) for _ in range(3))

    services.record_attendance(session, marks={came.id: Attendance.PRESENT, stayed.id: Attendance.ABSENT}, by=BY)

    assert (came.attendance, stayed.attendance) == (Attendance.PRESENT, Attendance.ABSENT)
    assert silent.attendance is Attendance.NOT_RECORDED
    assert silent.recorded_at is None
    assert session.state is SessionState.HELD


def test_the_same_sheet_twice_changes_nothing_the_second_time() -> None:
    session = make_session(in_days=0)
    place = services.sign_up(session, merchant=make_merchant(), by=BY)

    assert services.record_attendance(session, marks={place.id: Attendance.PRESENT}, by=BY) == 1
    assert services.record_attendance(session, marks={place.id: Attendance.PRESENT}, by=BY) == 0

    assert [entry.action for entry in entries_about("enrolment", place.id)] == [
        "training:signed_up",
        "training:attendance_recorded",
    ]


def test_a_wrong_mark_can_be_taken_back() -> None:
    session = make_session(in_days=0)
    place = services.sign_up(session, merchant=make_merchant(), by=BY)
    services.record_attendance(session, marks={place.id: Attendance.ABSENT}, by=BY)

    services.record_attendance(session, marks={place.id: Attendance.NOT_RECORDED}, by=BY)

    assert place.attendance is Attendance.NOT_RECORDED
    assert place.recorded_at is None


def test_attendance_waits_for_the_day() -> None:
    session = make_session(in_days=1)
    place = services.sign_up(session, merchant=make_merchant(), by=BY)

    with pytest.raises(services.TooEarlyError):
        services.record_attendance(session, marks={place.id: Attendance.PRESENT}, by=BY)

    assert place.attendance is Attendance.NOT_RECORDED


def test_a_recorded_place_cannot_be_given_back() -> None:
    session = make_session(in_days=0)
    place = services.sign_up(session, merchant=make_merchant(), by=BY)
    services.record_attendance(session, marks={place.id: Attendance.PRESENT}, by=BY)

    with pytest.raises(services.SignUpClosedError):
        services.cancel_sign_up(place, by=BY)


def test_somebody_who_walked_in_is_present_once() -> None:
    session = make_session(in_days=0)

    first = services.walk_in(session, person_name="Vũ Thị Sen", phone="+84912345678", by=BY)
    again = services.walk_in(session, person_name="vũ thị sen", phone="+84912345678", by=BY)

    assert first is again
    assert first.attendance is Attendance.PRESENT
    assert queries.card(session).present == 1


def test_the_sheet_reads_by_given_name() -> None:
    session = make_session()
    for name in ("Vũ Thị Sen", "Phạm Văn An", "Bùi Thị Lan"):
        services.sign_up(session, merchant=make_merchant(owner_name=name), by=BY)

    assert [row.person_name for row in queries.sheet(session.id)] == ["Phạm Văn An", "Bùi Thị Lan", "Vũ Thị Sen"]


def test_a_held_class_cannot_be_called_off() -> None:
    session = make_session(in_days=0)
    services.walk_in(session, person_name="Vũ Thị Sen", by=BY)

    with pytest.raises(TransitionNotAllowedError):
        services.cancel_session(session, reason="Bão", by=BY)

    assert session.state is SessionState.HELD


def test_the_demonstration_loads_once() -> None:
    for _ in range(3):
        make_merchant(is_demo=True)

    demo.load(BY)
    demo.load(BY)

    assert db.session.scalar(select(func.count()).select_from(TrainingSession)) == 3
    held = db.session.scalars(select(TrainingSession).where(TrainingSession.state == SessionState.HELD)).one()
    marks = db.session.scalars(select(Enrolment.attendance).where(Enrolment.session_id == held.id)).all()
    assert marks == [Attendance.PRESENT] * 3


def test_every_change_leaves_a_trace_with_its_reason() -> None:
    session = make_session()

    services.cancel_session(session, reason="Bão về, đường ngập", by=BY)

    entries: list[AuditEntry] = list(entries_about("training_session", session.id))
    assert [entry.action for entry in entries] == ["training:planned", "training:opened", "training:cancelled"]
    assert entries[-1].reason == "Bão về, đường ngập"
