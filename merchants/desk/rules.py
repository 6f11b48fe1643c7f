"""What the desk holds to: how long a claim lasts, how many samples a batch needs, what the clock may promise."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil

from merchants.states import Step

IDLE_MINUTES = 30
PAGE = 25
# Counting stops here: “more than 1,000” is enough to know, and keeps the page as fast as an empty one.
COUNT_AT_MOST = 1000
PRINT_AT_MOST = 500
BATCH_AT_MOST = 25
SAMPLES_AT_LEAST = 3
PACE_DAYS = 60
PACE_AT_LEAST = 10
PACE_AT_MOST = 500


class Tab(StrEnum):
    """Which part of the queue: by state and by the promised day."""

    ALL = "tat-ca"
    LATE = "qua-han"
    TODAY = "hom-nay"
    LATER = "con-han"
    WITH_OWNER = "cho-dan"


class Risk(StrEnum):
    """What makes a dossier worth a second look."""

    TWIN = "trung"
    TWICE_RETURNED = "tra-lai-2"
    NO_PHONE = "khong-so"
    SECOND_PERSON = "cho-nguoi-hai"


class Likeness(StrEnum):
    """In what two dossiers are alike."""

    NAME = "name"
    PHONE = "phone"
    IDENTITY = "identity"
    PLACE = "place"


class Verdict(StrEnum):
    """What the desk says of two dossiers that are alike."""

    DIFFERENT = "different"
    UNSURE = "unsure"


class Leaving(StrEnum):
    """How a business leaves or comes back, as the desk writes it down."""

    REST = "nghi-vu"
    RESUME = "lam-lai"
    CLOSE = "nghi-han"
    MOVE_AWAY = "chuyen-di"
    STOP = "dung"


LEAVING_STEPS = {
    Leaving.REST: Step.REST,
    Leaving.RESUME: Step.RESUME,
    Leaving.CLOSE: Step.CLOSE,
    Leaving.MOVE_AWAY: Step.MOVE_AWAY,
    Leaving.STOP: Step.STOP,
}


def claim_holds(seen_at: datetime, now: datetime) -> bool:
    """Whether a claim still holds: thirty minutes after the last thing its holder did."""
    return now < seen_at + timedelta(minutes=IDLE_MINUTES)


def claims_since(now: datetime) -> datetime:
    """Return the instant after which a claim must have been used to hold."""
    return now - timedelta(minutes=IDLE_MINUTES)


def samples_of(size: int) -> int:
    """Return how many dossiers of a batch are opened one by one: a fifth, three at least, never more than there are."""
    return min(size, max(SAMPLES_AT_LEAST, ceil(size / 5)))


def sample(codes: Sequence[str]) -> frozenset[str]:
    """Choose the samples of a batch, spread evenly, so that nobody picks the easy ones."""
    wanted = samples_of(len(codes))
    return frozenset(codes[index * len(codes) // wanted] for index in range(wanted)) if wanted else frozenset()


def typical_days(waited: Sequence[int], promised: int) -> int | None:
    """Return in how many working days four of five dossiers are answered; nothing under ten, never less than promised.

    ``waited`` are working days without those on which the owner was awaited.
    """
    if len(waited) < PACE_AT_LEAST:
        return None
    return max(promised, sorted(waited)[ceil(len(waited) * 0.8) - 1])
