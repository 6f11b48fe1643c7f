"""Reads of visits: what is due, an afternoon's way, one's own hours, what a household and an auditor see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from app.core import areas
from app.core.clock import VIETNAM
from app.core.db import db, within
from app.policy import Actor, Permission, areas_for
from merchants.models import Merchant
from merchants.states import Stage
from merchants.training.models import Enrolment, TrainingSession
from merchants.training.states import Attendance, SessionState
from merchants.visits import rules
from merchants.visits.models import Visit
from merchants.visits.rules import Month
from merchants.visits.states import Says, VisitState

OPEN = (VisitState.PLANNED, VisitState.NOT_HOME)


def visit(visit_id: UUID) -> Visit | None:
    """Return one visit with its household."""
    return db.session.get(Visit, visit_id, options=[joinedload(Visit.merchant)])


def learners_to_visit(since: date) -> Sequence[tuple[UUID, UUID, date]]:
    """Return the places of businesses whose people came to a class since a day: place, business, day of the class."""
    came = (
        select(Enrolment.id, Enrolment.merchant_id, TrainingSession.held_on)
        .join(TrainingSession, TrainingSession.id == Enrolment.session_id)
        .where(
            Enrolment.merchant_id.is_not(None),
            Enrolment.cancelled_at.is_(None),
            Enrolment.attendance == Attendance.PRESENT,
            TrainingSession.held_on >= since,
        )
        .order_by(TrainingSession.held_on, Enrolment.id)
    )
    return [(place, merchant, held_on) for place, merchant, held_on in db.session.execute(came) if merchant is not None]


def planned_since(since: date) -> Sequence[tuple[UUID, UUID, int, date]]:
    """Return what has been made of visits since a day: place, business, days after, day."""
    made = select(Visit.enrolment_id, Visit.merchant_id, Visit.after_days, Visit.due_on).where(Visit.due_on >= since)
    return [tuple(row) for row in db.session.execute(made)]  # type: ignore[misc]  # the four columns just named


@dataclass(frozen=True)
class Stop:
    """One household on an afternoon's way."""

    id: UUID
    merchant_id: UUID
    code: str
    owner_name: str
    business_name: str
    hamlet: str
    house_note: str
    phone: str
    due_on: date
    after_days: int
    misses: int


def way(actor: Actor, today: date) -> list[Stop]:
    """Return the households of an afternoon: those longest due come first onto it, then it goes hamlet by hamlet."""
    due = (
        select(Visit)
        .join(Visit.merchant)
        .where(
            Visit.state.in_(OPEN),
            Visit.due_on <= today,
            Merchant.stage == Stage.CONFIRMED,
            within(Merchant.area_path, areas_for(actor, Permission.HELP_GIVE)),
        )
        .order_by(Visit.due_on, Visit.id)
        .limit(rules.AN_AFTERNOON)
        .options(contains_eager(Visit.merchant))
    )
    visits = db.session.scalars(due).all()
    hamlets = areas.names_of(each.merchant.area_path for each in visits)
    on_the_way = sorted(visits, key=lambda each: (each.merchant.area_path, each.merchant.house_note, each.due_on))
    return [_stop(each, hamlets.get(each.merchant.area_path, "")) for each in on_the_way]


def _stop(each: Visit, hamlet: str) -> Stop:
    merchant = each.merchant
    return Stop(
        id=each.id,
        merchant_id=merchant.id,
        code=merchant.code,
        owner_name=merchant.owner_name,
        business_name=merchant.business_name,
        hamlet=hamlet,
        house_note=merchant.house_note,
        phone=merchant.phone,
        due_on=each.due_on,
        after_days=each.after_days,
        misses=each.misses,
    )


def of_merchant(merchant_id: UUID) -> Sequence[Visit]:
    """Return the visits that a household was paid, by what the helpers say, latest first."""
    paid = select(Visit).where(Visit.merchant_id == merchant_id, Visit.state == VisitState.SEEN)
    return db.session.scalars(paid.order_by(Visit.done_at.desc(), Visit.id)).all()


def month_of(account_id: UUID, on: date) -> Month:
    """Return one person's month; there is no such read about several people, so that nobody is ranked."""
    first, last = _bounds(on)
    visited = select(
        func.count(),
        func.coalesce(func.sum(Visit.minutes), 0),
        func.count().filter(Visit.says == Says.RIGHT),
        func.count().filter(Visit.says == Says.WRONG),
    ).where(Visit.by_id == account_id, Visit.done_at >= first, Visit.done_at < last)
    visits, minutes, right, wrong = db.session.execute(visited).one()
    taught = (
        select(TrainingSession)
        .where(
            TrainingSession.trainer_id == account_id,
            TrainingSession.state == SessionState.HELD,
            TrainingSession.held_on >= first.date(),
            TrainingSession.held_on < last.date(),
        )
        .options(joinedload(TrainingSession.course))
    )
    classes = db.session.scalars(taught).all()
    in_class = sum(each.course.minutes for each in classes)
    return Month(on.replace(day=1), visits, len(classes), minutes + in_class, right, wrong)


@dataclass(frozen=True)
class RungBack:
    """A visit that an auditor asks a household about: whom to ring, and what was claimed."""

    id: UUID
    merchant_id: UUID
    owner_name: str
    phone: str
    done_at: datetime
    by_name: str
    is_drawn: bool
    says: Says
    said_to: str


def to_check(*, limit: int = 100) -> list[RungBack]:
    """Return the drawn visits that nobody has asked about yet, and those that a household called wrong."""
    asked = (
        select(Visit)
        .join(Visit.merchant)
        .where((Visit.is_drawn & (Visit.says == Says.NOTHING)) | (Visit.says == Says.WRONG))
        .order_by(Visit.says.desc(), Visit.done_at.desc(), Visit.id)
        .limit(limit)
        .options(contains_eager(Visit.merchant))
    )
    return [
        RungBack(
            id=each.id,
            merchant_id=each.merchant_id,
            owner_name=each.merchant.owner_name,
            phone=each.merchant.phone,
            done_at=each.done_at,
            by_name=each.by_name,
            is_drawn=each.is_drawn,
            says=each.says,
            said_to=each.said_to,
        )
        for each in db.session.scalars(asked)
        if each.done_at is not None
    ]


@dataclass(frozen=True)
class Answers:
    """How households answered in a month: how many were asked, how many said what."""

    seen: int
    drawn: int
    right: int
    wrong: int

    @property
    def share_right_pct(self) -> int | None:
        """The share of answers that confirm, in whole per cent; silence is not a yes."""
        return rules.share_right_pct(self.right, self.wrong)


def answers_in(on: date) -> Answers:
    """Return how households answered about the visits of a month, everywhere."""
    first, last = _bounds(on)
    counted = select(
        func.count(),
        func.count().filter(Visit.is_drawn),
        func.count().filter(Visit.says == Says.RIGHT),
        func.count().filter(Visit.says == Says.WRONG),
    ).where(Visit.state == VisitState.SEEN, Visit.done_at >= first, Visit.done_at < last)
    return Answers(*db.session.execute(counted).one())


def _bounds(on: date) -> tuple[datetime, datetime]:
    """Return the first instant of a month of Vietnam's calendar and that of the next."""
    first = datetime(on.year, on.month, 1, tzinfo=VIETNAM)
    return first, datetime(on.year + on.month // 12, on.month % 12 + 1, 1, tzinfo=VIETNAM)
