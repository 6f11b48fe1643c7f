"""What the desk's services share: their refusals, and what is asked before anybody decides."""

from http import HTTPStatus
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete

from app.core import clock
from app.core.db import db
from app.core.errors import DomainError
from app.policy import Actor
from merchants.desk.models import Claim
from merchants.desk.queries import holding
from merchants.models import Merchant


class ClaimedError(DomainError):
    """Somebody else has the dossier before them."""

    code = "desk.claimed"


class ConflictError(DomainError):
    """This person has said that the owner is family or a friend, and leaves the decision to a colleague."""

    code = "desk.conflict_of_interest"


class RefusalPendingError(DomainError):
    """A proposal to refuse waits for a second person; nothing else is decided meanwhile."""

    code = "desk.refusal_pending"


class SecondPersonError(DomainError):
    """The second person has to be somebody else than the first."""

    code = "desk.second_person"


class BatchRefusedError(DomainError):
    """A batch is empty, too large, of several communes, or its samples have not been looked at."""

    code = "desk.batch_refused"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


def subject_of(merchant: Merchant) -> tuple[str, UUID]:
    return ("merchant", merchant.id)


def refuse_unready(merchant: Merchant, by: Actor) -> None:
    """Refuse to decide while somebody else holds the dossier, is awaited, or this person is a relative.

    Raises:
        ConflictError: this person has declared a conflict of interest.
        ClaimedError: somebody else holds it.
        RefusalPendingError: a refusal waits for a second person.
    """
    refuse_conflicted(merchant, by)
    refuse_claimed(merchant, by)
    if holding.open_refusal(merchant.id) is not None:
        raise RefusalPendingError(_l("A refusal waits for a second person. Let them decide first"))


def refuse_conflicted(merchant: Merchant, by: Actor) -> None:
    if holding.conflict_of(merchant.id, by.account_id) is not None:
        raise ConflictError(_l("You told us the owner is close to you. A colleague decides"))


def refuse_claimed(merchant: Merchant, by: Actor) -> None:
    held = holding.live_claim(merchant.id, clock.now())
    if held is not None and held.account_id != by.account_id:
        raise claimed(held)


def claimed(held: Claim) -> ClaimedError:
    since = f"{clock.local(held.since_at):%H:%M}"
    return ClaimedError(_l("%(name)s has had this file open since %(time)s. Read only", name=held.by_name, time=since))


def let_go(merchant: Merchant) -> None:
    """Drop the claim once something was decided; nobody needs to hold what has been answered."""
    db.session.execute(delete(Claim).where(Claim.merchant_id == merchant.id))
