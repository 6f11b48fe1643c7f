"""Cards are the owner's affair; a buyer holds the code of one request."""

from app.core.errors import NotFoundError
from app.policy import Actor, Permission
from merchants.models import Merchant
from payments.access import merchant_for_money, public_request, request_of
from payments.cards import queries
from payments.cards.models import CardAccount, CardPayment
from payments.models import PaymentRequest

# Views annotate with the models without importing them from the tables.
__all__ = ["CardAccount", "CardPayment", "Merchant", "PaymentRequest", "account_of", "merchant_for_cards",
           "payment_to_refund", "request_to_pay"]  # fmt: skip


def merchant_for_cards(actor: Actor, code: str) -> Merchant:
    """Return the merchant of a dossier code to its owner.

    Raises:
        NotFoundError: no such dossier, this site takes no cards, or this person may not know of it.
        NotPermittedError: this person may see the dossier, and nobody but the owner sees money.
    """
    merchant = merchant_for_money(actor, code, Permission.PAYMENT_EDIT)
    if not queries.is_offered():
        raise NotFoundError("no agreement with a card processor")
    return merchant


def account_of(merchant: Merchant) -> CardAccount:
    """Return the account a merchant asked for.

    Raises:
        NotFoundError: none was asked for.
    """
    account = queries.account_of(merchant.id)
    if account is None:
        raise NotFoundError("no account")
    return account


def request_to_pay(reference: str) -> PaymentRequest:
    """Return a request to whoever holds its code, where cards are taken.

    Raises:
        NotFoundError: there is none, or this site takes no cards.
    """
    request = public_request(reference)
    if not queries.is_offered():
        raise NotFoundError("no agreement with a card processor")
    return request


def payment_to_refund(merchant: Merchant, reference: str) -> CardPayment:
    """Return the newest payment by card of a merchant's own request.

    Raises:
        NotFoundError: there is none.
    """
    paid = queries.payments_for(request_of(merchant, reference).id)
    if not paid:
        raise NotFoundError("nothing was paid by card")
    return paid[0]
