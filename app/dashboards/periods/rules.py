"""What looks odd in a period, why a figure changed, and which small cells are merged before the public sees them."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from app.dashboards.counting.rules import Figure, total

# Provisional until the late records of the three days after the end are in; final from then on.
PROVISIONAL, FIRST_FINAL = 0, 1
LATE_DAYS = 3

SIGNATURE_TYPE = "application/pkcs7-signature"

HEAP_LIMIT_PCT = 40
HEAP_DAYS = 2
JUMP_LIMIT_POINTS = 25
FLAT_LIMIT_PCT = 80
WRONG_LIMIT_PCT = 10
LATE_LIMIT_PCT = 10
ENOUGH = 10
QUICK = timedelta(seconds=90)
QUICK_LIMIT = 5
HALF_DAY_LIMIT = 20
SMALL = 5


class FlagKind(StrEnum):
    """What may look odd: it asks for words, it accuses nobody."""

    HEAP = "heap"
    JUMP = "jump"
    FLAT = "flat"
    BAND = "band"
    SPEED = "speed"
    ROUND = "round"
    SILENT = "silent"
    WRONG = "wrong"
    LATE = "late"


@dataclass(frozen=True)
class Odd:
    """One odd thing: how much was measured and how much is usual at most."""

    kind: FlagKind
    commune: str
    measured: int
    limit: int
    indicator: str = ""


@dataclass(frozen=True)
class Entry:
    """One file a helper sent for a family: who, when, and what was answered."""

    helper: str
    at: datetime
    answers: tuple[str, ...]


def heap(commune: str, moments: Sequence[datetime], ends_at: datetime) -> Odd | None:
    """Ask when too much of a period was entered on its last two days."""
    heaped = [ends_at - timedelta(days=HEAP_DAYS) <= at < ends_at for at in moments]
    return _too_many(FlagKind.HEAP, commune, heaped, HEAP_LIMIT_PCT)


def wrong(commune: str, answers: Sequence[bool]) -> Odd | None:
    """Ask when too many households that answered say that nobody came; who says nothing is no answer."""
    return _too_many(FlagKind.WRONG, commune, answers, WRONG_LIMIT_PCT)


def late(commune: str, moments: Sequence[datetime], ends_at: datetime) -> Odd | None:
    """Ask when too much that devices wrote down in the period came only after its end."""
    return _too_many(FlagKind.LATE, commune, [at >= ends_at for at in moments], LATE_LIMIT_PCT)


def _too_many(kind: FlagKind, commune: str, cases: Sequence[bool], limit_pct: int) -> Odd | None:
    """Ask when too many of enough cases are so."""
    if len(cases) < ENOUGH or sum(cases) * 100 <= limit_pct * len(cases):
        return None
    return Odd(kind, commune, sum(cases) * 100 // len(cases), limit_pct)


def jump(commune: str, indicator: str, before: float | None, after: float | None) -> Odd | None:
    """Ask when a share moved by more than 25 points from one period to the next."""
    if before is None or after is None or abs(after - before) <= JUMP_LIMIT_POINTS:
        return None
    return Odd(FlagKind.JUMP, commune, round(abs(after - before)), JUMP_LIMIT_POINTS, indicator)


def flat(commune: str, entries: Sequence[Entry]) -> list[Odd]:
    """Ask when nearly all of one helper's files say the same; said once for each helper."""
    found = []
    for mine in _by_helper(entries).values():
        most = max(sum(each.answers == other.answers for other in mine) for each in mine)
        if len(mine) >= ENOUGH and most * 100 > FLAT_LIMIT_PCT * len(mine):
            found.append(Odd(FlagKind.FLAT, commune, most * 100 // len(mine), FLAT_LIMIT_PCT))
    return found


def same_band(told: Mapping[str, int]) -> int | None:
    """Return the share in per cent of one answer in nearly all that a team wrote; none where they differ or are few."""
    most, total = max(told.values()), sum(told.values())
    return most * 100 // total if total >= ENOUGH and most * 100 > FLAT_LIMIT_PCT * total else None


def speed(commune: str, entries: Sequence[Entry]) -> list[Odd]:
    """Ask when one helper sends files quicker than anybody can ask, or too many in half a day."""
    found = []
    for mine in _by_helper(entries).values():
        moments = sorted(each.at for each in mine)
        quick = sum(later - sooner < QUICK for sooner, later in pairwise(moments))
        half = max(sum(at <= each < at + timedelta(hours=4) for each in moments) for at in moments)
        if half > HALF_DAY_LIMIT:
            found.append(Odd(FlagKind.SPEED, commune, half, HALF_DAY_LIMIT))
        elif quick >= QUICK_LIMIT:
            found.append(Odd(FlagKind.SPEED, commune, quick, QUICK_LIMIT))
    return found


def too_round(commune: str, numbers: Sequence[int]) -> Odd | None:
    """Ask when every number somebody reported ends in nought."""
    if len(numbers) < 3 or any(number % 10 for number in numbers):
        return None
    return Odd(FlagKind.ROUND, commune, len(numbers), 3)


def _by_helper(entries: Sequence[Entry]) -> Mapping[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for each in entries:
        if each.helper:
            found.setdefault(each.helper, []).append(each)
    return found


@dataclass(frozen=True)
class Parts:
    """Why the number of businesses in use changed in one place; the parts add up to the difference."""

    before: int
    territory: int
    late: int
    definition: int
    joins: int
    activations: int
    lapses: int
    after: int

    @property
    def adds_up(self) -> bool:
        """Whether nothing is left unexplained."""
        moved = self.territory + self.late + self.definition + self.joins + self.activations + self.lapses
        return self.before + moved == self.after


CAUSES = ("territory", "late", "definition", "joins", "activations", "lapses")


@dataclass(frozen=True)
class Fall:
    """One bar of a waterfall: what it tells, how much, and from where to where it reaches in per cent of the widest."""

    name: str
    number: int
    left_pct: float
    width_pct: float


def waterfall(parts: Parts) -> list[Fall]:
    """Return a change as bars: what it was before, each cause from where the one before ended, and what it is now."""
    steps = [(name, getattr(parts, name)) for name in CAUSES if getattr(parts, name)]
    ends = [parts.before]
    for _, number in steps:
        ends.append(ends[-1] + number)
    widest = max(ends, default=0) or 1
    bars = [Fall("before", parts.before, 0, 100 * parts.before / widest)]
    for (name, number), start in zip(steps, ends, strict=False):
        bars.append(Fall(name, number, 100 * min(start, start + number) / widest, 100 * abs(number) / widest))
    return [*bars, Fall("after", parts.after, 0, 100 * parts.after / widest)]


@dataclass(frozen=True)
class Round:
    """The businesses in use, each with its commune, at four moments of a comparison.

    ``frozen`` as it was frozen before, ``recounted`` the same period counted today by the same words, ``redefined``
    counted today by the words of now, ``now`` the period that is frozen now. ``homes`` is where each lies today.
    """

    frozen: Mapping[str, str]
    recounted: Mapping[str, str]
    redefined: Mapping[str, str]
    now: Mapping[str, str]
    homes: Mapping[str, str]
    joined: Set[str]


def parts(compared: Round, commune: str) -> Parts:
    """Split the change in one commune, one cause after the other, so that nothing is counted twice or lost."""
    frozen = {key for key, place in compared.frozen.items() if place == commune}
    at_home = {key for key, place in compared.frozen.items() if compared.homes.get(key, place) == commune}
    recounted = {key for key, place in compared.recounted.items() if place == commune}
    redefined = {key for key, place in compared.redefined.items() if place == commune}
    now = {key for key, place in compared.now.items() if place == commune}
    new = now - redefined
    return Parts(
        before=len(frozen),
        territory=len(at_home) - len(frozen),
        late=len(recounted) - len(at_home),
        definition=len(redefined) - len(recounted),
        joins=len(new & compared.joined),
        activations=len(new - compared.joined),
        lapses=-len(redefined - now),
        after=len(now),
    )


def merged(sizes: Mapping[str, int]) -> frozenset[str]:
    """Return the places too small to be shown alone: together they have at least five, or there are none.

    A single small place could be had by taking the others from the total, so it takes the next smallest with it.
    """
    ordered = sorted(sizes, key=lambda place: (sizes[place], place))
    chosen = [place for place in ordered if sizes[place] < SMALL]
    rest = ordered[len(chosen) :]
    # Places where there is nobody give nobody away: for their sake alone no other one is hidden.
    while rest and (together := sum(sizes[place] for place in chosen)) and (len(chosen) < 2 or together < SMALL):
        chosen.append(rest.pop(0))
    return frozenset(chosen)


def told_apart(
    figures: Mapping[str, Figure], *, size: Callable[[Figure], int] | None = None
) -> tuple[Mapping[str, Figure], Figure | None]:
    """Return the figures large enough to be told alone, and the small ones as one, if even that is large enough."""
    sizes = {key: (size or _size)(figure) for key, figure in figures.items()}
    small = merged(sizes)
    rest = total(figures[key] for key in sorted(small)) if sum(sizes[key] for key in small) >= SMALL else None
    return {key: figure for key, figure in figures.items() if key not in small}, rest


def counted(figure: Figure) -> int:
    """Return how many were counted: for numbers whose whole is a list of others, which says nothing of whom we know."""
    return figure.numerator or 0


def _size(figure: Figure) -> int:
    """Return how many stand behind a figure: a numerator alone is its own whole."""
    return figure.denominator if figure.denominator is not None else figure.numerator or 0
