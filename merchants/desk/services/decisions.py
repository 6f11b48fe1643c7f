"""Decisions of one person: the dossier's own services, asked only when nobody else holds it or is awaited."""

from collections.abc import Sequence
from datetime import date

from app.policy import Actor
from merchants import services
from merchants.desk.rules import Leaving
from merchants.desk.services.record import let_go, refuse_unready
from merchants.models import Merchant
from merchants.rules import Check
from merchants.services import ReturnedItem

_LEAVING = {
    Leaving.REST: services.rest,
    Leaving.CLOSE: services.close,
    Leaving.MOVE_AWAY: services.move_away,
    Leaving.STOP: services.stop,
}


def confirm(merchant: Merchant, *, checks: Sequence[Check], seen_version: int | None = None, by: Actor) -> None:
    """Confirm a dossier.

    Raises:
        ConflictError, ClaimedError, RefusalPendingError: this person may not decide it now.
        ChecksMissingError, OvertakenError, TransitionNotAllowedError: as the dossier says.
    """
    refuse_unready(merchant, by)
    services.confirm(merchant, checks=checks, seen_version=seen_version, by=by)
    let_go(merchant)


def send_back(merchant: Merchant, *, items: Sequence[ReturnedItem], seen_version: int | None = None, by: Actor) -> None:
    """Send a dossier back, everything at once.

    Raises:
        ConflictError, ClaimedError, RefusalPendingError: this person may not decide it now.
        NothingToFixError, CallFirstError, OvertakenError, TransitionNotAllowedError: as the dossier says.
    """
    refuse_unready(merchant, by)
    services.send_back(merchant, items=items, seen_version=seen_version, by=by)
    let_go(merchant)


def extend(
    merchant: Merchant,
    *,
    reason: str,
    new_due_on: date,
    signer_name: str,
    seen_version: int | None = None,
    by: Actor,
) -> None:
    """Apologise and promise a new day; the dossier stays with whoever holds it.

    Raises:
        ConflictError, ClaimedError, RefusalPendingError: this person may not decide it now.
        NotLaterError, OvertakenError, TransitionNotAllowedError: as the dossier says.
    """
    refuse_unready(merchant, by)
    services.extend(
        merchant, reason=reason, new_due_on=new_due_on, signer_name=signer_name, seen_version=seen_version, by=by
    )


def leave(merchant: Merchant, *, how: Leaving, reason: str = "", by: Actor) -> None:
    """Write down that a business rests, works again, has ended or moved, or that its owner wants us to stop.

    Raises:
        ConflictError, ClaimedError, RefusalPendingError: this person may not decide it now.
        TransitionNotAllowedError: the dossier is not in a stage for it.
    """
    refuse_unready(merchant, by)
    if how is Leaving.RESUME:
        services.resume(merchant, by=by)
    else:
        _LEAVING[how](merchant, reason=reason, by=by)
    let_go(merchant)
