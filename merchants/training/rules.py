"""Arithmetic of a class: how many fit, how many helpers it needs, and when what may be done."""

from datetime import date

from merchants.training.states import SessionState

MAX_CAPACITY = 25
LEARNERS_PER_HELPER = 6


def helpers_needed(learners: int) -> int:
    """Return how many helpers a class needs: one for every six learners begun."""
    return -(-learners // LEARNERS_PER_HELPER)


def places_left(capacity: int, taken: int) -> int:
    """Return the free places, never fewer than none. Companions are counted apart and take no place."""
    return max(0, capacity - taken)


def takes_sign_ups(state: SessionState, held_on: date, on: date) -> bool:
    """Whether a place may be taken: the class is open and its day has not passed."""
    return state is SessionState.OPEN and on <= held_on


def takes_attendance(state: SessionState, held_on: date, on: date) -> bool:
    """Whether attendance may be written: on the day or after it, for a class that was not cancelled."""
    return state in (SessionState.OPEN, SessionState.HELD) and held_on <= on
