"""What holds one commune up, as it is kept beside the facts: where filling in stops, what comes back, unseen signs."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.core import clock
from app.core.areas import Area
from app.core.db import db
from app.dashboards.metrics import Side
from app.dashboards.queries import COLUMNS, Asked, Found, named
from app.dashboards.rollups import queries as rollups
from app.dashboards.rows import visits
from app.dashboards.rows.facts import unseen_before
from app.dashboards.rows.reach import Paths
from app.dashboards.rows.rules import ON_TIME, Snag, SnagKind
from app.dashboards.rows.snags import SENT, answers_back, files_begun, first_day
from app.dashboards.rows.visits import how_it_stands, visits_due
from app.dashboards.snags import rules
from app.dashboards.snags.rules import Step
from merchants.models import ReviewItem
from merchants.rules import Question

_MOST_REASONS = 5
# The steps of filling in, the last of which is to send it.
ORDER = (*Question, SENT)


@dataclass(frozen=True)
class Funnel:
    """Files begun in the last sixty days, and how many of them came past each question and were sent."""

    begun: int
    steps: Sequence[Step]


@dataclass(frozen=True)
class Reason:
    """One prepared reason, and how often an answer came back for it; without a key in the clerk's own words."""

    question: Question
    key: str
    times: int

    @property
    def asked(self) -> str:
        """What an address says to ask for it."""
        return self.key or self.question.value


@dataclass(frozen=True)
class Returns:
    """Why answers were sent back in the last sixty days: the commonest reasons, out of all answers sent back."""

    reasons: Sequence[Reason]
    answers: int


@dataclass(frozen=True)
class Snags:
    """The page of one commune."""

    commune: Area
    first_on: date
    as_of: datetime
    funnel: Funnel
    returns: Returns
    signs: int
    signs_unseen: int


def snags(commune: Area, reach: Paths) -> Snags:
    """Return what holds a commune up, within what somebody may see."""
    today = clock.today()
    kept = rollups.snags(reach, today)
    by_kind: dict[SnagKind, list[tuple[Snag, int]]] = {kind: [] for kind in SnagKind}
    for each, number in kept.found.items():
        by_kind[each.kind].append((each, number))
    return Snags(
        commune=commune,
        first_on=first_day(today),
        as_of=kept.as_of,
        funnel=_funnel(by_kind[SnagKind.BEGUN]),
        returns=_returns(by_kind[SnagKind.RETURNED]),
        signs=sum(number for _sign, number in by_kind[SnagKind.SIGN]),
        signs_unseen=sum(number for sign, number in by_kind[SnagKind.SIGN] if sign.on < unseen_before(today)),
    )


def files_past(question: str) -> Asked:
    """Return what asks for the files begun lately, all of them or those that came past a question."""

    def ask(reach: Paths) -> Found:
        begun = files_begun(reach, clock.start_of(first_day(clock.today())))
        return [
            (named(file), stop, file.started_at)
            for file, stop in begun
            if not question or rules.is_past(stop, question, ORDER)
        ]

    return ask


def answers_for(question: str, reason: str) -> Asked:
    """Return what asks for the answers sent back lately, all of them or those of one question and reason."""

    def ask(reach: Paths) -> Found:
        back = answers_back(COLUMNS, reach, clock.start_of(first_day(clock.today())))
        if question:
            back = back.where(ReviewItem.question == question, ReviewItem.reason_key == reason)
        return [(named(row), row.question, row.at) for row in db.session.execute(back)]

    return ask


def visits_asked(side: Side) -> Asked:
    """Return what asks for the visits that were due lately, all of them or those that came on time."""

    def ask(reach: Paths) -> Found:
        today = clock.today()
        first = visits.first_day(today)
        rows = [(row, *how_it_stands(row)) for row in db.session.execute(visits_due(COLUMNS, reach, first))]
        return [
            (named(row), "", due_on)
            for row, due_on, about in rows
            if first <= due_on <= today and (side is Side.DENOMINATOR or about == ON_TIME)
        ]

    return ask


def _funnel(files: Iterable[tuple[Snag, int]]) -> Funnel:
    stopped = Counter[str]()
    for each, number in files:
        stopped[each.about] += number
    return Funnel(stopped.total(), rules.steps(ORDER, stopped, begun=stopped.total()))


def _returns(answers: Iterable[tuple[Snag, int]]) -> Returns:
    times = Counter[tuple[str, str]]()
    for each, number in answers:
        times[each.about, each.reason] += number
    commonest = sorted(times.items(), key=lambda each: (-each[1], each[0]))[:_MOST_REASONS]
    return Returns([Reason(Question(about), key, number) for (about, key), number in commonest], times.total())
