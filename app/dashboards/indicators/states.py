"""The life of a change to a definition: proposed by one person, decided by another."""

from enum import StrEnum

from app.core.states import Machine


class ChangeState(StrEnum):
    """Where a change stands."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    NOT_AGREED = "not_agreed"


class ChangeStep(StrEnum):
    """What the second person may do."""

    AGREE = "agree"
    NOT_AGREE = "not_agree"


DEFINITION_CHANGE = Machine(
    name="definition change",
    initial=ChangeState.PROPOSED,
    table={
        (ChangeState.PROPOSED, ChangeStep.AGREE): ChangeState.AGREED,
        (ChangeState.PROPOSED, ChangeStep.NOT_AGREE): ChangeState.NOT_AGREED,
    },
)
