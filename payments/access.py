"""Money is the owner's: who may come to which page of payments."""

from app.core.errors import NotFoundError
from app.policy import Actor, Permission
from merchants.access import merchant_for
from merchants.models import Merchant
from payments import queries
from payments.models import PaymentRequest, Standee

# Views annotate with the models without importing them from the tables.
__all__ = ["Merchant", "PaymentRequest", "Standee", "live_standee_of", "merchant_for_money", "public_request",
           "public_standee", "request_of", "standee_of"]  # fmt: skip


def merchant_for_money(actor: Actor, code: str, permission: Permission = Permission.PAYMENT_VIEW) -> Merchant:
    """Return the merchant of a dossier code for its owner.

    Raises:
        NotFoundError: no such dossier, or this person may not know of it.
        NotPermittedError: this person may see the dossier, and nobody but the owner sees money.
    """
    return merchant_for(actor, code, permission)


def request_of(merchant: Merchant, reference: str) -> PaymentRequest:
    """Return one of a merchant's own requests.

    Raises:
        NotFoundError: it is not this merchant's.
    """
    request = queries.request_by_reference(reference)
    if request is None or request.merchant_id != merchant.id:
        raise NotFoundError("no such request")
    return request


def standee_of(merchant: Merchant, serial: str) -> Standee:
    """Return one of a merchant's own printed codes.

    Raises:
        NotFoundError: it is not this merchant's.
    """
    standee = queries.standee(serial)
    if standee is None or standee.merchant_id != merchant.id:
        raise NotFoundError("no such standee")
    return standee


def live_standee_of(merchant: Merchant) -> Standee:
    """Return the printed code a merchant has now.

    Raises:
        NotFoundError: there is none.
    """
    standee = queries.live_standee(merchant.id)
    if standee is None:
        raise NotFoundError("no standee")
    return standee


def public_request(reference: str) -> PaymentRequest:
    """Return a request for whoever holds its code.

    Raises:
        NotFoundError: there is none.
    """
    request = queries.request_by_reference(reference)
    if request is None:
        raise NotFoundError("no such request")
    return request


def public_standee(serial: str) -> Standee:
    """Return a printed code for whoever reads its serial.

    Raises:
        NotFoundError: there is none.
    """
    standee = queries.standee(serial)
    if standee is None:
        raise NotFoundError("no such standee")
    return standee
