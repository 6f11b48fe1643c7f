"""Visits made by the calendar, written down once whoever sends what when, and answered by the household."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from app.core import clock
from app.core.audit import entries_about
from app.core.db import db
from app.core.messages import newest
from app.core.states import TransitionNotAllowedError
from app.policy import Role
from merchants.training import services as classes
from merchants.training.states import Attendance
from merchants.visits import jobs, queries, rules, services
from merchants.visits.models import Visit
from merchants.visits.states import VISIT, Band, Says, VisitState, VisitStep
from tests.factories.skills import present
from tests.factories.training import BY, THUY_ANH, make_merchant, make_session, someone
from tests.factories.visits import due, paid, went


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Visit)) or 0


def test_three_visits_follow_a_class_and_a_second_run_makes_none() -> None:
    place = went(days_ago=0)

    assert services.plan(clock.today()) == 3
    assert services.plan(clock.today()) == 0
    jobs.plan()

    days = db.session.scalars(select(Visit.due_on).order_by(Visit.due_on)).all()
    assert [(day - place.session.held_on).days for day in days] == [7, 30, 90]


def test_whoever_was_not_there_or_has_no_business_is_not_visited() -> None:
    session = make_session(in_days=0)
    absent = classes.sign_up(session, merchant=make_merchant(), by=BY)
    classes.sign_up(session, merchant=make_merchant(), by=BY)
    classes.record_attendance(session, marks={absent.id: Attendance.ABSENT}, by=BY)
    classes.walk_in(session, person_name="Vũ Thị Sen", by=BY)

    assert services.plan(clock.today()) == 0


def test_attendance_written_late_still_leads_to_visits() -> None:
    session = make_session(in_days=0)
    place = classes.sign_up(session, merchant=make_merchant(), by=BY)
    assert services.plan(clock.today()) == 0

    classes.record_attendance(session, marks={place.id: Attendance.PRESENT}, by=BY)

    assert services.plan(clock.today()) == 3


def test_two_classes_in_one_week_trouble_a_household_once() -> None:
    merchant = make_merchant()
    present(merchant, make_session(in_days=0))
    present(merchant, make_session(in_days=0))

    assert services.plan(clock.today()) == 3


def test_what_happened_at_the_door_is_a_table() -> None:
    assert VISIT.reachable() == frozenset(VisitState)
    assert VISIT.actions(VisitState.SEEN) == (VisitStep.REFUSE,)
    assert VISIT.actions(VisitState.REFUSED) == (VisitStep.SEE,)
    with pytest.raises(TransitionNotAllowedError):
        VISIT.next(VisitState.SEEN, VisitStep.MISS)


def test_a_visit_sent_twice_or_late_is_written_once_and_the_household_told_once() -> None:
    by, visit = someone(Role.TEAM), due()

    services.see(visit, minutes=35, band=Band.FEW, by=by)
    services.see(visit, minutes=99, band=Band.NONE, by=by)

    assert (visit.state, visit.minutes, visit.band) == (VisitState.SEEN, 35, Band.FEW)
    assert [entry.action for entry in entries_about("visit", visit.id)] == ["visit:seen"]


def test_the_household_is_told_what_was_written_without_a_link() -> None:
    paid(make_merchant(phone="+84912345678"))

    [told] = [message for message in newest() if message.purpose == "visit_receipt"]
    assert "nha" in told.text.lower()
    assert "http" not in told.text
    assert len(told.text) <= 160


def test_what_one_helper_wrote_another_does_not_undo() -> None:
    visit = due()
    services.see(visit, minutes=35, band=Band.FEW, by=someone(Role.TEAM))

    for write in (services.refuse, services.miss):
        with pytest.raises(services.AlreadyWrittenError):
            write(visit, by=someone(Role.TEAM, name="Anh khác"))

    assert (visit.state, visit.misses) == (VisitState.SEEN, 0)


def test_nobody_at_home_comes_back_onto_the_way_in_two_days_and_counts_once_a_day() -> None:
    by, visit = someone(Role.TEAM), due()

    services.miss(visit, by=by)
    services.miss(visit, by=by)

    assert (visit.state, visit.misses) == (VisitState.NOT_HOME, 1)
    assert visit.due_on == clock.today() + timedelta(days=2)
    assert queries.way(by, clock.today()) == []
    assert [stop.id for stop in queries.way(by, visit.due_on)] == [visit.id]


def test_a_no_at_the_door_is_kept_and_nobody_comes_again_for_it() -> None:
    by, visit = someone(Role.TEAM), due()

    services.refuse(visit, by=by)
    services.refuse(visit, by=by)

    assert visit.state is VisitState.REFUSED
    assert queries.way(by, clock.today()) == []


def test_an_afternoon_is_twelve_households_of_ones_own_area() -> None:
    session = make_session(in_days=0)
    places = [classes.sign_up(session, merchant=make_merchant(), by=BY) for _ in range(14)]
    classes.record_attendance(session, marks={place.id: Attendance.PRESENT for place in places}, by=BY)
    services.plan(clock.today())
    week = clock.today() + timedelta(days=7)

    assert len(queries.way(someone(Role.TEAM), week)) == 12
    assert queries.way(someone(Role.TEAM, THUY_ANH), week) == []
    assert queries.way(someone(Role.TEAM), clock.today()) == []


def test_the_draw_takes_one_in_twenty_and_hangs_on_its_seed() -> None:
    drawn = [number for number in range(20_000) if rules.is_drawn("a", str(number))]

    assert 900 < len(drawn) < 1_100
    assert drawn == [number for number in range(20_000) if rules.is_drawn("a", str(number))]
    assert drawn != [number for number in range(20_000) if rules.is_drawn("b", str(number))]


def test_each_month_has_a_seed_of_its_own() -> None:
    assert services.seed_of(date(2026, 11, 1)) == services.seed_of(date(2026, 11, 30))
    assert services.seed_of(date(2026, 11, 1)) != services.seed_of(date(2026, 12, 1))


def test_a_household_says_wrong_and_the_last_answer_counts() -> None:
    visit = paid()

    services.answer(visit, says=Says.WRONG, said_to="household", by=BY)
    services.answer(visit, says=Says.WRONG, said_to="household", by=BY)

    assert [row.id for row in queries.to_check()] == [visit.id]
    assert [entry.action for entry in entries_about("visit", visit.id)].count("visit:answered") == 1
    services.answer(visit, says=Says.RIGHT, said_to="auditor", by=BY)
    assert queries.to_check() == []
    answers = queries.answers_in(clock.today())
    assert (answers.seen, answers.right, answers.wrong, answers.share_right_pct) == (1, 1, 0, 100)


def test_the_auditor_closes_what_a_household_called_wrong_and_the_day_it_was_said_stays() -> None:
    visit = paid()
    services.answer(visit, says=Says.WRONG, said_to="household", by=BY)
    said_at = visit.said_at

    services.answer(visit, says=Says.WRONG, said_to="auditor", by=BY)
    services.answer(visit, says=Says.WRONG, said_to="household", by=BY)

    assert queries.to_check() == []
    assert (visit.says, visit.said_to, visit.said_at) == (Says.WRONG, "auditor", said_at)
    assert queries.answers_in(clock.today()).wrong == 1


def test_silence_is_not_a_yes() -> None:
    paid()

    assert queries.answers_in(clock.today()).share_right_pct is None


def test_nobody_answers_about_a_visit_that_nobody_claims() -> None:
    visit = due()

    with pytest.raises(services.NoSuchVisitError):
        services.answer(visit, says=Says.RIGHT, said_to="household", by=BY)

    assert visit.says is Says.NOTHING


def test_hours_are_ones_own() -> None:
    by, other = someone(Role.TEAM), someone(Role.TEAM)
    visit = paid(by=by)
    services.answer(visit, says=Says.RIGHT, said_to="household", by=BY)

    assert by.account_id is not None
    assert other.account_id is not None
    mine = queries.month_of(by.account_id, clock.today())
    assert (mine.visits, mine.minutes, mine.share_right_pct) == (1, 35, 100)
    assert queries.month_of(other.account_id, clock.today()).visits == 0


@pytest.mark.parametrize(("minutes", "said"), [(0, "0 phút"), (35, "35 phút"), (60, "1 giờ"), (95, "1 giờ 35 phút")])
def test_hours_are_written_as_people_say_them(minutes: int, said: str) -> None:
    assert rules.in_hours(minutes) == said
