"""Đồng: whole numbers, read as people write them, rounded once."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import NewType

Vnd = NewType("Vnd", int)

_GREATEST = 10**15
_GROUPED = re.compile(r"\d{1,3}(?:([.,\s])\d{3})(?:\1\d{3})*|\d+")
_SIGN = re.compile(r"\s*(?:₫|đồng|đ|vnđ|vnd|d)\.?\s*$", re.IGNORECASE)


class MoneyError(ValueError):
    """The text is not a whole amount of đồng."""


def parse_vnd(text: str) -> Vnd:
    """Read ``120.000``, ``120,000 đ``, ``120 000`` and ``120000`` alike, in whole đồng.

    Raises:
        MoneyError: fractions, signs, letters, or more than fifteen digits.
    """
    bare = _SIGN.sub("", text[:60].strip().replace("\u00a0", " ").replace("\u202f", " "))
    if len(text) > 60 or not bare.isascii() or not _GROUPED.fullmatch(bare):
        raise MoneyError(text[:60])
    amount = int(re.sub(r"\D", "", bare))
    if amount >= _GREATEST:
        raise MoneyError(text[:60])
    return Vnd(amount)


def format_vnd(amount: int) -> str:
    """Write an amount as ``1.250.000 ₫``."""
    return f"{amount:,}".replace(",", ".") + " ₫"


def apply_rate(amount: int, rate: Decimal) -> Vnd:
    """Return a share of an amount, in whole đồng, rounded half up once; ``rate`` is a fraction, 0.015 for 1.5 %."""
    return Vnd(int((Decimal(amount) * rate).quantize(Decimal(1), ROUND_HALF_UP)))
