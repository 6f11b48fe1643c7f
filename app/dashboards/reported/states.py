"""The life of a sheet of reported figures: in order or sent back, then decided by a second person, and taken back."""

from enum import StrEnum

from app.core.states import Machine


class SheetState(StrEnum):
    """Where a sheet stands."""

    READ = "read"
    SENT_BACK = "sent_back"
    WAITING = "waiting"
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"
    WITHDRAWN = "withdrawn"


class SheetStep(StrEnum):
    """What can happen to a sheet."""

    SEND_BACK = "send_back"
    OFFER = "offer"
    ACCEPT = "accept"
    NOT_ACCEPT = "not_accept"
    WITHDRAW = "withdraw"


REPORTED_SHEET = Machine(
    name="reported sheet",
    initial=SheetState.READ,
    table={
        (SheetState.READ, SheetStep.SEND_BACK): SheetState.SENT_BACK,
        (SheetState.READ, SheetStep.OFFER): SheetState.WAITING,
        (SheetState.WAITING, SheetStep.ACCEPT): SheetState.ACCEPTED,
        (SheetState.WAITING, SheetStep.NOT_ACCEPT): SheetState.NOT_ACCEPTED,
        (SheetState.ACCEPTED, SheetStep.WITHDRAW): SheetState.WITHDRAWN,
    },
)

# The same file again is the same sheet while the first one waits or holds.
LIVING = (SheetState.WAITING, SheetState.ACCEPTED)
