"""Fetch and authorise in one call: the owner's pages of tourism, and the desk's."""

from uuid import UUID

from app.core.errors import NotFoundError
from app.policy import Actor, Permission
from merchants.access import merchant_for, merchant_under_review
from merchants.models import Merchant
from merchants.rules import TOURISM
from merchants.tourism import queries
from merchants.tourism.models import TourismClosure, TourismOffer, TourismProfile

__all__ = [
    "Merchant",
    "TourismClosure",
    "TourismOffer",
    "TourismProfile",
    "closure_for",
    "offer_for",
    "tourism_for",
    "tourism_under_review",
]


def tourism_for(actor: Actor, code: str, permission: Permission = Permission.MERCHANT_EDIT) -> Merchant:
    """Return a tourism business to those who may fill in its file.

    Raises:
        NotFoundError: no such dossier, no tourism business, or none of this person's.
        NotPermittedError: the person may see it but not do this.
    """
    return _tourism(merchant_for(actor, code, permission))


def tourism_under_review(actor: Actor, code: str, permission: Permission) -> Merchant:
    """Return a tourism business to the desk of its commune, once it has been sent.

    Raises:
        NotFoundError: no such dossier, no tourism business, not sent yet, or of another commune.
        NotPermittedError: the person may see it but not do this.
    """
    return _tourism(merchant_under_review(actor, code, permission))


def offer_for(actor: Actor, code: str, offer_id: UUID) -> TourismOffer:
    """Return one offer to those who may fill in the file.

    Raises:
        NotFoundError: no such offer of this business, or none of this person's.
    """
    merchant = tourism_for(actor, code)
    row = queries.offer(offer_id)
    if row is None or row.merchant_id != merchant.id:
        raise NotFoundError("no such offer")
    return row


def closure_for(actor: Actor, code: str, closure_id: UUID) -> TourismClosure:
    """Return one row of closed days to those who may fill in the file.

    Raises:
        NotFoundError: no such row of this business, or none of this person's.
    """
    merchant = tourism_for(actor, code)
    row = queries.closure(closure_id)
    if row is None or row.merchant_id != merchant.id:
        raise NotFoundError("no such closed days")
    return row


def _tourism(merchant: Merchant) -> Merchant:
    if merchant.craft not in TOURISM:
        raise NotFoundError("not a tourism business")
    return merchant
