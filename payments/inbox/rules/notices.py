"""What a channel says has happened on an account, as plain data."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.core.text import line

GREATEST_VND = 10**15


class Direction(StrEnum):
    """Which way the money went."""

    IN = "in"
    OUT = "out"


class Decision(StrEnum):
    """What one notice comes to."""

    PAID = "paid"
    UNDER = "under"
    OVER = "over"
    SPLIT = "split"
    LATE = "late"
    DUPLICATE = "duplicate"
    REVIEW = "review"
    UNKNOWN = "unknown"
    OTHER_ACCOUNT = "other_account"
    SAME_PAYMENT = "same_payment"
    MAYBE_SAME = "maybe_same"
    MONEY_OUT = "money_out"
    REFUND = "refund"
    TAKEN_BACK = "taken_back"
    SALE = "sale"
    OTHER_MONEY = "other_money"
    UNREADABLE = "unreadable"


# Nobody can say what this money is but the owner.
UNMATCHED = (Decision.UNKNOWN, Decision.OTHER_ACCOUNT, Decision.MAYBE_SAME)
# Not another payment: what another channel has told of already, or may have.
NOT_COUNTED = (Decision.SAME_PAYMENT, Decision.MAYBE_SAME, Decision.UNREADABLE)


@dataclass(frozen=True)
class Notice:
    """What a channel says of one movement; the moment is a wall clock's in Vietnam.

    A statement often knows the day alone: then ``occurred_local`` is none and ``posted_on`` is that day.
    """

    event_id: str
    account_nos: tuple[str, ...]
    amount_vnd: int
    direction: Direction
    memo: str
    occurred_local: datetime | None
    reference: str = ""
    payer_name: str = ""
    payer_account: str = ""
    posted_on: date | None = None


def believable(amount: object) -> bool:
    """Whether a value is a whole number of đồng some bank could have moved; a truth value is none."""
    return type(amount) is int and 0 < amount < GREATEST_VND


def wall_clock(text: object) -> datetime | None:
    """Return a moment as banks write it, without a zone; none if it cannot be read."""
    try:
        read = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return read if read.tzinfo is None else None


def accounts(*numbers: object) -> tuple[str, ...]:
    """Return the account numbers of a notice that are there, as text."""
    return tuple(line(str(number))[:40] for number in numbers if number)


def words(*texts: object) -> str:
    """Return the first text that says anything, as one line."""
    return next((said[:2000] for text in texts if text and (said := line(str(text)))), "")
