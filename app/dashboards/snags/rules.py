"""Where filling in stops: plain counting, no database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """How many files came past one question, as shares of those begun and of the step before."""

    question: str
    files: int
    of_begun_pct: float | None
    of_before_pct: float | None


def steps(questions: Sequence[str], stopped: Mapping[str, int], *, begun: int) -> list[Step]:
    """Return how many files came past each question, in order; each other file stopped at its first open question."""
    found, left = list[Step](), begun
    for question in questions:
        before, left = left, left - stopped.get(question, 0)
        found.append(Step(question, left, pct(left, begun), pct(left, before)))
    return found


def is_past(stop: str, question: str, order: Sequence[str]) -> bool:
    """Whether a file that stops at one step, or at none, came past a question."""
    return not stop or order.index(stop) > order.index(question)


def pct(part: int, whole: int) -> float | None:
    """Return a share in per cent; of nobody there is none."""
    return 100 * part / whole if whole else None
