"""A machine is its table."""

from enum import StrEnum

import pytest

from app.core.states import Machine, TransitionNotAllowedError

pytestmark = pytest.mark.no_database


class Light(StrEnum):
    RED = "red"
    GREEN = "green"
    OFF = "off"
    BLUE = "blue"


class Turn(StrEnum):
    GO = "go"
    STOP = "stop"
    END = "end"


LIGHTS = Machine(
    "lights",
    Light.RED,
    {
        (Light.RED, Turn.GO): Light.GREEN,
        (Light.GREEN, Turn.STOP): Light.RED,
        (Light.RED, Turn.END): Light.OFF,
    },
)


@pytest.mark.parametrize("state", Light)
@pytest.mark.parametrize("step", Turn)
def test_only_what_the_table_says_may_happen(state: Light, step: Turn) -> None:
    if (state, step) in LIGHTS.table:
        assert LIGHTS.next(state, step) == LIGHTS.table[state, step]
    else:
        with pytest.raises(TransitionNotAllowedError):
            LIGHTS.next(state, step)


def test_buttons_ends_and_reach_come_from_the_table() -> None:
    assert LIGHTS.actions(Light.RED) == (Turn.GO, Turn.END)
    assert LIGHTS.terminal() == {Light.OFF, Light.BLUE}
    assert LIGHTS.reachable() == {Light.RED, Light.GREEN, Light.OFF}
