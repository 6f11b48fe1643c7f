"""Corrections after approval: small ones are made at once, a new telephone proves itself, weighty ones wait."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts import queries as people
from app.accounts import services as accounts
from app.core import areas, audit, clock, jobs, messages, settings
from app.core.db import db
from app.core.errors import DomainError
from app.core.messages import Channel
from app.core.text import line
from app.policy import Actor, Role
from merchants import services as dossiers
from merchants.changes import emails, queries, rules
from merchants.changes.models import Correction
from merchants.changes.rules import Matter, Weight
from merchants.changes.states import CORRECTION, ChangeAction, CorrectionState, CorrectionStep
from merchants.desk.services.record import refuse_conflicted
from merchants.helping.rules import Purpose
from merchants.helping.services import proofs
from merchants.helping.services.record import CodeRefusedError
from merchants.legal_forms import LegalForm
from merchants.models import Merchant
from merchants.rules import ContactKind, Craft
from merchants.services.record import subject_of, tell
from merchants.states import REGISTERED
from merchants.tourism import services as tourism
from merchants.tourism.rules.coordinates import read_point


class NotRegisteredError(DomainError):
    """Only what the commune has confirmed is corrected; before that the answer itself is changed."""

    code = "changes.not_registered"


class AskedAlreadyError(DomainError):
    """A correction of the same answer waits already."""

    code = "changes.asked_already"


class NothingNewError(DomainError):
    """The answer is so already."""

    code = "changes.nothing_new"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class OtherCommuneError(DomainError):
    """Another commune is no correction: the business moves."""

    code = "changes.other_commune"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class OwnCorrectionError(DomainError):
    """Whoever wrote a correction down for an owner does not decide it."""

    code = "changes.own_correction"


def ask(
    merchant: Merchant, *, matter: Matter, after: dict[str, Any], reason: str = "", at_counter: bool = False, by: Actor
) -> Correction:
    """Ask that an answer is put right; a small one is made at once, a new own telephone gets its code.

    Raises:
        NotRegisteredError: the commune has not confirmed the business, or it has ended.
        AskedAlreadyError: a correction of this answer waits.
        NothingNewError: it is so already.
        OtherCommuneError, AnswerRefusedError, TourismAnswerError: it is not an answer.
    """
    if merchant.stage not in REGISTERED or matter not in rules.matters_of(merchant.craft):
        raise NotRegisteredError(_l("The commune has not confirmed this file. Change the answer itself"))
    if queries.waiting_for(merchant.id, matter) is not None:
        raise AskedAlreadyError(_l("A correction of this waits already. Take it back first, then ask anew"))
    before = queries.value_of(merchant, matter)
    settled = _tried(merchant, matter, after, by=by)
    if settled == before:
        raise NothingNewError(_l("This is so already. Change it, or go back"))
    at = clock.now()
    row = Correction(
        merchant_id=merchant.id,
        merchant=merchant,
        matter=matter,
        before=before,
        after=settled,
        reason=line(reason)[: rules.REASON_LENGTH],
        at_counter=at_counter,
        asked_by_id=by.account_id,
        asked_by_name=by.name,
        asked_at=at,
        state=CORRECTION.initial,
    )
    db.session.add(row)
    db.session.flush()
    audit.record(ChangeAction.ASKED, subject_of(merchant), by=by, at=at, reason=matter.value)
    if needs_code(row):
        send_code_again(row, by=by)
    elif rules.WEIGHTS[matter] is not Weight.WEIGHTY:
        _make(row, by=by)
    return row


def needs_code(row: Correction) -> bool:
    """Whether a new telephone of the owner's own has to prove itself before the correction is made."""
    is_own = row.matter is Matter.CONTACT and row.after["kind"] == ContactKind.OWN
    same_number = row.before.get("kind") == ContactKind.OWN and row.before.get("phone") == row.after.get("phone")
    return is_own and not same_number


def send_code_again(row: Correction, *, by: Actor) -> None:
    """Send the new telephone a code that shows that it is the owner's.

    Raises:
        TooSoonError: one was sent a moment ago, or three within the hour.
        TransitionNotAllowedError: the correction no longer waits.
    """
    CORRECTION.next(row.state, CorrectionStep.MAKE)
    proofs.send_code(
        purpose=Purpose.PHONE,
        subject_id=row.id,
        phone=row.after["phone"],
        text=lambda code: emails.new_phone_code(code, dossier=row.merchant.code),
        about=row.merchant_id,
        by=by,
    )


def prove(row: Correction, *, code: str, by: Actor) -> CodeRefusedError | None:
    """Try the code of a new telephone; a wrong one is counted, and returned to be shown once that has been saved."""
    CORRECTION.next(row.state, CorrectionStep.MAKE)
    refusal = proofs.try_code(purpose=Purpose.PHONE, subject_id=row.id, code=code)
    if refusal is None:
        _make(row, by=by)
    return refusal


def make(row: Correction, *, by: Actor) -> None:
    """Agree to a weighty correction: from now on the new answer counts, and the owner is told.

    Raises:
        OwnCorrectionError: this person wrote it down for the owner.
        ConflictError: this person has declared that the owner is close to them.
        NotRegisteredError: the business has meanwhile ended.
        TransitionNotAllowedError: it was decided already.
    """
    _refuse_own(row, by)
    _make(row, by=by)


def refuse(row: Correction, *, answer: str, by: Actor) -> None:
    """Leave the answer as it is and say why; the owner is told.

    Raises:
        OwnCorrectionError, ConflictError: this person may not decide it.
        TransitionNotAllowedError: it was decided already.
    """
    _refuse_own(row, by)
    row.answer = line(answer)[: rules.REASON_LENGTH]
    _move(row, CorrectionStep.REFUSE, ChangeAction.REFUSED, by=by, at=clock.now())
    text = emails.correction_refused(row.merchant.code, desk_phone=settings.current().contact_phone)
    tell(row.merchant, text, purpose="dossier_correction", by=by)


def take_back(row: Correction, *, by: Actor) -> None:
    """Leave the answer as it is at the owner's wish.

    Raises:
        TransitionNotAllowedError: it was decided already.
    """
    _move(row, CorrectionStep.TAKE_BACK, ChangeAction.TAKEN_BACK, by=by, at=clock.now())


def _make(row: Correction, *, by: Actor) -> None:
    merchant = row.merchant
    if merchant.stage not in REGISTERED:
        raise NotRegisteredError(_l("This dossier has ended"))
    at = clock.now()
    _move(row, CorrectionStep.MAKE, ChangeAction.MADE, by=by, at=at)
    _put(merchant, row.matter, row.after, by=by)
    merchant.touched_at = at
    db.session.flush()
    if row.matter is Matter.CONTACT:
        _pass_on_sign_in(row, by=by)
    if row.matter in rules.NAMES:
        # Named, not imported: accounts that receive money live a floor above, and are asked in this same transaction.
        jobs.enqueue("payments.ask_for_name_check", key=str(row.id), merchant_id=merchant.id)
    if row.matter in rules.ON_THE_PAPER:
        jobs.enqueue("results.prepare_confirmation", key=str(row.id), merchant_id=merchant.id, cause=str(row.id))
    if rules.WEIGHTS[row.matter] is Weight.WEIGHTY:
        text = emails.correction_made(merchant.code, desk_phone=settings.current().contact_phone)
        tell(merchant, text, purpose="dossier_correction", by=by)


def _put(merchant: Merchant, matter: Matter, value: dict[str, Any], *, by: Actor) -> None:
    match matter:
        case Matter.BUSINESS_NAME:
            dossiers.put_business_name(merchant, **value)
        case Matter.OWNER_NAME:
            dossiers.put_owner_name(merchant, **value)
        case Matter.CRAFT:
            dossiers.put_craft(merchant, craft=Craft(value["craft"]), craft_other=value["craft_other"])
        case Matter.WHERE:
            dossiers.put_where(merchant, **_place(merchant, value))
        case Matter.LEGAL_FORM:
            form = LegalForm(value["legal_form"])
            dossiers.put_legal_form(merchant, legal_form=form, tax_code=value["tax_code"])
        case Matter.CONTACT:
            dossiers.put_contact(merchant, **(value | {"kind": ContactKind(value["kind"])}))
        case Matter.PIN:
            tourism.put_pin(merchant, point=read_point(value["point"]), by=by)


def _place(merchant: Merchant, value: dict[str, Any]) -> dict[str, Any]:
    area = areas.at(value["area_path"], clock.today())
    if area is None or areas.commune_path(area.path) != merchant.commune_path:
        raise OtherCommuneError(_l("Another commune is a move, not a correction. Tell the commune desk"))
    return {"area": area, "area_note": value["area_note"], "house_note": value["house_note"]}


def _tried(merchant: Merchant, matter: Matter, value: dict[str, Any], *, by: Actor) -> dict[str, Any]:
    """Return the answer as it would stand, having tried it and taken it back: the old one counts until it is made."""
    if matter is Matter.PIN:
        point = read_point(value["point"])
        tourism.refuse_abroad(merchant, point)
        return {"point": str(point)}
    within = db.session.begin_nested()
    try:
        _put(merchant, matter, value, by=by)
        db.session.flush()
        return queries.value_of(merchant, matter)
    finally:
        within.rollback()


def _pass_on_sign_in(row: Correction, *, by: Actor) -> None:
    """Let the new own number open the dossier in the place of the old one, which is told."""
    old = row.before["phone"] if row.before["kind"] == ContactKind.OWN else ""
    new = row.after["phone"] if row.after["kind"] == ContactKind.OWN else ""
    if new == old:
        return
    if new:
        accounts.grant_ownership(phone=new, merchant_id=row.merchant_id, by=by)
        former = people.account_by_phone(old) if old else None
        if former is not None:
            accounts.take_back(former, role=Role.OWNER, merchant_id=row.merchant_id, by=by)
    if old:
        text = emails.phone_changed(row.merchant.code, desk_phone=settings.current().contact_phone)
        messages.send(Channel.SMS, old, text, "dossier_phone", by=by, about=row.merchant_id)


def _refuse_own(row: Correction, by: Actor) -> None:
    if row.at_counter and row.asked_by_id == by.account_id:
        raise OwnCorrectionError(_l("You wrote this down for the owner. A colleague decides"))
    refuse_conflicted(row.merchant, by)


def _move(row: Correction, step: CorrectionStep, action: ChangeAction, *, by: Actor, at: datetime) -> None:
    before: CorrectionState = row.state
    row.state = CORRECTION.next(before, step)
    row.decided_at, row.decided_by_name = at, by.name
    changes = {"correction": [before.value, row.state.value]}
    audit.record(action, subject_of(row.merchant), by=by, at=at, reason=row.matter.value, changes=changes)
    db.session.flush()
