"""The life of a roll-out, and the names of what people do about it."""

from enum import StrEnum

from app.core.states import Machine


class RolloutState(StrEnum):
    """Where a roll-out stands."""

    PUBLISHED = "published"
    DRAWN = "drawn"
    WITHDRAWN = "withdrawn"


class RolloutStep(StrEnum):
    """What can happen to a roll-out."""

    DRAW = "draw"
    WITHDRAW = "withdraw"


ROLLOUT = Machine(
    name="rollout",
    initial=RolloutState.PUBLISHED,
    table={
        (RolloutState.PUBLISHED, RolloutStep.DRAW): RolloutState.DRAWN,
        (RolloutState.PUBLISHED, RolloutStep.WITHDRAW): RolloutState.WITHDRAWN,
        (RolloutState.DRAWN, RolloutStep.WITHDRAW): RolloutState.WITHDRAWN,
    },
)


class RolloutAction(StrEnum):
    """What the audit trail calls the changes of this slice."""

    PUBLISHED = "rollout:published"
    DRAWN = "rollout:drawn"
    WITHDRAWN = "rollout:withdrawn"
    MOVED = "rollout:hamlet_moved"
