"""Refusing a dossier takes two people: one proposes with reason and legal basis, another one agrees or does not."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.core import audit, clock
from app.core.db import db
from app.core.text import line
from app.policy import Actor
from merchants import queries, services
from merchants.desk.models import Refusal
from merchants.desk.services.record import (
    SecondPersonError,
    let_go,
    refuse_claimed,
    refuse_conflicted,
    refuse_unready,
    subject_of,
)
from merchants.desk.states import REFUSAL, DeskAction, RefusalStep
from merchants.models import Merchant
from merchants.states import REGISTRATION, Step


def propose(merchant: Merchant, *, reason: str, basis: str, by: Actor) -> Refusal:
    """Propose to refuse a dossier; nothing changes for the owner until a second person has agreed.

    Raises:
        ConflictError, ClaimedError, RefusalPendingError: this person may not decide it now.
        TransitionNotAllowedError: the dossier does not wait for an answer.
        SecondPersonError: somebody without an account cannot be told from the second person.
    """
    refuse_unready(merchant, by)
    REGISTRATION.next(merchant.stage, Step.REFUSE)
    if by.account_id is None:
        raise SecondPersonError(_l("Sign in first. Two different people refuse a file"))
    at = clock.now()
    refusal = Refusal(
        merchant_id=merchant.id, reason=reason.strip(), basis=line(basis), by_id=by.account_id, by_name=by.name, at=at
    )
    db.session.add(refusal)
    audit.record(DeskAction.REFUSAL_PROPOSED, subject_of(merchant), by=by, at=at)
    let_go(merchant)
    db.session.flush()
    return refusal


def agree(refusal: Refusal, *, by: Actor) -> None:
    """Agree to a refusal: now the dossier is refused and its owner told.

    Raises:
        SecondPersonError: it is the one who proposed it.
        ConflictError: this person has declared a conflict of interest.
        TransitionNotAllowedError: it was decided already, or the dossier no longer waits.
    """
    merchant = _as_second(refusal, by)
    at = clock.now()
    _move(refusal, RefusalStep.AGREE, DeskAction.REFUSAL_AGREED, merchant, by=by, at=at)
    services.refuse(merchant, reason=refusal.reason[:200], by=by)
    let_go(merchant)


def not_agree(refusal: Refusal, *, note: str, by: Actor) -> None:
    """Do not agree to a refusal: the dossier goes on waiting for an answer.

    Raises:
        SecondPersonError: it is the one who proposed it.
        ConflictError: this person has declared a conflict of interest.
        TransitionNotAllowedError: it was decided already.
    """
    merchant = _as_second(refusal, by)
    refusal.second_note = line(note)
    _move(refusal, RefusalStep.NOT_AGREE, DeskAction.REFUSAL_NOT_AGREED, merchant, by=by, at=clock.now())


def _as_second(refusal: Refusal, by: Actor) -> Merchant:
    if by.account_id is None or by.account_id == refusal.by_id:
        raise SecondPersonError(_l("Somebody else has to agree. Ask a colleague to open this file"))
    merchant = queries.by_id(refusal.merchant_id)
    if merchant is None:
        raise LookupError("A refusal belongs to a dossier")
    refuse_conflicted(merchant, by)
    refuse_claimed(merchant, by)
    return merchant


def _move(
    refusal: Refusal, step: RefusalStep, action: DeskAction, merchant: Merchant, *, by: Actor, at: datetime
) -> None:
    before, refusal.state = refusal.state, REFUSAL.next(refusal.state, step)
    refusal.second_id, refusal.second_name, refusal.decided_at = by.account_id, by.name, at
    audit.record(action, subject_of(merchant), by=by, at=at, changes={"refusal": [before, refusal.state]})
    db.session.flush()
