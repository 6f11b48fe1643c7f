"""Another owner: asked by the new one, told to the old one, decided by two people, and then all at once."""

from datetime import datetime
from http import HTTPStatus

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete

from app.accounts import queries as people
from app.accounts import services as accounts
from app.core import audit, clock, jobs, messages, settings
from app.core.db import db
from app.core.errors import DomainError
from app.core.messages import Channel
from app.core.text import line
from app.policy import Actor, Role
from merchants import rules as dossier_rules
from merchants import services as dossiers
from merchants.changes import emails, queries, rules
from merchants.changes.models import Handover
from merchants.changes.rules import HandoverKind, HandoverPaper
from merchants.changes.services.corrections import NotRegisteredError, take_back
from merchants.changes.states import HANDOVER, ChangeAction, CorrectionState, HandoverStep
from merchants.desk.services.record import refuse_conflicted
from merchants.helping import queries as helping
from merchants.helping import services as helping_services
from merchants.identity import queries as identity
from merchants.identity import services as identity_services
from merchants.models import Merchant, MerchantHelper
from merchants.rules import ContactKind
from merchants.services.record import subject_of, tell
from merchants.states import REGISTERED


class HandoverOpenError(DomainError):
    """Somebody else has asked for this business already."""

    code = "changes.handover_open"


class HandoverRefusedError(DomainError):
    """Name, year or number are not those of another owner."""

    code = "changes.handover_not_taken"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class TooEarlyError(DomainError):
    """The old owner may still object."""

    code = "changes.too_early"


class SecondPersonError(DomainError):
    """Two different people decide, and neither of them asked."""

    code = "changes.second_person"


def ask_handover(
    merchant: Merchant,
    *,
    kind: HandoverKind,
    paper: HandoverPaper,
    new_owner_name: str,
    new_birth_year: int,
    new_phone: str,
    by: Actor,
) -> Handover:
    """Ask that a business gets another owner; the old one is told and has time to object. ``new_phone`` is E.164.

    Raises:
        NotRegisteredError: the commune has not confirmed the business, or it has ended.
        HandoverOpenError: one is asked for already.
        HandoverRefusedError: no name or year of an owner, or the old owner's own number.
    """
    at = clock.now()
    today = clock.local(at).date()
    if merchant.stage not in REGISTERED:
        raise NotRegisteredError(_l("Only a business that the commune has confirmed is handed over"))
    if queries.open_handover(merchant.id) is not None:
        raise HandoverOpenError(_l("Another owner is asked for already. The commune decides about that first"))
    earliest, latest = dossier_rules.birth_years(today)
    if not dossier_rules.name_fits(new_owner_name) or not earliest <= new_birth_year <= latest:
        raise HandoverRefusedError(_l("Enter the new owner's full name and year of birth"))
    if not new_phone or new_phone == merchant.phone:
        raise HandoverRefusedError(_l("That is the old owner's number. Enter the new owner's own"))
    row = Handover(
        merchant_id=merchant.id,
        merchant=merchant,
        kind=kind,
        paper=paper,
        state=HANDOVER.initial,
        new_owner_name=line(new_owner_name),
        new_birth_year=new_birth_year,
        new_phone=new_phone,
        former_owner_name=merchant.owner_name,
        asked_by_id=by.account_id,
        asked_by_name=by.name,
        asked_at=at,
        object_until_on=rules.object_until(today),
    )
    db.session.add(row)
    db.session.flush()
    audit.record(ChangeAction.HANDOVER_ASKED, subject_of(merchant), by=by, at=at, reason=kind.value)
    text = emails.handover_asked(merchant.code, until=row.object_until_on, desk_phone=_desk_phone())
    tell(merchant, text, purpose="dossier_handover", by=by)
    return row


def allow(row: Handover, *, by: Actor) -> None:
    """The old owner agrees, or no longer objects: the desk need not wait.

    Raises:
        TransitionNotAllowedError: it was decided already.
    """
    row.allowed_at, row.objection = clock.now(), ""
    _move(row, HandoverStep.ALLOW, ChangeAction.HANDOVER_ALLOWED, by=by, at=row.allowed_at)


def object_to(row: Handover, *, objection: str, by: Actor) -> None:
    """The old owner does not agree: the desk may refuse, and nothing else until the two have spoken.

    Raises:
        TransitionNotAllowedError: it was decided already.
    """
    row.allowed_at, row.objection = None, line(objection)[: rules.REASON_LENGTH]
    row.first_id, row.first_name = None, ""
    _move(row, HandoverStep.OBJECT, ChangeAction.HANDOVER_OBJECTED, by=by, at=clock.now())


def propose_handover(row: Handover, *, by: Actor) -> None:
    """The first person of the desk has seen the paper; a second one decides.

    Raises:
        TooEarlyError: the old owner has neither agreed nor had the time to object.
        SecondPersonError: this person asked for it, or cannot be told from the second one.
        ConflictError: this person has declared that the owner is close to them.
        TransitionNotAllowedError: it does not wait for this.
    """
    _refuse_as_judge(row, by)
    today = clock.today()
    if not rules.may_decide_handover(row.object_until_on, is_allowed=row.allowed_at is not None, today=today):
        until = f"{row.object_until_on:%d/%m/%Y}"
        raise TooEarlyError(_l("The old owner may object until %(day)s. Decide after that", day=until))
    row.first_id, row.first_name = by.account_id, by.name
    _move(row, HandoverStep.PROPOSE, ChangeAction.HANDOVER_PROPOSED, by=by, at=clock.now())


def complete_handover(row: Handover, *, by: Actor) -> None:
    """The second person agrees: from this moment the business belongs to the new owner, and its history stays.

    Raises:
        SecondPersonError: it is the one who proposed it, or who asked.
        ConflictError: this person has declared that the owner is close to them.
        NotRegisteredError: the business has meanwhile ended.
        TransitionNotAllowedError: nobody has proposed it, or it was decided already.
    """
    _refuse_as_judge(row, by)
    HANDOVER.next(row.state, HandoverStep.COMPLETE)
    if by.account_id == row.first_id:
        raise SecondPersonError(_l("Somebody else has to agree. Ask a colleague to open this"))
    if row.merchant.stage not in REGISTERED:
        raise NotRegisteredError(_l("This dossier has ended"))
    row.second_id, row.second_name, row.decided_at = by.account_id, by.name, clock.now()
    _move(row, HandoverStep.COMPLETE, ChangeAction.HANDED_OVER, by=by, at=row.decided_at)
    _let_the_old_owner_go(row, by=by)
    _let_the_new_owner_in(row, by=by)


def refuse_handover(row: Handover, *, answer: str, by: Actor) -> None:
    """The business keeps its owner, and whoever asked is told why.

    Raises:
        SecondPersonError, ConflictError: this person may not decide it.
        TransitionNotAllowedError: it was decided already.
    """
    _refuse_as_judge(row, by)
    row.answer, row.decided_at = line(answer)[: rules.REASON_LENGTH], clock.now()
    _move(row, HandoverStep.REFUSE, ChangeAction.HANDOVER_REFUSED, by=by, at=row.decided_at)
    text = emails.handover_refused(row.merchant.code, desk_phone=_desk_phone())
    messages.send(Channel.SMS, row.new_phone, text, "dossier_handover", by=by, about=row.merchant_id)


def take_handover_back(row: Handover, *, by: Actor) -> None:
    """Whoever asked no longer wants it.

    Raises:
        TransitionNotAllowedError: it was decided already.
    """
    row.decided_at = clock.now()
    _move(row, HandoverStep.TAKE_BACK, ChangeAction.HANDOVER_TAKEN_BACK, by=by, at=row.decided_at)


def _let_the_old_owner_go(row: Handover, *, by: Actor) -> None:
    """End what hung on the old owner: signing in, delegates, helpers, consents, numbers, corrections that wait."""
    merchant = row.merchant
    if merchant.phone:
        text = emails.handed_over(merchant.code, desk_phone=_desk_phone())
        messages.send(Channel.SMS, merchant.phone, text, "dossier_handover", by=by, about=merchant.id)
    for delegation in helping.living_delegations([merchant.id]):
        helping_services.revoke_delegation(delegation, by=by)
    for account in people.owners_of(merchant.id):
        accounts.take_back(account, role=Role.OWNER, merchant_id=merchant.id, by=by)
    accounts.end_dossier_sessions(merchant_id=merchant.id)
    db.session.execute(delete(MerchantHelper).where(MerchantHelper.merchant_id == merchant.id))
    for number in identity.numbers_of(merchant.id).values():
        identity_services.remove_number(number, by=by)
    for correction in queries.corrections_of(merchant.id):
        if correction.state is CorrectionState.WAITING:
            take_back(correction, by=by)
    dossiers.end_consents(merchant, by=by)


def _let_the_new_owner_in(row: Handover, *, by: Actor) -> None:
    merchant = row.merchant
    dossiers.put_owner_name(merchant, owner_name=row.new_owner_name)
    merchant.birth_year = row.new_birth_year
    dossiers.put_contact(merchant, kind=ContactKind.OWN, phone=row.new_phone)
    dossiers.put_no_paper_holder(merchant)
    db.session.flush()
    accounts.grant_ownership(phone=row.new_phone, merchant_id=merchant.id, by=by, name=row.new_owner_name)
    # Named, not imported: accounts that receive money live a floor above, and are asked in this same transaction.
    jobs.enqueue("payments.ask_for_name_check", key=str(row.id), merchant_id=merchant.id)
    jobs.enqueue("results.prepare_confirmation", key=str(row.id), merchant_id=merchant.id, cause=str(row.id))
    text = emails.yours_now(merchant.code, desk_phone=_desk_phone())
    tell(merchant, text, purpose="dossier_handover", by=by)


def _refuse_as_judge(row: Handover, by: Actor) -> None:
    if by.account_id is None or by.account_id == row.asked_by_id:
        raise SecondPersonError(_l("You asked for this yourself. Two colleagues decide"))
    refuse_conflicted(row.merchant, by)


def _desk_phone() -> str:
    return settings.current().contact_phone


def _move(row: Handover, step: HandoverStep, action: ChangeAction, *, by: Actor, at: datetime) -> None:
    before, row.state = row.state, HANDOVER.next(row.state, step)
    changes = {"handover": [before.value, row.state.value]}
    audit.record(action, subject_of(row.merchant), by=by, at=at, changes=changes)
    db.session.flush()
