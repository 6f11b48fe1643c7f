"""The life of a message: waiting, delivered, or with the people who call and carry."""

from enum import StrEnum

from app.core.states import Machine


class MessageState(StrEnum):
    """Where a message stands; which channel it waits for is said beside it."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    TO_CALL = "to_call"
    ON_PAPER = "on_paper"
    REACHED = "reached"
    STOPPED = "stopped"


class MessageStep(StrEnum):
    """What may happen to a message."""

    DELIVER = "deliver"
    FALL_TO_CALL = "fall_to_call"
    FALL_TO_PAPER = "fall_to_paper"
    REACH = "reach"
    STOP = "stop"


_S, _T = MessageState, MessageStep

MESSAGE = Machine(
    name="message",
    initial=MessageState.WAITING,
    table={
        (_S.WAITING, _T.DELIVER): _S.DELIVERED,
        (_S.WAITING, _T.FALL_TO_CALL): _S.TO_CALL,
        (_S.WAITING, _T.FALL_TO_PAPER): _S.ON_PAPER,
        (_S.TO_CALL, _T.REACH): _S.REACHED,
        (_S.TO_CALL, _T.FALL_TO_PAPER): _S.ON_PAPER,
        (_S.ON_PAPER, _T.REACH): _S.REACHED,
        (_S.WAITING, _T.STOP): _S.STOPPED,
        (_S.TO_CALL, _T.STOP): _S.STOPPED,
        (_S.ON_PAPER, _T.STOP): _S.STOPPED,
    },
)
OPEN = (MessageState.WAITING, MessageState.TO_CALL, MessageState.ON_PAPER)
