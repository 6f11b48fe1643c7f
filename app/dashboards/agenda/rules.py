"""Days in order: plain counting, no database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from merchants.visits.rules import Stop


@dataclass(frozen=True)
class Day:
    """One day: how many visits are due on it and wait, and those of them whose household may be named."""

    on: date
    visits: int
    stops: Sequence[Stop]
    is_late: bool


def days(due: Mapping[date, int], stops: Iterable[Stop], today: date) -> list[Day]:
    """Return the days on which visits are due, the longest due first, each with its households."""
    at: dict[date, list[Stop]] = {}
    for stop in stops:
        at.setdefault(stop.due_on, []).append(stop)
    return [Day(on, due[on], at.get(on, ()), on < today) for on in sorted(due)]


def month_around(day: date) -> tuple[date, date]:
    """Return the first and the last day of the month of a day."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
