"""The life of a text somebody sent, what it can ask for, and what the audit trail calls its changes."""

from enum import StrEnum

from app.core.states import Machine


class TextState(StrEnum):
    """Where a text stands."""

    WAITING = "waiting"
    DONE = "done"
    READ = "read"


class TextStep(StrEnum):
    """What can happen to a text."""

    DO = "do"
    READ = "read"


TEXT = Machine(
    name="incoming text",
    initial=TextState.WAITING,
    table={
        (TextState.WAITING, TextStep.DO): TextState.DONE,
        (TextState.WAITING, TextStep.READ): TextState.READ,
    },
)


class Asks(StrEnum):
    """What a text asks for. Whatever is not plain is ``UNCLEAR``: nobody is signed up on a guess."""

    PLACE = "place"
    NO_PLACE = "no_place"
    UNCLEAR = "unclear"


class TextAction(StrEnum):
    """What the audit trail calls the changes of this slice."""

    READ = "texts:read"
