"""How answers given apart come together, which numbers are missing, and how old what may be."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

# Numbers a device gets at a time for what it writes down, and when it gets more.
BLOCK = 300
FEW_LEFT = 100
# What a device writes down is laid out like this; older layouts are read for a while, so that a device that was away
# loses nothing, and the codes of answers never change.
# 2: what is done unaided a month after the class.
FORM = 2
RETIRED: Mapping[int, date] = {1: date(2026, 12, 1)}
READ_AFTER_RETIRED = timedelta(days=14)
# A device may be away so long before its clock is not believed any more.
LONGEST_AWAY = timedelta(days=14)
# An item waits so long for the one that must come before it.
LONGEST_HELD = timedelta(days=5)
# What a device holds of other people's particulars is good until the end of the day after tomorrow.
PACK_DAYS = 2
# What was sent is not needed any longer once it has been written and could have been asked about.
KEPT = timedelta(days=60)
# A device that has not reported for so long is asked after the same day.
SILENT_AFTER = timedelta(hours=10)
A_DAY = timedelta(days=1)

MOST_HOUSEHOLDS = 20
SHORTEST_VISIT = timedelta(seconds=90)
QUICK_BORNE = 1


class Merge(StrEnum):
    """What becomes of one answer."""

    TAKE = "take"
    SAME = "same"
    CLASH = "clash"


def merge(*, base: object, ours: object, theirs: object) -> Merge:
    """Say what becomes of an answer: ``base`` is what the device saw, ``theirs`` what stands here now.

    An answer that nobody else has changed since is taken; what both changed alike, or only somebody else did, stays;
    two different changes are for a person to decide.
    """
    if ours in (theirs, base):
        return Merge.SAME
    return Merge.TAKE if theirs == base else Merge.CLASH


def missing(*, last: int, received: Collection[int], waiting: Collection[int]) -> list[int]:
    """Return the numbers a device has used that are neither here nor, as it says, still with it."""
    there = {*received, *waiting}
    return [number for number in range(1, last + 1) if number not in there]


def issued_for(issued: int, last: int) -> int:
    """Return up to which number a device may write, once it has used ``last`` of them."""
    return last - last % BLOCK + 2 * BLOCK if issued - last < FEW_LEFT else issued


def believed(made_at: datetime, now: datetime) -> datetime:
    """Return when something happened by a device's clock, unless that is in the future or too long ago."""
    return made_at if now - LONGEST_AWAY <= made_at <= now else now


def is_read(form: int, on: date, *, retired: Mapping[int, date] = RETIRED, current: int = FORM) -> bool:
    """Whether a layout is read: the one of today, and one that was retired within a fortnight."""
    return form == current or (form in retired and on <= retired[form] + READ_AFTER_RETIRED)


def quick_visits(moments: Iterable[datetime]) -> int:
    """Count the households that were written down less than a minute and a half after the one before."""
    ordered = sorted(moments)
    return sum(later - earlier < SHORTEST_VISIT for earlier, later in pairwise(ordered))


def is_too_fast(households: int, quick: int) -> bool:
    """Whether one afternoon's visits are asked about."""
    return households > MOST_HOUSEHOLDS or quick > QUICK_BORNE
