"""What speaks against the day of a class: another class, or a day on which nobody has time."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import false, or_, select
from sqlalchemy.orm import joinedload

from app.core import areas, calendar
from app.core.db import db
from app.core.text import fold
from merchants.training import rules
from merchants.training.models import Course, TrainingSession
from merchants.training.states import SessionState

FEAST_DAYS = Path(__file__).parents[1] / "data" / "feast_days.json"
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Wish:
    """A class as somebody would like to plan it."""

    course: Course
    area_path: str
    place_note: str
    held_on: date
    start_time: time
    trainer_id: UUID | None


def worries(wish: Wish) -> list[str]:
    """Return what should be thought about before a class is planned, most weighty first; none of it forbids."""
    return [*_clashes(wish), *_feasts(wish.held_on)]


def _clashes(wish: Wish) -> list[str]:
    here = TrainingSession.area_path.startswith(areas.commune_path(wish.area_path))
    by_them = TrainingSession.trainer_id == wish.trainer_id if wish.trainer_id else false()
    same_day = (
        select(TrainingSession)
        .where(
            TrainingSession.held_on == wish.held_on,
            TrainingSession.state != SessionState.CANCELLED,
            or_(here, by_them),
        )
        .options(joinedload(TrainingSession.course))
        .order_by(TrainingSession.start_time)
    )
    return [said for other in db.session.scalars(same_day) if (said := _clash(wish, other))]


def _clash(wish: Wish, other: TrainingSession) -> str:
    facts = {"title": other.course.title, "at": f"{other.start_time:%H:%M}", "where": other.place_note}
    if not rules.overlap(wish.start_time, wish.course.minutes, other.start_time, other.course.minutes):
        return ""
    if wish.trainer_id is not None and other.trainer_id == wish.trainer_id:
        return _("You teach “%(title)s” at %(at)s that day, at %(where)s", **facts)
    if fold(other.place_note) == fold(wish.place_note):
        return _("The place is taken by “%(title)s” at %(at)s", **facts)
    return _("The commune has “%(title)s” at %(at)s that day, at %(where)s", **facts)


def _feasts(on: date) -> list[str]:
    known = _feast_days()
    today, after = known.get(on), known.get(on + _ONE_DAY)
    if today:
        return [_("That day is %(name)s: few people will have time", name=today)]
    return [_("The day after is %(name)s: many families are preparing", name=after)] if after else []


@cache
def _feast_days() -> Mapping[date, str]:
    """Return feast days of the house and days off of the state by date."""
    own = json.loads(FEAST_DAYS.read_text("utf-8"))["days"]
    state = {day: name for year in calendar.years().values() for day, name in year.off.items()}
    return state | {date.fromisoformat(day): name for day, name in own.items()}
