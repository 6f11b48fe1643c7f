"""Teams and visits at the edges of a period: the first and the last day, and what was said too late."""

from datetime import date, datetime, timedelta

import pytest

from app.core import clock
from app.core.db import db
from app.dashboards.counting import queries
from app.dashboards.counting.rules import NOTHING, Figure, Rate, Term, month_end, total
from app.dashboards.periods.models import FrozenFigure
from merchants.models import MerchantConsent
from merchants.rules import ConsentHow, ConsentPurpose
from merchants.teams.models import Team, TeamMember
from merchants.training.states import SessionState
from merchants.visits.models import Visit
from merchants.visits.states import Says, VisitState
from tests.factories.figures import prove_payment
from tests.factories.periods import noon
from tests.factories.training import THAI_THUY, make_merchant, make_session, move_to
from tests.factories.visits import went

TERM = Term.named("2026-10")
HAMLET = "33/12826/01/"
ALL = "know_fake receive see_money"
LONG_AGO = noon(TERM.first_on - timedelta(days=200))
pytestmark = pytest.mark.usefixtures("session")


def counted(number: str) -> Figure:
    return queries.count(number, {}, queries.facts_of(TERM)).get(THAI_THUY, NOTHING)


def team(path: str = HAMLET, *, decided_on: date = TERM.first_on, left: datetime | None = None) -> None:
    one = Team(area_path=path, decision_no="12/QĐ-UBND", decided_on=decided_on, founded_at=LONG_AGO)
    db.session.add(one)
    db.session.flush()
    for name in ("Phạm Thị Lan", "Vũ Văn Bình", "Bùi Thị Sen"):
        db.session.add(TeamMember(team_id=one.id, name=name, name_fold=name, joined_at=LONG_AGO, left_at=left))
    db.session.flush()


def taught(on: date) -> None:
    session = make_session(area_path=HAMLET, in_days=0)
    session.state = SessionState.HELD
    move_to(session, on)


def visited(
    *, due_on: date, came_on: date | None, says: Says = Says.NOTHING, said_on: date | None = None, after_days: int = 7
) -> Visit:
    place = went(make_merchant(HAMLET, confirmed_at=LONG_AGO))
    move_to(place.session, due_on - timedelta(days=after_days))
    visit = Visit(
        merchant_id=place.merchant_id,
        enrolment_id=place.id,
        after_days=after_days,
        due_on=due_on,
        state=VisitState.SEEN if came_on else VisitState.PLANNED,
        done_at=noon(came_on) if came_on else None,
        says=says,
        said_at=noon(said_on) if said_on else None,
    )
    db.session.add(visit)
    db.session.flush()
    return visit


@pytest.mark.parametrize(
    ("decided_on", "left", "stands"),
    [
        (TERM.last_on, None, 1),
        (TERM.last_on + timedelta(days=1), None, 0),
        (TERM.first_on, noon(TERM.last_on), 0),
        (TERM.first_on, noon(TERM.last_on + timedelta(days=1)), 1),
    ],
)
def test_a_team_is_set_up_as_it_stood_on_the_last_day(decided_on: date, left: datetime | None, stands: int) -> None:
    team(decided_on=decided_on, left=left)

    assert counted("CS-21b").numerator == stands
    assert (counted("CS-21").numerator, counted("CS-21").denominator) == (0, 1)


@pytest.mark.parametrize(
    ("on", "worked"),
    [
        (TERM.first_on - timedelta(days=1), 0),
        (TERM.first_on, 1),
        (TERM.last_on, 1),
        (TERM.last_on + timedelta(days=1), 0),
    ],
)
def test_a_class_makes_a_team_one_that_worked_on_the_days_of_the_period(on: date, worked: int) -> None:
    team()
    team(THAI_THUY)
    taught(on)

    assert counted("CS-22") == Figure(2 * worked, 2)


@pytest.mark.parametrize(("days_after", "worked"), [(0, 0), (1, 1)])
def test_a_visit_called_wrong_is_no_work_if_it_was_called_so_by_the_end(days_after: int, worked: int) -> None:
    team()
    visited(
        due_on=TERM.last_on,
        came_on=TERM.last_on,
        says=Says.WRONG,
        said_on=TERM.last_on + timedelta(days=days_after),
    )

    assert counted("CS-22") == Figure(worked, 1)


@pytest.mark.parametrize(("late", "kept"), [(-4, 0), (-3, 1), (3, 1), (4, 0)])
def test_a_visit_is_on_time_within_three_days_of_its_day(late: int, kept: int) -> None:
    visited(due_on=TERM.last_on, came_on=TERM.last_on + timedelta(days=late))
    visited(due_on=TERM.last_on, came_on=None)

    assert counted("CS-32") == Figure(kept, 2)


@pytest.mark.parametrize(
    ("after_days", "due_on", "alone", "says", "figure"),
    [
        (30, TERM.last_on, ALL, Says.NOTHING, Figure(1, 2, unknown=1)),
        (30, TERM.last_on, "receive see_money", Says.NOTHING, Figure(0, 2, unknown=1)),
        (30, TERM.last_on, None, Says.NOTHING, Figure(None, 2)),
        (30, TERM.last_on, ALL, Says.WRONG, Figure(None, 2)),
        (30, TERM.last_on + timedelta(days=1), ALL, Says.NOTHING, NOTHING),
        (7, TERM.last_on, None, Says.NOTHING, NOTHING),
    ],
)
def test_whoever_can_do_it_alone_is_counted_among_all_who_were_to_be_visited(
    after_days: int, due_on: date, alone: str | None, says: Says, figure: Figure
) -> None:
    said_on = TERM.last_on if says is not Says.NOTHING else None
    visit = visited(due_on=due_on, came_on=TERM.last_on, says=says, said_on=said_on, after_days=after_days)
    visit.alone = alone
    visited(due_on=due_on, came_on=None, after_days=after_days)

    assert counted("CS-28") == figure


def test_silence_is_neither_yes_nor_no_and_is_told_apart() -> None:
    day = TERM.first_on + timedelta(days=9)
    for says in (Says.RIGHT, Says.RIGHT, Says.WRONG):
        visited(due_on=day, came_on=day, says=says, said_on=day)
    visited(due_on=day, came_on=day)

    assert counted("CS-23") == Figure(2, 3, unknown=1)


def test_a_family_that_wishes_not_to_be_counted_is_in_no_figure_of_visits() -> None:
    visit = visited(due_on=TERM.last_on, came_on=TERM.last_on)
    visit.merchant.consents.append(
        MerchantConsent(purpose=ConsentPurpose.STATISTICS, given=False, how=next(iter(ConsentHow)), at=clock.now())
    )
    db.session.flush()

    assert counted("CS-32") == counted("CS-23") == NOTHING


def newly_in_use(path: str = HAMLET) -> None:
    prove_payment(make_merchant(path, confirmed_at=LONG_AGO), times=3, on=TERM.month_end_on)


@pytest.mark.parametrize(
    ("on", "says", "hours"),
    [
        (TERM.first_on - timedelta(days=1), Says.NOTHING, 2),
        (TERM.first_on - timedelta(days=1), Says.WRONG, 0),
        (TERM.before().first_on, Says.RIGHT, 2),
        (TERM.before().first_on - timedelta(days=1), Says.RIGHT, 0),
        (TERM.first_on, Says.RIGHT, 0),
    ],
)
def test_hours_of_the_period_before_are_set_beside_who_is_newly_in_use(on: date, says: Says, hours: int) -> None:
    said_on = on if says is not Says.NOTHING else None
    visited(due_on=on, came_on=on, says=says, said_on=said_on, after_days=90).minutes = 100
    newly_in_use()

    assert counted("CS-24") == Rate(hours, 1)


def test_a_class_counts_as_long_as_its_course_takes() -> None:
    taught(TERM.before().last_on)
    newly_in_use()

    assert counted("CS-24") == Rate(round(make_session().course.minutes / 60), 1)


def test_whoever_was_in_use_within_a_year_is_not_new_and_without_a_bank_nobody_knows() -> None:
    visited(due_on=TERM.before().last_on, came_on=TERM.before().last_on, after_days=90).minutes = 60

    assert counted("CS-24") == Rate(1, None)

    for back, new in ((12, 0), (13, 1)):
        merchant = make_merchant(HAMLET, confirmed_at=LONG_AGO)
        for month in (back, 0):
            prove_payment(merchant, times=3, on=month_end(TERM.month_end_on, month))
        assert counted("CS-24") == Rate(1, new)


def test_hours_for_each_are_no_share_in_per_cent() -> None:
    rate = total([Rate(7, 2), Rate(5, 3), NOTHING])

    assert (rate, rate.share, rate.points) == (Rate(12, 5), 2.4, None)
    assert FrozenFigure(indicator="CS-24", numerator=12, denominator=5, unknown=0, apart=0).figure() == rate
