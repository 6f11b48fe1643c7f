"""One commune or province: its businesses step by step, by their strongest evidence, and by group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.core.areas import Area, Level
from app.dashboards import payment_events
from app.dashboards.adoption import rules
from app.dashboards.adoption.rules import Gap, Group
from app.dashboards.metrics import GRADES, HEADLINE, STEPS, Metric, Side
from app.dashboards.rollups import queries as rollups
from app.dashboards.rows.reach import Paths
from app.dashboards.rows.rules import NO_WAYS, Ways

# What a step counts, by the key of its list.
_COUNTED = {"co-hang": "with_product", "nhan-tien": "paid", "da-hoc": "trained", "dung-deu": "steady"} | {
    metric.key: f"grade_{metric.grade.value.lower()}" for metric in GRADES
}


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
    """The page of one commune or province; ``is_partial`` while some of it is still to be counted."""

    place: Area
    is_partial: bool
    month_end_on: date
    as_of: datetime
    registered: int
    steps: Sequence[Counted]
    grades: Sequence[Counted]
    without_evidence: int
    gaps: Sequence[Gap]


def adoption(place: Area, reach: Paths, today: date) -> Adoption:
    """Return how far the businesses of a commune or province have come, within what somebody may see."""
    kept = rollups.ways(reach, today) if place.level is Level.COMMUNE else rollups.ways_as_kept(reach, today)
    ways = sum(kept.by_place.values(), NO_WAYS)
    steps = [Counted(HEADLINE, Side.DENOMINATOR, ways.registered, rules.pct(ways.registered, ways.registered))]
    for metric in STEPS:
        steps.append(_counted(metric, ways, before=steps[-1].number))
    grades = [_counted(metric, ways) for metric in GRADES]
    return Adoption(
        place=place,
        is_partial=kept.is_partial,
        month_end_on=kept.month_end_on,
        as_of=kept.as_of,
        registered=ways.registered,
        steps=steps,
        grades=grades,
        without_evidence=ways.registered - sum(each.number for each in grades),
        gaps=_gaps(ways, kept.by_place, payment_events.places_without_signal(reach)),
    )


def _counted(metric: Metric, ways: Ways, *, before: int = 0) -> Counted:
    number: int = getattr(ways, _COUNTED[metric.key])
    # More than took the step before came another way: then a share of that step says nothing.
    of_before = rules.pct(number, before) if number <= before else None
    return Counted(metric, Side.NUMERATOR, number, rules.pct(number, ways.registered), of_before)


def _gaps(ways: Ways, by_place: Mapping[str, Ways], weak: frozenset[str]) -> list[Gap]:
    there = sum((each for path, each in by_place.items() if path in weak), NO_WAYS)
    elsewhere = ways - there
    pairs = {
        "sex": (Group(ways.women, ways.women_used), Group(ways.men, ways.men_used)),
        "age": (Group(ways.old, ways.old_used), Group(ways.young, ways.young_used)),
        "signal": (Group(there.registered, there.used), Group(elsewhere.registered, elsewhere.used)),
    }
    return [Gap(key, one, other, ways.registered - one.whole - other.whole) for key, (one, other) in pairs.items()]
