"""The lives of a payment by card and of money sent back to a card."""

from enum import StrEnum

from app.core.states import Machine


class CardState(StrEnum):
    """Where a payment by card stands."""

    STARTED = "started"
    OPEN = "open"
    PAID = "paid"
    PARTLY_REFUNDED = "partly_refunded"
    REFUNDED = "refunded"
    DISPUTED = "disputed"
    LOST = "lost"
    EXPIRED = "expired"
    FAILED = "failed"


class CardStep(StrEnum):
    """What may become known of a payment by card."""

    OPEN = "open"
    FAIL = "fail"
    PAY = "pay"
    EXPIRE = "expire"
    REFUND_PART = "refund_part"
    REFUND_ALL = "refund_all"
    DISPUTE = "dispute"
    WIN = "win"
    LOSE = "lose"


_S, _T = CardState, CardStep

CARD = Machine(
    name="payment by card",
    initial=CardState.STARTED,
    table={
        (_S.STARTED, _T.OPEN): _S.OPEN,
        (_S.STARTED, _T.FAIL): _S.FAILED,
        (_S.OPEN, _T.PAY): _S.PAID,
        (_S.OPEN, _T.EXPIRE): _S.EXPIRED,
        # What the processor says of money counts, even where a page was thought to be over.
        (_S.EXPIRED, _T.PAY): _S.PAID,
        (_S.PAID, _T.REFUND_PART): _S.PARTLY_REFUNDED,
        (_S.PAID, _T.REFUND_ALL): _S.REFUNDED,
        (_S.PARTLY_REFUNDED, _T.REFUND_PART): _S.PARTLY_REFUNDED,
        (_S.PARTLY_REFUNDED, _T.REFUND_ALL): _S.REFUNDED,
        (_S.PAID, _T.DISPUTE): _S.DISPUTED,
        (_S.PARTLY_REFUNDED, _T.DISPUTE): _S.DISPUTED,
        (_S.DISPUTED, _T.WIN): _S.PAID,
        (_S.DISPUTED, _T.LOSE): _S.LOST,
    },
)


class RefundState(StrEnum):
    """Where money sent back to a card stands."""

    ASKED = "asked"
    DONE = "done"
    REFUSED = "refused"


class RefundStep(StrEnum):
    """What may become of money sent back."""

    FINISH = "finish"
    REFUSE = "refuse"


REFUND = Machine(
    name="refund to a card",
    initial=RefundState.ASKED,
    table={
        (RefundState.ASKED, RefundStep.FINISH): RefundState.DONE,
        (RefundState.ASKED, RefundStep.REFUSE): RefundState.REFUSED,
    },
)


class CardAction(StrEnum):
    """What the audit trail calls the changes of this slice; none of them tells an amount."""

    ASKED = "card:asked"
    OPENED = "card:opened"
    STANDING_READ = "card:standing_read"
    STARTED = "card:started"
    MOVED = "card:moved"
    REFUND_ASKED = "card:refund_asked"
    REFUND_MOVED = "card:refund_moved"
