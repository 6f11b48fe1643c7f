"""What people do to classes: load the courses, plan, open, call off."""

import json
import secrets
from datetime import date, time
from pathlib import Path

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.core import clock, settings
from app.core.db import db
from app.policy import Actor
from merchants.services import record as dossiers
from merchants.training import emails, queries, rules
from merchants.training.models import Course, TrainingSession
from merchants.training.services import record
from merchants.training.services.record import PastDateError
from merchants.training.states import SessionStep, TrainingAction

COURSES = Path(__file__).parents[1] / "data" / "courses.json"


def load_courses() -> int:
    """Bring the courses that come with the product up to date and return how many there are."""
    rows = json.loads(COURSES.read_text("utf-8"))
    known = {course.code: course for course in db.session.scalars(select(Course))}
    for row in rows:
        course = known.get(row["code"]) or Course(code=row["code"])
        for name in ("title", "summary", "bring", "agenda", "skills", "needed", "notes"):
            setattr(course, name, row[name])
        db.session.add(course)
    db.session.flush()
    return len(rows)


def plan_session(
    *,
    course: Course,
    area_path: str,
    place_note: str,
    held_on: date,
    start_time: time,
    capacity: int,
    by: Actor,
) -> TrainingSession:
    """Plan a class led by the person who plans it.

    Raises:
        PastDateError: the day has passed.
    """
    at = clock.now()
    if held_on < clock.local(at).date():
        raise PastDateError(_l("Choose a day from today on"))
    session = TrainingSession(
        course=course,
        area_path=area_path,
        place_note=place_note,
        held_on=held_on,
        start_time=start_time,
        capacity=min(capacity, rules.MAX_CAPACITY),
        trainer_id=by.account_id,
        trainer_name=by.name,
        word=f"{secrets.randbelow(10_000):04d}",
    )
    db.session.add(session)
    db.session.flush()
    record.note(session, TrainingAction.PLANNED, by=by, at=at)
    return session


def open_session(session: TrainingSession, *, by: Actor) -> None:
    """Let people sign up.

    Raises:
        TransitionNotAllowedError: the class is not merely planned.
    """
    record.move(session, SessionStep.OPEN, action=TrainingAction.OPENED, by=by, at=clock.now())
    session.class_no = session.class_no or _free_number()


def cancel_session(session: TrainingSession, *, reason: str, by: Actor) -> None:
    """Call a class off; the reason is kept, and whoever has a place is told.

    Raises:
        TransitionNotAllowedError: the class was held or called off already.
    """
    record.move(session, SessionStep.CANCEL, action=TrainingAction.CANCELLED, by=by, at=clock.now(), reason=reason)
    text = emails.called_off(on=session.held_on, desk_phone=settings.current().contact_phone)
    for merchant in queries.with_places(session.id):
        dossiers.tell(merchant, text, purpose="class_called_off", by=by)


def _free_number() -> str:
    """Draw five digits that no class has: 90,000 last longer than a province's classes."""
    while True:
        drawn = str(10_000 + secrets.randbelow(90_000))
        if db.session.scalar(select(TrainingSession.id).where(TrainingSession.class_no == drawn)) is None:
            return drawn
