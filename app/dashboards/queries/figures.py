"""Figures as plain data: pairs, lines of places, and the page that they make."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.core import clock
from app.core.areas import Area
from app.core.dated_rules import RuleValue
from app.dashboards.metrics import HEADLINE, Metric
from app.dashboards.rows.rules import Field, NextStep


@dataclass(frozen=True)
class Pair:
    """Two numbers that belong together; a half nobody has reported is None, which is not nought."""

    metric: Metric
    denominator: int
    numerator: int | None

    @property
    def share(self) -> float | None:
        """The numerator as a fraction of the denominator, where both mean something."""
        return self.numerator / self.denominator if self.denominator and self.numerator is not None else None

    @property
    def gap(self) -> int:
        """How many are set up but not shown to be in use."""
        return self.denominator - (self.numerator or 0)

    @property
    def is_known(self) -> bool:
        """Whether the second half has been reported at all."""
        return self.numerator is not None


@dataclass(frozen=True)
class Line:
    """One place with its pairs, those for whom the question does not apply, and those who wish not to be counted."""

    name: str
    code: str
    path: str
    pairs: Mapping[str, Pair]
    declined: int = 0
    resting: int = 0
    uncounted: int = 0

    @property
    def headline(self) -> Pair:
        """Registered and in use."""
        return self.pairs[HEADLINE.key]


@dataclass(frozen=True)
class Period:
    """The calendar month so far; live figures are not final."""

    first_on: date
    last_on: date

    @classmethod
    def current(cls, today: date) -> "Period":
        """Return the month of a day, up to that day."""
        return cls(today.replace(day=1), today)


@dataclass(frozen=True)
class Months:
    """The month that a page shows, and those beside it of which figures were kept."""

    shown: date
    before: date | None
    after: date | None
    is_running: bool

    @property
    def asked(self) -> str:
        """What an address says to show this same month: nothing while it runs."""
        return "" if self.is_running else f"?thang={self.shown:%Y-%m}"

    def address(self, path: str, month: date) -> str:
        """Return the address of a page for one of the months beside."""
        is_now = self.after == month and month == clock.today().replace(day=1)
        return path if is_now else f"{path}?thang={month:%Y-%m}"


@dataclass(frozen=True)
class Work:
    """What waits for somebody, oldest duty first."""

    overdue: int = 0
    waiting: int = 0
    communes_without_figures: int = 0
    sheets_to_write: int = 0

    @property
    def is_clear(self) -> bool:
        """Whether nothing waits."""
        return not (self.overdue or self.waiting or self.communes_without_figures or self.sheets_to_write)


@dataclass(frozen=True)
class Hamlet:
    """One hamlet with what its team does and what is to be done there next.

    Of businesses whose hamlet is not in the list neither team nor signal is known: both are None.
    """

    line: Line
    field: Field
    has_team: bool | None
    has_signal: bool | None
    next_step: NextStep


@dataclass(frozen=True)
class Board:
    """One page of figures: for several communes, or for the hamlets of one."""

    period: Period
    computed_at: datetime
    total: Line
    lines: Sequence[Line]
    work: Work
    rule: RuleValue | None
    payers_rule: RuleValue | None
    merged: Sequence[Area] = ()
    # On which rung how many stand, each registered business once; only of one commune.
    ladder: Sequence[Pair] = ()
    # Of the running month of one commune.
    hamlets: Sequence[Hamlet] = ()
    # How many there are in all, of which the lines may be those that need help most.
    places: int = 0
    first: int = 0

    @property
    def next_first(self) -> int | None:
        """Where the next lines begin, if there are more."""
        after = self.first + len(self.lines)
        return after if self.lines and after < self.places else None

    @property
    def most(self) -> int:
        """The longest bar, for the axis of the plot."""
        return max((line.headline.denominator for line in self.lines), default=0)

    @property
    def neediest(self) -> Line | None:
        """The place with the widest gap, if there is one."""
        return self.lines[0] if self.lines and self.lines[0].headline.gap else None
