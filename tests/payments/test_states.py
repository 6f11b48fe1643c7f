"""Every step a request and a standee may take, and none else."""

import pytest

from app.core.states import TransitionNotAllowedError
from payments.states import REQUEST, STANDEE, RequestState, RequestStep, StandeeState, StandeeStep

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize("state", RequestState)
@pytest.mark.parametrize("step", RequestStep)
def test_a_request_takes_only_the_steps_of_its_table(state: RequestState, step: RequestStep) -> None:
    if (state, step) in REQUEST.table:
        assert REQUEST.next(state, step) in RequestState
    else:
        with pytest.raises(TransitionNotAllowedError):
            REQUEST.next(state, step)


def test_nothing_about_money_is_so_final_that_more_of_it_could_not_come() -> None:
    assert REQUEST.terminal() == frozenset()
    assert REQUEST.reachable() == set(RequestState)


@pytest.mark.parametrize("state", StandeeState)
@pytest.mark.parametrize("step", StandeeStep)
def test_a_standee_takes_only_the_steps_of_its_table(state: StandeeState, step: StandeeStep) -> None:
    if (state, step) in STANDEE.table:
        assert STANDEE.next(state, step) in StandeeState
    else:
        with pytest.raises(TransitionNotAllowedError):
            STANDEE.next(state, step)


def test_a_revoked_standee_never_comes_back() -> None:
    assert STANDEE.terminal() == {StandeeState.REVOKED}
    assert STANDEE.reachable() == set(StandeeState)
