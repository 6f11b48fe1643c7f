"""The life of a correction, and of a change of owner, which takes time to object and two people."""

from enum import StrEnum

from app.core.states import Machine


class ChangeAction(StrEnum):
    """What the audit trail says of changes after approval."""

    ASKED = "correction:ask"
    MADE = "correction:make"
    REFUSED = "correction:refuse"
    TAKEN_BACK = "correction:take_back"
    HANDOVER_ASKED = "handover:ask"
    HANDOVER_ALLOWED = "handover:allow"
    HANDOVER_OBJECTED = "handover:object"
    HANDOVER_PROPOSED = "handover:propose"
    HANDOVER_REFUSED = "handover:refuse"
    HANDOVER_TAKEN_BACK = "handover:take_back"
    HANDED_OVER = "handover:complete"


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


class HandoverState(StrEnum):
    """Where a change of owner stands; until it is done, everything belongs to the old owner."""

    WAITING = "waiting"
    OBJECTED = "objected"
    PROPOSED = "proposed"
    DONE = "done"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"


class HandoverStep(StrEnum):
    """What may happen to a change of owner."""

    ALLOW = "allow"
    OBJECT = "object"
    PROPOSE = "propose"
    COMPLETE = "complete"
    REFUSE = "refuse"
    TAKE_BACK = "take_back"


HANDOVER = Machine(
    name="handover",
    initial=HandoverState.WAITING,
    table={
        (HandoverState.WAITING, HandoverStep.ALLOW): HandoverState.WAITING,
        (HandoverState.OBJECTED, HandoverStep.ALLOW): HandoverState.WAITING,
        (HandoverState.WAITING, HandoverStep.OBJECT): HandoverState.OBJECTED,
        (HandoverState.PROPOSED, HandoverStep.OBJECT): HandoverState.OBJECTED,
        (HandoverState.WAITING, HandoverStep.PROPOSE): HandoverState.PROPOSED,
        (HandoverState.PROPOSED, HandoverStep.COMPLETE): HandoverState.DONE,
        (HandoverState.WAITING, HandoverStep.REFUSE): HandoverState.REFUSED,
        (HandoverState.OBJECTED, HandoverStep.REFUSE): HandoverState.REFUSED,
        (HandoverState.PROPOSED, HandoverStep.REFUSE): HandoverState.REFUSED,
        (HandoverState.WAITING, HandoverStep.TAKE_BACK): HandoverState.TAKEN_BACK,
        (HandoverState.OBJECTED, HandoverStep.TAKE_BACK): HandoverState.TAKEN_BACK,
        (HandoverState.PROPOSED, HandoverStep.TAKE_BACK): HandoverState.TAKEN_BACK,
    },
)
# A business has one new owner at a time to decide about.
OPEN_HANDOVERS = (HandoverState.WAITING, HandoverState.OBJECTED, HandoverState.PROPOSED)
