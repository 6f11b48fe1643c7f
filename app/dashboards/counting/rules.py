"""Periods from the 15th to the 14th, and figures that know what nobody has reported."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

_CODE = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")
_FIRST_DAY, _LAST_DAY = 15, 14


class TermCodeError(ValueError):
    """It is not the code of a period."""


@dataclass(frozen=True, order=True)
class Term:
    """A reporting period: from the 15th of one month to the 14th of the next, whose name it bears."""

    year: int
    month: int

    @classmethod
    def named(cls, code: str) -> "Term":
        """Return the period with a code such as 2026-09.

        Raises:
            TermCodeError: it is not such a code.
        """
        found = _CODE.fullmatch(code)
        if found is None:
            raise TermCodeError(code)
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def around(cls, day: date) -> "Term":
        """Return the period a day lies in."""
        here = cls(day.year, day.month)
        return here if day.day <= _LAST_DAY else here.after()

    @classmethod
    def ended_before(cls, day: date) -> "Term":
        """Return the last period that was over before a day began."""
        return cls.around(day).before()

    @property
    def code(self) -> str:
        """The name in addresses and files: 2026-09."""
        return f"{self.year}-{self.month:02d}"

    @property
    def last_on(self) -> date:
        """The last day."""
        return date(self.year, self.month, _LAST_DAY)

    @property
    def first_on(self) -> date:
        """The first day."""
        return (self.last_on.replace(day=1) - timedelta(days=1)).replace(day=_FIRST_DAY)

    @property
    def month_end_on(self) -> date:
        """The last day of the last whole calendar month before the end: banks close by calendar month."""
        return self.last_on.replace(day=1) - timedelta(days=1)

    def before(self, count: int = 1) -> "Term":
        """Return the period so many before."""
        index = self.year * 12 + self.month - 1 - count
        return Term(index // 12, index % 12 + 1)

    def after(self) -> "Term":
        """Return the next period."""
        return self.before(-1)


def month_end(day: date, back: int) -> date:
    """Return the last day of the calendar month so many months before that of a day which is a month's last."""
    for _ in range(back):
        day = day.replace(day=1) - timedelta(days=1)
    return day


@dataclass(frozen=True)
class Figure:
    """One figure of one place. ``None`` is what nobody has reported, which is never nought.

    ``unknown`` is how many stand in places nobody reported of; ``apart`` to how many the question does not apply.
    """

    numerator: int | None
    denominator: int | None
    unknown: int = 0
    apart: int = 0

    @property
    def share(self) -> float | None:
        """The numerator as a fraction of the denominator, where both mean something."""
        if self.numerator is None or not self.denominator:
            return None
        return self.numerator / self.denominator

    @property
    def is_known(self) -> bool:
        """Whether the figure has been reported."""
        return self.numerator is not None

    @property
    def points(self) -> float | None:
        """The share in per cent."""
        return None if self.share is None else self.share * 100


@dataclass(frozen=True)
class Rate(Figure):
    """So much for each one, such as hours: both are counted in units of their own, so it is no share in per cent."""

    @property
    def points(self) -> None:
        """There are no points: no axis to a hundred, no leap, no target."""
        return None


# The indicators that are rates; what was frozen of them is read as one again.
RATES = frozenset({"CS-24"})
NOTHING = Figure(None, None)


def of_looks(good: int, looked_at: int, whole: int) -> Figure:
    """Return how many were found good of a whole that was to be looked at; the rest of it is told apart as unknown.

    Where nothing was looked at, the whole is unknown, and a sum of places leaves it out.
    """
    return Figure(good, whole, unknown=whole - looked_at) if looked_at else Figure(None, whole)


def within_days(files: Mapping[str, Figure], pct: int) -> int | None:
    """Return within how many days so many per cent of files were answered, counted by their days; None of none."""
    ordered = sorted((int(days), figure.numerator or 0) for days, figure in files.items())
    whole, reached = sum(number for _, number in ordered), 0
    for days, number in ordered:
        reached += number
        if reached * 100 >= pct * whole > 0:
            return days
    return None


def out_of(counted: Mapping[str, Figure], wholes: Mapping[str, int]) -> Mapping[str, Figure]:
    """Set what was counted beside wholes that others brought; a place with a whole and nothing counted has nought."""
    nought = Figure(0, None)
    return {
        place: replace(counted.get(place, nought), denominator=wholes.get(place))
        for place in sorted(counted.keys() | wholes.keys())
    }


def total(figures: Iterable[Figure]) -> Figure:
    """Add figures of places: a place nobody reported of leaves both sums and is counted as unknown.

    A denominator missing anywhere (a list of businesses not yet handed in) is missing in the sum.
    """
    listed = list(figures)
    kind = Rate if any(isinstance(each, Rate) for each in listed) else Figure
    known = [each for each in listed if each.numerator is not None]
    silent = sum(each.denominator or 0 for each in listed if each.numerator is None)
    unknown, apart = sum(each.unknown for each in listed) + silent, sum(each.apart for each in listed)
    if not known:
        return kind(None, None, unknown, apart)
    numerator = sum(each.numerator for each in known if each.numerator is not None)
    denominators = [each.denominator for each in known]
    has_all = all(each is not None for each in denominators)
    return kind(numerator, sum(each or 0 for each in denominators) if has_all else None, unknown, apart)
