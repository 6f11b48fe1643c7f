"""Erasing an owner's data: what the law keeps stays with its reason, the rest goes in one transaction."""

from flask_babel import lazy_gettext as _l

import merchants.services as dossiers
import payments.queries
import payments.services
from app.accounts import queries as people
from app.accounts import services as accounts
from app.core import jobs, messages, settings, storage
from app.core.errors import DomainError
from app.core.messages import Channel
from app.core.particulars import erase_rows
from app.particulars.kept import ALL
from app.policy import Actor
from merchants.models import Merchant
from merchants.rights import emails, services
from merchants.rights.models import RightsRequest
from merchants.rights.rules import RightsKind
from merchants.states import REGISTRATION, Step


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
    files: list[str] = []
    for kept in ALL:
        files += erase_rows(kept, merchant.id)
    accounts.close_what_holds_nothing(holders, by=by)
    for sha256 in dict.fromkeys(files):
        jobs.enqueue(storage.DROP_FILE, key=f"{sha256}:{request.id}", sha256=sha256)
    if phone:
        # The last message is about nobody any more, so that it still goes out; it names the file by its number alone.
        messages.send(Channel.SMS, phone, emails.erased(code, **_desk()), "dossier_erased", by=by)


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
