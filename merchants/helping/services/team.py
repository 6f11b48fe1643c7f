"""Asking somebody to help a household, and asking them no more."""

from collections.abc import Sequence
from uuid import UUID

from app.accounts import queries as people
from app.accounts.models import Account
from app.core import audit, clock, settings
from app.core.db import db
from app.policy import Actor, Role
from merchants import rules
from merchants import services as merchants
from merchants.helping import emails
from merchants.helping.services.record import HelpAction
from merchants.models import Merchant, MerchantHelper
from merchants.services.record import tell


def people_to_ask(commune_path: str) -> Sequence[Account]:
    """Return those of the team within a commune."""
    return people.active_holders(role=Role.TEAM, paths=(commune_path,))


def assign_helper(merchant: Merchant, *, account_id: UUID, name: str, by: Actor) -> None:
    """Ask somebody to help a household, or ask again: they see its file for thirty days from now."""
    merchants.assign_helper(merchant, account_id=account_id, name=name, by=by)


def ask_for_products(merchant: Merchant, *, account_id: UUID, name: str, by: Actor) -> None:
    """Ask somebody to fill in the products of a registered family that wishes so, and tell the family who and how long.

    The wish was said at the desk: a family that never said it hears of it here.
    """
    merchants.assign_helper(merchant, account_id=account_id, name=name, by=by)
    at = clock.now()
    audit.record(HelpAction.PRODUCTS_WISHED, ("merchant", merchant.id), by=by, at=at, reason=name)
    text = emails.product_help_began(
        name,
        dossier=merchant.code,
        until=rules.helps_until(clock.local(at).date()),
        desk_phone=settings.current().contact_phone,
    )
    tell(merchant, text, purpose="dossier_helper", by=by)


def end_help(helper: MerchantHelper, *, by: Actor) -> None:
    """Let somebody help a household no more, from now on."""
    db.session.delete(helper)
    db.session.flush()
    audit.record(HelpAction.ENDED, ("merchant", helper.merchant_id), by=by, at=clock.now(), reason=helper.name)
