"""Reads of visits: what is due, an afternoon's way, one's own hours, what a household and an auditor see."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, literal, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.core import areas, clock
from app.core.clock import VIETNAM
from app.core.db import db, within
from app.policy import Actor, Permission, areas_for
from merchants.models import Merchant
from merchants.states import Stage
from merchants.training.models import Enrolment, TrainingSession
from merchants.training.states import Attendance, SessionState
from merchants.visits import rules
from merchants.visits.models import Visit
from merchants.visits.rules import Month, Stop
from merchants.visits.states import Band, Says, VisitState

OPEN = (VisitState.PLANNED, VisitState.NOT_HOME)
# A refusal at the door is a visit that was paid: somebody went there.
THERE = (VisitState.SEEN, VisitState.REFUSED)


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


def due_in(actor: Actor, path: str, until: date, *, limit: int = 200) -> list[Stop]:
    """Return every household of a place that is due by a day, as far as somebody helps there: the way for some days."""
    due = (
        select(Visit)
        .join(Visit.merchant)
        .where(
            Visit.state.in_(OPEN),
            Visit.due_on <= until,
            Merchant.stage == Stage.CONFIRMED,
            within(Merchant.area_path, areas_for(actor, Permission.HELP_GIVE)),
            Merchant.area_path == path,
        )
        .order_by(Merchant.area_path, Merchant.house_note, Visit.due_on, Visit.id)
        .limit(limit)
        .options(contains_eager(Visit.merchant))
    )
    visits = db.session.scalars(due).all()
    hamlets = areas.names_of(each.merchant.area_path for each in visits)
    return [_stop(each, hamlets.get(each.merchant.area_path, "")) for each in visits]


def places_due(actor: Actor, until: date) -> Mapping[str, int]:
    """Count the households due by a day, by the place where they live."""
    due = (
        select(Merchant.area_path, func.count(Visit.id))
        .join(Visit.merchant)
        .where(
            Visit.state.in_(OPEN),
            Visit.due_on <= until,
            Merchant.stage == Stage.CONFIRMED,
            within(Merchant.area_path, areas_for(actor, Permission.HELP_GIVE)),
        )
        .group_by(Merchant.area_path)
        .order_by(Merchant.area_path)
    )
    return dict(db.session.execute(due).all())


def due_by_day(paths: Iterable[str] | None, until: date) -> Mapping[date, int]:
    """Count the visits of some places that wait and are due by a day, by the day they are due."""
    due = select(Visit.due_on, func.count(Visit.id)).join(Visit.merchant).where(*_waiting(paths, until))
    return dict(db.session.execute(due.group_by(Visit.due_on).order_by(Visit.due_on)).all())


def stops_due(paths: Iterable[str] | None, until: date, *, limit: int) -> list[Stop]:
    """Return the households of some places whose visit waits and is due by a day, those longest due first."""
    due = (
        select(Visit)
        .join(Visit.merchant)
        .where(*_waiting(paths, until))
        .order_by(Visit.due_on, Merchant.area_path, Merchant.house_note, Visit.id)
        .limit(limit)
        .options(contains_eager(Visit.merchant))
    )
    visits = db.session.scalars(due).all()
    hamlets = areas.names_of(each.merchant.area_path for each in visits)
    return [_stop(each, hamlets.get(each.merchant.area_path, "")) for each in visits]


def _waiting(paths: Iterable[str] | None, until: date) -> tuple[ColumnElement[bool], ...]:
    return (
        Visit.state.in_(OPEN),
        Visit.due_on <= until,
        Merchant.stage == Stage.CONFIRMED,
        within(Merchant.area_path, paths),
    )


def of_merchant(merchant_id: UUID) -> Sequence[Visit]:
    """Return the visits that a household was paid, by what the helpers say, latest first."""
    paid = select(Visit).where(Visit.merchant_id == merchant_id, Visit.state == VisitState.SEEN)
    return db.session.scalars(paid.order_by(Visit.done_at.desc(), Visit.id)).all()


@dataclass(frozen=True)
class Due:
    """A visit the calendar asked for: after which class, on what day, and whether somebody came and when."""

    merchant_id: UUID
    area_path: str
    held_on: date
    after_days: int
    came_on: date | None
    says: Says
    alone: str | None

    @property
    def due_on(self) -> date:
        """The day the calendar named first, however often nobody was at home."""
        return self.held_on + timedelta(days=self.after_days)

    @property
    def is_believed(self) -> bool:
        """Whether the household does not say that nobody came."""
        return self.says is not Says.WRONG

    @property
    def is_on_time(self) -> bool:
        """Whether somebody came around that day, which the household does not deny."""
        return self.came_on is not None and rules.is_on_time(self.due_on, self.came_on) and self.is_believed

    def is_looked_at(self, until: date) -> bool:
        """Whether somebody who came by a day looked what is done unaided, which the household does not deny."""
        return self.came_on is not None and self.came_on <= until and self.alone is not None and self.is_believed


def due_between(first: date, last: date) -> list[Due]:
    """Return the visits whose day lies between two days, with what households had said of them by the last."""
    rows = db.session.execute(
        select(
            Visit.merchant_id, Merchant.area_path, TrainingSession.held_on, Visit.after_days, Visit.state,
            Visit.done_at, _says_before(clock.start_of(last + timedelta(days=1))), Visit.alone,
        )
        .join(Visit.merchant)
        .join(Enrolment, Enrolment.id == Visit.enrolment_id)
        .join(TrainingSession, TrainingSession.id == Enrolment.session_id)
        .where(TrainingSession.held_on.between(first - timedelta(days=max(rules.AFTER_DAYS)), last))
    )  # fmt: skip
    found = [
        Due(merchant_id, area_path, held_on, after_days, _day_of(done_at) if state in THERE else None, says, alone)
        for merchant_id, area_path, held_on, after_days, state, done_at, says, alone in rows
    ]
    return [each for each in found if first <= each.due_on <= last]


def paid_between(first: datetime, end: datetime) -> list[tuple[UUID, Says]]:
    """Return whom somebody says they visited between two moments, and what each household had said of it by then."""
    paid = select(Visit.merchant_id, _says_before(end)).where(
        Visit.state == VisitState.SEEN, Visit.done_at >= first, Visit.done_at < end
    )
    return [(merchant_id, says) for merchant_id, says in db.session.execute(paid)]


def bands_between(first: datetime, end: datetime) -> list[tuple[UUID, str, Band]]:
    """Return of visits paid between two moments whom, where, and how often money came, where somebody asked."""
    asked = (
        select(Visit.merchant_id, Merchant.area_path, Visit.band)
        .join(Visit.merchant)
        .where(
            Visit.state == VisitState.SEEN, Visit.done_at >= first, Visit.done_at < end, Visit.band != Band.NOT_ASKED
        )
    )
    return [(merchant_id, area_path, band) for merchant_id, area_path, band in db.session.execute(asked)]


def paid_in(area_path: str, first: datetime, end: datetime) -> Sequence[Visit]:
    """Return the visits that somebody says were paid in one place between two moments."""
    paid = select(Visit).join(Visit.merchant).where(
        Merchant.area_path == area_path, Visit.state == VisitState.SEEN, Visit.done_at >= first, Visit.done_at < end
    )  # fmt: skip
    return db.session.scalars(paid.order_by(Visit.id)).all()


def minutes_between(first: datetime, end: datetime, *, said_by: datetime) -> Mapping[UUID, int]:
    """Return by household the minutes of visits paid between two moments that it had not called wrong by a third."""
    paid = (
        select(Visit.merchant_id, func.sum(Visit.minutes))
        .where(
            Visit.state == VisitState.SEEN,
            Visit.done_at >= first,
            Visit.done_at < end,
            _says_before(said_by) != Says.WRONG,
        )
        .group_by(Visit.merchant_id)
    )
    return dict(db.session.execute(paid).all())


def _says_before(end: datetime) -> ColumnElement[Says]:
    return case((Visit.said_at < end, Visit.says), else_=literal(Says.NOTHING, Visit.says.type))


def _day_of(at: datetime | None) -> date | None:
    return clock.local(at).date() if at is not None else None


def month_of(account_id: UUID, on: date) -> Month:
    """Return one person's month; there is no such read about several people, so that nobody is ranked."""
    first, last = _bounds(on)
    # Of a visit that two people paid together each is thanked for half the time.
    given = case((Visit.also_by_id.is_(None), Visit.minutes), else_=Visit.minutes // 2)
    visited = select(
        func.count(),
        func.coalesce(func.sum(given), 0),
        func.count().filter(Visit.says == Says.RIGHT),
        func.count().filter(Visit.says == Says.WRONG),
    ).where(
        or_(Visit.by_id == account_id, Visit.also_by_id == account_id), Visit.done_at >= first, Visit.done_at < last
    )
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
    """Return the drawn visits nobody has asked about yet, and those called wrong that the auditor has not closed."""
    asked = (
        select(Visit)
        .join(Visit.merchant)
        .where(
            (Visit.is_drawn & (Visit.says == Says.NOTHING))
            | ((Visit.says == Says.WRONG) & (Visit.said_to != rules.AUDITOR))
        )
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
