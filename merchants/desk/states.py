"""The life of a refusal, which takes two people, and of a batch."""

from enum import StrEnum

from app.core.states import Machine


class DeskAction(StrEnum):
    """What the audit trail says was done at the desk."""

    CLAIMED = "desk:claim"
    RELEASED = "desk:release"
    CONFLICT_DECLARED = "desk:declare_conflict"
    ASSIGNED = "desk:assign"
    REFUSAL_PROPOSED = "desk:propose_refusal"
    REFUSAL_AGREED = "desk:agree_refusal"
    REFUSAL_NOT_AGREED = "desk:not_agree_refusal"
    TWINS_JUDGED = "desk:judge_twins"
    BATCH_OPENED = "desk:open_batch"
    SAMPLE_SEEN = "desk:see_sample"
    SAMPLE_DIFFERS = "desk:sample_differs"
    BATCH_SENT = "desk:send_batch"
    BATCH_DROPPED = "desk:drop_batch"


class RefusalState(StrEnum):
    """Where a refusal stands: one person proposes, another one decides."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    NOT_AGREED = "not_agreed"


class RefusalStep(StrEnum):
    """What the second person may do."""

    AGREE = "agree"
    NOT_AGREE = "not_agree"


REFUSAL = Machine(
    name="refusal",
    initial=RefusalState.PROPOSED,
    table={
        (RefusalState.PROPOSED, RefusalStep.AGREE): RefusalState.AGREED,
        (RefusalState.PROPOSED, RefusalStep.NOT_AGREE): RefusalState.NOT_AGREED,
    },
)


class BatchState(StrEnum):
    """Where a batch stands."""

    OPEN = "open"
    SENT = "sent"
    DROPPED = "dropped"


class BatchStep(StrEnum):
    """What may happen to a batch."""

    SEND = "send"
    DROP = "drop"


BATCH = Machine(
    name="batch",
    initial=BatchState.OPEN,
    table={
        (BatchState.OPEN, BatchStep.SEND): BatchState.SENT,
        (BatchState.OPEN, BatchStep.DROP): BatchState.DROPPED,
    },
)
