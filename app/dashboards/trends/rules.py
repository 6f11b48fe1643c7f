"""Targets with their path, and the plain geometry of charts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

NEAR_POINTS = 5
# Only what families have of it may be a target: setting one on visits or records would make people chase them. Files
# online and households with fibre are the programme's own targets of 2022: others report both, so no team chases them.
MAY_HAVE_TARGET = ("CS-04", "CS-06", "CS-14", "CS-17", "CS-26", "CS-28", "CS-33")
WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 720, 260, 44, 14, 34
TILE, GAP, COLUMNS = 112, 8, 6
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


def lines(series: Sequence[float | None]) -> list[list[Dot]]:
    """Return the pieces of a line: where nobody reported it is broken, never drawn through nought."""
    pieces: list[list[Dot]] = [[]]
    for index, points in enumerate(series):
        if points is None:
            pieces.append([])
        else:
            pieces[-1].append(Dot(across(index, len(series)), height(points), points))
    return [piece for piece in pieces if piece]


def said_at(piece: Sequence[Dot]) -> float:
    """Return at what height the last number of a line is written: below it where the line comes from above."""
    last = piece[-1].y
    falls = len(piece) > 1 and piece[-2].y < last
    return last + 24 if falls and last + 24 < HEIGHT - BOTTOM else max(last - 12, 16)


def across(index: int, count: int) -> float:
    """Return how far to the right a point stands."""
    room = WIDTH - LEFT - 20
    return round(LEFT + room * (index / (count - 1) if count > 1 else 0.5), 1)


def height(points: float) -> float:
    """Return how far down a share stands; the axis runs from 0 to 100."""
    return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * min(max(points, 0), 100) / 100, 1)


@dataclass(frozen=True)
class Tile:
    """One commune as a square; ``step`` is how dark it is, none where nobody has reported."""

    name: str
    code: str
    x: int
    y: int
    points: float | None
    step: int | None


def tiles(shares: Sequence[tuple[str, str, float | None]]) -> list[Tile]:
    """Lay communes out as squares of one size."""
    found = []
    for index, (name, code, points) in enumerate(shares):
        step = None if points is None else sum(points >= bound for bound in STEPS)
        x, y = index % COLUMNS * (TILE + GAP), index // COLUMNS * (TILE + GAP)
        found.append(Tile(name, code, x, y, points, step))
    return found
