"""The life of a dossier: drafted, sent, sent back, confirmed, refused or joined with another, and the ways out."""

from enum import StrEnum

from app.core.states import Machine


class Stage(StrEnum):
    """Where a dossier stands. Overdue is not a stage: it is a date that has passed."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    CONFIRMED = "confirmed"
    RESTING = "resting"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined_for_now"
    CLOSED = "closed"
    EXPIRED = "expired"
    REFUSED = "refused"
    STOPPED = "stopped"
    MOVED = "moved_away"
    MERGED = "merged"


class Step(StrEnum):
    """What may happen to a dossier."""

    SUBMIT = "submit"
    RESUBMIT = "resubmit"
    SEND_BACK = "send_back"
    CONFIRM = "confirm"
    WITHDRAW = "withdraw"
    DECLINE = "decline"
    REOPEN = "reopen"
    REST = "rest"
    RESUME = "resume"
    CLOSE = "close"
    EXPIRE = "expire"
    EXTEND = "extend"
    REFUSE = "refuse"
    STOP = "stop"
    MOVE_AWAY = "move_away"
    MERGE = "merge"
    RESTORE_SUBMITTED = "restore_submitted"
    RESTORE_RETURNED = "restore_returned"
    RESTORE_CONFIRMED = "restore_confirmed"
    RESTORE_RESTING = "restore_resting"


REGISTRATION = Machine(
    name="registration",
    initial=Stage.DRAFT,
    table={
        (Stage.DRAFT, Step.SUBMIT): Stage.SUBMITTED,
        (Stage.DRAFT, Step.WITHDRAW): Stage.WITHDRAWN,
        (Stage.DRAFT, Step.DECLINE): Stage.DECLINED,
        (Stage.DRAFT, Step.EXPIRE): Stage.EXPIRED,
        (Stage.SUBMITTED, Step.CONFIRM): Stage.CONFIRMED,
        (Stage.SUBMITTED, Step.SEND_BACK): Stage.RETURNED,
        (Stage.SUBMITTED, Step.WITHDRAW): Stage.WITHDRAWN,
        (Stage.RETURNED, Step.RESUBMIT): Stage.SUBMITTED,
        (Stage.RETURNED, Step.WITHDRAW): Stage.WITHDRAWN,
        (Stage.CONFIRMED, Step.REST): Stage.RESTING,
        (Stage.CONFIRMED, Step.CLOSE): Stage.CLOSED,
        (Stage.RESTING, Step.RESUME): Stage.CONFIRMED,
        (Stage.RESTING, Step.CLOSE): Stage.CLOSED,
        (Stage.DECLINED, Step.REOPEN): Stage.DRAFT,
        (Stage.EXPIRED, Step.REOPEN): Stage.DRAFT,
        (Stage.SUBMITTED, Step.EXTEND): Stage.SUBMITTED,
        (Stage.SUBMITTED, Step.REFUSE): Stage.REFUSED,
        (Stage.REFUSED, Step.REOPEN): Stage.DRAFT,
        (Stage.SUBMITTED, Step.STOP): Stage.STOPPED,
        (Stage.RETURNED, Step.STOP): Stage.STOPPED,
        (Stage.STOPPED, Step.REOPEN): Stage.DRAFT,
        (Stage.SUBMITTED, Step.MOVE_AWAY): Stage.MOVED,
        (Stage.RETURNED, Step.MOVE_AWAY): Stage.MOVED,
        (Stage.CONFIRMED, Step.MOVE_AWAY): Stage.MOVED,
        (Stage.RESTING, Step.MOVE_AWAY): Stage.MOVED,
        (Stage.MOVED, Step.REOPEN): Stage.DRAFT,
        (Stage.SUBMITTED, Step.MERGE): Stage.MERGED,
        (Stage.RETURNED, Step.MERGE): Stage.MERGED,
        (Stage.CONFIRMED, Step.MERGE): Stage.MERGED,
        (Stage.RESTING, Step.MERGE): Stage.MERGED,
        (Stage.MERGED, Step.RESTORE_SUBMITTED): Stage.SUBMITTED,
        (Stage.MERGED, Step.RESTORE_RETURNED): Stage.RETURNED,
        (Stage.MERGED, Step.RESTORE_CONFIRMED): Stage.CONFIRMED,
        (Stage.MERGED, Step.RESTORE_RESTING): Stage.RESTING,
    },
)

# Confirmed once and not left since: what a registered merchant is to every count.
REGISTERED = (Stage.CONFIRMED, Stage.RESTING)
# The commune holds the file or has held it and waits: a file that was sent.
SENT = (Stage.SUBMITTED, Stage.RETURNED, Stage.CONFIRMED, Stage.RESTING)
# Ended before it was registered. Most can be opened again, so they are kept for a time, and then erased.
UNREGISTERED = (Stage.WITHDRAWN, Stage.DECLINED, Stage.EXPIRED, Stage.REFUSED, Stage.STOPPED)
EDITABLE = (Stage.DRAFT, Stage.RETURNED)
# Nobody rings or texts a family that has left: what waits in the outbox is stopped in the same moment.
SILENT = (Stage.CLOSED, Stage.MOVED)
# Undoing a merge puts a dossier back where it stood.
RESTORING = {
    Stage.SUBMITTED: Step.RESTORE_SUBMITTED,
    Stage.RETURNED: Step.RESTORE_RETURNED,
    Stage.CONFIRMED: Step.RESTORE_CONFIRMED,
    Stage.RESTING: Step.RESTORE_RESTING,
}
