"""Fetch and authorise in one call: whoever may not see a business's numbers is not told that there are any."""

from uuid import UUID

from app.core.errors import NotFoundError
from app.core.ids import CodeError, parse_dossier_code
from app.policy import Actor, Permission, allows, require
from merchants import queries as merchants
from merchants.identity import queries
from merchants.identity.models import IdentityNumber
from merchants.models import Merchant

__all__ = ["IdentityNumber", "Merchant", "merchant_for", "number_for"]


def merchant_for(actor: Actor, code: str, permission: Permission) -> Merchant:
    """Return the business whose numbers somebody wants; the desk's only once the dossier was sent.

    Raises:
        NotFoundError: no such dossier, or its numbers are none of this person's business.
        NotPermittedError: the person may see that there are numbers, but not do this.
    """
    try:
        merchant = merchants.by_code(parse_dossier_code(code))
    except CodeError:
        merchant = None
    if merchant is None:
        raise NotFoundError("no such dossier")
    return _allowed(actor, merchant, permission)


def number_for(actor: Actor, number_id: UUID, permission: Permission) -> tuple[IdentityNumber, Merchant]:
    """Return a number with the business it belongs to.

    Raises:
        NotFoundError: no such number, or it is none of this person's business.
        NotPermittedError: the person may see its last signs, but not do this.
    """
    number = queries.number(number_id)
    merchant = merchants.by_id(number.merchant_id) if number is not None else None
    if number is None or merchant is None:
        raise NotFoundError("no such number")
    return number, _allowed(actor, merchant, permission)


def _allowed(actor: Actor, merchant: Merchant, permission: Permission) -> Merchant:
    is_own = merchant.id in actor.merchant_ids
    if not allows(actor, Permission.NUMBER_VIEW, merchant.place()) or not (is_own or merchant.submitted_at):
        raise NotFoundError("no such dossier")
    require(actor, permission, merchant.place())
    return merchant
