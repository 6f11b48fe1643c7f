"""What one person proposes, another one decides, once."""

import pytest

from app.core.proposals.states import PROPOSAL, ProposalState, ProposalStep


@pytest.mark.no_database
def test_a_proposal_is_answered_once_in_one_of_two_ways() -> None:
    assert set(PROPOSAL.table) == {(ProposalState.PROPOSED, step) for step in ProposalStep}
    assert PROPOSAL.terminal() == {ProposalState.AGREED, ProposalState.NOT_AGREED}
