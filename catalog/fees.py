"""What is left of a price: dated deductions, what a place to sell takes, and what packing and sending cost."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

from catalog.channel_rules import Channel

SHIPPED = Path(__file__).parent / "data" / "fees.json"


@dataclass(frozen=True)
class Deduction:
    """What a place to sell keeps back of every order: tax, a share; or a sum of its own, whatever the order is worth.

    ``valid_to`` is the first day it no longer does.
    """

    key: str
    pct: Decimal
    per_order_vnd: int
    channels: frozenset[Channel]
    is_for_offers: bool
    basis: str
    source: str
    valid_from: date
    valid_to: date | None
    verified_on: date
    confirmed: bool

    @property
    def is_tax(self) -> bool:
        """Whether the law wants it, and not the place."""
        return self.key.startswith("tax_")

    def amount_vnd(self, price_vnd: int) -> int:
        """Return what is kept back of one order."""
        return _share(price_vnd, self.pct) + self.per_order_vnd

    def holds_on(self, day: date) -> bool:
        """Whether it is kept back on a day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True)
class Net:
    """One sale: whole đồng throughout, each part rounded once, half a đồng up."""

    price_vnd: int
    fee_vnd: int
    # What is kept back besides, and how much.
    kept_back: tuple[tuple[Deduction, int], ...]
    costs_vnd: int
    made_for_vnd: int | None

    @property
    def received_vnd(self) -> int:
        """What reaches the maker's hand."""
        return self.price_vnd - self.fee_vnd - sum(amount for _, amount in self.kept_back) - self.costs_vnd

    @property
    def left_vnd(self) -> int | None:
        """What is left after what it cost to make; nothing to say while nobody has said that."""
        return None if self.made_for_vnd is None else self.received_vnd - self.made_for_vnd


@cache
def shipped() -> tuple[Deduction, ...]:
    """Return the deductions this release knows."""
    return tuple(
        Deduction(
            key=row["key"],
            pct=Decimal(row.get("pct", 0)),
            per_order_vnd=row.get("per_order_vnd", 0),
            channels=frozenset(Channel(each) for each in row["channels"]),
            is_for_offers=row["is_for_offers"],
            basis=row["basis"],
            source=row["source"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            verified_on=date.fromisoformat(row["verified_on"]),
            confirmed=row["confirmed"],
        )
        for row in json.loads(SHIPPED.read_text("utf-8"))
    )


def deductions_on(channel: Channel, day: date, *, is_offer: bool) -> tuple[Deduction, ...]:
    """Return what a place to sell keeps back of every order on a day."""
    return tuple(
        each for each in shipped() if channel in each.channels and each.is_for_offers is is_offer and each.holds_on(day)
    )


def net_of(
    price_vnd: int,
    *,
    fee_pct: Decimal,
    deductions: Sequence[Deduction],
    costs_vnd: int = 0,
    made_for_vnd: int | None = None,
) -> Net:
    """Work out one sale."""
    return Net(
        price_vnd=price_vnd,
        fee_vnd=_share(price_vnd, fee_pct),
        kept_back=tuple((each, each.amount_vnd(price_vnd)) for each in deductions),
        costs_vnd=costs_vnd,
        made_for_vnd=made_for_vnd,
    )


def _share(amount_vnd: int, pct: Decimal) -> int:
    return int((amount_vnd * pct / 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))
