"""Reads of cohorts: the page's sums, and what the night's count is made of."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, select

from app.core import clock
from app.core.db import db, within
from app.dashboards import payment_events
from app.dashboards.cohorts import rules
from app.dashboards.cohorts.models import AloneCount, CohortCount
from app.dashboards.cohorts.rules import GROUPS, WINDOWS, Business, Member, Outcome, Unaided
from app.dashboards.metrics import Side
from app.dashboards.queries import COLUMNS, Asked, Found
from app.dashboards.rows.facts import is_look_due
from app.dashboards.rows.reach import Paths, countable
from app.dashboards.rows.rules import OLD, twelve_months_to
from merchants.models import LegalDetails, Merchant
from merchants.queries import refuses
from merchants.rules import ConsentPurpose
from merchants.states import REGISTERED
from merchants.training.models import Enrolment, TrainingSession
from merchants.training.states import Attendance
from merchants.visits import queries as visits
from merchants.visits.models import Visit
from merchants.visits.states import Says

_SUMS = (
    *("businesses", "already", "visits_due", "visits_on_time"),
    *(f"{kind}_{days}" for kind in ("asked", "measured", "signs") for days in WINDOWS),
)


@dataclass(frozen=True)
class Group:
    """One cohort as a line of the page; a share without anybody to ask is not known, which is not nought."""

    sums: Mapping[str, int]

    @property
    def businesses(self) -> int:
        """How many businesses it is."""
        return self.sums["businesses"]

    @property
    def already(self) -> int:
        """How many were paid without cash before."""
        return self.sums["already"]

    def asked(self, days: int) -> int:
        """Of how many the share is."""
        return self.sums[f"asked_{days}"]

    def measured_pct(self, days: int) -> int | None:
        """The share paid without cash, proven by a bank or a reconciled reference."""
        return rules.pct(self.sums[f"measured_{days}"], self.sums[f"asked_{days}"])

    def signs_pct(self, days: int) -> int | None:
        """The share with signs only: what the owner or a helper says."""
        return rules.pct(self.sums[f"signs_{days}"], self.sums[f"asked_{days}"])

    @property
    def on_time_pct(self) -> int | None:
        """The share of due visits that came within three days of their day."""
        return rules.pct(self.sums["visits_on_time"], self.sums["visits_due"])


@dataclass(frozen=True)
class Month:
    """One month: whoever came to a class, beside places not yet taught."""

    month: date
    trained: Group
    untrained: Group


@dataclass(frozen=True)
class Table:
    """The page: months, newest first, and the day they were counted."""

    months: list[Month]
    reckoned_on: date | None


def table(reach: Paths, today: date) -> Table:
    """Return the months in which anybody within reach came to a first class."""
    sums = [func.sum(getattr(CohortCount, name)).label(name) for name in _SUMS]
    rows = db.session.execute(
        select(CohortCount.month, CohortCount.is_trained, func.max(CohortCount.reckoned_on).label("on"), *sums)
        .where(CohortCount.month >= rules.months_to(today)[-1], within(CohortCount.area_path, reach))
        .group_by(CohortCount.month, CohortCount.is_trained)
    ).all()
    found: dict[tuple[date, bool], Any] = {(row.month, row.is_trained): row for row in rows}
    months = [
        Month(month, _group(found[month, True]), _group(found.get((month, False))))
        for month in rules.months_to(today)
        if (month, True) in found
    ]
    return Table(months, max((row.on for row in rows), default=None))


def _group(row: Any) -> Group:
    return Group({name: int(getattr(row, name) or 0) if row is not None else 0 for name in _SUMS})


def registered(reach: Paths, since: date, today: date) -> dict[UUID, Business]:
    """Return every business within reach that may be counted and when it was paid; signs are told since a day."""
    paid = payment_events.first_days(reach, None, today)
    signs = payment_events.sign_days(reach, since, today)
    rows = db.session.execute(
        select(Merchant.id, Merchant.area_path, Merchant.confirmed_at).where(
            Merchant.stage.in_(REGISTERED), countable(reach)
        )
    )
    return {
        merchant_id: Business(
            area_path=area_path,
            confirmed_on=clock.local(confirmed_at).date(),
            measured_on=paid.get(merchant_id),
            signs=signs.get(merchant_id, ()),
        )
        for merchant_id, area_path, confirmed_at in rows
        if confirmed_at is not None
    }


def businesses(today: date) -> list[Business]:
    """Return every business that may be counted, with its first class and when it was paid."""
    everybody = registered(None, rules.months_to(today)[-1], today)
    return rules.with_classes(everybody, first_classes())


def first_classes(reach: Paths = None) -> dict[UUID, date]:
    """Return the day on which somebody of each business within reach first came to a class."""
    came = (
        select(Enrolment.merchant_id, func.min(TrainingSession.held_on))
        .join(TrainingSession, TrainingSession.id == Enrolment.session_id)
        .where(
            Enrolment.merchant_id.is_not(None),
            Enrolment.cancelled_at.is_(None),
            Enrolment.attendance == Attendance.PRESENT,
        )
        .group_by(Enrolment.merchant_id)
    )
    if reach is not None:
        came = came.join(Merchant, Merchant.id == Enrolment.merchant_id).where(within(Merchant.area_path, reach))
    return {merchant: day for merchant, day in db.session.execute(came) if merchant is not None}


def learners_of(month: date, side: Side, today: date) -> Asked:
    """Return what asks for the businesses that first came to a class in a month, or those of them paid before."""

    def ask(reach: Paths) -> Found:
        came = rules.learners(_everybody(reach, today), month)
        if side is Side.NUMERATOR:
            came = [each for each in came if each.business.was_paid_by(each.start)]
        return _listed(came, reach)

    return ask


def asked_after(days: int, month: date, side: Side, today: date, *, are_learners: bool, wanted: Outcome) -> Asked:
    """Return what asks for the businesses of a month that are asked about after some days, or who did as wanted."""

    def ask(reach: Paths) -> Found:
        everybody = _everybody(reach, today)
        cohort = rules.learners(everybody, month) if are_learners else rules.untaught(everybody, month, today)
        found = [(each, rules.known_after(each, days, today)) for each in cohort]
        return _listed(
            [each for each, known in found if known is wanted or (known is not None and side is Side.DENOMINATOR)],
            reach,
        )

    return ask


def _everybody(reach: Paths, today: date) -> Mapping[UUID, Business]:
    """Return every business within reach by its key: whether a place was taught is asked of all its businesses."""
    everybody = registered(reach, rules.months_to(today)[-1], today)
    first = first_classes(reach)
    return {key: replace(each, trained_on=first.get(key)) for key, each in everybody.items()}


def _listed(members: Sequence[Member], reach: Paths) -> Found:
    """Return members as rows of a list; all within reach are read, since a database limits a list of keys."""
    since = {each.key: each.start for each in members}
    rows = db.session.execute(select(*COLUMNS).where(Merchant.stage.in_(REGISTERED), within(Merchant.area_path, reach)))
    return [(row, "", since[row.id]) for row in rows if row.id in since]


def visits_by_cohort(today: date) -> tuple[Counter[tuple[date, str]], Counter[tuple[date, str]]]:
    """Count the visits due by now, and those that came within three days of their day, by month of class and place.

    Families that wish not to be counted are left out, as in the indicator.
    """
    due: Counter[tuple[date, str]] = Counter()
    on_time: Counter[tuple[date, str]] = Counter()
    unwilling = set(db.session.scalars(select(Merchant.id).where(refuses(ConsentPurpose.STATISTICS))))
    for each in visits.due_between(rules.months_to(today)[-1], today):
        if each.merchant_id in unwilling:
            continue
        cohort = rules.month_of(each.held_on), each.area_path
        due[cohort] += 1
        on_time[cohort] += each.is_on_time
    return due, on_time


@dataclass(frozen=True)
class Skills:
    """What learners do unaided a month after their class: all of them, and by sex and age of the owner."""

    first_on: date
    reckoned_on: date | None
    total: Unaided
    groups: Sequence[tuple[str, str, Unaided]]


def skills(reach: Paths, today: date) -> Skills:
    """Return what the night has counted of the visits due within reach in the months that are shown."""
    numbers = [func.sum(getattr(AloneCount, name)) for name in vars(Unaided())]
    rows = db.session.execute(
        select(AloneCount.sex, AloneCount.age, func.max(AloneCount.reckoned_on), *numbers)
        .where(within(AloneCount.area_path, reach))
        .group_by(AloneCount.sex, AloneCount.age)
    ).all()
    found = {(sex, age): Unaided(*map(int, each)) for sex, age, _, *each in rows}
    groups = [
        (kind, name, sum((each for key, each in found.items() if key[place] == name), Unaided()))
        for place, (kind, names) in enumerate(GROUPS.items())
        for name in names
    ]
    on = max((row[2] for row in rows), default=None)
    return Skills(twelve_months_to(on or today), on, sum(found.values(), Unaided()), groups)


def unaided_by_group(today: date) -> Mapping[tuple[str, str, str], Unaided]:
    """Count the visits due a month after a class by place, sex and age, from the first month shown to a day.

    They are those of the indicator: all that were due, paid or not; what a household denies was not looked at.
    """
    told = case((Visit.says != Says.WRONG, Visit.alone))
    age = case(
        (Merchant.birth_year.is_(None), "unsaid"), (today.year - Merchant.birth_year >= OLD, "old"), else_="young"
    )
    keys = (Merchant.area_path, LegalDetails.owner_sex, age, told)
    rows = db.session.execute(
        select(*keys, func.count())
        .select_from(Visit)
        .join(Visit.merchant)
        .outerjoin(LegalDetails, LegalDetails.merchant_id == Merchant.id)
        .join(Enrolment, Enrolment.id == Visit.enrolment_id)
        .join(TrainingSession, TrainingSession.id == Enrolment.session_id)
        .where(*is_look_due(today), countable(None))
        .group_by(*keys)
    )
    found: dict[tuple[str, str, str], Unaided] = {}
    for area_path, sex, group, told_alone, number in rows:
        key = area_path, sex.value if sex is not None else "", group
        found[key] = found.get(key, Unaided()) + rules.unaided(told_alone, number)
    return found
