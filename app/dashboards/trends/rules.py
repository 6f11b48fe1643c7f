"""Targets with their path, and the plain geometry of charts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

NEAR_POINTS = 5
# Only what families have of it may be a target: setting one on visits or records would make people chase them. Files
# online and signed documents are the programme's own targets of 2022: others report them, so no team chases them.
MAY_HAVE_TARGET = ("CS-04", "CS-06", "CS-14", "CS-14c", "CS-14d", "CS-17", "CS-28", "CS-33")
# Three squares beside one another fit the smallest telephone in use; wider screens set such strips side by side.
TILE, GAP, IN_A_STRIP = 100, 8, 3
STEPS = (25, 50, 75)


class Band(StrEnum):
    """How far a number is from the agreed path."""

    ON = "on"
    NEAR = "near"
    OFF = "off"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Aim:
    """A target in per cent with the straight path from its baseline."""

    value_pct: int
    due_on: date
    baseline_pct: int | None
    baseline_on: date | None

    def expected(self, on: date) -> float | None:
        """Return where the path is on a day: the baseline before it begins, the target after its day."""
        if self.baseline_pct is None or self.baseline_on is None:
            return None
        length = (self.due_on - self.baseline_on).days
        gone = min(max((on - self.baseline_on).days, 0), length)
        return self.baseline_pct + (self.value_pct - self.baseline_pct) * gone / length

    def path(self, on: date) -> float | None:
        """Return where the path is on a day, none before it begins: nobody had agreed on anything by then."""
        return None if self.baseline_on is None or on < self.baseline_on else self.expected(on)

    def band(self, points: float | None, on: date) -> Band:
        """Return whether a share is on the path, near it or off it; without a baseline the day of the target counts."""
        expected = self.expected(on)
        if expected is None and on >= self.due_on:
            expected = float(self.value_pct)
        if points is None or expected is None:
            return Band.UNKNOWN
        if points >= expected:
            return Band.ON
        return Band.NEAR if points >= expected - NEAR_POINTS else Band.OFF


@dataclass(frozen=True)
class Dot:
    """One point of a line, with what it says."""

    x: float
    y: float
    points: float


@dataclass(frozen=True)
class Frame:
    """The ground a line is drawn on; letters have one size on each, so a telephone has a drawing of its own."""

    name: str
    width: int
    height: int
    left: int = 44
    right: int = 20
    top: int = 14
    bottom: int = 34

    def lines(self, series: Sequence[float | None]) -> list[list[Dot]]:
        """Return the pieces of a line: where nobody reported it is broken, never drawn through nought."""
        pieces: list[list[Dot]] = [[]]
        for index, points in enumerate(series):
            if points is None:
                pieces.append([])
            else:
                pieces[-1].append(Dot(self.across(index, len(series)), self.down(points), points))
        return [piece for piece in pieces if piece]

    def said_at(self, piece: Sequence[Dot]) -> float:
        """Return at what height the last number of a line is written: below it where the line comes from above."""
        last = piece[-1].y
        falls = len(piece) > 1 and piece[-2].y < last
        return last + 24 if falls and last + 24 < self.height - self.bottom else max(last - 12, 16)

    def across(self, index: int, count: int) -> float:
        """Return how far to the right a point stands."""
        room = self.width - self.left - self.right
        return round(self.left + room * (index / (count - 1) if count > 1 else 0.5), 1)

    def down(self, points: float) -> float:
        """Return how far down a share stands; the axis runs from 0 to 100."""
        room = self.height - self.top - self.bottom
        return round(self.height - self.bottom - room * min(max(points, 0), 100) / 100, 1)


FRAMES = (Frame("wide", 720, 260), Frame("narrow", 320, 240))


@dataclass(frozen=True)
class Tile:
    """One commune as a square; ``step`` is how dark it is, none where nobody has reported."""

    name: str
    code: str
    x: int
    points: float | None
    step: int | None


def strips(shares: Sequence[tuple[str, str, float | None]]) -> list[list[Tile]]:
    """Lay communes out as squares of one size, some to a strip."""
    drawn = [
        Tile(name, code, index % IN_A_STRIP * (TILE + GAP), points, _step(points))
        for index, (name, code, points) in enumerate(shares)
    ]
    return [drawn[first : first + IN_A_STRIP] for first in range(0, len(drawn), IN_A_STRIP)]


def _step(points: float | None) -> int | None:
    return None if points is None else sum(points >= bound for bound in STEPS)
