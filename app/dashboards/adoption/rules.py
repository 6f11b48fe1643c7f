"""Steps of the way, shares of evidence and gaps between groups: plain counting, no database."""

from dataclasses import dataclass

# Of fewer businesses a share says nothing, and might say something of one family.
ENOUGH = 20


@dataclass(frozen=True)
class Group:
    """One group of businesses: how many, and how many of them are in use."""

    whole: int
    used: int

    @property
    def points(self) -> float | None:
        """The share in use in per cent, where there are enough to say it."""
        return 100 * self.used / self.whole if self.whole >= ENOUGH else None


@dataclass(frozen=True)
class Gap:
    """Two groups side by side; ``unasked`` have given no answer and are in neither."""

    key: str
    one: Group
    other: Group
    unasked: int

    @property
    def points(self) -> float | None:
        """How many points the first group is ahead, where both can be told."""
        if self.one.points is None or self.other.points is None:
            return None
        return self.one.points - self.other.points


def pct(part: int, whole: int) -> float | None:
    """Return a share in per cent; of nobody there is none."""
    return 100 * part / whole if whole else None
