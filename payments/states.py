"""The lives of a payment request and of a QR standee, as tables."""

from enum import StrEnum

from app.core.states import Machine


class RequestState(StrEnum):
    """Where a payment request is."""

    OPEN = "open"
    PAID = "paid"
    UNDERPAID = "underpaid"
    OVERPAID = "overpaid"
    SPLIT = "split"
    LATE = "late"
    PAID_TWICE = "paid_twice"
    TAKEN_BACK = "taken_back"
    REVIEW = "review"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    CLOSED = "closed"


class RequestStep(StrEnum):
    """What may happen to a payment request."""

    SETTLE = "settle"
    UNDERPAY = "underpay"
    COMPLETE = "complete"
    OVERPAY = "overpay"
    COME_LATE = "come_late"
    PAY_AGAIN = "pay_again"
    SETTLE_UP = "settle_up"
    TAKE_BACK = "take_back"
    QUESTION = "question"
    CANCEL = "cancel"
    EXPIRE = "expire"
    ACCEPT = "accept"
    CLOSE = "close"


# Money is there, and it is not counted until the owner says what it is.
WAITING = (
    RequestState.UNDERPAID,
    RequestState.SPLIT,
    RequestState.OVERPAID,
    RequestState.LATE,
    RequestState.REVIEW,
)
# Money for these is a sale.
SETTLED = (RequestState.PAID, RequestState.PAID_TWICE)

REQUEST = Machine(
    name="payment request",
    initial=RequestState.OPEN,
    table={
        (RequestState.OPEN, RequestStep.SETTLE): RequestState.PAID,
        (RequestState.OPEN, RequestStep.UNDERPAY): RequestState.UNDERPAID,
        (RequestState.OPEN, RequestStep.OVERPAY): RequestState.OVERPAID,
        (RequestState.OPEN, RequestStep.QUESTION): RequestState.REVIEW,
        (RequestState.OPEN, RequestStep.CANCEL): RequestState.CANCELLED,
        (RequestState.OPEN, RequestStep.EXPIRE): RequestState.EXPIRED,
        # Parts that make up the whole are still no exact payment: the owner says that they belong together.
        (RequestState.UNDERPAID, RequestStep.COMPLETE): RequestState.SPLIT,
        (RequestState.UNDERPAID, RequestStep.OVERPAY): RequestState.OVERPAID,
        (RequestState.UNDERPAID, RequestStep.COME_LATE): RequestState.LATE,
        (RequestState.UNDERPAID, RequestStep.QUESTION): RequestState.REVIEW,
        (RequestState.SPLIT, RequestStep.OVERPAY): RequestState.OVERPAID,
        (RequestState.SPLIT, RequestStep.COME_LATE): RequestState.LATE,
        (RequestState.SPLIT, RequestStep.QUESTION): RequestState.REVIEW,
        (RequestState.OVERPAID, RequestStep.COME_LATE): RequestState.LATE,
        (RequestState.OVERPAID, RequestStep.QUESTION): RequestState.REVIEW,
        # Money that comes late is kept in sight; it does not revive the request by itself.
        (RequestState.EXPIRED, RequestStep.COME_LATE): RequestState.LATE,
        (RequestState.CANCELLED, RequestStep.COME_LATE): RequestState.LATE,
        (RequestState.CLOSED, RequestStep.COME_LATE): RequestState.LATE,
        (RequestState.TAKEN_BACK, RequestStep.COME_LATE): RequestState.LATE,
        # Paid a second time: the sale stands, and what came over is owed back until nothing is.
        (RequestState.PAID, RequestStep.PAY_AGAIN): RequestState.PAID_TWICE,
        (RequestState.PAID_TWICE, RequestStep.SETTLE_UP): RequestState.PAID,
        # The bank took the very payment out again: the request is as if nobody had paid.
        (RequestState.PAID, RequestStep.TAKE_BACK): RequestState.TAKEN_BACK,
        **{(state, RequestStep.ACCEPT): RequestState.PAID for state in WAITING},
        **{(state, RequestStep.CLOSE): RequestState.CLOSED for state in WAITING},
    },
)


class StandeeState(StrEnum):
    """Whether a printed code may be trusted."""

    ISSUED = "issued"
    PAUSED = "paused"
    REVOKED = "revoked"


class StandeeStep(StrEnum):
    """What may happen to a printed code."""

    PAUSE = "pause"
    RESUME = "resume"
    REVOKE = "revoke"


STANDEE = Machine(
    name="standee",
    initial=StandeeState.ISSUED,
    table={
        (StandeeState.ISSUED, StandeeStep.PAUSE): StandeeState.PAUSED,
        (StandeeState.PAUSED, StandeeStep.RESUME): StandeeState.ISSUED,
        (StandeeState.ISSUED, StandeeStep.REVOKE): StandeeState.REVOKED,
        (StandeeState.PAUSED, StandeeStep.REVOKE): StandeeState.REVOKED,
    },
)
