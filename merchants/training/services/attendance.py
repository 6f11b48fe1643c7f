"""What is written of a class on its day and after it: who came, who walked in, and whether paper and screen agree."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.core import audit, clock
from app.core.db import db
from app.core.text import fold
from app.policy import Actor
from merchants.training import rules
from merchants.training.models import Enrolment, TrainingSession
from merchants.training.services import record
from merchants.training.services.record import CountsDifferError, TooEarlyError, WrongWordError
from merchants.training.states import Attendance, SessionState, SessionStep, TrainingAction


def record_attendance(session: TrainingSession, *, marks: Mapping[UUID, Attendance], by: Actor) -> int:
    """Write who came and return how many marks changed; people not named keep theirs, the same sheet twice is one.

    Raises:
        TooEarlyError: the day of the class has not come, or the class was called off.
    """
    at = clock.now()
    _require_day(session, at)
    changed = 0
    for enrolment in record.live(session):
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
    for known in record.live(session):
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
    record.note(enrolment, TrainingAction.WALKED_IN, by=by, at=at)
    _hold(session, by=by, at=at)
    return enrolment


def check_in(session: TrainingSession, *, merchant_ids: frozenset[UUID], word: str, by: Actor) -> int:
    """Mark oneself present with the four digits on the board, and return how many places changed.

    What a helper has written stays: this only fills what nobody has recorded.

    Raises:
        WrongWordError: today is not the day, or the digits are others.
    """
    at = clock.now()
    if session.held_on != clock.local(at).date() or not session.word or word != session.word:
        raise WrongWordError(_l("These are not the four digits on the board. Look once more, or ask whoever helps"))
    mine = select(Enrolment.id).where(
        Enrolment.session_id == session.id,
        Enrolment.merchant_id.in_(merchant_ids),
        Enrolment.cancelled_at.is_(None),
        Enrolment.attendance == Attendance.NOT_RECORDED,
    )
    return record_attendance(session, marks=dict.fromkeys(db.session.scalars(mine), Attendance.PRESENT), by=by)


def count(session: TrainingSession, *, on_paper: int, companions: int, reason: str, by: Actor) -> None:
    """Keep how many signed on paper; where the screen has another number, the reason is kept with it.

    Raises:
        TooEarlyError: the day of the class has not come, or the class was called off.
        CountsDifferError: the numbers differ and nobody says why.
    """
    at = clock.now()
    _require_day(session, at)
    came = [each for each in record.live(session) if each.attendance is Attendance.PRESENT]
    agree = (on_paper, companions) == (len(came), sum(each.companions for each in came))
    if not agree and not reason:
        raise CountsDifferError(
            _l(
                "The screen has %(people)d people and %(companions)d who came along. Find the difference, or say why",
                people=len(came),
                companions=sum(each.companions for each in came),
            )
        )
    now = (session.paper_present, session.paper_companions, session.count_reason)
    if now == (on_paper, companions, reason):
        return
    session.paper_present, session.paper_companions, session.count_reason = on_paper, companions, reason
    session.counted_at = at
    audit.record(
        TrainingAction.COUNTED,
        ("training_session", session.id),
        by=by,
        at=at,
        reason=reason,
        changes={"paper_present": [now[0], on_paper]},
    )
    db.session.flush()


def _require_day(session: TrainingSession, at: datetime) -> None:
    if not rules.takes_attendance(session.state, session.held_on, clock.local(at).date()):
        raise TooEarlyError(_l("Attendance is recorded from the day of the class, once it is open"))


def _hold(session: TrainingSession, *, by: Actor, at: datetime) -> None:
    # Somebody came or is known not to have come, so the class took place.
    if session.state is SessionState.OPEN:
        record.move(session, SessionStep.HOLD, action=TrainingAction.HELD, by=by, at=at)
