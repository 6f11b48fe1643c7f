"""Where cards can be taken, what fits one card payment, and what follows from what a processor knows."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from payments.cards.states import CardState, CardStep
from payments.gateways import CardFacts

HOME = "VN"
# A page for paying lives this long at least, by the processor's rule, and never longer than a day.
SHORTEST, LONGEST = timedelta(minutes=31), timedelta(hours=24)


@dataclass(frozen=True)
class Reach:
    """Where accounts can be had and how much fits one payment, with where that was read and when."""

    countries: tuple[str, ...]
    least_vnd: int
    most_vnd: int
    source: str
    verified_on: date


@cache
def reach() -> Reach:
    """Return the countries and limits that were read at the processor's."""
    told = json.loads((Path(__file__).parent / "data" / "countries.json").read_text("utf-8"))
    return Reach(
        countries=tuple(told["countries"]),
        least_vnd=told["limits"]["least_vnd"],
        most_vnd=told["limits"]["most_vnd"],
        source=told["source"],
        verified_on=date.fromisoformat(told["verified_on"]),
    )


def fits(amount_vnd: int) -> bool:
    """Whether an amount can be paid by card at all; asked before anybody is sent to the processor."""
    return reach().least_vnd <= amount_vnd <= reach().most_vnd


def page_ends_at(now: datetime, request_ends_at: datetime) -> datetime | None:
    """Return until when a page for paying lives; None if the request ends too soon for one."""
    ends = min(request_ends_at, now + LONGEST)
    return ends if ends - now >= SHORTEST else None


def next_step(state: CardState, known_refunded_vnd: int, facts: CardFacts) -> CardStep | None:  # noqa: PLR0911  a table
    """Return the next step from what is known to what the processor says; None once both agree.

    Called again after every step, so that one reading may go from an open page to a refund, whatever the messages
    about it were and in whichever order they came.
    """
    match state:
        case CardState.OPEN | CardState.EXPIRED if facts.is_paid:
            return CardStep.PAY
        case CardState.OPEN if facts.is_over:
            return CardStep.EXPIRE
        case CardState.DISPUTED if facts.is_lost:
            return CardStep.LOSE
        case CardState.DISPUTED if not facts.is_disputed:
            return CardStep.WIN
        case CardState.PAID | CardState.PARTLY_REFUNDED if facts.is_disputed:
            return CardStep.DISPUTE
        case CardState.PAID | CardState.PARTLY_REFUNDED if facts.refunded_vnd > known_refunded_vnd:
            return CardStep.REFUND_ALL if facts.refunded_vnd >= facts.amount_vnd else CardStep.REFUND_PART
        case _:
            return None


def may_refund(amount_vnd: int, *, paid_vnd: int, refunded_vnd: int, waiting_vnd: int) -> bool:
    """Whether so much can still be sent back, with what is on its way already."""
    return 0 < amount_vnd <= paid_vnd - refunded_vnd - waiting_vnd
