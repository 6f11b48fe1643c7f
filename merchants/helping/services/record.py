"""What the services of helping share: actions, refusals and the ways to move a state."""

from datetime import datetime
from enum import StrEnum
from http import HTTPStatus
from uuid import UUID

from app.core import audit
from app.core.errors import DomainError
from app.policy import Actor
from merchants.helping.models import CodeBatch, Delegation, HelpedConfirmation
from merchants.helping.states import (
    CODE_BATCH,
    CONFIRMATION,
    DELEGATION,
    BatchStep,
    ConfirmationStep,
    DelegationStep,
)


class HelpAction(StrEnum):
    """What the audit trail says about helping."""

    CODE_SENT = "help:code_sent"
    CALL_ASKED = "help:call_asked"
    SLIP_WRITTEN = "help:slip_written"
    CONFIRMED = "help:confirmed"
    NOT_CONFIRMED = "help:not_confirmed"
    DELEGATE_ASKED = "delegate:asked"
    DELEGATE_PHONE_CONFIRMED = "delegate:phone_confirmed"
    DELEGATE_OWNER_CONFIRMED = "delegate:owner_confirmed"
    DELEGATE_BEGAN = "delegate:began"
    DELEGATE_REVOKED = "delegate:revoked"
    DELEGATE_LAPSED = "delegate:lapsed"
    BATCH_ISSUED = "batch:issued"
    BATCH_VOID_ASKED = "batch:void_asked"
    BATCH_VOIDED = "batch:voided"
    BATCH_KEPT = "batch:kept"
    PRODUCTS_WISHED = "help:products_wished"
    ENDED = "help:ended"
    KEYED_IN = "help:keyed_in"
    COUNTER_CODE = "help:counter_code"
    NOT_FOR_NOW = "help:not_for_now"
    SAME_HOUSEHOLD = "help:same_household"
    NOTICE_GIVEN = "help:draft_notice"


class CodeRefusedError(DomainError):
    """The code is wrong, too old, or was tried too often."""

    code = "helping.code_refused"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class TooSoonError(DomainError):
    """Another code was sent a moment ago, or too many within the hour."""

    code = "helping.too_soon"
    status = HTTPStatus.TOO_MANY_REQUESTS


class NoOwnPhoneError(DomainError):
    """There is no telephone of the owner's to send a code to."""

    code = "helping.no_own_phone"


class SlipTakenError(DomainError):
    """The slip of paper confirms another file already."""

    code = "helping.slip_taken"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class SlipRefusedError(DomainError):
    """The slip has no number, or a thumbprint has no witness."""

    code = "helping.slip_refused"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class NotConfirmedError(DomainError):
    """The owner has not said how they agree to what a helper wrote down."""

    code = "helping.not_confirmed"


class TooManyDelegatesError(DomainError):
    """Two relatives help already."""

    code = "helping.too_many_delegates"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class DelegateRefusedError(DomainError):
    """The delegation breaks a rule of its form."""

    code = "helping.delegate_refused"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class SecondPersonNeededError(DomainError):
    """Whoever asked may not also agree."""

    code = "helping.second_person"


class CodeNotPrintedError(DomainError):
    """No paper was ever printed with this code."""

    code = "helping.code_not_printed"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class BatchVoidError(DomainError):
    """The block this code belongs to was given up as lost."""

    code = "helping.batch_void"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class FactsDoNotMatchError(DomainError):
    """Fewer than two of three facts are right."""

    code = "helping.facts_do_not_match"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class AskOfficialError(DomainError):
    """Three wrong tries today: an official opens the file with the owner."""

    code = "helping.ask_official"


def move_confirmation(
    row: HelpedConfirmation, step: ConfirmationStep, *, action: HelpAction, by: Actor, at: datetime, reason: str = ""
) -> None:
    before = row.state
    row.state = CONFIRMATION.next(before, step)
    audit.record(
        action,
        ("merchant", row.merchant_id),
        by=by,
        at=at,
        reason=reason,
        changes={"confirmation": [before.value, row.state.value], "way": [None, row.way.value]},
    )


def move_delegation(row: Delegation, step: DelegationStep, *, action: HelpAction, by: Actor, at: datetime) -> None:
    before = row.state
    row.state = DELEGATION.next(before, step)
    audit.record(
        action,
        subject_of(row),
        by=by,
        at=at,
        changes={"state": [before.value, row.state.value], "merchant": [None, row.merchant_id]},
    )


def move_batch(
    row: CodeBatch, step: BatchStep, *, action: HelpAction, by: Actor, at: datetime, reason: str = ""
) -> None:
    before = row.state
    row.state = CODE_BATCH.next(before, step)
    audit.record(
        action, ("code_batch", row.id), by=by, at=at, reason=reason, changes={"state": [before.value, row.state.value]}
    )


def subject_of(row: Delegation) -> tuple[str, UUID]:
    return ("delegation", row.id)
