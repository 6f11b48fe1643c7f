"""Relatives who act for an owner: asked for, confirmed by both telephones, watched, taken back, lapsed."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts import queries as people
from app.accounts import services as accounts
from app.core import audit, clock, messages, settings
from app.core.audit import AuditEntry
from app.core.db import Base, db
from app.core.doer import Doer
from app.core.text import line
from app.core.transaction import note
from app.policy import Actor, Power, Role
from merchants.helping import emails, queries, rules
from merchants.helping.models import DelegateReceipt, Delegation
from merchants.helping.rules import Purpose
from merchants.helping.services import proofs
from merchants.helping.services.record import (
    CodeRefusedError,
    DelegateRefusedError,
    HelpAction,
    NoOwnPhoneError,
    TooManyDelegatesError,
    move_delegation,
    subject_of,
)
from merchants.helping.states import DELEGATION, DelegationStep
from merchants.models import Merchant
from merchants.rules import ContactKind


def ask_delegation(
    merchant: Merchant, *, name: str, relation: str, phone: str, powers: Sequence[Power], months: int, by: Actor
) -> Delegation:
    """Ask that a relative may do some things for the owner, and send both telephones their codes.

    ``phone`` is E.164.

    Raises:
        TooManyDelegatesError: two help already.
        DelegateRefusedError: no power, too long, or the owner's own number.
    """
    at = clock.now()
    today = clock.local(at).date()
    chosen = tuple(power for power in Power if power in powers)
    if not chosen or not 1 <= months <= rules.LONGEST_MONTHS:
        raise DelegateRefusedError(_l("Choose what they may do, and for at most 12 months"))
    if merchant.contact_kind is ContactKind.OWN and phone == merchant.phone:
        raise DelegateRefusedError(_l("That is the owner's own number. Enter the relative's, for example 0987 654 321"))
    living = queries.living_delegations([merchant.id])
    free = [slot for slot in range(1, rules.MOST_DELEGATES + 1) if slot not in {each.slot for each in living}]
    if not free:
        raise TooManyDelegatesError(_l("Two relatives help already. Stop one first, then add another"))
    if any(each.phone == phone for each in living):
        raise DelegateRefusedError(_l("This number already helps. Stop it first, then enter it anew"))
    row = Delegation(
        merchant_id=merchant.id,
        slot=free[0],
        name=line(name)[:60],
        relation=line(relation)[:40],
        phone=phone,
        powers=[power.value for power in chosen],
        state=DELEGATION.initial,
        asked_on=today,
        ends_on=rules.months_later(today, months),
    )
    row.merchant = merchant
    db.session.add(row)
    db.session.flush()
    powers_named = ", ".join(power.value for power in chosen)
    audit.record(
        HelpAction.DELEGATE_ASKED,
        subject_of(row),
        by=by,
        at=at,
        changes={"powers": [None, powers_named], "ends_on": [None, row.ends_on], "merchant": [None, merchant.id]},
    )
    send_delegate_code(row, by=by)
    if owner_has_own_phone(merchant):
        send_owner_code(row, by=by)
    return row


def send_delegate_code(row: Delegation, *, by: Actor) -> None:
    """Send the relative's telephone a code that shows it is theirs.

    Raises:
        TooSoonError: one was sent a moment ago, or three within the hour.
    """
    proofs.send_code(
        purpose=Purpose.DELEGATE,
        subject_id=row.id,
        phone=row.phone,
        text=lambda code: emails.delegate_code(code, dossier=row.merchant.code),
        about=row.merchant_id,
        by=by,
    )


def send_owner_code(row: Delegation, *, by: Actor) -> None:
    """Ask the owner on their own telephone whether they want this.

    Raises:
        NoOwnPhoneError: the owner has none; they agree at the counter.
        TooSoonError: one was sent a moment ago, or three within the hour.
    """
    if not owner_has_own_phone(row.merchant):
        raise NoOwnPhoneError(_l("No phone of the owner's own: they agree at the commune desk"))
    desk_phone = settings.current().contact_phone
    proofs.send_code(
        purpose=Purpose.OWNER,
        subject_id=row.id,
        phone=row.merchant.phone,
        text=lambda code: emails.owner_code(code, phone=row.phone, desk_phone=desk_phone),
        about=row.merchant_id,
        by=by,
    )


def confirm_delegate_phone(row: Delegation, *, code: str, by: Actor) -> CodeRefusedError | None:
    """Try the relative's code; a wrong one is counted, and returned to be shown once that has been saved."""
    DELEGATION.next(row.state, DelegationStep.BEGIN)
    refusal = proofs.try_code(purpose=Purpose.DELEGATE, subject_id=row.id, code=code)
    if refusal is None:
        row.phone_confirmed_at = clock.now()
        audit.record(HelpAction.DELEGATE_PHONE_CONFIRMED, subject_of(row), by=by, at=row.phone_confirmed_at)
        _begin_once_both_have(row, by=by)
    return refusal


def confirm_as_owner(row: Delegation, *, code: str, by: Actor) -> CodeRefusedError | None:
    """Try the code that came to the owner's own telephone; a wrong one is counted, and returned to be shown."""
    DELEGATION.next(row.state, DelegationStep.BEGIN)
    refusal = proofs.try_code(purpose=Purpose.OWNER, subject_id=row.id, code=code)
    if refusal is None:
        _owner_agreed(row, witness="", by=by)
    return refusal


def confirm_at_counter(row: Delegation, *, by: Actor) -> None:
    """Note that the owner stood before the desk and agreed."""
    DELEGATION.next(row.state, DelegationStep.BEGIN)
    _owner_agreed(row, witness=by.name, by=by)


def revoke_delegation(row: Delegation, *, by: Actor) -> None:
    """Stop a delegation; from this moment on the relative can do nothing."""
    _end(row, DelegationStep.REVOKE, action=HelpAction.DELEGATE_REVOKED, by=by)


def lapse_delegations(*, by: Actor) -> int:
    """Note which delegations have come to their end and say how many; their powers ended with the day itself."""
    over = queries.delegations_ended_by(clock.today())
    for row in over:
        _end(row, DelegationStep.LAPSE, action=HelpAction.DELEGATE_LAPSED, by=by)
    return len(over)


def owner_has_own_phone(merchant: Merchant) -> bool:
    """Whether a code can reach the owner and nobody else."""
    return merchant.contact_kind is ContactKind.OWN and bool(merchant.phone)


@audit.watch
def leave_receipt(entry: AuditEntry, by: Doer) -> None:
    """Leave the owner a receipt for whatever a delegate does, wherever it is done: it follows from the audit row."""
    if isinstance(by, Actor) and by.account_id is not None and by.helps_as_delegate:
        note(partial(_leave_receipt, entry, by))


def _leave_receipt(entry: AuditEntry, by: Actor) -> None:
    merchant_id = _merchant_of(entry.subject_kind, entry.subject_id)
    if merchant_id is None or merchant_id not in by.helps_as_delegate or by.account_id is None:
        return
    row = queries.delegation_in_force(merchant_id, by.account_id)
    if row is None:
        return
    morning = clock.local(entry.at).replace(hour=0, minute=0, second=0, microsecond=0)
    is_first_today = not queries.has_receipt_since(row.id, morning)
    detail = entry.reason[:40] if entry.subject_kind == "merchant" else ""
    db.session.add(
        DelegateReceipt(merchant_id=merchant_id, delegation_id=row.id, action=entry.action, detail=detail, at=entry.at)
    )
    owner_phone = row.merchant.phone
    # A text for the first thing on a day: more would be read by nobody. Everything is listed at /toi.
    if is_first_today and owner_phone and owner_phone != row.phone:
        text = emails.receipt(
            dossier=row.merchant.code,
            phone=row.phone,
            did=_spoken(entry),
            desk_phone=settings.current().contact_phone,
        )
        messages.send(messages.Channel.SMS, owner_phone, text, "delegate_receipt", by=by, about=merchant_id)


_SPOKEN = {"product": "sua san pham", "enrolment": "lop hoc", "merchant": "sua ho so"}


def _spoken(entry: AuditEntry) -> str:
    if entry.action == "merchant:submit":
        return "gui ho so"
    return _SPOKEN.get(entry.subject_kind, "viec giay to")


def _merchant_of(kind: str, subject_id: UUID) -> UUID | None:
    """Return whose a thing is, if its table says so."""
    if kind == "merchant":
        return subject_id
    table = Base.metadata.tables.get(kind)
    if table is None or "merchant_id" not in table.c or "id" not in table.c:
        return None
    found: UUID | None = db.session.execute(select(table.c.merchant_id).where(table.c.id == subject_id)).scalar()
    return found


def _owner_agreed(row: Delegation, *, witness: str, by: Actor) -> None:
    row.owner_confirmed_at, row.witnessed_by = clock.now(), witness
    audit.record(HelpAction.DELEGATE_OWNER_CONFIRMED, subject_of(row), by=by, at=row.owner_confirmed_at, reason=witness)
    _begin_once_both_have(row, by=by)


def _begin_once_both_have(row: Delegation, *, by: Actor) -> None:
    db.session.flush()
    if row.phone_confirmed_at is None or row.owner_confirmed_at is None:
        return
    account = accounts.make_delegate(
        phone=row.phone,
        name=row.name,
        merchant_id=row.merchant_id,
        powers=row.power_kinds,
        ends_on=row.ends_on,
        by=by,
    )
    row.account_id = account.id
    move_delegation(row, DelegationStep.BEGIN, action=HelpAction.DELEGATE_BEGAN, by=by, at=clock.now())
    db.session.flush()
    if row.merchant.phone and row.merchant.phone != row.phone:
        text = emails.delegation_began(
            dossier=row.merchant.code,
            phone=row.phone,
            ends_on=row.ends_on,
            desk_phone=settings.current().contact_phone,
        )
        _tell(row.merchant.phone, text, row, by)


def _end(row: Delegation, step: DelegationStep, *, action: HelpAction, by: Actor) -> None:
    at = clock.now()
    had_begun = row.account_id is not None
    move_delegation(row, step, action=action, by=by, at=at)
    row.ended_at = at
    account = people.account_by_id(row.account_id) if row.account_id else None
    if account is not None:
        accounts.take_back(account, role=Role.DELEGATE, merchant_id=row.merchant_id, by=by)
    db.session.flush()
    if had_begun:
        told = {row.phone, row.merchant.phone} - {""}
        for phone in sorted(told):
            _tell(phone, emails.delegation_ended(dossier=row.merchant.code, phone=row.phone), row, by)


def _tell(phone: str, text: str, row: Delegation, by: Actor) -> None:
    messages.send(messages.Channel.SMS, phone, text, "delegation", by=by, about=row.merchant_id)
