"""The life of a class as a table, and its small arithmetic."""

from datetime import date

import pytest

from app.core.states import TransitionNotAllowedError
from merchants.training import rules
from merchants.training.states import TRAINING, SessionState, SessionStep

DAY = date(2026, 11, 28)
POSSIBLE = {
    (SessionState.PLANNED, SessionStep.OPEN): SessionState.OPEN,
    (SessionState.PLANNED, SessionStep.CANCEL): SessionState.CANCELLED,
    (SessionState.OPEN, SessionStep.HOLD): SessionState.HELD,
    (SessionState.OPEN, SessionStep.CANCEL): SessionState.CANCELLED,
}


@pytest.mark.parametrize("state", SessionState)
@pytest.mark.parametrize("step", SessionStep)
def test_every_step_from_every_state(state: SessionState, step: SessionStep) -> None:
    if (state, step) in POSSIBLE:
        assert TRAINING.next(state, step) is POSSIBLE[state, step]
    else:
        with pytest.raises(TransitionNotAllowedError):
            TRAINING.next(state, step)


def test_every_state_is_reached_and_two_are_final() -> None:
    assert TRAINING.reachable() == frozenset(SessionState)
    assert TRAINING.terminal() == {SessionState.HELD, SessionState.CANCELLED}


@pytest.mark.parametrize(("learners", "helpers"), [(0, 0), (1, 1), (6, 1), (7, 2), (25, 5)])
def test_one_helper_for_every_six_learners_begun(learners: int, helpers: int) -> None:
    assert rules.helpers_needed(learners) == helpers


def test_places_left_never_go_below_none() -> None:
    assert rules.places_left(20, 18) == 2
    assert rules.places_left(20, 23) == 0


def test_sign_up_lasts_through_the_day_of_the_class() -> None:
    assert rules.takes_sign_ups(SessionState.OPEN, DAY, DAY)
    assert not rules.takes_sign_ups(SessionState.OPEN, DAY, date(2026, 11, 29))
    assert not rules.takes_sign_ups(SessionState.PLANNED, DAY, date(2026, 11, 1))


def test_attendance_starts_on_the_day_of_the_class() -> None:
    assert not rules.takes_attendance(SessionState.OPEN, DAY, date(2026, 11, 27))
    assert rules.takes_attendance(SessionState.OPEN, DAY, DAY)
    assert rules.takes_attendance(SessionState.HELD, DAY, date(2026, 12, 5))
    assert not rules.takes_attendance(SessionState.CANCELLED, DAY, DAY)
    assert not rules.takes_attendance(SessionState.PLANNED, DAY, DAY)
