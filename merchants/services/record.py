"""What every service of a dossier shares: its actions, its refusals, and the one way to move it."""

from datetime import datetime
from enum import StrEnum
from http import HTTPStatus
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.core import audit, clock, messages
from app.core.db import db
from app.core.errors import DomainError, OvertakenError
from app.core.messages import Channel
from app.core.messages.rules import ZaloMessage
from app.policy import Actor
from merchants import queries, rules
from merchants.models import Merchant
from merchants.rules import Question
from merchants.states import EDITABLE, REGISTRATION, SILENT, Stage, Step


class MerchantAction(StrEnum):
    """What the audit trail says was done to a dossier."""

    STARTED = "merchant:start"
    ANSWERED = "merchant:answer"
    HELPER_ASSIGNED = "merchant:assign_helper"
    CONSENTED = "merchant:consent"
    CONSENT_WITHDRAWN = "merchant:consent_withdrawn"
    SUBMITTED = "merchant:submit"
    RESUBMITTED = "merchant:resubmit"
    SENT_BACK = "merchant:send_back"
    CONFIRMED = "merchant:confirm"
    WITHDRAWN = "merchant:withdraw"
    DECLINED = "merchant:decline"
    REOPENED = "merchant:reopen"
    RESTED = "merchant:rest"
    RESUMED = "merchant:resume"
    CLOSED = "merchant:close"
    EXPIRED = "merchant:expire"
    LISTED = "merchant:list"
    UNLISTED = "merchant:unlist"
    EXTENDED = "merchant:extend"
    REFUSED = "merchant:refuse"
    STOPPED = "merchant:stop"
    MOVED_AWAY = "merchant:move_away"
    MERGED = "merchant:merge"
    MERGE_UNDONE = "merchant:undo_merge"
    CONTACTED = "merchant:contact"


class NotEditableError(DomainError):
    """The commune holds the dossier, or this answer was not sent back."""

    code = "merchant.not_editable"


class IncompleteError(DomainError):
    """Something that has to be answered is not; ``missing`` names the questions."""

    code = "merchant.incomplete"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class AnswerRefusedError(DomainError):
    """An answer breaks a rule of its question; forms explain it before it comes to this."""

    code = "merchant.answer_refused"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class ChecksMissingError(DomainError):
    """Not everything has been looked at."""

    code = "merchant.checks_missing"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class NothingToFixError(DomainError):
    """A dossier is sent back with at least one sentence that says what to mend."""

    code = "merchant.nothing_to_fix"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class CallFirstError(DomainError):
    """A dossier was sent back twice already; somebody rings or a visit is asked for before it is sent back again."""

    code = "merchant.call_first"


class NotLaterError(DomainError):
    """A new due date lies after the one promised before, and after today."""

    code = "merchant.not_later"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class MergeRefusedError(DomainError):
    """These two dossiers cannot be joined, or the joining can no longer be undone."""

    code = "merchant.merge_refused"


def move(merchant: Merchant, step: Step, *, action: MerchantAction, by: Actor, at: datetime, reason: str = "") -> None:
    before = merchant.stage
    merchant.stage = REGISTRATION.next(before, step)
    if before is Stage.RESTING:
        merchant.rest_until_on = merchant.rest_told_on = None
    audit.record(
        action,
        subject_of(merchant),
        by=by,
        at=at,
        reason=reason,
        changes={"stage": [before.value, merchant.stage.value]},
    )


def subject_of(merchant: Merchant) -> tuple[str, UUID]:
    return ("merchant", merchant.id)


def refuse_closed(merchant: Merchant, question: Question) -> None:
    request = queries.open_return(merchant.id) if merchant.stage is Stage.RETURNED else None
    asked = {item.question for item in request.items} if request else set(Question)
    if merchant.stage not in EDITABLE or question not in asked:
        raise NotEditableError(_l("The commune has this answer now. It can be changed if the commune sends it back"))


def note_answered(merchant: Merchant, question: Question, *, by: Actor) -> None:
    at = clock.now()
    # Which question, never what was answered: the trail holds no personal data. The same answer again is no news.
    if db.session.is_modified(merchant):
        merchant.touched_at, merchant.form_edition = at, rules.FORM_EDITION
        audit.record(MerchantAction.ANSWERED, subject_of(merchant), by=by, at=at, reason=question.value)
    mark_fixed(merchant, question, at)


def mark_fixed(merchant: Merchant, question: Question, at: datetime) -> None:
    request = queries.open_return(merchant.id) if merchant.stage is Stage.RETURNED else None
    for item in request.items if request else ():
        if item.question is question:
            item.fixed_at = at


def refuse_incomplete(merchant: Merchant) -> None:
    missing = rules.unanswered(merchant.answers())
    if missing:
        raise IncompleteError(_l("Answer every question first, then send"), missing=missing)


def refuse_overtaken(merchant: Merchant, seen_version: int | None) -> None:
    if seen_version is not None and seen_version != merchant.version:
        raise OvertakenError(_l("Somebody else has just changed this. Open it again to see what is new"))


def tell(merchant: Merchant, text: str, *, purpose: str, by: Actor, zalo: ZaloMessage | None = None) -> None:
    """Tell a family something: by message, or, where there is no telephone, on a slip that somebody brings.

    ``text`` has its marks; a text message loses them.
    """
    if merchant.stage in SILENT:
        return
    if merchant.phone:
        messages.send(Channel.SMS, merchant.phone, text, purpose, by=by, about=merchant.id, zalo=zalo)
    elif purpose != "dossier_received":  # whoever has no telephone stood at the desk and went home with the slip
        messages.send(Channel.PAPER, merchant.code, text, purpose, by=by, about=merchant.id)
