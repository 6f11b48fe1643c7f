"""The lives of a payment request and of a QR standee, as tables."""

from enum import StrEnum

from app.core.states import Machine


class RequestState(StrEnum):
    """Where a payment request is."""

    OPEN = "open"
    PAID = "paid"
    REVIEW = "review"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    CLOSED = "closed"


class RequestStep(StrEnum):
    """What may happen to a payment request."""

    SETTLE = "settle"
    QUESTION = "question"
    CANCEL = "cancel"
    EXPIRE = "expire"
    ACCEPT = "accept"
    CLOSE = "close"


REQUEST = Machine(
    name="payment request",
    initial=RequestState.OPEN,
    table={
        (RequestState.OPEN, RequestStep.SETTLE): RequestState.PAID,
        (RequestState.OPEN, RequestStep.QUESTION): RequestState.REVIEW,
        (RequestState.OPEN, RequestStep.CANCEL): RequestState.CANCELLED,
        (RequestState.OPEN, RequestStep.EXPIRE): RequestState.EXPIRED,
        # Money that comes late is kept in sight; it does not revive the request by itself.
        (RequestState.EXPIRED, RequestStep.QUESTION): RequestState.REVIEW,
        (RequestState.CANCELLED, RequestStep.QUESTION): RequestState.REVIEW,
        (RequestState.REVIEW, RequestStep.ACCEPT): RequestState.PAID,
        (RequestState.REVIEW, RequestStep.CLOSE): RequestState.CLOSED,
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
