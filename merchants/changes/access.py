"""Fetch and authorise in one call: a correction for its owner, or for the desk of its commune."""

from uuid import UUID

from app.core.errors import NotFoundError
from app.policy import Actor, Permission
from merchants.access import merchant_for, merchant_under_review
from merchants.changes import queries
from merchants.changes.models import Correction, Handover
from merchants.changes.rules import Matter, matters_of
from merchants.models import Merchant
from merchants.states import REGISTERED

__all__ = [
    "Correction",
    "Handover",
    "Merchant",
    "correction_for",
    "correction_under_review",
    "file_at_desk",
    "handover_asked_by",
    "handover_of",
    "handover_under_review",
    "matter_for",
    "matter_under_review",
    "phone_for",
]


def matter_for(actor: Actor, code: str, matter: str) -> tuple[Merchant, Matter]:
    """Return a confirmed business and what of it is to be corrected, to its owner or a delegate.

    The telephone opens the dossier, so nobody but the owner changes it.

    Raises:
        NotFoundError: no such dossier or answer, not confirmed, or none of this person's business.
        NotPermittedError: the person may see it but not do this.
    """
    permission = Permission.MERCHANT_OWN if matter == Matter.CONTACT else Permission.MERCHANT_EDIT
    return _registered(merchant_for(actor, code, permission), matter)


def matter_under_review(actor: Actor, code: str, matter: str) -> tuple[Merchant, Matter]:
    """Return a confirmed business and what of it is to be corrected, to the desk of its commune.

    Raises:
        NotFoundError: no such dossier or answer, not confirmed, or of another commune.
        NotPermittedError: the person may see it but not decide.
    """
    return _registered(merchant_under_review(actor, code, Permission.MERCHANT_DECIDE), matter)


def correction_for(actor: Actor, code: str, correction_id: UUID) -> Correction:
    """Return a correction to its owner or a delegate, as its matter demands.

    Raises:
        NotFoundError: no such correction of this dossier, or none of this person's business.
        NotPermittedError: the person may see it but not do this.
    """
    row = queries.correction(correction_id)
    if row is None:
        raise NotFoundError("no such correction")
    permission = Permission.MERCHANT_OWN if row.matter is Matter.CONTACT else Permission.MERCHANT_EDIT
    merchant = merchant_for(actor, code, permission)
    if merchant.id != row.merchant_id or row not in queries.corrections_since_handover(merchant.id):
        raise NotFoundError("no such correction")
    return row


def phone_for(actor: Actor, code: str, correction_id: UUID) -> Correction:
    """Return the change of a telephone that waits for its code.

    Raises:
        NotFoundError: no such correction of this dossier, not of a telephone, or none of this person's business.
        NotPermittedError: the person may see it but not do this.
    """
    row = correction_for(actor, code, correction_id)
    if row.matter is not Matter.CONTACT:
        raise NotFoundError("no telephone")
    return row


def correction_under_review(actor: Actor, correction_id: UUID, permission: Permission) -> Correction:
    """Return a correction to the desk of its commune.

    Raises:
        NotFoundError: no such correction, or of another commune.
        NotPermittedError: the person may see it but not do this.
    """
    row = queries.correction(correction_id)
    if row is None:
        raise NotFoundError("no such correction")
    merchant_under_review(actor, row.merchant.code, permission)
    return row


def handover_asked_by(actor: Actor, handover_id: UUID) -> Handover:
    """Return a change of owner to whoever asked for it.

    Raises:
        NotFoundError: no such request, or somebody else's.
    """
    row = queries.handover(handover_id)
    if row is None or actor.account_id is None or row.asked_by_id != actor.account_id:
        raise NotFoundError("no such request")
    return row


def handover_of(actor: Actor, code: str) -> Handover:
    """Return the open change of owner of a business to its owner of today.

    Raises:
        NotFoundError: no such dossier, none of this person's business, or nobody has asked.
        NotPermittedError: the person may see it but not decide for the owner.
    """
    merchant = merchant_for(actor, code, Permission.MERCHANT_OWN)
    row = queries.open_handover(merchant.id)
    if row is None:
        raise NotFoundError("nobody asks for it")
    return row


def handover_under_review(actor: Actor, handover_id: UUID, permission: Permission) -> Handover:
    """Return a change of owner to the desk of its commune.

    Raises:
        NotFoundError: no such request, or of another commune.
        NotPermittedError: the person may see it but not do this.
    """
    row = queries.handover(handover_id)
    if row is None:
        raise NotFoundError("no such request")
    merchant_under_review(actor, row.merchant.code, permission)
    return row


def file_at_desk(actor: Actor, code: str) -> Merchant:
    """Return a confirmed business to somebody of its commune's desk who decides.

    Raises:
        NotFoundError: no such dossier, not confirmed, or of another commune.
        NotPermittedError: the person may see it but not decide.
    """
    merchant = merchant_under_review(actor, code, Permission.MERCHANT_DECIDE)
    if merchant.stage not in REGISTERED:
        raise NotFoundError("not confirmed")
    return merchant


def _registered(merchant: Merchant, matter: str) -> tuple[Merchant, Matter]:
    known = {each.value: each for each in matters_of(merchant.craft)}
    if matter not in known or merchant.stage not in REGISTERED:
        raise NotFoundError("nothing to correct")
    return merchant, known[matter]
