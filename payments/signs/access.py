"""A sign is its owner's: who may look at it and print it."""

from app.policy import Actor, Permission
from merchants.models import Merchant
from payments.access import live_standee_of, merchant_for_money, standee_of
from payments.models import Standee

# Views annotate with the models without importing them from the tables.
__all__ = ["Merchant", "Standee", "own_live_sign", "own_sign"]


def own_sign(actor: Actor, code: str, serial: str) -> tuple[Merchant, Standee]:
    """Return one of an owner's own signs with its merchant.

    Raises:
        NotFoundError: no such dossier or sign, or they do not belong together.
        NotPermittedError: this person may see the dossier, and nobody but the owner sees money.
    """
    merchant = merchant_for_money(actor, code)
    return merchant, standee_of(merchant, serial)


def own_live_sign(actor: Actor, code: str) -> tuple[Merchant, Standee]:
    """Return the sign an owner has now with its merchant.

    Raises:
        NotFoundError: no such dossier, or no sign.
        NotPermittedError: this person may see the dossier, and nobody but the owner sees money.
    """
    merchant = merchant_for_money(actor, code, Permission.STANDEE_ISSUE)
    return merchant, live_standee_of(merchant)
