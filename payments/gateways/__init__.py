"""What a card processor can do for us, in our own words; each processor's library stays behind one module."""

from dataclasses import dataclass
from datetime import datetime


class GatewayError(Exception):
    """The processor did not do what was asked."""


class UnreachableError(GatewayError):
    """It may have been done or not: ask again with the same key."""


class RefusedError(GatewayError):
    """It was not done, and asking again changes nothing; ``code`` is the processor's word for why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotGenuineError(GatewayError):
    """A message does not carry the processor's signature, or is too old or from the future."""


@dataclass(frozen=True)
class Standing:
    """How far an account has come: what is still wanted, and whether money may move."""

    takes_cards: bool
    due: tuple[str, ...] = ()
    due_by: datetime | None = None
    is_checked: bool = False
    blocked: str = ""


@dataclass(frozen=True)
class Checkout:
    """A page on which one amount is paid once; ``url`` is shown to nobody but whoever asked for it."""

    session_id: str
    url: str


@dataclass(frozen=True)
class CardFacts:
    """What the processor knows of one payment now; amounts in whole đồng."""

    is_paid: bool = False
    is_over: bool = False
    intent_id: str = ""
    amount_vnd: int = 0
    refunded_vnd: int = 0
    is_disputed: bool = False
    is_lost: bool = False
    paid_at: datetime | None = None


@dataclass(frozen=True)
class CardMessage:
    """A message that carries the processor's signature: what happened, at whose account, and to which thing."""

    event_id: str
    kind: str
    account_id: str
    object_id: str
    intent_id: str = ""
