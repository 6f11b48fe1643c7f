"""What is counted of a place, and how counts are added: plain numbers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple, Self


class DueKind(StrEnum):
    """What waits for somebody."""

    FILE = "file"
    SHEET = "sheet"


class SnagKind(StrEnum):
    """What may hold a place up: a file that was begun, an answer that was sent back, a sign in force."""

    BEGUN = "begun"
    RETURNED = "returned"
    SIGN = "sign"


class Snag(NamedTuple):
    """Of one kind at one place on one day: files by the step they stop at, answers by question and reason.

    A file that was sent stops at none. A sign's day is that on which somebody saw it last.
    """

    kind: SnagKind
    area_path: str
    on: date
    about: str = ""
    reason: str = ""


class FieldKind(StrEnum):
    """What teams do: a visit that is due, and work done, which is a household visited or a class held."""

    VISIT = "visit"
    WORK = "work"


# How a visit stands: somebody came around its day, nobody has come yet, or it went otherwise.
ON_TIME, OPEN, OTHERWISE = "on_time", "open", "otherwise"


class FieldDay(NamedTuple):
    """Of one kind at one place on one day: visits by the day the calendar said first, and how they stand."""

    kind: FieldKind
    area_path: str
    on: date
    about: str = ""


@dataclass(frozen=True)
class Field:
    """What teams did at one place: visits due by now, those that came on time, and whether anybody worked lately."""

    due: int = 0
    on_time: int = 0
    is_late: bool = False
    has_worked: bool = False


def field_of(found: Mapping[FieldDay, int], today: date, worked_since: date) -> Field:
    """Return what the days of one place come to; what is due on a later day is not due yet."""
    due = {each: number for each, number in found.items() if each.kind is FieldKind.VISIT and each.on <= today}
    return Field(
        due=sum(due.values()),
        on_time=sum(number for each, number in due.items() if each.about == ON_TIME),
        is_late=any(each.about == OPEN and each.on < today for each in due),
        has_worked=any(each.kind is FieldKind.WORK and worked_since <= each.on <= today for each in found),
    )


class Addable:
    """Numbers of one place, added and taken away one by one."""

    def __add__(self, other: Self) -> Self:
        return type(self)(*map(int.__add__, self.numbers(), other.numbers()))

    def __sub__(self, other: Self) -> Self:
        return type(self)(*map(int.__sub__, self.numbers(), other.numbers()))

    def numbers(self) -> tuple[int, ...]:
        """Return them in the order of their names."""
        return tuple(vars(self).values())


@dataclass(frozen=True)
class Counts(Addable):
    """How many there are of everything in one place; ``proven`` and ``recorded`` say whether a source has spoken.

    From ``registered`` to ``came`` they are businesses, except ``products`` and ``ready``, which are products.
    """

    registered: int = 0
    in_use: int = 0
    sent: int = 0
    confirmed: int = 0
    products: int = 0
    ready: int = 0
    coded: int = 0
    coded_paid: int = 0
    signed_up: int = 0
    came: int = 0
    declined: int = 0
    resting: int = 0
    uncounted: int = 0
    proven: int = 0
    recorded: int = 0

    @property
    def heard_of_payments(self) -> bool:
        """Whether a bank or partner has ever reported of the place."""
        return self.proven > 0

    @property
    def heard_of_classes(self) -> bool:
        """Whether attendance was ever recorded."""
        return self.recorded > 0


NAMES = tuple(each.name for each in fields(Counts))
NONE = Counts()
# From this age on an owner is counted as old.
OLD = 60


@dataclass(frozen=True)
class Ways(Addable):
    """How far the working businesses of one place have come, all told in businesses.

    Use and evidence are those of the last whole month. ``grade_a`` to ``grade_e`` stand under the strongest evidence of
    a business. Whoever gave no sex or year of birth is in neither group of the two.
    """

    registered: int = 0
    used: int = 0
    with_product: int = 0
    paid: int = 0
    trained: int = 0
    steady: int = 0
    grade_a: int = 0
    grade_b: int = 0
    grade_c: int = 0
    grade_d: int = 0
    grade_e: int = 0
    women: int = 0
    women_used: int = 0
    men: int = 0
    men_used: int = 0
    old: int = 0
    old_used: int = 0
    young: int = 0
    young_used: int = 0


WAY_NAMES = tuple(each.name for each in fields(Ways))
NO_WAYS = Ways()


@dataclass(frozen=True)
class CraftUse(Addable):
    """How many businesses of one craft are registered, and how many of them are in use, as ``Counts`` counts both."""

    registered: int = 0
    in_use: int = 0


NO_USE = CraftUse()


def added(counts: Iterable[Counts]) -> Counts:
    """Add the counts of several places."""
    listed = [each.numbers() for each in counts]
    return Counts(*map(sum, zip(*listed, strict=True))) if listed else NONE


class NextStep(StrEnum):
    """What is to be done next in a hamlet."""

    ENTER = "enter"
    VISIT = "visit"
    TEAM = "team"
    INVITE = "invite"
    SIGNAL = "signal"
    TEACH = "teach"
    SIGN = "sign"
    REMIND = "remind"
    ASK = "ask"
    KEEP = "keep"


def next_step(counts: Counts, field: Field, *, has_team: bool, has_signal: bool, is_heard: bool) -> NextStep:
    """Return the first thing that is missing, what was promised to families before all else."""
    missing = (
        (NextStep.VISIT, field.is_late),
        (NextStep.TEAM, not has_team),
        (NextStep.INVITE, not counts.registered),
        (NextStep.SIGNAL, not has_signal),
        (NextStep.TEACH, not counts.came),
        (NextStep.SIGN, counts.coded < counts.registered),
        (NextStep.REMIND, not is_heard),
        (NextStep.ASK, counts.in_use < counts.registered),
    )
    return next((step for step, is_missing in missing if is_missing), NextStep.KEEP)


def without_use(counts: Counts) -> Counts:
    """Return counts for a month that has only begun: what was used before says nothing of it."""
    return replace(counts, in_use=0)


def month_of(day: date) -> date:
    """Return the month of a day, as its first day."""
    return day.replace(day=1)


def twelve_months_to(today: date) -> date:
    """Return the first day of twelve months of which the month of a day is the last."""
    return today.replace(year=today.year - (today.month < 12), month=today.month % 12 + 1, day=1)


def above(path: str) -> str:
    """Return the path one step up: ``33/`` for ``33/12826/``; nothing above a province."""
    return path[: path[:-1].rfind("/") + 1]


def split(paths: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the places that are kept as sums (communes and above), and the hamlets."""
    listed = list(paths)
    return [path for path in listed if path.count("/") <= 2], [path for path in listed if path.count("/") > 2]


def outermost(paths: Iterable[str]) -> tuple[str, ...]:
    """Return the paths that lie in no other one, so that their sums count nobody twice."""
    chosen: list[str] = []
    for path in sorted(set(paths)):
        if not any(path.startswith(held) for held in chosen):
            chosen.append(path)
    return tuple(chosen)
