"""How often money came in a week, in bands, and how old a sighting may be."""

from datetime import date, timedelta
from enum import StrEnum

SEEN_WITHIN = timedelta(days=7)


class Band(StrEnum):
    """How often buyers paid by transfer in a week; never how much."""

    NONE = "none"
    FEW = "few"
    SOME = "some"
    MANY = "many"


def week_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def may_be_seen(seen_on: date, today: date) -> bool:
    """Whether a payment seen on a day may still be written down."""
    return today - SEEN_WITHIN <= seen_on <= today
