"""What looks odd, read from the facts of a period."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from app.core import areas
from app.core.db import db
from app.dashboards.counting.facts import Facts
from app.dashboards.counting.rules import Figure
from app.dashboards.periods import rules
from app.dashboards.periods.rules import Entry, FlagKind, Odd
from merchants.models import Merchant
from merchants.visits.states import Says

Grid = Mapping[str, Mapping[str, Figure]]


def oddities(facts: Facts, now: Grid, before: Grid, told: Grid) -> list[Odd]:
    """Return everything odd in a period, commune by commune; ``told`` are the figures that others reported."""
    found: list[Odd] = []
    asked = [rules.heap(commune, moments, facts.ends_at) for commune, moments in _moments(facts).items()]
    asked += [rules.wrong(commune, answers) for commune, answers in _answers(facts).items()]
    asked += [rules.late(commune, moments, facts.ends_at) for commune, moments in facts.field.arrivals.items()]
    asked += [rules.too_round(commune, numbers) for commune, numbers in _numbers(told).items()]
    found += [each for each in asked if each]
    for commune, entries in _entries(facts).items():
        found += rules.flat(commune, entries)
        found += rules.speed(commune, entries)
    found += [
        Odd(FlagKind.BAND, areas.commune_path(path), share, rules.FLAT_LIMIT_PCT)
        for path, share in teams_of_one_answer(facts).items()
    ]
    found += _jumps(now, before)
    found += [
        Odd(FlagKind.SILENT, commune, each.denominator, 0, "CS-04")
        for commune, each in now.get("CS-04", {}).items()
        if each.numerator is None and each.denominator
    ]
    return list(dict.fromkeys(found))


def teams_of_one_answer(facts: Facts) -> Mapping[str, int]:
    """Return the places whose team wrote nearly always the same of how often money came, with its share."""
    shares = {path: rules.same_band(told) for path, told in facts.field.bands.items()}
    return {path: share for path, share in shares.items() if share is not None}


def _jumps(now: Grid, before: Grid) -> list[Odd]:
    found = []
    for indicator, places in now.items():
        for commune, figure in places.items():
            earlier = before.get(indicator, {}).get(commune)
            if earlier is None or min(earlier.denominator or 0, figure.denominator or 0) < rules.ENOUGH:
                continue
            leap = rules.jump(commune, indicator, earlier.points, figure.points)
            found += [leap] if leap else []
    return found


def _numbers(told: Grid) -> Mapping[str, list[int]]:
    found: dict[str, list[int]] = {}
    for places in told.values():
        for commune, figure in places.items():
            found.setdefault(commune, []).extend(
                each for each in (figure.numerator, figure.denominator) if each is not None
            )
    return found


def _moments(facts: Facts) -> Mapping[str, list[datetime]]:
    found: dict[str, list[datetime]] = {}
    for sent in facts.sent:
        if sent.submitted_at is not None:
            found.setdefault(sent.commune, []).append(sent.submitted_at)
    for decided in facts.confirmed:
        found.setdefault(decided.commune, []).append(decided.decided_at)
    return found


def _answers(facts: Facts) -> Mapping[str, list[bool]]:
    """Return for each household that answered whether it says that nobody came."""
    found: dict[str, list[bool]] = {}
    for commune, says in facts.field.answers:
        if says is not Says.NOTHING:
            found.setdefault(commune, []).append(says is Says.WRONG)
    return found


def _entries(facts: Facts) -> Mapping[str, list[Entry]]:
    rows = db.session.execute(
        select(
            Merchant.commune_path, Merchant.filed_by_id, Merchant.submitted_at, Merchant.craft, Merchant.contact_kind,
            Merchant.papers, Merchant.birth_year,
        ).where(
            Merchant.filed_by_id.is_not(None),
            Merchant.submitted_at >= facts.begins_at,
            Merchant.submitted_at < facts.ends_at,
        )
    )  # fmt: skip
    found: dict[str, list[Entry]] = {}
    for commune, helper, at, *answers in rows:
        if at is not None:
            said = tuple(str(answer) for answer in answers)
            found.setdefault(commune, []).append(Entry(str(helper), at, said))
    return found
