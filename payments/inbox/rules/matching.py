"""What a notice settles: only code, account, direction and exact amount together mean paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from payments.inbox.rules.notices import Decision, Direction, Notice
from payments.states import RequestState


@dataclass(frozen=True)
class Asked:
    """A payment request whose code stands in the memo, and what has come for it that nobody has decided about."""

    reference: str
    account_no: str
    amount_vnd: int
    state: RequestState
    expires_at: datetime
    waiting_vnd: int = 0


@dataclass(frozen=True)
class Ruling:
    """What a notice comes to, and for which request."""

    decision: Decision
    reference: str | None = None


def decide(notice: Notice, requests: Sequence[Asked], *, at: datetime) -> Ruling:
    """Decide what money that came in settles.

    ``at`` is when the money moved: a notice that was held up on its way does not make a payment late.
    """
    if notice.direction is Direction.OUT:
        return Ruling(Decision.MONEY_OUT)
    if not requests:
        return Ruling(Decision.UNKNOWN)
    here = [asked for asked in requests if asked.account_no in notice.account_nos]
    if not here:
        return Ruling(Decision.OTHER_ACCOUNT)
    exact = [asked for asked in here if asked.amount_vnd == notice.amount_vnd]
    asked = exact[0] if len(exact) == 1 else here[0]
    return Ruling(_for_one(notice, asked, several=len(here) > 1, at=at), asked.reference)


def _for_one(notice: Notice, asked: Asked, *, several: bool, at: datetime) -> Decision:
    match asked.state:
        case RequestState.PAID | RequestState.PAID_TWICE:
            return Decision.DUPLICATE
        case (
            RequestState.CANCELLED
            | RequestState.EXPIRED
            | RequestState.CLOSED
            | RequestState.LATE
            | RequestState.TAKEN_BACK
        ):
            return Decision.LATE
        case RequestState.REVIEW:
            return Decision.REVIEW
        case RequestState.OPEN | RequestState.UNDERPAID | RequestState.SPLIT | RequestState.OVERPAID:
            return _in_time(notice, asked, several=several) if at < asked.expires_at else Decision.LATE


def _in_time(notice: Notice, asked: Asked, *, several: bool) -> Decision:
    if several:
        return Decision.REVIEW
    came_vnd = asked.waiting_vnd + notice.amount_vnd
    if came_vnd == asked.amount_vnd:
        return Decision.PAID if asked.state is RequestState.OPEN else Decision.SPLIT
    return Decision.UNDER if came_vnd < asked.amount_vnd else Decision.OVER
