"""The life of a class, what attendance can be, and the names of what people do here."""

from enum import StrEnum

from app.core.states import Machine


class SessionState(StrEnum):
    """Where a class stands."""

    PLANNED = "planned"
    OPEN = "open"
    HELD = "held"
    CANCELLED = "cancelled"


class SessionStep(StrEnum):
    """What can happen to a class."""

    OPEN = "open"
    HOLD = "hold"
    CANCEL = "cancel"


TRAINING = Machine(
    name="training",
    initial=SessionState.PLANNED,
    table={
        (SessionState.PLANNED, SessionStep.OPEN): SessionState.OPEN,
        (SessionState.PLANNED, SessionStep.CANCEL): SessionState.CANCELLED,
        (SessionState.OPEN, SessionStep.HOLD): SessionState.HELD,
        (SessionState.OPEN, SessionStep.CANCEL): SessionState.CANCELLED,
    },
)


class WaitState(StrEnum):
    """Where somebody in the line stands."""

    WAITING = "waiting"
    OFFERED = "offered"
    TAKEN = "taken"
    GONE = "gone"


class WaitStep(StrEnum):
    """What can happen in the line."""

    OFFER = "offer"
    TAKE = "take"
    LEAVE = "leave"
    RETURN = "return"


WAIT = Machine(
    name="wait",
    initial=WaitState.WAITING,
    table={
        (WaitState.WAITING, WaitStep.OFFER): WaitState.OFFERED,
        (WaitState.WAITING, WaitStep.LEAVE): WaitState.GONE,
        (WaitState.OFFERED, WaitStep.TAKE): WaitState.TAKEN,
        (WaitState.OFFERED, WaitStep.LEAVE): WaitState.GONE,
        (WaitState.TAKEN, WaitStep.RETURN): WaitState.WAITING,
        (WaitState.GONE, WaitStep.RETURN): WaitState.WAITING,
    },
)


class Channel(StrEnum):
    """How a sign-up came; all lead to the one list."""

    PAGE = "page"
    TELEPHONE = "telephone"
    LIST = "list"
    MESSAGE = "message"


class Attendance(StrEnum):
    """Three values, never two: nobody is absent because nobody wrote anything."""

    NOT_RECORDED = "not_recorded"
    PRESENT = "present"
    ABSENT = "absent"


class TrainingAction(StrEnum):
    """What the audit trail calls the changes of this slice."""

    PLANNED = "training:planned"
    OPENED = "training:opened"
    HELD = "training:held"
    CANCELLED = "training:cancelled"
    SIGNED_UP = "training:signed_up"
    SIGN_UP_CANCELLED = "training:sign_up_cancelled"
    ATTENDANCE_RECORDED = "training:attendance_recorded"
    WALKED_IN = "training:walked_in"
    WAITS = "training:waits"
    OFFERED = "training:place_offered"
    LEFT_LINE = "training:left_line"
    COUNTED = "training:counted"
    SHEET_KEPT = "training:sheet_kept"
    SHEET_DELETED = "training:sheet_deleted"
