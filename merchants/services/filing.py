"""Opening a dossier, sending it, sending it again."""

from datetime import datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.accounts import services as accounts
from app.accounts.models import Account
from app.core import audit, clock, settings
from app.core.db import db
from app.core.ids import new_id
from app.policy import Actor, Role
from merchants import emails, queries, rules
from merchants.legal_forms import LegalForm
from merchants.models import Merchant, MerchantHelper
from merchants.rules import ContactKind, Craft, Filing
from merchants.services import register
from merchants.services.answers import craft_in_words
from merchants.services.codes import next_code
from merchants.services.record import IncompleteError, MerchantAction, move, refuse_incomplete, subject_of, tell
from merchants.states import REGISTRATION, Step


def start_draft(
    *,
    craft: Craft,
    craft_other: str = "",
    legal_form: LegalForm = LegalForm.HOUSEHOLD,
    code: str = "",
    by: Actor,
) -> Merchant:
    """Open a dossier with its first answer and give it a code to write down, or the code its paper already has."""
    at = clock.now()
    filing = _filing(by)
    is_helped = filing is not Filing.SELF
    merchant = Merchant(
        id=new_id(),
        code=code or next_code(),
        craft=craft,
        craft_other=craft_in_words(craft, craft_other),
        legal_form=legal_form,
        filing=filing,
        filed_by_name=by.name if is_helped else "",
        filed_by_id=by.account_id if is_helped else None,
        started_at=at,
        touched_at=at,
    )
    db.session.add(merchant)
    db.session.flush()
    if is_helped and by.account_id is not None:
        assign_helper(merchant, account_id=by.account_id, name=by.name, by=by)
    audit.record(MerchantAction.STARTED, subject_of(merchant), by=by, at=at)
    account = db.session.get(Account, by.account_id) if by.account_id and not is_helped else None
    if account:
        accounts.grant(account, role=Role.OWNER, merchant_id=merchant.id, by=by)
    return merchant


def submit(merchant: Merchant, *, by: Actor) -> None:
    """Hand a draft to the commune, start the review clock, and give the dossier to whoever holds the owner's telephone.

    Raises:
        TransitionNotAllowedError: the dossier is not a draft.
        IncompleteError: a question is unanswered.
    """
    at = clock.now()
    REGISTRATION.next(merchant.stage, Step.SUBMIT)
    refuse_incomplete(merchant)
    move(merchant, Step.SUBMIT, action=MerchantAction.SUBMITTED, by=by, at=at)
    merchant.submitted_at = at
    merchant.review_due_on = rules.review_due_on(clock.local(at))
    db.session.flush()
    register.enter(merchant, at=at)
    _grant_to_own_phone(merchant, by)
    _tell_received(merchant, at, by)


def resubmit(merchant: Merchant, *, by: Actor) -> None:
    """Hand a mended dossier back to the commune; the clock goes on with the days that were left.

    Raises:
        TransitionNotAllowedError: the dossier was not sent back.
        IncompleteError: an item has not been mended yet.
    """
    at = clock.now()
    REGISTRATION.next(merchant.stage, Step.RESUBMIT)
    request = queries.open_return(merchant.id)
    left = tuple(item.question for item in request.items if item.fixed_at is None) if request else ()
    if left:
        raise IncompleteError(_l("Fix every item first, then send again"), missing=left)
    refuse_incomplete(merchant)
    days_left = merchant.review_days_left
    move(merchant, Step.RESUBMIT, action=MerchantAction.RESUBMITTED, by=by, at=at)
    merchant.review_due_on = rules.review_due_on(clock.local(at), days_left)
    merchant.review_days_left = None
    if request:
        request.answered_at = at
    db.session.flush()
    _grant_to_own_phone(merchant, by)
    _tell_received(merchant, at, by)


def assign_helper(merchant: Merchant, *, account_id: UUID, name: str, by: Actor) -> None:
    """Ask somebody to help a household, or ask again: they see its file for thirty days from now."""
    at = clock.now()
    asked = queries.helper_of(merchant.id, account_id)
    if asked is None:
        asked = MerchantHelper(merchant_id=merchant.id, account_id=account_id)
        db.session.add(asked)
    asked.name, asked.assigned_by, asked.assigned_at = name, by.name, at
    db.session.flush()
    audit.record(MerchantAction.HELPER_ASSIGNED, subject_of(merchant), by=by, at=at, reason=name)


def _filing(by: Actor) -> Filing:
    if by.has(Role.CLERK) or by.has(Role.OFFICIAL):
        return Filing.CLERK
    return Filing.TEAM if by.has(Role.TEAM) else Filing.SELF


def _grant_to_own_phone(merchant: Merchant, by: Actor) -> None:
    if merchant.contact_kind is ContactKind.OWN:
        accounts.grant_ownership(phone=merchant.phone, merchant_id=merchant.id, by=by)


def _tell_received(merchant: Merchant, at: datetime, by: Actor) -> None:
    if merchant.review_due_on is None:
        return
    text = emails.received(
        merchant.code,
        local=clock.local(at),
        due_on=merchant.review_due_on,
        desk_phone=settings.current().contact_phone,
    )
    tell(merchant, text, purpose="dossier_received", by=by)
