"""How money is lost, within how many days somebody comes, and whom to ring."""

import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from app.core import calendar

_NUMBERS = Path(__file__).parent / "data" / "numbers.json"
VISIT_WITHIN_WORKING_DAYS = 2
# The largest amount a loss is written down with: ten thousand million đồng.
MOST_VND = 10_000_000_000


class LossKind(StrEnum):
    """How the money went."""

    FAKE_RECEIPT = "fake_receipt"
    OVERLAY = "overlay"
    OTHER = "other"


@dataclass(frozen=True)
class Numbers:
    """Telephones for when money is gone; ``is_verified`` says whether anybody has rung them."""

    banks: dict[str, str]
    police: str
    dated: date
    is_verified: bool

    def of_bank(self, bank_bin: str) -> str:
        """Return a bank's hotline; empty where none is known."""
        return self.banks.get(bank_bin, "")


@cache
def numbers() -> Numbers:
    """Return the telephones that came with this release."""
    raw = json.loads(_NUMBERS.read_text("utf-8"))
    return Numbers(raw["banks"], raw["police"], date.fromisoformat(raw["dated"]), raw["verified"])


def visit_by(reported_on: date) -> date:
    """Return the last day of the promised visit; the day of the report is not counted."""
    return calendar.add_working_days(reported_on, VISIT_WITHIN_WORKING_DAYS)


def pauses_the_card(kind: LossKind) -> bool:
    """Whether the printed code on the counter may be somebody else's by now."""
    return kind is LossKind.OVERLAY
