"""The life of a reported loss."""

from enum import StrEnum

from app.core.states import Machine


class LossState(StrEnum):
    """Where a reported loss stands. Late is not a state: it is a day that has passed."""

    REPORTED = "reported"
    VISITED = "visited"
    CLOSED = "closed"


class LossStep(StrEnum):
    """What may happen to a reported loss."""

    VISIT = "visit"
    CLOSE = "close"


LOSS = Machine(
    name="loss of money",
    initial=LossState.REPORTED,
    table={
        (LossState.REPORTED, LossStep.VISIT): LossState.VISITED,
        # Nothing is closed over the family's head: somebody has been there first.
        (LossState.VISITED, LossStep.CLOSE): LossState.CLOSED,
    },
)


class LossAction(StrEnum):
    """What the audit trail calls the changes of this slice."""

    REPORTED = "loss:report"
    VISITED = "loss:visit"
    CLOSED = "loss:close"
