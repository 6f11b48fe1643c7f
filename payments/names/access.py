"""Names are their owner's to tell."""

from app.policy import Actor, Permission
from merchants.models import Merchant
from payments import queries as payments
from payments.access import merchant_for_money
from payments.models import PaymentAccount

# Views annotate with the models without importing them from the tables.
__all__ = ["Merchant", "PaymentAccount", "merchant_with_account"]


def merchant_with_account(actor: Actor, code: str) -> tuple[Merchant, PaymentAccount | None]:
    """Return an owner's merchant with the account, if there is one yet.

    Raises:
        NotFoundError: no such dossier, or this person may not know of it.
        NotPermittedError: this person may see the dossier, and nobody but the owner sees money.
    """
    merchant = merchant_for_money(actor, code, Permission.PAYMENT_EDIT)
    return merchant, payments.account_of(merchant.id)
