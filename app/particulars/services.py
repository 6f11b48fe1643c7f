"""Erasing an owner's data: what the law keeps stays with its reason, the rest goes in one transaction.

It happens when the owner asks for it, and by itself years after a file ended without being registered.
"""

from collections.abc import Sequence
from enum import StrEnum

from flask_babel import lazy_gettext as _l

import merchants.services as dossiers
import payments.queries
import payments.services
from app.accounts import queries as people
from app.accounts import services as accounts
from app.accounts.models import Account
from app.core import audit, clock, jobs, messages, settings, storage
from app.core.db import db
from app.core.errors import DomainError
from app.core.messages import Channel
from app.core.particulars import erase_rows
from app.particulars import queries, rules
from app.particulars.kept import ALL
from app.particulars.models import Deletion
from app.particulars.rules import DeletionKind
from app.policy import Actor
from merchants.models import Merchant
from merchants.rights import emails, services
from merchants.rights.models import RightsRequest
from merchants.rights.rules import RightsKind
from merchants.states import REGISTRATION, Step
from merchants.training import services as training

# Erasing one file touches every table: so few at once that whoever writes beside it does not wait.
_FILES_AT_A_TIME = 10
_ENTRIES_AT_A_TIME = 2_000
_SHEETS_AT_A_TIME = 100


class DeletionAction(StrEnum):
    """What the audit trail calls what is deleted by itself."""

    ENDED = "deletion:ended"
    TRAIL = "deletion:trail"


class NotAskedError(DomainError):
    """Only the owner's own request to delete everything deletes."""

    code = "particulars.not_asked"


def erase(request: RightsRequest, *, answer: str, by: Actor) -> None:
    """Do what a request for deletion asks for, and answer it.

    Everything happens in the caller's transaction or not at all. Files are dropped by jobs promised in it, and only
    those that no other row names: two families may have kept the same bytes.

    Raises:
        NotAskedError: the request asks for something else.
        WordsMissingError: the answer has no words.
        TransitionNotAllowedError: the request has been answered or taken back.
    """
    if request.kind is not RightsKind.ERASE:
        raise NotAskedError(_l("This request asks for something else"))
    merchant, code, phone = request.merchant, request.merchant.code, request.merchant.phone
    holders = people.holders_of(merchant.id)
    _let_go(merchant, by=by)
    services.fulfil(request, answer=answer, by=by)
    _erase_rows(merchant, DeletionKind.ASKED, holders=holders, by=by)
    if phone:
        # The last message is about nobody any more, so that it still goes out; it names the file by its number alone.
        messages.send(Channel.SMS, phone, emails.erased(code, **_desk()), "dossier_erased", by=by)


def erase_ended(*, by: Actor) -> int:
    """Erase some files that ended long ago without being registered, and say how many; the next call goes on.

    Nobody is written to: these families said no, or were told no, years ago.
    """
    kept_from = clock.start_of(rules.files_kept_from(clock.today()))
    found = queries.ended_before(kept_from, limit=_FILES_AT_A_TIME)
    for merchant in found:
        holders = people.holders_of(merchant.id)
        _let_go(merchant, by=by)
        _erase_rows(merchant, DeletionKind.ENDED, holders=holders, by=by)
        audit.record(DeletionAction.ENDED, ("merchant", merchant.id), by=by, at=clock.now())
    db.session.flush()
    return len(found)


def delete_old_trail(*, by: Actor) -> int:
    """Delete some entries of the trail that are too old to be kept, and say how many; the next call goes on."""
    at = clock.now()
    kept_from = clock.start_of(rules.trail_kept_from(clock.local(at).date()))
    number = audit.delete_older_than(kept_from, at_most=_ENTRIES_AT_A_TIME)
    if number:
        deletion = _note(DeletionKind.TRAIL, number=number)
        audit.record(DeletionAction.TRAIL, ("deletion", deletion.id), by=by, at=at, reason=str(number))
    return number


def delete_old_sheets(*, by: Actor) -> int:
    """Delete some photographs of signed sheets of classes of long ago, and say how many; the next call goes on."""
    number = training.delete_old_sheets(clock.today(), at_most=_SHEETS_AT_A_TIME, by=by)
    if number:
        _note(DeletionKind.SHEET, number=number)
    return number


def _erase_rows(merchant: Merchant, kind: DeletionKind, *, holders: Sequence[Account], by: Actor) -> None:
    """Do to every table what it declared, and write down that it was done."""
    files: list[str] = []
    for kept in ALL:
        files += erase_rows(kept, merchant.id)
    accounts.close_what_holds_nothing(holders, by=by)
    deletion = _note(kind, merchant=merchant)
    for sha256 in dict.fromkeys(files):
        jobs.enqueue(storage.DROP_FILE, key=f"{sha256}:{deletion.id}", sha256=sha256)


def _note(kind: DeletionKind, *, merchant: Merchant | None = None, number: int = 1) -> Deletion:
    deletion = Deletion(kind=kind, merchant_id=merchant.id if merchant else None, number=number, at=clock.now())
    db.session.add(deletion)
    db.session.flush()
    return deletion


def _let_go(merchant: Merchant, *, by: Actor) -> None:
    """End what lives: the printed sign first, then the dossier, then every consent."""
    standee = payments.queries.live_standee(merchant.id)
    if standee is not None:
        payments.services.revoke_standee(standee, by=by, reason="erased")
    possible = REGISTRATION.actions(merchant.stage)
    if Step.CLOSE in possible:
        dossiers.close(merchant, by=by)
    elif Step.WITHDRAW in possible:
        dossiers.withdraw(merchant, by=by)
    dossiers.end_consents(merchant, by=by)


def _desk() -> dict[str, str]:
    return {"desk_phone": settings.current().contact_phone}
