"""The life of a dossier: drafted, sent, sent back, confirmed, and the ways out."""

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
    },
)

# Confirmed once and not left since: what a registered merchant is to every count.
REGISTERED = (Stage.CONFIRMED, Stage.RESTING)
# The commune holds the file or has held it and waits: a file that was sent.
SENT = (Stage.SUBMITTED, Stage.RETURNED, Stage.CONFIRMED, Stage.RESTING)
EDITABLE = (Stage.DRAFT, Stage.RETURNED)
