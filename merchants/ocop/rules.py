"""OCOP as dated data: sets of products, months and bands, the criteria tree, and the arithmetic of stars."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from app.core import calendar
from app.core.dated_rules import RuleMissingError, RuleValue, read_rules
from merchants.ocop.states import Route

DATA = Path(__file__).parent / "data"

# Days before the end: the radar's bands, widest first. Each is told once.
BANDS = (180, 90, 60, 30)
MOST_STARS = 5
LEAST_CERTIFIED = 3


@dataclass(frozen=True)
class ProductSet:
    """One of the 26 sets of products, and the ministries that answer for it."""

    key: str
    vi: str
    en: str
    middle: str
    ministries: tuple[str, ...]

    @property
    def group(self) -> str:
        """The key of the large group."""
        return self.key.split(".", maxsplit=1)[0]


@dataclass(frozen=True)
class Group:
    """One of the six large groups."""

    key: str
    vi: str
    en: str


@dataclass(frozen=True)
class OlderName:
    """A group's name before 24 February 2023, and where it leads today; not exact where it was split."""

    name: str
    leads_to: tuple[str, ...]
    is_exact: bool


@dataclass(frozen=True)
class Step:
    """One answer to a criterion and its points, as the older set of criteria counts them."""

    points: int
    vi: str
    en: str


@dataclass(frozen=True)
class Criterion:
    """One line of the criteria tree; without steps any whole number of points up to the most."""

    code: str
    part: str
    vi: str
    en: str
    most: int
    steps: tuple[Step, ...]
    proof: tuple[str, ...]

    @property
    def choices(self) -> tuple[int, ...]:
        """The points that may be given."""
        return tuple(step.points for step in self.steps) or tuple(range(self.most + 1))


@dataclass(frozen=True)
class Tree:
    """The criteria that a set of products is held against, in one version."""

    version: str
    totals: Mapping[str, int]
    criteria: tuple[Criterion, ...]
    confirmed: bool
    basis: str
    source: str
    verified_on: date

    def part(self, letter: str) -> tuple[Criterion, ...]:
        """Return the criteria of a part; none for a part C that is not known for this set."""
        return tuple(each for each in self.criteria if each.part == letter)

    def criterion(self, code: str) -> Criterion | None:
        """Return one criterion by its code."""
        return next((each for each in self.criteria if each.code == code), None)

    @property
    def knows_quality(self) -> bool:
        """Whether part C is known for this set."""
        return bool(self.part("C"))


@dataclass(frozen=True)
class PartScore:
    """The points of a part, brought to what the part counts today."""

    letter: str
    points: Fraction
    total: int
    answered: int
    criteria: int
    is_known: bool


@dataclass(frozen=True)
class Score:
    """A self-assessment in figures: what is claimed so far, and what it could become."""

    parts: tuple[PartScore, ...]
    least: Fraction
    most: Fraction

    @property
    def is_whole(self) -> bool:
        """Whether every criterion of every part is known and answered."""
        return all(part.is_known and part.answered == part.criteria for part in self.parts)


class Validity(StrEnum):
    """How a certificate stands on a day."""

    VALID = "valid"
    ENDING = "ending"
    EXPIRED = "expired"


class ScreeningPart(StrEnum):
    """The parts of a dossier that the commune itself judges since 6 July 2025."""

    MATERIAL = "material"
    LABOUR = "labour"
    IDEA = "idea"
    IDENTITY = "identity"


class Verdict(StrEnum):
    """What the commune found of a part."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


@cache
def taxonomy() -> tuple[tuple[Group, ...], tuple[ProductSet, ...], tuple[OlderName, ...]]:
    """Return the six groups, the 26 sets and the older names."""
    raw = json.loads((DATA / "taxonomy.json").read_text("utf-8"))
    return (
        tuple(Group(**row) for row in raw["groups"]),
        tuple(ProductSet(**(row | {"ministries": tuple(row["ministries"])})) for row in raw["sets"]),
        tuple(OlderName(row["name"], tuple(row["leads_to"]), row["exact"]) for row in raw["older"]["names"]),
    )


def sets() -> tuple[ProductSet, ...]:
    """Return the 26 sets of products in order."""
    return taxonomy()[1]


def product_set(key: str) -> ProductSet:
    """Return one set.

    Raises:
        KeyError: there is none of this key.
    """
    return {each.key: each for each in sets()}[key]


def group(key: str) -> Group:
    """Return one large group.

    Raises:
        KeyError: there is none of this key.
    """
    return {each.key: each for each in taxonomy()[0]}[key]


def older_names() -> tuple[OlderName, ...]:
    """Return the groups' names of before 24 February 2023."""
    return taxonomy()[2]


def sets_named_before(name: str) -> tuple[ProductSet, ...]:
    """Return the sets that a group's name of before 24 February 2023 leads to today."""
    leads = next((older.leads_to for older in older_names() if older.name == name), ())
    return tuple(each for each in sets() if each.key in leads or each.group in leads)


@cache
def dated() -> tuple[RuleValue, ...]:
    """Return every dated value of the programme, with what it rests on."""
    return read_rules(DATA / "ocop_rules.json")


def rule_on(key: str, day: date) -> RuleValue:
    """Return a value in force on a day.

    Raises:
        RuleMissingError: none is known.
    """
    for rule in dated():
        if rule.key == key and rule.holds_on(day):
            return rule
    raise RuleMissingError(f"{key} on {day}")


def route_on(day: date) -> Route:
    """Return the way a dossier handed in on a day goes. Before 24 February 2023 nothing is known but the older one."""
    try:
        return Route(rule_on("route", day).value)
    except RuleMissingError:
        return Route.DISTRICT


def expires_on(issued_on: date) -> date:
    """Return the last day of a certificate: so many months after it was issued."""
    return calendar.add_months(issued_on, int(rule_on("certificate_months", issued_on).value))


def letter_due_on(last_day: date) -> date:
    """Return the last day on which the issuing authority must have told the producer in writing."""
    return date.fromordinal(last_day.toordinal() - int(rule_on("notice_days_before", last_day).value))


def validity(last_day: date, today: date) -> Validity:
    """Say how a certificate stands; on its last day it still holds."""
    left = (last_day - today).days
    if left < 0:
        return Validity.EXPIRED
    return Validity.ENDING if left <= max(BANDS) else Validity.VALID


def band(last_day: date, today: date) -> int | None:
    """Return the narrowest band of days that a last day lies in; none if it is far off or has passed."""
    left = (last_day - today).days
    return min((each for each in BANDS if 0 <= left <= each), default=None)


@cache
def _criteria() -> dict[str, Any]:
    raw: dict[str, Any] = json.loads((DATA / "criteria.json").read_text("utf-8"))
    return raw


@cache
def tree(set_key: str) -> Tree:
    """Return the criteria for a set of products: its own where known, else the common ones without part C."""
    raw = _criteria()
    rows = raw.get(f"all {set_key}") or [*raw["common"], *raw.get(f"C {set_key}", ())]
    return Tree(
        version=raw["version"],
        totals=raw["totals"],
        criteria=tuple(_criterion(row) for row in rows),
        confirmed=raw["confirmed"],
        basis=raw["basis"],
        source=raw["source"],
        verified_on=date.fromisoformat(raw["verified_on"]),
    )


def _criterion(row: dict[str, Any]) -> Criterion:
    return Criterion(
        code=row["code"],
        part=row["part"],
        vi=row["vi"],
        en=row["en"],
        most=row["max"],
        steps=tuple(Step(**step) for step in row["steps"]),
        proof=tuple(row["proof"]),
    )


def score(of: Tree, points: Mapping[str, int]) -> Score:
    """Add up a self-assessment.

    The points of each line are those of the older criteria; each part is brought to what it counts today by the rule
    of three. What is not answered counts nothing at the least and everything at the most.
    """
    parts = tuple(_part_score(of, letter, points) for letter in of.totals)
    least = sum((part.points for part in parts), Fraction())
    return Score(parts, least, least + _still_open(of, points))


def _part_score(of: Tree, letter: str, points: Mapping[str, int]) -> PartScore:
    lines = of.part(letter)
    whole = sum(line.most for line in lines)
    claimed = sum(points.get(line.code, 0) for line in lines)
    total = of.totals[letter]
    return PartScore(
        letter=letter,
        points=Fraction(claimed * total, whole) if whole else Fraction(),
        total=total,
        answered=sum(line.code in points for line in lines),
        criteria=len(lines),
        is_known=bool(lines),
    )


def _still_open(of: Tree, points: Mapping[str, int]) -> Fraction:
    room = Fraction()
    for letter, total in of.totals.items():
        lines = of.part(letter)
        whole = sum(line.most for line in lines)
        unanswered = sum(line.most for line in lines if line.code not in points)
        room += Fraction(unanswered * total, whole) if whole else total
    return room


def stars(points: Fraction | Decimal, day: date) -> int:
    """Return the stars for a score: half-open bands, so that 69,99 is three and 70 is four."""
    for number in range(MOST_STARS, 1, -1):
        if points >= int(rule_on(f"star_floor_{number}", day).value):
            return number
    return 1


def shown_points(points: Fraction) -> Decimal:
    """Return a score as it is written, to one decimal, rounded once. It is never rounded before stars are counted."""
    exact = Decimal(points.numerator) / Decimal(points.denominator)
    return exact.quantize(Decimal("0.1"), ROUND_HALF_UP)


def without_proof(of: Tree, points: Mapping[str, int], proven: Collection[str]) -> tuple[Criterion, ...]:
    """Return the criteria for which points are claimed, a paper is customary, and none is linked."""
    return tuple(line for line in of.criteria if points.get(line.code) and line.proof and line.code not in proven)
