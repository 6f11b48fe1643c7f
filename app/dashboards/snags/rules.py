"""Where filling in stops: plain counting, no database."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """How many files came past one question, as shares of those begun and of the step before."""

    question: str
    files: int
    of_begun_pct: float | None
    of_before_pct: float | None


def steps(questions: Sequence[str], stopped_at: Iterable[str], *, begun: int) -> list[Step]:
    """Return how many files came past each question, in order; each other file stopped at its first open question."""
    stopped, found, left = Counter(stopped_at), list[Step](), begun
    for question in questions:
        before, left = left, left - stopped[question]
        found.append(Step(question, left, pct(left, begun), pct(left, before)))
    return found


def pct(part: int, whole: int) -> float | None:
    """Return a share in per cent; of nobody there is none."""
    return 100 * part / whole if whole else None
