"""What people do to classes: plan, open, sign up, cancel, record who came."""

import json
from collections.abc import Mapping
from datetime import date, datetime, time
from http import HTTPStatus
from pathlib import Path
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from app.core import audit, clock
from app.core.db import db
from app.core.errors import DomainError
from app.core.text import fold
from app.policy import Actor
from merchants.models import Merchant
from merchants.training import rules
from merchants.training.models import Course, Enrolment, TrainingSession
from merchants.training.states import TRAINING, Attendance, SessionState, SessionStep, TrainingAction

COURSES = Path(__file__).with_name("data") / "courses.json"


class SessionFullError(DomainError):
    """Every place of the class is taken."""

    code = "training.full"


class SignUpClosedError(DomainError):
    """The class is not open for sign-up, or its day has passed."""

    code = "training.sign_up_closed"


class TooEarlyError(DomainError):
    """Attendance was recorded before the day of the class."""

    code = "training.too_early"


class PastDateError(DomainError):
    """A class was planned for a day that has passed."""

    code = "training.past_date"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


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
    )
    db.session.add(session)
    db.session.flush()
    _note(session, TrainingAction.PLANNED, by=by, at=at)
    return session


def open_session(session: TrainingSession, *, by: Actor) -> None:
    """Let people sign up.

    Raises:
        TransitionNotAllowedError: the class is not merely planned.
    """
    _move(session, SessionStep.OPEN, action=TrainingAction.OPENED, by=by, at=clock.now())


def cancel_session(session: TrainingSession, *, reason: str, by: Actor) -> None:
    """Call a class off; the reason is kept.

    Raises:
        TransitionNotAllowedError: the class was held or called off already.
    """
    _move(session, SessionStep.CANCEL, action=TrainingAction.CANCELLED, by=by, at=clock.now(), reason=reason)


def sign_up(
    session: TrainingSession, *, merchant: Merchant, person_name: str = "", companions: int = 0, by: Actor
) -> Enrolment:
    """Take a place for somebody of a business; asking twice takes one place.

    Raises:
        SignUpClosedError: the class is not open, or its day has passed.
        SessionFullError: no place is left.
    """
    at = clock.now()
    _hold_still(session)
    if not rules.takes_sign_ups(session.state, session.held_on, clock.local(at).date()):
        raise SignUpClosedError(_l("This class no longer takes sign-ups. Choose another class"))
    enrolment = db.session.scalars(
        select(Enrolment).where(Enrolment.session_id == session.id, Enrolment.merchant_id == merchant.id)
    ).first()
    if enrolment is not None and enrolment.cancelled_at is None:
        return enrolment
    if not rules.places_left(session.capacity, _taken(session)):
        raise SessionFullError(_l("This class is full. Choose another day, or ask the team to come to your home"))
    if enrolment is None:
        enrolment = Enrolment(session=session, merchant_id=merchant.id)
        db.session.add(enrolment)
    enrolment.person_name = person_name or merchant.owner_name or merchant.business_name
    enrolment.companions, enrolment.signed_up_at, enrolment.cancelled_at = companions, at, None
    db.session.flush()
    _note(enrolment, TrainingAction.SIGNED_UP, by=by, at=at)
    return enrolment


def cancel_sign_up(enrolment: Enrolment, *, by: Actor) -> None:
    """Give a place back; asking twice changes nothing more.

    Raises:
        SignUpClosedError: attendance has been recorded already.
    """
    if enrolment.cancelled_at is not None:
        return
    if enrolment.attendance is not Attendance.NOT_RECORDED:
        raise SignUpClosedError(_l("Attendance has been recorded, so the place cannot be given back"))
    at = clock.now()
    enrolment.cancelled_at = at
    _note(enrolment, TrainingAction.SIGN_UP_CANCELLED, by=by, at=at)


def record_attendance(session: TrainingSession, *, marks: Mapping[UUID, Attendance], by: Actor) -> int:
    """Write who came and return how many marks changed; people not named keep theirs, the same sheet twice is one.

    Raises:
        TooEarlyError: the day of the class has not come, or the class was called off.
    """
    at = clock.now()
    _require_day(session, at)
    changed = 0
    for enrolment in _live(session):
        mark = marks.get(enrolment.id, enrolment.attendance)
        if mark is enrolment.attendance:
            continue
        before, enrolment.attendance = enrolment.attendance, mark
        enrolment.recorded_at = None if mark is Attendance.NOT_RECORDED else at
        audit.record(
            TrainingAction.ATTENDANCE_RECORDED,
            ("enrolment", enrolment.id),
            by=by,
            at=at,
            changes={"attendance": [before, mark]},
        )
        changed += 1
    if changed:
        _hold(session, by=by, at=at)
    return changed


def walk_in(
    session: TrainingSession, *, person_name: str, phone: str = "", companions: int = 0, by: Actor
) -> Enrolment:
    """Add somebody who came without signing up, as present; the same name and number again is the same person.

    Raises:
        TooEarlyError: the day of the class has not come, or the class was called off.
    """
    at = clock.now()
    _require_day(session, at)
    for known in _live(session):
        if known.merchant_id is None and (fold(known.person_name), known.phone) == (fold(person_name), phone):
            return known
    enrolment = Enrolment(
        session=session,
        person_name=person_name,
        phone=phone,
        companions=companions,
        attendance=Attendance.PRESENT,
        signed_up_at=at,
        recorded_at=at,
    )
    db.session.add(enrolment)
    db.session.flush()
    _note(enrolment, TrainingAction.WALKED_IN, by=by, at=at)
    _hold(session, by=by, at=at)
    return enrolment


def _require_day(session: TrainingSession, at: datetime) -> None:
    if not rules.takes_attendance(session.state, session.held_on, clock.local(at).date()):
        raise TooEarlyError(_l("Attendance is recorded from the day of the class, once it is open"))


def _hold(session: TrainingSession, *, by: Actor, at: datetime) -> None:
    # Somebody came or is known not to have come, so the class took place.
    if session.state is SessionState.OPEN:
        _move(session, SessionStep.HOLD, action=TrainingAction.HELD, by=by, at=at)


def _move(
    session: TrainingSession, step: SessionStep, *, action: TrainingAction, by: Actor, at: datetime, reason: str = ""
) -> None:
    before, session.state = session.state, TRAINING.next(session.state, step)
    audit.record(
        action,
        ("training_session", session.id),
        by=by,
        at=at,
        reason=reason,
        changes={"state": [before, session.state]},
    )


def _hold_still(session: TrainingSession) -> None:
    # Two people may ask for the last place at once: the second waits for the first (SQLite has one writer anyway).
    db.session.execute(select(TrainingSession.id).where(TrainingSession.id == session.id).with_for_update())


def _live(session: TrainingSession) -> list[Enrolment]:
    found = select(Enrolment).where(Enrolment.session_id == session.id, Enrolment.cancelled_at.is_(None))
    return list(db.session.scalars(found))


def _taken(session: TrainingSession) -> int:
    counted = select(func.count()).where(Enrolment.session_id == session.id, Enrolment.cancelled_at.is_(None))
    return db.session.scalar(counted) or 0


def _note(row: TrainingSession | Enrolment, action: TrainingAction, *, by: Actor, at: datetime) -> None:
    audit.record(action, (row.__tablename__, row.id), by=by, at=at)
