"""Asking somebody of the team to help a household."""

from collections.abc import Sequence
from uuid import UUID

from app.accounts import queries as people
from app.accounts.models import Account
from app.policy import Actor, Role
from merchants import services as merchants
from merchants.models import Merchant


def people_to_ask(commune_path: str) -> Sequence[Account]:
    """Return those of the team within a commune."""
    return people.active_holders(role=Role.TEAM, paths=(commune_path,))


def assign_helper(merchant: Merchant, *, account_id: UUID, name: str, by: Actor) -> None:
    """Ask somebody to help a household, or ask again: they see its file for thirty days from now."""
    merchants.assign_helper(merchant, account_id=account_id, name=name, by=by)
