"""Fetch and authorise in one call: may not see is 404, may see but not do is 403."""

from uuid import UUID

from app.core.errors import NotFoundError
from app.policy import Actor, Permission, allows, require
from merchants import access as merchants_access
from merchants import queries as merchant_queries
from merchants.helping import queries
from merchants.helping.models import CodeBatch, Delegation, HelpedConfirmation
from merchants.models import Merchant, MerchantHelper

__all__ = [
    "CodeBatch",
    "Delegation",
    "HelpedConfirmation",
    "Merchant",
    "MerchantHelper",
    "batch_for",
    "confirmation_for",
    "delegation_at_counter",
    "delegation_for",
    "delegation_to_stop",
    "helper_at_counter",
    "merchant_at_counter",
    "own_merchants",
]


def own_merchants(actor: Actor) -> list[Merchant]:
    """Return the merchants that somebody owns, and not those they only help."""
    mine = merchant_queries.merchants_of(actor.merchant_ids)
    return [one for one in mine if allows(actor, Permission.MERCHANT_OWN, one.place())]


def delegation_for(actor: Actor, delegation_id: UUID) -> Delegation:
    """Return a delegation to the owner who gave it.

    Raises:
        NotFoundError: there is none, or it is somebody else's.
    """
    row = queries.delegation(delegation_id)
    if row is None or not allows(actor, Permission.MERCHANT_OWN, row.merchant.place()):
        raise NotFoundError("no such delegation")
    return row


def delegation_to_stop(actor: Actor, delegation_id: UUID) -> Delegation:
    """Return a delegation to its owner, or to the relative, who may give it back.

    Raises:
        NotFoundError: there is none, or it is somebody else's.
    """
    row = queries.delegation(delegation_id)
    if row is not None and actor.account_id is not None and row.account_id == actor.account_id:
        return row
    return delegation_for(actor, delegation_id)


def delegation_at_counter(actor: Actor, delegation_id: UUID) -> Delegation:
    """Return a delegation to the desk before which its owner stands.

    Raises:
        NotFoundError: there is none, or it belongs to another commune.
        NotPermittedError: this person does not witness consent.
    """
    row = queries.delegation(delegation_id)
    if row is None or not allows(actor, Permission.MERCHANT_VIEW, row.merchant.place()):
        raise NotFoundError("no such delegation")
    require(actor, Permission.CONSENT_WITNESS, row.merchant.place())
    return row


def confirmation_for(actor: Actor, confirmation_id: UUID) -> HelpedConfirmation:
    """Return a confirmation to the desk that rings or matches.

    Raises:
        NotFoundError: there is none, or it belongs to another commune.
        NotPermittedError: this person does not witness consent.
    """
    row = queries.confirmation(confirmation_id)
    if row is None or not allows(actor, Permission.MERCHANT_VIEW, row.merchant.place()):
        raise NotFoundError("no such confirmation")
    require(actor, Permission.CONSENT_WITNESS, row.merchant.place())
    return row


def batch_for(actor: Actor, batch_id: UUID, permission: Permission) -> CodeBatch:
    """Return a block of codes to somebody who helps where it is used.

    Raises:
        NotFoundError: there is none, or it is used elsewhere.
        NotPermittedError: this person may see it but not do this.
    """
    row = queries.batch(batch_id)
    if row is None or not allows(actor, Permission.HELP_GIVE, row.place()):
        raise NotFoundError("no such block")
    require(actor, permission, row.place())
    return row


def helper_at_counter(actor: Actor, helper_id: UUID) -> tuple[Merchant, MerchantHelper]:
    """Return somebody who was asked to help, with the household, to its desk.

    Raises:
        NotFoundError: nobody was asked so, or the household belongs to another commune.
    """
    helper = queries.helper_by_id(helper_id)
    if helper is None:
        raise NotFoundError("no such helper")
    return merchants_access.merchant_for(actor, helper.merchant_id, Permission.MERCHANT_REVIEW), helper


def merchant_at_counter(actor: Actor, code: str) -> Merchant:
    """Return a dossier to the desk before which its owner stands, a draft too.

    Raises:
        NotFoundError: no such dossier, or it belongs to another commune.
    """
    return merchants_access.merchant_for(actor, code, Permission.MERCHANT_REVIEW)
