"""The counter is its owner's to tell; a try is watched by somebody who helps families where this one lives."""

from app.policy import Actor, Permission
from merchants.access import merchant_for
from merchants.models import Merchant
from merchants.states import REGISTERED
from payments.access import merchant_for_money

# Views annotate with the model without importing it from the tables.
__all__ = ["Merchant", "merchant_for_money", "merchant_to_try"]


def merchant_to_try(actor: Actor, code: str) -> Merchant | None:
    """Return the merchant whose code the family reads out, to somebody who watches tries there; else none.

    Raises:
        NotFoundError: no such dossier, or it is elsewhere.
        NotPermittedError: this person may see the dossier and does not watch tries.
    """
    merchant = merchant_for(actor, code, Permission.TRIAL_WITNESS)
    return merchant if merchant.stage in REGISTERED else None
