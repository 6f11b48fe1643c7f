"""Reads of training: cards of classes, the attendance sheet, and whose businesses signed up or came."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ColumnExpressionArgument, Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from app.core import areas
from app.core.db import db, within
from app.policy import Actor, Permission, areas_for
from merchants.models import Merchant
from merchants.training.models import ClassSheet, Course, Enrolment, TrainingSession, Wait
from merchants.training.rules import Card, SheetRow
from merchants.training.states import Attendance, SessionState, WaitState

IN_LINE = (WaitState.WAITING, WaitState.OFFERED)


@dataclass(frozen=True)
class AreaChoice:
    """A place where a class may be planned."""

    path: str
    label: str


def courses() -> Sequence[Course]:
    """Return the courses by title."""
    return db.session.scalars(select(Course).order_by(Course.title)).all()


def course(code: str) -> Course | None:
    """Return a course by its code."""
    return db.session.scalars(select(Course).where(Course.code == code)).first()


def find_session(session_id: UUID) -> TrainingSession | None:
    """Return a class with its course."""
    return db.session.get(TrainingSession, session_id, options=[joinedload(TrainingSession.course)])


def places_held(session_id: UUID, actor: Actor) -> Sequence[Enrolment]:
    """Return the places that somebody's own businesses hold in a class."""
    held = select(Enrolment).where(
        Enrolment.session_id == session_id,
        Enrolment.merchant_id.in_(actor.merchant_ids),
        Enrolment.cancelled_at.is_(None),
    )
    return db.session.scalars(held).all() if actor.merchant_ids else ()


def waits_held(session_id: UUID, actor: Actor) -> Sequence[Wait]:
    """Return where somebody's own businesses stand in the line for a class."""
    held = select(Wait).where(
        Wait.session_id == session_id, Wait.merchant_id.in_(actor.merchant_ids), Wait.state.in_(IN_LINE)
    )
    return db.session.scalars(held).all() if actor.merchant_ids else ()


def waiting(session_id: UUID) -> int:
    """Count who stands in the line for a class."""
    line = select(func.count()).where(Wait.session_id == session_id, Wait.state.in_(IN_LINE))
    return db.session.scalar(line) or 0


def merchants_of(actor: Actor) -> Sequence[Merchant]:
    """Return the businesses somebody owns or helps, by name."""
    mine = select(Merchant).where(Merchant.id.in_(actor.merchant_ids)).order_by(Merchant.business_name, Merchant.code)
    return db.session.scalars(mine).all()


def upcoming(today: date, *, under: str = "", limit: int = 50) -> list[Card]:
    """Return the classes people may sign up for, soonest first."""
    wanted = (
        TrainingSession.state == SessionState.OPEN,
        TrainingSession.held_on >= today,
        within(TrainingSession.area_path, (under,) if under else None),
    )
    return _cards(*wanted, order=(TrainingSession.held_on, TrainingSession.start_time), limit=limit)


def sessions_run_by(actor: Actor, *, limit: int = 100) -> list[Card]:
    """Return the classes in the areas where somebody may record attendance, latest first."""
    here = within(TrainingSession.area_path, areas_for(actor, Permission.TRAINING_RUN))
    return _cards(here, order=(TrainingSession.held_on.desc(), TrainingSession.start_time), limit=limit)


def classes_between(paths: Iterable[str] | None, first: date, last: date, *, limit: int = 100) -> list[Card]:
    """Return the classes of some places from one day to another, in their order."""
    wanted = TrainingSession.held_on.between(first, last), within(TrainingSession.area_path, paths)
    return _cards(*wanted, order=(TrainingSession.held_on, TrainingSession.start_time), limit=limit)


def card(session: TrainingSession) -> Card:
    """Return one class as a card."""
    return _cards(TrainingSession.id == session.id, order=(TrainingSession.id,), limit=1)[0]


def with_places(session_id: UUID) -> Sequence[Merchant]:
    """Return the businesses that have a place in a class."""
    held = (Enrolment.session_id == session_id) & Enrolment.cancelled_at.is_(None)
    wanted = select(Merchant).join(Enrolment, Enrolment.merchant_id == Merchant.id).where(held)
    return db.session.scalars(wanted.order_by(Enrolment.id)).all()


def places_to_remind_of(day: date) -> Sequence[tuple[Enrolment, Merchant]]:
    """Return who has a place in a class of a day and has not been told of that day, with the business."""
    wanted = (
        select(Enrolment, Merchant)
        .join(TrainingSession, TrainingSession.id == Enrolment.session_id)
        .join(Merchant, Merchant.id == Enrolment.merchant_id)
        .where(TrainingSession.held_on == day, TrainingSession.state == SessionState.OPEN)
        .where(Enrolment.cancelled_at.is_(None), Enrolment.reminded_for.is_distinct_from(day))
        .order_by(Enrolment.id)
    )
    return [(place, merchant) for place, merchant in db.session.execute(wanted)]


def sheet(session_id: UUID) -> list[SheetRow]:
    """Return everybody who holds a place, by given name as a register is read."""
    rows = db.session.execute(
        select(Enrolment, Merchant.business_name, Merchant.area_path)
        .outerjoin(Merchant, Merchant.id == Enrolment.merchant_id)
        .where(Enrolment.session_id == session_id, Enrolment.cancelled_at.is_(None))
    ).all()
    hamlets = areas.names_of(path for (_, _, path) in rows if path)
    people = [
        SheetRow(
            id=enrolment.id,
            person_name=enrolment.person_name,
            business_name=business or "",
            hamlet=hamlets.get(path or "", ""),
            companions=enrolment.companions,
            attendance=enrolment.attendance,
            is_walk_in=enrolment.merchant_id is None,
            merchant_id=enrolment.merchant_id,
        )
        for enrolment, business, path in rows
    ]
    return sorted(people, key=lambda row: (row.person_name.split()[-1:], row.person_name, row.id))


def sheet_kept(session_id: UUID) -> ClassSheet | None:
    """Return the photograph of the sheet that was signed, if there is one."""
    return db.session.scalars(select(ClassSheet).where(ClassSheet.session_id == session_id)).one_or_none()


def sheets_of_classes_before(day: date, *, limit: int) -> Sequence[ClassSheet]:
    """Return some sheets of classes that were held before a day."""
    old = select(ClassSheet).join(TrainingSession, TrainingSession.id == ClassSheet.session_id)
    return db.session.scalars(old.where(TrainingSession.held_on < day).order_by(ClassSheet.id).limit(limit)).all()


def places_to_plan(actor: Actor, today: date) -> list[AreaChoice]:
    """Return the communes and hamlets where somebody may plan a class."""
    reach = areas_for(actor, Permission.TRAINING_PLAN)
    found = areas.within_reach(reach, today)
    return [AreaChoice(place.path, place.label) for place in found]


@dataclass(frozen=True)
class Places:
    """How many places a business holds or held, and to how many classes somebody of it came."""

    signed_up: int
    attended: int


def places_of(merchant_id: UUID) -> Places:
    """Count one business's places, without those given back."""
    came = func.count(Enrolment.id).filter(Enrolment.attendance == Attendance.PRESENT)
    mine = select(func.count(Enrolment.id), came).where(
        Enrolment.merchant_id == merchant_id, Enrolment.cancelled_at.is_(None)
    )
    return Places(*db.session.execute(mine).one())


def signed_up() -> Select[UUID | None]:
    """Return a subquery of the businesses that hold or held a place not given back."""
    return select(Enrolment.merchant_id).where(Enrolment.merchant_id.is_not(None), Enrolment.cancelled_at.is_(None))


def trained() -> Select[UUID | None]:
    """Return a subquery of the businesses somebody of which was present at a class."""
    return signed_up().where(Enrolment.attendance == Attendance.PRESENT)


def minutes_taught(first: date, last: date) -> Iterator[tuple[str, int]]:
    """Yield for every class held between two days where it was, and how long its course takes."""
    held = (
        select(TrainingSession.area_path, Course)
        .join(TrainingSession.course)
        .where(TrainingSession.state == SessionState.HELD, TrainingSession.held_on.between(first, last))
    )
    for path, course in db.session.execute(held):
        yield path, course.minutes


def _cards(*wanted: ColumnElement[bool], order: Iterable[ColumnExpressionArgument[Any]], limit: int) -> list[Card]:
    live = Enrolment.cancelled_at.is_(None)
    # A place that was offered to whoever waited is nobody else's meanwhile.
    kept = select(func.count()).where(Wait.session_id == TrainingSession.id, Wait.state == WaitState.OFFERED)
    taken = func.count(Enrolment.id).filter(live) + kept.scalar_subquery()
    present = func.count(Enrolment.id).filter(live, Enrolment.attendance == Attendance.PRESENT)
    rows = db.session.execute(
        select(TrainingSession, taken, present)
        .join(TrainingSession.course)
        .outerjoin(Enrolment, Enrolment.session_id == TrainingSession.id)
        .where(*wanted)
        .group_by(TrainingSession.id, Course.id)
        .order_by(*order)
        .limit(limit)
        .options(contains_eager(TrainingSession.course))
    ).all()
    names = areas.names_of(_steps(session.area_path for (session, _, _) in rows))
    return [_card(session, taken=held, present=came, names=names) for session, held, came in rows]


def _card(session: TrainingSession, *, taken: int, present: int, names: Mapping[str, str]) -> Card:
    here = (names.get(path, "") for path in sorted(_steps([session.area_path]), reverse=True))
    return Card(
        id=session.id,
        title=session.course.title,
        summary=session.course.summary,
        bring=session.course.bring,
        area_name=", ".join(name for name in here if name),
        place_note=session.place_note,
        held_on=session.held_on,
        start_time=session.start_time,
        capacity=session.capacity,
        taken=taken,
        present=present,
        state=session.state,
        trainer_name=session.trainer_name,
        minutes=session.course.minutes,
        class_no=session.class_no or "",
    )


def _steps(paths: Iterable[str]) -> set[str]:
    """Return each path and the commune above it, without the province."""
    return {step for path in paths for step in (path, areas.commune_path(path)) if step.count("/") > 1}
