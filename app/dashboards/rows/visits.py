"""What teams do, by place and day: visits due and how they stand, households visited, classes held."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, String, case, cast, func, select, type_coerce

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


class Told(NamedTuple):
    """What is known of one visit: its class's day, after how many days it is due, and what came of it."""

    held_on: date
    after_days: int
    state: VisitState
    came_on: date | None
    says: Says


def count_field(reach: Paths, today: date) -> Mapping[FieldDay, int]:
    """Count from the raw rows; visits of days to come as well, so that each is due when its day comes.

    Whoever wishes not to be counted is left out.
    """
    first, found = first_day(today), Counter[FieldDay]()
    for path, told, times in db.session.execute(visits_of_each(reach, first)):
        for each in map(_read, told.split(",") if told else ()):
            due_on, about = how_it_stands(each)
            if due_on >= first:
                found[FieldDay(FieldKind.VISIT, path, due_on, about)] += times
            if each.came_on is not None and each.came_on >= first and is_work(each):
                found[FieldDay(FieldKind.WORK, path, each.came_on)] += times
    for path, day, times in db.session.execute(taught(reach, first)):
        found[FieldDay(FieldKind.WORK, path, day)] += times
    return found


def visits_of_each(reach: Paths, first: date) -> Select[str, str | None, int]:
    """Select what is told of the visits of businesses by place, those of which the same is told together.

    Asked of each business by its key: joined, PostgreSQL reads the visits of the whole country for each few places.
    """
    came_on = func.coalesce(cast(local_day(Visit.done_at), String), "")
    parts = cast(TrainingSession.held_on, String), cast(Visit.after_days, String), Visit.state, came_on, Visit.says
    first_part, *others = (type_coerce(part, String) for part in parts)
    told: ColumnElement[str] = first_part
    for part in others:
        told = told + " " + part
    mine = (
        select(func.aggregate_strings(told, ","))
        .select_from(Visit)
        .join(Enrolment, Enrolment.id == Visit.enrolment_id)
        .join(TrainingSession, TrainingSession.id == Enrolment.session_id)
        .where(
            Visit.merchant_id == Merchant.id,
            _may_be_due(first) | (Visit.done_at >= clock.start_of(first)),
        )
        .correlate(Merchant)
        .scalar_subquery()
    )
    each = (
        select(Merchant.area_path, mine.label("told")).where(within(Merchant.area_path, reach), ~refuses()).subquery()
    )
    return select(each.c.area_path, each.c.told, func.count()).group_by(each.c.area_path, each.c.told)


def visits_due(columns: Sequence[Any], reach: Paths, first: date) -> Select[*tuple[Any, ...]]:
    """Select the visits due after classes of late: something of the business, and what is known of the visit."""
    came_on = local_day(Visit.done_at).label("came_on")
    return (
        select(*columns, TrainingSession.held_on, Visit.after_days, Visit.state, came_on, Visit.says)
        .join(Visit, Visit.merchant_id == Merchant.id)
        .join(Enrolment, Enrolment.id == Visit.enrolment_id)
        .join(TrainingSession, TrainingSession.id == Enrolment.session_id)
        .where(within(Merchant.area_path, reach), ~refuses(), _may_be_due(first))
    )


def how_it_stands(visit: Any) -> tuple[date, str]:
    """Return on which day a visit is due, as the calendar first said, and how it stands."""
    due_on: date = visit.held_on + timedelta(days=visit.after_days)
    if visit.state in STILL_OPEN:
        return due_on, OPEN
    came = visit.state in THERE and is_on_time(due_on, visit.came_on) and visit.says is not Says.WRONG
    return due_on, ON_TIME if came else OTHERWISE


def is_work(visit: Told) -> bool:
    """Whether somebody was received, which the household does not deny."""
    return visit.state is VisitState.SEEN and visit.says is not Says.WRONG


def _read(told: str) -> Told:
    held_on, after_days, state, came_on, says = told.split(" ")
    came = date.fromisoformat(came_on) if came_on else None
    return Told(date.fromisoformat(held_on), int(after_days), VisitState(state), came, Says(says))


def _may_be_due(first: date) -> ColumnElement[bool]:
    return TrainingSession.held_on >= first - timedelta(days=max(AFTER_DAYS))


def taught(reach: Paths, first: date) -> Select[*tuple[Any, ...]]:
    """Select the classes held since a day, by place and day."""
    place = TrainingSession.area_path, TrainingSession.held_on
    is_held = (TrainingSession.state == SessionState.HELD) & (TrainingSession.held_on >= first)
    counted = select(*place, func.count()).where(within(TrainingSession.area_path, reach))
    return counted.where(case((is_held, 1), else_=0) == 1).group_by(*place)
