"""Working days in Vietnam: Monday to Friday, less days off, plus announced make-up days."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "working_days.json"
_SATURDAY = 5
_ONE_DAY = timedelta(days=1)


class CalendarMissingError(LookupError):
    """The data has no such year; a guess would put a wrong date on somebody's slip."""

    def __init__(self, year: int) -> None:
        super().__init__(
            f"app/core/data/working_days.json has no year {year}. Add its days off and make-up days from the Prime "
            "Minister's decision, with basis and source, and set confirmed to true once the decision is published."
        )
        self.year = year


@dataclass(frozen=True)
class Year:
    """One year's exceptions, with what they rest on; ``confirmed`` is false while the decision is awaited."""

    off: Mapping[date, str]
    worked: Mapping[date, str]
    basis: str
    source: str
    verified_on: date
    confirmed: bool


@cache
def years() -> Mapping[int, Year]:
    """Return every year the data holds."""
    raw = json.loads(DATA.read_text("utf-8"))
    return {
        int(year): Year(
            off={date.fromisoformat(day): name for day, name in row["off"].items()},
            worked={date.fromisoformat(day): name for day, name in row["worked"].items()},
            basis=row["basis"],
            source=row["source"],
            verified_on=date.fromisoformat(row["verified_on"]),
            confirmed=row["confirmed"],
        )
        for year, row in raw.items()
    }


def year_of(day: date) -> Year:
    """Return the exceptions of the year a day falls in.

    Raises:
        CalendarMissingError: the data has no such year.
    """
    try:
        return years()[day.year]
    except KeyError:
        raise CalendarMissingError(day.year) from None


def is_working_day(day: date) -> bool:
    """Whether offices work on a day.

    Raises:
        CalendarMissingError: the data has no such year.
    """
    year = year_of(day)
    return day in year.worked or (day.weekday() < _SATURDAY and day not in year.off)


def next_working_day(day: date) -> date:
    """Return the first working day after a day.

    Raises:
        CalendarMissingError: the answer lies in a year the data has not.
    """
    day += _ONE_DAY
    while not is_working_day(day):
        day += _ONE_DAY
    return day


def add_working_days(start: date, days: int) -> date:
    """Return the last of so many working days after ``start``, which itself is not counted.

    Raises:
        CalendarMissingError: the count runs into a year the data has not.
        ValueError: ``days`` is negative.
    """
    if days < 0:
        raise ValueError("Working days are counted forwards")
    day = start
    for _ in range(days):
        day = next_working_day(day)
    return day


def add_months(day: date, months: int) -> date:
    """Return the same day so many months later; the 31st becomes the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + month // 11, (month + 1) % 12 + 1, 1) - _ONE_DAY).day
    return date(year, month + 1, min(day.day, last))


def working_days_between(start: date, end: date) -> int:
    """Count working days after ``start`` up to and with ``end``; negative when ``end`` is earlier.

    Raises:
        CalendarMissingError: the span touches a year the data has not.
    """
    if end < start:
        return -working_days_between(end, start)
    return sum(is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


def confirmed_through(day: date) -> bool:
    """Whether the year of a day rests on a published decision, so that a date in it may be promised without a warning.

    Raises:
        CalendarMissingError: the data has no such year.
    """
    return year_of(day).confirmed


def missing_years(today: date) -> tuple[int, ...]:
    """Return the years that must be in the data by now and are not: this one, and from 1 December the next."""
    needed = (today.year, today.year + 1) if today.month == 12 else (today.year,)
    return tuple(year for year in needed if year not in years())
