"""What teams do, by place and day: visits due and how they stand, households visited, classes held."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, case, func, select

from app.core import clock
from app.core.db import db, local_day, within
from app.dashboards.rows.reach import Paths
from app.dashboards.rows.rules import ON_TIME, OPEN, OTHERWISE, FieldDay, FieldKind
from app.dashboards.rows.tally import refuses
from merchants.models import Merchant
from merchants.training.models import Enrolment, TrainingSession
from merchants.training.states import SessionState
from merchants.visits.models import Visit
from merchants.visits.queries import OPEN as STILL_OPEN
from merchants.visits.queries import THERE
from merchants.visits.rules import AFTER_DAYS, is_on_time
from merchants.visits.states import Says, VisitState

# What was due before may have been made up for since.
LOOK_BACK = timedelta(days=60)


def first_day(today: date) -> date:
    """Return the first day of which visits and work count."""
    return today - LOOK_BACK


def count_field(reach: Paths, today: date) -> Mapping[FieldDay, int]:
    """Count from the raw rows; visits of days to come as well, so that each is due when its day comes."""
    first, found = first_day(today), Counter[FieldDay]()
    asked = visits_due((Merchant.area_path,), reach, first)
    for each in db.session.execute(asked.add_columns(func.count().label("times")).group_by(*asked.selected_columns)):
        due_on, about = how_it_stands(each)
        if due_on >= first:
            found[FieldDay(FieldKind.VISIT, each.area_path, due_on, about)] += each.times
    for work in (visited(reach, first), taught(reach, first)):
        for path, day, times in db.session.execute(work):
            found[FieldDay(FieldKind.WORK, path, day)] += times
    return found


def visits_due(columns: Sequence[Any], reach: Paths, first: date) -> Select[*tuple[Any, ...]]:
    """Select the visits due after classes of late: something of the business, of the visit, and its class's day."""
    # Asked in a way no index answers, so that places are what rows are looked up by: see ``ways.count_places``.
    is_late = case((TrainingSession.held_on >= first - timedelta(days=max(AFTER_DAYS)), 1), else_=0) == 1
    came_on = local_day(Visit.done_at).label("came_on")
    return (
        select(*columns, TrainingSession.held_on, Visit.after_days, Visit.state, came_on, Visit.says)
        .join(Visit, Visit.merchant_id == Merchant.id)
        .join(Enrolment, Enrolment.id == Visit.enrolment_id)
        .join(TrainingSession, TrainingSession.id == Enrolment.session_id)
        .where(within(Merchant.area_path, reach), ~refuses(), is_late)
    )


def how_it_stands(visit: Any) -> tuple[date, str]:
    """Return on which day a visit is due, as the calendar first said, and how it stands."""
    due_on: date = visit.held_on + timedelta(days=visit.after_days)
    if visit.state in STILL_OPEN:
        return due_on, OPEN
    came = visit.state in THERE and is_on_time(due_on, visit.came_on) and visit.says is not Says.WRONG
    return due_on, ON_TIME if came else OTHERWISE


def visited(reach: Paths, first: date) -> Select[*tuple[Any, ...]]:
    """Select the visits paid since a day that no household denies, by place and day."""
    place = Merchant.area_path, local_day(Visit.done_at)
    is_paid = (Visit.state == VisitState.SEEN) & (Visit.says != Says.WRONG) & (Visit.done_at >= clock.start_of(first))
    return (
        select(*place, func.count())
        .join(Visit, Visit.merchant_id == Merchant.id)
        .where(within(Merchant.area_path, reach), case((is_paid, 1), else_=0) == 1)
        .group_by(*place)
    )


def taught(reach: Paths, first: date) -> Select[*tuple[Any, ...]]:
    """Select the classes held since a day, by place and day."""
    place = TrainingSession.area_path, TrainingSession.held_on
    is_held = (TrainingSession.state == SessionState.HELD) & (TrainingSession.held_on >= first)
    counted = select(*place, func.count()).where(within(TrainingSession.area_path, reach))
    return counted.where(case((is_held, 1), else_=0) == 1).group_by(*place)
