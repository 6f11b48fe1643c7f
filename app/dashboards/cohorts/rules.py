"""Who belongs to which month, and who was paid without cash how soon: plain counting, no database."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

WINDOWS = (30, 60, 90)
MONTHS = 12
# Of fewer visits the share of a group says nothing, and might say something of one family.
ENOUGH = 20
# Owners are told apart by sex and by age; the last of each gave none.
GROUPS: Mapping[str, Sequence[str]] = {"sex": ("female", "male", ""), "age": ("old", "young", "unsaid")}
# Whoever has not been to a class has no day of their own to count from: the middle of the month stands for it.
MIDDLE = 15


@dataclass(frozen=True)
class Business:
    """What is known of one business: where, since when, its first class, and when it was paid."""

    area_path: str
    confirmed_on: date
    measured_on: date | None
    signs: Sequence[date] = ()
    trained_on: date | None = None

    def was_paid_by(self, day: date) -> bool:
        """Whether it was paid without cash by a day."""
        return self.measured_on is not None and self.measured_on <= day


class Outcome(StrEnum):
    """What is known of one business so many days after a class: measured, signs only, or neither."""

    MEASURED = "measured"
    SIGNS = "signs"
    NEITHER = "neither"


def outcome(business: Business, *, start: date, days: int, today: date, until: date | None = None) -> Outcome | None:
    """Return what is known by a day; None where nothing is asked: paid before, not so long ago, or taught since."""
    end = start + timedelta(days=days)
    if business.was_paid_by(start) or end > today or (until is not None and end >= until):
        return None
    if business.was_paid_by(end):
        return Outcome.MEASURED
    return Outcome.SIGNS if _any_between(business.signs, start, end) else Outcome.NEITHER


@dataclass
class Count:
    """One cohort in one place. Shares are of those asked: not paid without cash before, observed long enough."""

    businesses: int = 0
    already: int = 0
    asked: dict[int, int] = field(default_factory=lambda: dict.fromkeys(WINDOWS, 0))
    measured: dict[int, int] = field(default_factory=lambda: dict.fromkeys(WINDOWS, 0))
    signs: dict[int, int] = field(default_factory=lambda: dict.fromkeys(WINDOWS, 0))

    def add(self, business: Business, *, start: date, today: date, until: date | None = None) -> None:
        """Count one business from its first day; what happens after ``until`` is not asked."""
        self.businesses += 1
        self.already += business.was_paid_by(start)
        for days in WINDOWS:
            found = outcome(business, start=start, days=days, today=today, until=until)
            self.asked[days] += found is not None
            self.measured[days] += found is Outcome.MEASURED
            self.signs[days] += found is Outcome.SIGNS


@dataclass(frozen=True)
class Unaided:
    """Visits due a month after a class, at how many somebody looked, and how many learners did each thing unaided."""

    due: int = 0
    looked: int = 0
    receive: int = 0
    see_money: int = 0
    know_fake: int = 0
    all_alone: int = 0

    def __add__(self, other: "Unaided") -> "Unaided":
        return Unaided(*map(int.__add__, vars(self).values(), vars(other).values()))

    @property
    def unseen(self) -> int:
        """How many nobody has looked at: they stay in the whole, or only the able would be visited."""
        return self.due - self.looked

    def pct(self, number: int) -> int | None:
        """Return a share of all visits due; where nobody has looked at anything, nothing is known."""
        return pct(number, self.due) if self.looked else None


def unaided(told: str | None, number: int) -> Unaided:
    """Return what so many visits count for at which the same was written; ``None`` is that nobody looked."""
    if told is None:
        return Unaided(due=number)
    each = {name: number * (name in told.split()) for name in ("receive", "see_money", "know_fake")}
    return Unaided(due=number, looked=number, **each, all_alone=min(each.values()))


def with_classes(businesses: Mapping[UUID, Business], first_classes: Mapping[UUID, date]) -> list[Business]:
    """Return businesses with the day of their first class, where there was one."""
    return [replace(each, trained_on=first_classes.get(key)) for key, each in businesses.items()]


def month_of(day: date) -> date:
    """Return the first day of a month."""
    return day.replace(day=1)


def months_to(today: date) -> list[date]:
    """Return the months that are shown, the newest first."""
    count = today.year * 12 + today.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(count, count - MONTHS, -1)]


def trained(businesses: Iterable[Business], today: date) -> Mapping[tuple[date, str], Count]:
    """Count by month of the first class and place; a business is in one month only, however often it comes."""
    found: dict[tuple[date, str], Count] = defaultdict(Count)
    shown = set(months_to(today))
    for each in businesses:
        if each.trained_on is not None and month_of(each.trained_on) in shown:
            found[month_of(each.trained_on), each.area_path].add(each, start=each.trained_on, today=today)
    return found


def untrained(businesses: Iterable[Business], today: date) -> Mapping[tuple[date, str], Count]:
    """Count, for the same months, the businesses of places where nobody had been to a class by then.

    A place stops being asked about on the day its first people come to a class.
    """
    businesses = list(businesses)
    begun = _begun(businesses)
    found: dict[tuple[date, str], Count] = defaultdict(Count)
    for month in months_to(today):
        start = month.replace(day=MIDDLE)
        for each in businesses:
            until = begun.get(each.area_path)
            if _is_untaught(each, start, until, today):
                found[month, each.area_path].add(each, start=start, today=today, until=until)
    return found


@dataclass(frozen=True)
class Member:
    """One business of a cohort: from which day on it is asked about, and until when."""

    key: UUID
    business: Business
    start: date
    until: date | None = None


def learners(everybody: Mapping[UUID, Business], month: date) -> list[Member]:
    """Return the businesses whose people first came to a class in a month."""
    came = [(key, each, each.trained_on) for key, each in everybody.items()]
    return [Member(key, each, on) for key, each, on in came if on is not None and month_of(on) == month]


def untaught(everybody: Mapping[UUID, Business], month: date, today: date) -> list[Member]:
    """Return the businesses of places where nobody had been to a class by the middle of a month."""
    begun, start = _begun(everybody.values()), month.replace(day=MIDDLE)
    asked = [Member(key, each, start, begun.get(each.area_path)) for key, each in everybody.items()]
    return [each for each in asked if _is_untaught(each.business, start, each.until, today)]


def known_after(member: Member, days: int, today: date) -> Outcome | None:
    """Return what is known of one member so many days after its first day; None where it is not asked."""
    return outcome(member.business, start=member.start, days=days, today=today, until=member.until)


def _begun(businesses: Iterable[Business]) -> Mapping[str, date]:
    """Return the day on which the first people of each place came to a class."""
    begun: dict[str, date] = {}
    for each in businesses:
        if each.trained_on is not None:
            begun[each.area_path] = min(begun.get(each.area_path, each.trained_on), each.trained_on)
    return begun


def _is_untaught(business: Business, start: date, until: date | None, today: date) -> bool:
    return business.confirmed_on <= start <= today and (until is None or until > start)


def pct(part: int, whole: int) -> int | None:
    """Return a share in whole per cent; of nobody there is none."""
    return round(100 * part / whole) if whole else None


def _any_between(days: Sequence[date], after: date, last: date) -> bool:
    """Whether one of some ordered days lies after a day and not behind another."""
    place = bisect_right(days, after)
    return place < len(days) and days[place] <= last
