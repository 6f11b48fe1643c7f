"""Which two notices tell of one payment: two channels never use the same number for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from payments import memo

# Two clocks of one transfer, the bank's and the service's, differ by minutes.
SAME_MOMENT = timedelta(minutes=10)
# A statement knows the day alone, and books after hours on the next.
SAME_DAYS = timedelta(hours=36)
_ALIKE = 0.6
_LONGEST = 300


class Likeness(StrEnum):
    """How sure it is that two notices tell of one payment."""

    SAME = "same"
    MAYBE = "maybe"
    OTHER = "other"


@dataclass(frozen=True)
class Trace:
    """What can be compared of a notice; amount, account and direction are equal already."""

    id: Any
    provider: str
    memo: str
    reference: str
    moment: datetime
    has_time: bool


def likeness(one: Trace, other: Trace) -> Likeness:
    """Compare two notices: one reference of the bank or one code of ours is certain, a similar memo is a question."""
    if one.provider == other.provider or not _at_one_time(one, other):
        return Likeness.OTHER
    if one.reference and one.reference == other.reference:
        return Likeness.SAME
    codes = set(memo.find_references(one.memo)), set(memo.find_references(other.memo))
    if codes[0] or codes[1]:
        return Likeness.SAME if codes[0] & codes[1] else Likeness.OTHER
    return Likeness.MAYBE if _similar(memo.squeeze(one.memo), memo.squeeze(other.memo)) else Likeness.OTHER


def nearest(seen: Trace, others: Sequence[Trace]) -> tuple[Likeness, Trace | None]:
    """Return the most certain twin of a notice, and among equals the nearest in time."""
    compared = [(likeness(seen, other), other) for other in others]
    for wanted in (Likeness.SAME, Likeness.MAYBE):
        alike = [other for how, other in compared if how is wanted]
        if alike:
            return wanted, min(alike, key=lambda other: abs(other.moment - seen.moment))
    return Likeness.OTHER, None


def _at_one_time(one: Trace, other: Trace) -> bool:
    apart = abs(one.moment - other.moment)
    return apart <= (SAME_MOMENT if one.has_time and other.has_time else SAME_DAYS)


def _similar(one: str, other: str) -> bool:
    """Whether most of the shorter memo stands in the longer one: banks put words around it and cut its end."""
    if not one or not other:
        return True  # a channel that hands on no memo can only be asked about
    one, other = one[:_LONGEST], other[:_LONGEST]
    longest = SequenceMatcher(None, one, other, autojunk=False).find_longest_match()
    return longest.size >= _ALIKE * min(len(one), len(other))
