"""The life of a proposal: made by one person, decided by another."""

from enum import StrEnum

from app.core.states import Machine


class ProposalState(StrEnum):
    """Where a proposal stands."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    NOT_AGREED = "not_agreed"


class ProposalStep(StrEnum):
    """What the second person may do."""

    AGREE = "agree"
    NOT_AGREE = "not_agree"


PROPOSAL = Machine(
    name="proposal",
    initial=ProposalState.PROPOSED,
    table={
        (ProposalState.PROPOSED, ProposalStep.AGREE): ProposalState.AGREED,
        (ProposalState.PROPOSED, ProposalStep.NOT_AGREE): ProposalState.NOT_AGREED,
    },
)
