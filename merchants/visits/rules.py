"""When a visit is due, which are rung back, and what hours are thanked for."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from merchants.visits.states import Alone

AFTER_DAYS = (7, 30, 90)
# At the visit after so many days the helper looks what is done unaided.
LOOKS_AFTER_DAYS = 30
# A household that went to two classes in one week is visited once, not twice.
NEIGHBOURS = timedelta(days=4)
# A visit within so many days of its day came when it was due.
GRACE = timedelta(days=3)
TRY_AGAIN = timedelta(days=2)
AN_AFTERNOON = 12
RUNG_BACK_PCT = 5
# Where nearly all that a team wrote is the same, more of it is asked about.
AUDITED_PCT = 20
MOST_MINUTES = 240
# Whom a household told: the auditor's word closes what it called wrong.
AUDITOR = "auditor"


def due_days(held_on: date) -> list[tuple[int, date]]:
    """Return after how many days a learner is visited, and on what days that is."""
    return [(days, held_on + timedelta(days=days)) for days in AFTER_DAYS]


def is_near(due_on: date, others: Iterable[date]) -> bool:
    """Whether the household is visited around that day already."""
    return any(abs(due_on - other) <= NEIGHBOURS for other in others)


def is_on_time(due_on: date, came_on: date) -> bool:
    """Whether a visit came within three days of its day, before or after."""
    return abs(came_on - due_on) <= GRACE


def is_drawn(seed: str, visit_id: str, *, of_100: int = RUNG_BACK_PCT) -> bool:
    """Whether a visit is rung back: one in twenty, by a seed nobody of the commune knows before the month is over."""
    drawn = int.from_bytes(hashlib.sha256(f"{seed}:{visit_id}".encode()).digest()[:8])
    return drawn * 100 < of_100 << 64


def share_right_pct(right: int, wrong: int) -> int | None:
    """Return the share of answers that say yes, in whole per cent; without answers there is none."""
    return round(100 * right / (right + wrong)) if right + wrong else None


def in_hours(minutes: int) -> str:
    """Write minutes as hours and minutes: 95 is 1 giờ 35 phút."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} giờ"] if hours else []
    return " ".join([*parts, f"{rest} phút"] if rest or not hours else parts)


def told_alone(shown: Iterable[str]) -> str:
    """Return what somebody did unaided as it is kept: in one order, and empty if they needed help with everything.

    Raises:
        ValueError: it is none of what is looked at.
    """
    return " ".join(sorted({Alone(each).value for each in shown}))


def is_all_alone(told: str | None) -> bool:
    """Whether somebody did everything unaided. ``None``, nobody looked, is no answer at all and no yes either."""
    return told is not None and set(told.split()) == set(Alone)


@dataclass(frozen=True)
class Month:
    """What somebody gave in one month: visits, classes, time, and what the households answered."""

    on: date
    visits: int
    classes: int
    minutes: int
    right: int
    wrong: int

    @property
    def gave(self) -> bool:
        """Whether there is anything to be thanked for."""
        return bool(self.visits or self.classes)

    @property
    def share_right_pct(self) -> int | None:
        """The share of answers that confirm, in whole per cent."""
        return share_right_pct(self.right, self.wrong)


@dataclass(frozen=True)
class Stop:
    """One household on an afternoon's way."""

    id: UUID
    merchant_id: UUID
    code: str
    owner_name: str
    business_name: str
    hamlet: str
    house_note: str
    phone: str
    due_on: date
    after_days: int
    misses: int
