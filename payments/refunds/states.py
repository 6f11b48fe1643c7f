"""The life of money owed back."""

from enum import StrEnum

from app.core.states import Machine


class RefundState(StrEnum):
    """Where money owed back stands."""

    OWED = "owed"
    SENT = "sent"
    DONE = "done"
    KEPT = "kept"


class RefundStep(StrEnum):
    """What may happen to money owed back."""

    SEND = "send"
    FINISH = "finish"
    KEEP = "keep"


REFUND = Machine(
    name="money owed back",
    initial=RefundState.OWED,
    table={
        (RefundState.OWED, RefundStep.SEND): RefundState.SENT,
        (RefundState.SENT, RefundStep.FINISH): RefundState.DONE,
        # The buyer bought once more, or left it as a gift: the owner's word.
        (RefundState.OWED, RefundStep.KEEP): RefundState.KEPT,
    },
)


class RefundAction(StrEnum):
    """What the audit trail calls each change."""

    OWED = "refund:owe"
    SENT = "refund:send"
    DONE = "refund:finish"
    KEPT = "refund:keep"
