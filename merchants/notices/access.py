"""Fetch and authorise in one call: may not see is 404, may see but not do is 403."""

from uuid import UUID

from app.core.errors import NotFoundError
from app.core.messages import OutgoingMessage
from app.policy import Actor, Permission, allows
from merchants.models import Merchant
from merchants.notices import queries
from merchants.queries import merchants_of

# Views annotate with the models without importing them from the tables.
__all__ = ["Merchant", "OutgoingMessage", "errand_for", "own_with_phone"]


def errand_for(actor: Actor, message_id: UUID) -> OutgoingMessage:
    """Return a message to somebody who rings and carries where the family lives.

    Raises:
        NotFoundError: there is no such message, or it is for a family elsewhere.
    """
    found = queries.message_and_merchant(message_id)
    if found is None or not allows(actor, Permission.MESSAGE_CARRY, found[1].place()):
        raise NotFoundError("no such errand")
    return found[0]


def own_with_phone(actor: Actor) -> list[Merchant]:
    """Return one's own businesses that are told things by telephone, one for each number."""
    numbers: dict[str, Merchant] = {}
    for merchant in merchants_of(actor.merchant_ids):
        if merchant.phone and allows(actor, Permission.MERCHANT_EDIT, merchant.place()):
            numbers.setdefault(merchant.phone, merchant)
    return list(numbers.values())
