"""One commune: its businesses step by step, by their strongest evidence, and by group."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from app.core.areas import Area
from app.core.db import db
from app.dashboards import payment_events
from app.dashboards.adoption import rules
from app.dashboards.adoption.rules import Gap
from app.dashboards.metrics import GRADES, HEADLINE, STEPS, Metric, Side
from app.dashboards.rows.facts import proven_by_payments
from app.dashboards.rows.reach import Paths, countable
from merchants.legal_forms import Sex
from merchants.models import LegalDetails, Merchant
from merchants.states import Stage


@dataclass(frozen=True)
class Counted:
    """How many businesses one number counts, out of all that are registered, and of the step before."""

    metric: Metric
    side: Side
    number: int
    of_all_pct: float | None
    of_before_pct: float | None = None


@dataclass(frozen=True)
class Adoption:
    """The page of one commune."""

    commune: Area
    month_end_on: date
    registered: int
    steps: Sequence[Counted]
    grades: Sequence[Counted]
    without_evidence: int
    gaps: Sequence[Gap]


def adoption(commune: Area, reach: Paths, today: date) -> Adoption:
    """Return how far the businesses of a commune have come, within what somebody may see."""
    people = _working(reach)
    everybody = frozenset(people)
    steps = [Counted(HEADLINE, Side.DENOMINATOR, len(everybody), rules.pct(len(everybody), len(everybody)))]
    for metric in STEPS:
        number = _number(metric, everybody, reach, today)
        of_before = rules.pct(number, steps[-1].number)
        steps.append(Counted(metric, Side.NUMERATOR, number, rules.pct(number, len(everybody)), of_before))
    grades = [_counted(metric, everybody, reach, today) for metric in GRADES]
    month_end_on = payment_events.whole_months(today, 1)[0]
    return Adoption(
        commune=commune,
        month_end_on=month_end_on,
        registered=len(everybody),
        steps=steps,
        grades=grades,
        without_evidence=len(everybody) - sum(each.number for each in grades),
        gaps=_gaps(people, payment_events.in_use(reach, month_end_on), today),
    )


def _counted(metric: Metric, everybody: frozenset[UUID], reach: Paths, today: date) -> Counted:
    number = _number(metric, everybody, reach, today)
    return Counted(metric, Side.NUMERATOR, number, rules.pct(number, len(everybody)))


def _number(metric: Metric, everybody: frozenset[UUID], reach: Paths, today: date) -> int:
    return len(everybody & (proven_by_payments(metric, Side.NUMERATOR, reach, today) or frozenset()))


def _working(reach: Paths) -> dict[UUID, tuple[Sex | None, int | None]]:
    """Return sex and year of birth, where given, of whoever runs each business that works."""
    rows = db.session.execute(
        select(Merchant.id, LegalDetails.owner_sex, Merchant.birth_year)
        .outerjoin(LegalDetails, LegalDetails.merchant_id == Merchant.id)
        .where(Merchant.stage == Stage.CONFIRMED, countable(reach))
    )
    return {merchant_id: (sex, year) for merchant_id, sex, year in rows}


def _gaps(people: dict[UUID, tuple[Sex | None, int | None]], used: frozenset[UUID], today: date) -> list[Gap]:
    everybody = frozenset(people)
    women, men = ({key for key, (sex, _) in people.items() if sex is wanted} for wanted in (Sex.FEMALE, Sex.MALE))
    aged = {key: today.year - year for key, (_, year) in people.items() if year}
    old = {key for key, age in aged.items() if age >= rules.OLD}
    return [
        rules.gap("sex", women, men, everybody, used),
        rules.gap("age", old, aged.keys() - old, everybody, used),
    ]
