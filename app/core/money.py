"""Whole đồng: read as people write them, shown as people read them, multiplied only here."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import NewType

Vnd = NewType("Vnd", int)

# More than any amount a household meets, and small enough for a BIGINT and for JavaScript.
GREATEST_VND = 10**15 - 1

_UNIT = re.compile(r"\s*(?:₫|đồng|dong|đ|vnđ|vnd|d)\.?$", re.IGNORECASE)
_PLAIN = re.compile(r"[0-9]{1,15}")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?P<sign>[.,' ])[0-9]{3}(?:(?P=sign)[0-9]{3})*")

# How amounts are said and written by hand: ``85 nghìn``, ``120k``, ``1,2 triệu``.
_SPOKEN = re.compile(
    r"(0|[1-9][0-9]{0,5})(?:[.,]([0-9]{1,2}))?\s?(k|n|ng|nghìn|nghin|ngàn|ngan|tr|triệu|trieu)", re.IGNORECASE
)


class MoneyError(ValueError):
    """The text is not a whole number of đồng."""


def parse_vnd(text: str) -> Vnd:
    """Read an amount: ``120.000``, ``120,000 đ``, ``1 250 000 VND``, ``120000`` and ``120 nghìn`` are all whole đồng.

    A dot or a comma parts thousands and must part them in threes, so ``120,5`` and ``1.25`` are refused, not guessed.
    Only before a thousand or a million that is said, as in ``1,2 triệu``, does it part tenths.

    Raises:
        MoneyError: not a whole number of đồng from nought up.
    """
    if len(text) > 60:
        raise MoneyError("too long for an amount")
    plain = _UNIT.sub("", " ".join(text.split()))
    if said := _SPOKEN.fullmatch(plain):
        hundredths = int(said[1]) * 100 + int((said[2] or "").ljust(2, "0"))
        return Vnd(hundredths * (10_000 if said[3][0] in "tT" else 10))
    if not _PLAIN.fullmatch(plain) and not _GROUPED.fullmatch(plain):
        raise MoneyError(f"not whole đồng: {text!r}")
    amount = int(re.sub(r"[^0-9]", "", plain))
    if amount > GREATEST_VND:
        raise MoneyError(f"too much: {text!r}")
    return Vnd(amount)


def format_vnd(amount: int) -> str:
    """Show an amount: ``120.000 ₫``."""
    return f"{amount:,} ₫".replace(",", ".")


def apply_rate(amount: int, rate: Decimal) -> Vnd:
    """Return a share of an amount, rounded half up once; ``rate`` is a fraction, ``Decimal("0.015")`` is 1.5 %.

    Raises:
        TypeError: the rate is not a ``Decimal``; binary fractions of money drift.
    """
    if not isinstance(rate, Decimal):
        raise TypeError("A rate is a Decimal")
    return Vnd(int((Decimal(amount) * rate).quantize(Decimal(1), ROUND_HALF_UP)))
