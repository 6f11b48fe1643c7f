"""Fetching a merchant and asking whether this person may, in one step."""

from datetime import datetime
from uuid import UUID

from app.core import clock
from app.core.errors import NotFoundError
from app.core.ids import CodeError, parse_dossier_code
from app.policy import Actor, Permission, Role, allows, require
from merchants import queries, rules
from merchants.models import Merchant
from merchants.states import EDITABLE, Stage

# Views annotate with the model without importing it from the tables.
__all__ = ["Merchant", "helps_with_products", "is_helper", "merchant_for", "merchant_under_review"]


# Somebody who helps writes down what the owner agrees to; the owner's own confirmation is kept beside it.
_HELPERS_MAY = (Permission.MERCHANT_VIEW, Permission.MERCHANT_EDIT, Permission.MERCHANT_OWN)


def merchant_for(actor: Actor, key: str | UUID, permission: Permission) -> Merchant:
    """Return a merchant by dossier code or id for somebody who wants to do something to it.

    Raises:
        NotFoundError: no such dossier, or this person may not know of it.
        NotPermittedError: this person may see it but not do this.
    """
    merchant = _find(key)
    if merchant is None or not _sees(actor, merchant, permission):
        raise NotFoundError("no such dossier")
    if not (permission in _HELPERS_MAY and is_helper(actor, merchant)):
        require(actor, permission, merchant.place())
    return merchant


def merchant_under_review(actor: Actor, code: str, permission: Permission) -> Merchant:
    """Return a dossier for the commune's desk; a draft belongs to its household until it is sent.

    Raises:
        NotFoundError: no such dossier, not sent yet, or of another commune.
        NotPermittedError: this person may see it but not do this.
    """
    merchant = merchant_for(actor, code, permission)
    if merchant.submitted_at is None or merchant.stage is Stage.DRAFT:
        raise NotFoundError("not sent yet")
    return merchant


def is_helper(actor: Actor, merchant: Merchant) -> bool:
    """Whether this person helps the household now: asked to within thirty days, and the commune has not answered.

    A draft from a list was opened by the commune, so all of its desk may fill in what the list left out.
    """
    is_listed = merchant.listed_on is not None and merchant.stage is Stage.DRAFT
    if is_listed and allows(actor, Permission.MERCHANT_REVIEW, merchant.place()):
        return True
    return merchant.stage in (*EDITABLE, Stage.SUBMITTED) and _asked_at(actor, merchant) is not None


def helps_with_products(actor: Actor, merchant: Merchant) -> bool:
    """Whether this person fills in products for the household: while they help with its file, or asked to later.

    After the commune has confirmed it the desk asks somebody, because the family wishes so, and again for thirty days.
    """
    if is_helper(actor, merchant):
        return True
    asked_at = _asked_at(actor, merchant) if merchant.stage is Stage.CONFIRMED else None
    return asked_at is not None and merchant.confirmed_at is not None and asked_at >= merchant.confirmed_at


def _asked_at(actor: Actor, merchant: Merchant) -> datetime | None:
    """Return when somebody who works for the commune was asked to help, if that was within thirty days."""
    if actor.account_id is None or not any(actor.has(role) for role in (Role.TEAM, Role.CLERK, Role.OFFICIAL)):
        return None
    asked = queries.helper_of(merchant.id, actor.account_id)
    if asked is None or clock.today() > rules.helps_until(clock.local(asked.assigned_at).date()):
        return None
    return asked.assigned_at


def _find(key: str | UUID) -> Merchant | None:
    if isinstance(key, UUID):
        return queries.by_id(key)
    try:
        return queries.by_code(parse_dossier_code(key))
    except CodeError:
        return None


def _sees(actor: Actor, merchant: Merchant, permission: Permission) -> bool:
    place = merchant.place()
    sees = allows(actor, Permission.MERCHANT_VIEW, place) or allows(actor, permission, place)
    return sees or is_helper(actor, merchant)
