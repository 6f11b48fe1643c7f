"""Demonstration classes, all fictitious: one that was held and two to come."""

from collections.abc import Sequence
from datetime import date, time, timedelta

from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.policy import Actor
from merchants.models import Merchant
from merchants.states import Stage
from merchants.training import queries, services
from merchants.training.models import Enrolment, TrainingSession
from merchants.training.states import TRAINING, Attendance, SessionStep

TRAINER = "Thầy Bùi Đức Nam"


def load(by: Actor) -> None:
    """Load the courses and the demonstration classes; a second call adds nothing."""
    today = clock.today()
    services.load_courses()
    if db.session.scalars(select(TrainingSession.id).limit(1)).first() is not None:
        return
    learners = db.session.scalars(
        select(Merchant).where(Merchant.is_demo, Merchant.stage == Stage.CONFIRMED).order_by(Merchant.code).limit(12)
    ).all()
    _held(learners, held_on=today - timedelta(days=21))
    _to_come("nhan-tien", "33/12826/", "Nhà văn hoá thôn Vạn Chài", today + timedelta(days=5), time(8, 0), by)
    soon = _to_come(
        "chup-anh", "33/12865/", "Hội trường Uỷ ban xã Thụy Anh", today + timedelta(days=9), time(13, 30), by
    )
    for learner in learners[8:11]:
        services.sign_up(soon, merchant=learner, by=by)


def _held(learners: Sequence[Merchant], *, held_on: date) -> None:
    """Write a class of the past as it would stand in the register: no service plans a day that has gone by."""
    at = clock.now() - timedelta(days=21)
    course = queries.course("nhan-tien")
    opened = TRAINING.next(TRAINING.initial, SessionStep.OPEN)
    past = TrainingSession(
        course=course,
        area_path="33/12826/01/",
        place_note="Nhà văn hoá thôn Vạn Chài",
        held_on=held_on,
        start_time=time(8, 0),
        capacity=20,
        trainer_name=TRAINER,
        state=TRAINING.next(opened, SessionStep.HOLD),
    )
    db.session.add(past)
    marks = (Attendance.PRESENT, Attendance.PRESENT, Attendance.PRESENT, Attendance.ABSENT, Attendance.NOT_RECORDED)
    for place, learner in enumerate(learners[:8]):
        mark = marks[place % len(marks)]
        db.session.add(
            Enrolment(
                session=past,
                merchant_id=learner.id,
                person_name=learner.owner_name,
                companions=place % 2,
                attendance=mark,
                signed_up_at=at,
                recorded_at=None if mark is Attendance.NOT_RECORDED else at,
            )
        )
    db.session.flush()


def _to_come(code: str, area_path: str, where: str, held_on: date, start_time: time, by: Actor) -> TrainingSession:
    course = queries.course(code)
    if course is None:
        raise LookupError(code)
    session = services.plan_session(
        course=course,
        area_path=area_path,
        place_note=where,
        held_on=held_on,
        start_time=start_time,
        capacity=20,
        by=by,
    )
    session.trainer_name = TRAINER
    services.open_session(session, by=by)
    return session
