"""What rooms, dishes, trips and tickets cost, and which price deserves a second look."""

from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from app.core.dated_rules import RuleMissingError, RuleValue, read_rules
from merchants.rules import Craft

_FILE = Path(__file__).parent.parent / "data" / "prices.json"
MOST_OFFERS = 30
MOST_GUESTS = 60
MOST_VND = 1_000_000_000


class Unit(StrEnum):
    """What a price is for."""

    NIGHT = "night"
    PERSON = "person"


@cache
def _bands() -> tuple[RuleValue, ...]:
    return read_rules(_FILE)


def band(craft: Craft, on: date) -> RuleValue:
    """Return between which prices nobody is asked again; it warns and never blocks.

    Raises:
        RuleMissingError: the data has no band for that day.
    """
    for rule in _bands():
        if rule.key == craft.value and rule.holds_on(on):
            return rule
    raise RuleMissingError(f"price band of {craft} on {on}")


def unit_of(craft: Craft, on: date) -> Unit:
    """Return what a price of this kind of business is for."""
    return Unit(band(craft, on).value["unit"])


def looks_odd(craft: Craft, price_vnd: int, on: date) -> bool:
    """Whether a price has perhaps a nought too many or too few."""
    usual = band(craft, on).value
    return not usual["least_vnd"] <= price_vnd <= usual["most_vnd"]
