"""A loss is the owner's: for everybody else its pages are not there; whoever visits is led by the area."""

from uuid import UUID

from app.core.errors import NotFoundError, NotPermittedError
from app.policy import Actor, Permission, allows
from merchants.models import Merchant
from payments.access import merchant_for_money
from payments.losses import queries
from payments.losses.models import Loss

# Views annotate with the models without importing them from the tables.
__all__ = ["Loss", "Merchant", "loss_of", "loss_to_visit", "merchant_for_loss"]


def merchant_for_loss(actor: Actor, code: str) -> Merchant:
    """Return the merchant of a dossier code to its owner.

    Raises:
        NotFoundError: no such dossier, or this person is not its owner.
    """
    try:
        return merchant_for_money(actor, code, Permission.PAYMENT_EDIT)
    except NotPermittedError:
        raise NotFoundError("no such page for this person") from None


def loss_of(merchant: Merchant, loss_id: UUID) -> Loss:
    """Return one of a merchant's own losses.

    Raises:
        NotFoundError: it is not this merchant's.
    """
    loss = queries.by_id(loss_id)
    if loss is None or loss.merchant_id != merchant.id:
        raise NotFoundError("no such loss")
    return loss


def loss_to_visit(actor: Actor, loss_id: UUID) -> Loss:
    """Return a loss to somebody who goes to families where this one lives.

    Raises:
        NotFoundError: there is no such loss, or it is elsewhere.
    """
    loss = queries.by_id(loss_id)
    if loss is None or not allows(actor, Permission.MESSAGE_CARRY, loss.merchant.place()):
        raise NotFoundError("no such loss")
    return loss
