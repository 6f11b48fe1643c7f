"""The life of a correction: it waits, is made, refused, or taken back."""

from enum import StrEnum

from app.core.states import Machine


class ChangeAction(StrEnum):
    """What the audit trail says of changes after approval."""

    ASKED = "correction:ask"
    MADE = "correction:make"
    REFUSED = "correction:refuse"
    TAKEN_BACK = "correction:take_back"


class CorrectionState(StrEnum):
    """Where a correction stands; until it is made, the old answer counts."""

    WAITING = "waiting"
    MADE = "made"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"


class CorrectionStep(StrEnum):
    """What may happen to a correction."""

    MAKE = "make"
    REFUSE = "refuse"
    TAKE_BACK = "take_back"


CORRECTION = Machine(
    name="correction",
    initial=CorrectionState.WAITING,
    table={
        (CorrectionState.WAITING, CorrectionStep.MAKE): CorrectionState.MADE,
        (CorrectionState.WAITING, CorrectionStep.REFUSE): CorrectionState.REFUSED,
        (CorrectionState.WAITING, CorrectionStep.TAKE_BACK): CorrectionState.TAKEN_BACK,
    },
)
