"""Fetching a definition or a change to one, and asking whether this person may."""

from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.core import clock
from app.core.errors import NotFoundError
from app.dashboards.indicators import queries
from app.dashboards.indicators.models import DefinitionChange
from app.dashboards.indicators.rules import Definition
from app.policy import Actor, Permission, allows

__all__ = ["DefinitionChange", "change_for", "definition_named"]


def definition_named(number: str) -> Definition:
    """Return an indicator as defined today.

    Raises:
        NotFoundError: there is no such indicator.
    """
    found = queries.dictionary().on(number, clock.today())
    if found is None:
        raise NotFoundError(_l("There is no such figure"))
    return found


def change_for(actor: Actor, change_id: UUID) -> DefinitionChange:
    """Return a change to a definition, for whoever may propose and decide such changes.

    Raises:
        NotFoundError: no such change, or this person may not know of it.
    """
    found = queries.change_by_id(change_id) if allows(actor, Permission.RULE_EDIT) else None
    if found is None:
        raise NotFoundError("no such change")
    return found
