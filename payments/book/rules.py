"""The thresholds of the law as dated data, and where a revenue stands before them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from app.core.dated_rules import RuleValue, read_rules

_THRESHOLDS = Path(__file__).parent / "data" / "thresholds.json"
# From this share of a threshold on it is worth saying that it is near.
_NEAR_PCT = 80


class Standing(StrEnum):
    """Where a year's revenue stands before a threshold."""

    BELOW = "below"
    NEAR = "near"
    OVER = "over"


@dataclass(frozen=True)
class Threshold:
    """One dated threshold of the law and where this year's revenue stands before it."""

    rule: RuleValue
    standing: Standing


@cache
def _dated() -> tuple[RuleValue, ...]:
    return read_rules(_THRESHOLDS)


def thresholds(revenue_vnd: int, on: date) -> list[Threshold]:
    """Return the thresholds that hold on a day, the lowest first, against a revenue; the threshold itself is below."""
    holding = sorted((rule for rule in _dated() if rule.holds_on(on)), key=lambda rule: (rule.value, rule.key))
    return [Threshold(rule, standing(revenue_vnd, rule.value)) for rule in holding]


def standing(revenue_vnd: int, threshold_vnd: int) -> Standing:
    """Return where a revenue stands before one threshold."""
    if revenue_vnd > threshold_vnd:
        return Standing.OVER
    return Standing.NEAR if revenue_vnd * 100 >= threshold_vnd * _NEAR_PCT else Standing.BELOW


@dataclass(frozen=True)
class Line:
    """One line of the book of sales; less than nought for what was taken back."""

    on_day: date
    reference: str
    note: str
    amount_vnd: int
