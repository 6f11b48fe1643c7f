"""How the owner of a helped dossier says yes: a code on their own telephone, a call from the desk, or a paper slip."""

from flask_babel import lazy_gettext as _l

from app.core import audit, clock, settings
from app.core.db import db
from app.core.text import line
from app.policy import Actor
from merchants.helping import emails, queries, rules
from merchants.helping.models import HelpedConfirmation
from merchants.helping.rules import Mark, Purpose, Way
from merchants.helping.services import proofs
from merchants.helping.services.record import (
    CodeRefusedError,
    HelpAction,
    NoOwnPhoneError,
    NotConfirmedError,
    SlipRefusedError,
    SlipTakenError,
    move_confirmation,
)
from merchants.helping.states import CONFIRMATION, ConfirmationState, ConfirmationStep
from merchants.models import Merchant
from merchants.rules import ContactKind, Filing


def send_consent_code(merchant: Merchant, *, by: Actor) -> HelpedConfirmation:
    """Send the owner's own telephone a code to agree with.

    Raises:
        NoOwnPhoneError: the number on the file is not the owner's own.
        TooSoonError: one was sent a moment ago, or three within the hour.
    """
    if merchant.contact_kind is not ContactKind.OWN or not merchant.phone:
        raise NoOwnPhoneError(_l("A code goes only to the owner's own phone. Choose a call or the paper slip"))
    row = _asked(merchant, Way.CODE, action=HelpAction.CODE_SENT, by=by)
    desk_phone = settings.current().contact_phone
    proofs.send_code(
        purpose=Purpose.CONSENT,
        subject_id=merchant.id,
        phone=merchant.phone,
        text=lambda code: emails.consent_code(code, dossier=merchant.code, desk_phone=desk_phone),
        about=merchant.id,
        by=by,
    )
    return row


def confirm_by_code(merchant: Merchant, *, code: str, by: Actor) -> CodeRefusedError | None:
    """Try the owner's code; a wrong one is counted, and returned to be shown once that has been saved."""
    row = _row_of(merchant)
    CONFIRMATION.next(row.state, ConfirmationStep.CONFIRM)
    refusal = proofs.try_code(purpose=Purpose.CONSENT, subject_id=merchant.id, code=code)
    if refusal is None:
        _confirm(row, name=merchant.owner_name, by=by)
    return refusal


def ask_for_call(merchant: Merchant, *, by: Actor) -> HelpedConfirmation:
    """Ask the desk to ring the owner within twenty-four hours."""
    return _asked(merchant, Way.CALL, action=HelpAction.CALL_ASKED, by=by)


def confirm_by_call(row: HelpedConfirmation, *, by: Actor) -> None:
    """Note that the owner said yes on the telephone to somebody of the desk."""
    _confirm(row, name=by.name, by=by)


def write_slip(
    merchant: Merchant, *, slip_no: str, mark: Mark, witness: str = "", read_aloud: bool = False, by: Actor
) -> HelpedConfirmation:
    """Note the number of the paper the owner signed or pressed a thumb on; the desk matches the paper later.

    Raises:
        SlipRefusedError: no number, or a thumbprint without the name of a witness.
        SlipTakenError: the slip confirms another file.
    """
    number = rules.slip_number(slip_no)
    if not number:
        raise SlipRefusedError(_l("Write the number on the slip, for example 0123"))
    if mark is Mark.THUMB and not line(witness):
        raise SlipRefusedError(_l("A thumbprint needs a witness: write their name, for example Đỗ Văn Thành"))
    taken = queries.confirmation_by_slip(number)
    if taken is not None and taken.merchant_id != merchant.id:
        raise SlipTakenError(_l("Another file has this slip already. Look at the number on the paper again"))
    at = clock.now()
    row = queries.confirmation_of(merchant.id)
    if row is None:
        row = _new(merchant, Way.SLIP, by)
    row.way, row.call_before_at, row.slip_no, row.mark = Way.SLIP, None, number, mark
    row.witness, row.read_aloud = line(witness)[:200], read_aloud
    if row.state is not ConfirmationState.ON_PAPER:
        move_confirmation(row, ConfirmationStep.WRITE_SLIP, action=HelpAction.SLIP_WRITTEN, by=by, at=at, reason=number)
    db.session.flush()
    return row


def match_slip(row: HelpedConfirmation, *, by: Actor) -> None:
    """Note that somebody of the desk has the paper in hand and that it agrees with the file."""
    _confirm(row, name=by.name, by=by)


def note_not_confirmed(row: HelpedConfirmation, *, by: Actor) -> None:
    """Note that the owner did not agree, or that no such paper was found."""
    at = clock.now()
    move_confirmation(row, ConfirmationStep.REFUSE, action=HelpAction.NOT_CONFIRMED, by=by, at=at)
    row.slip_no = None


def refuse_unasked(merchant: Merchant) -> None:
    """Let a helped file be sent only once the owner has confirmed, or a call or a slip is on its way.

    Raises:
        NotConfirmedError: neither is so.
    """
    if needs_confirmation(merchant):
        raise NotConfirmedError(_l("The owner confirms first: by code, by a call, or on the paper slip"))


def needs_confirmation(merchant: Merchant) -> bool:
    """Whether a helped file still lacks the owner's word, and nobody has been asked for it."""
    if merchant.filing is Filing.SELF:
        return False
    row = queries.confirmation_of(merchant.id)
    return row is None or row.state is ConfirmationState.REFUSED or _waits_for_code(row)


def may_be_asked(merchant: Merchant) -> bool:
    """Whether the owner may still be asked; once they have agreed, nobody asks again."""
    row = queries.confirmation_of(merchant.id)
    return row is None or row.state is not ConfirmationState.CONFIRMED


def _waits_for_code(row: HelpedConfirmation) -> bool:
    return row.way is Way.CODE and row.state is ConfirmationState.ASKED


def _row_of(merchant: Merchant) -> HelpedConfirmation:
    row = queries.confirmation_of(merchant.id)
    if row is None:
        raise NotConfirmedError(_l("Ask for a code first"))
    return row


def _asked(merchant: Merchant, way: Way, *, action: HelpAction, by: Actor) -> HelpedConfirmation:
    at = clock.now()
    row = queries.confirmation_of(merchant.id)
    if row is None:
        row = _new(merchant, way, by)
        audit.record(action, ("merchant", merchant.id), by=by, at=at)
    else:
        move_confirmation(row, ConfirmationStep.ASK_AGAIN, action=action, by=by, at=at)
    row.way, row.slip_no, row.mark, row.witness = way, None, None, ""
    row.asked_by, row.asked_at = by.name, at
    row.call_before_at = at + rules.CALL_WITHIN if way is Way.CALL else None
    db.session.flush()
    return row


def _new(merchant: Merchant, way: Way, by: Actor) -> HelpedConfirmation:
    at = clock.now()
    row = HelpedConfirmation(
        merchant_id=merchant.id, way=way, state=CONFIRMATION.initial, asked_by=by.name, asked_at=at, witness=""
    )
    db.session.add(row)
    return row


def _confirm(row: HelpedConfirmation, *, name: str, by: Actor) -> None:
    at = clock.now()
    move_confirmation(row, ConfirmationStep.CONFIRM, action=HelpAction.CONFIRMED, by=by, at=at)
    row.confirmed_at, row.confirmed_by = at, name
    db.session.flush()
