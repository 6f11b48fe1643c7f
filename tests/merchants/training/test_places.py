"""The line for a full class, the one list, the digits on the board, and paper against screen."""

from datetime import timedelta
from itertools import permutations

import pytest

from app.core import clock
from app.core.audit import entries_about
from app.core.db import db
from app.core.messages import newest
from app.policy import Role
from merchants.training import jobs, queries, services
from merchants.training.models import Enrolment, TrainingSession
from merchants.training.states import WAIT, Attendance, Channel, WaitState
from tests.browser import Browser
from tests.factories.training import BY, THUY_ANH, make_merchant, make_session, owner_of, someone


def full(places: int = 1, **fields: int) -> tuple[TrainingSession, list[Enrolment]]:
    session = make_session(capacity=places, **fields)
    return session, [services.sign_up(session, merchant=make_merchant(), by=BY) for _ in range(places)]


def test_the_line_is_a_table_whose_every_state_is_reached() -> None:
    assert WAIT.reachable() == frozenset(WaitState)


def test_a_free_place_is_offered_to_whoever_waited_longest_and_given_to_nobody_unasked() -> None:
    session, [taken] = full()
    first, second = (services.wait(session, merchant=make_merchant(phone="+84912345678"), by=BY) for _ in range(2))

    services.cancel_sign_up(taken, by=BY)

    assert (first.state, second.state) == (WaitState.OFFERED, WaitState.WAITING)
    assert queries.places_held(session.id, owner_of(first.merchant)) == []
    assert [message.purpose for message in newest()].count("class_place_free") == 1
    with pytest.raises(services.SessionFullError):
        services.sign_up(session, merchant=make_merchant(), by=BY)
    services.take_offer(first, by=BY)
    assert queries.card(session).taken == 1


def test_whoever_leaves_the_offer_passes_it_on_and_leaving_twice_is_leaving_once() -> None:
    session, [taken] = full()
    first, second = (services.wait(session, merchant=make_merchant(), by=BY) for _ in range(2))
    services.cancel_sign_up(taken, by=BY)

    services.leave(first, by=BY)
    services.leave(first, by=BY)

    assert (first.state, second.state) == (WaitState.GONE, WaitState.OFFERED)
    with pytest.raises(services.NotWaitingError):
        services.take_offer(first, by=BY)


def test_an_offer_lapses_after_a_day() -> None:
    session, [taken] = full()
    first, second = (services.wait(session, merchant=make_merchant(), by=BY) for _ in range(2))
    services.cancel_sign_up(taken, by=BY)
    assert services.lapse_offers(BY) == 0
    first.offered_at = clock.now() - timedelta(hours=25)
    db.session.commit()

    jobs.lapse_offers()
    jobs.lapse_offers()

    assert (first.state, second.state) == (WaitState.GONE, WaitState.OFFERED)


def test_asking_twice_is_standing_in_the_line_once() -> None:
    session, _ = full()
    merchant = make_merchant()

    assert services.wait(session, merchant=merchant, by=BY) is services.wait(session, merchant=merchant, by=BY)
    assert queries.waiting(session.id) == 1


def test_an_owner_waits_is_asked_and_comes(browser: Browser) -> None:
    session, [taken] = full()
    merchant = make_merchant()
    browser.sign_in(owner_of(merchant))

    assert f"/lop/{session.id}/cho" in browser.visit(f"/lop-hoc/{session.id}").links
    page = browser.fill(f"/lop/{session.id}/cho", merchant=str(merchant.id), person_name="Nguyễn Thị Mận")
    assert page.status == 303
    services.cancel_sign_up(taken, by=BY)
    db.session.commit()
    assert f"/lop/{session.id}/cho-trong" in browser.visit(f"/lop-hoc/{session.id}").links
    assert browser.fill(f"/lop/{session.id}/cho-trong", takes="yes").status == 303

    assert [place.person_name for place in queries.places_held(session.id, owner_of(merchant))] == ["Nguyễn Thị Mận"]


def test_nobody_answers_for_somebody_elses_turn(browser: Browser) -> None:
    session, _ = full()
    turn = services.wait(session, merchant=make_merchant(), by=BY)
    browser.sign_in(owner_of(make_merchant()))

    assert browser.visit(f"/lop/{session.id}/cho-trong").status == 404
    db.session.refresh(turn)
    assert turn.state is WaitState.WAITING


def test_telephone_list_and_message_lead_to_the_one_list(browser: Browser) -> None:
    session = make_session()
    browser.sign_in(someone(Role.TEAM))
    for channel in ("telephone", "list", "message"):
        code = make_merchant().code
        page = browser.fill(f"/day/{session.id}/ghi-ten", code=code, person_name="Vũ Thị Sen", channel=channel)
        assert page.status == 303
    services.sign_up(session, merchant=make_merchant(), by=BY)

    assert len(queries.sheet(session.id)) == 4
    assert {place.channel for place in db.session.query(Enrolment)} == set(Channel)


def test_a_code_of_another_commune_or_a_wrong_one_signs_nobody_up(browser: Browser) -> None:
    session, elsewhere = make_session(), make_merchant(THUY_ANH)
    browser.sign_in(someone(Role.TEAM))

    for code in (elsewhere.code, "1204-000-000", "xyz"):
        page = browser.fill(f"/day/{session.id}/ghi-ten", code=code, person_name="Vũ Thị Sen", channel="list")
        assert page.status == 422
    assert queries.sheet(session.id) == []


def test_the_digits_on_the_board_mark_oneself_present_once(browser: Browser) -> None:
    session, merchant = make_session(in_days=0), make_merchant()
    place = services.sign_up(session, merchant=merchant, by=BY)
    browser.sign_in(owner_of(merchant))
    wrong = f"{(int(session.word) + 1) % 10_000:04d}"

    assert browser.fill(f"/lop/{session.id}/co-mat", word=wrong).status == 422
    db.session.refresh(place)
    assert place.attendance is Attendance.NOT_RECORDED
    assert browser.fill(f"/lop/{session.id}/co-mat", word=session.word).status == 303
    db.session.refresh(place)
    assert place.attendance is Attendance.PRESENT


def test_the_digits_work_on_the_day_only_and_undo_nothing_a_helper_wrote() -> None:
    early, merchant = make_session(in_days=1), make_merchant()
    services.sign_up(early, merchant=merchant, by=BY)
    with pytest.raises(services.WrongWordError):
        services.check_in(early, merchant_ids=frozenset({merchant.id}), word=early.word, by=BY)

    today = make_session(in_days=0)
    place = services.sign_up(today, merchant=merchant, by=BY)
    services.record_attendance(today, marks={place.id: Attendance.ABSENT}, by=BY)
    assert services.check_in(today, merchant_ids=frozenset({merchant.id}), word=today.word, by=BY) == 0
    assert place.attendance is Attendance.ABSENT


def test_sheets_of_several_trainers_give_the_same_in_whatever_order_they_come() -> None:
    ends = set()
    for order in permutations(range(3)):
        session = make_session(in_days=0)
        places = [services.sign_up(session, merchant=make_merchant(), by=BY) for _ in range(3)]
        sheets = [
            {places[0].id: Attendance.PRESENT},
            {places[1].id: Attendance.ABSENT},
            {places[2].id: Attendance.PRESENT},
        ]
        for number in (*order, *order):
            services.record_attendance(session, marks=sheets[number], by=BY)
        traces = [len(entries_about("enrolment", place.id)) for place in places]
        ends.add((tuple(place.attendance for place in places), tuple(traces)))

    assert ends == {((Attendance.PRESENT, Attendance.ABSENT, Attendance.PRESENT), (2, 2, 2))}


def test_paper_and_screen_agree_or_say_why(browser: Browser) -> None:
    session = make_session(in_days=0)
    services.walk_in(session, person_name="Vũ Thị Sen", companions=2, by=BY)
    browser.sign_in(someone(Role.TRAINER))
    address = f"/day/{session.id}/chot"

    differs = browser.fill(address, on_paper="2", companions="2")
    assert differs.status == 422
    assert "Trên máy có 1 người" in differs.text
    db.session.refresh(session)
    assert session.counted_at is None
    assert browser.fill(address, on_paper="2", companions="2", reason="Hai người ký chung").status == 303
    assert browser.fill(address, on_paper="1", companions="2").status == 303
    db.session.refresh(session)
    assert (session.paper_present, session.paper_companions, session.count_reason) == (1, 2, "")


def test_nothing_is_compared_before_the_day() -> None:
    with pytest.raises(services.TooEarlyError):
        services.count(make_session(in_days=1), on_paper=0, companions=0, reason="", by=BY)
