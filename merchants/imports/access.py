"""Fetch a list and ask whether this person may, in one step; a list is known to those of its own place only."""

from uuid import UUID

from app.core.errors import NotFoundError
from app.policy import Actor, Permission, areas_for, require
from merchants.imports import queries
from merchants.imports.models import ListImport

# Views annotate with the model without importing it from the tables.
__all__ = ["ListImport", "import_for", "places_of"]


def import_for(actor: Actor, import_id: UUID) -> ListImport:
    """Return a list that was brought for somebody's own place.

    Raises:
        NotFoundError: there is none, or it is another place's: the province does not read a commune's list.
    """
    brought = queries.import_by_id(import_id)
    if brought is None or brought.area_path not in places_of(actor):
        raise NotFoundError("no such list")
    require(actor, Permission.MERCHANT_IMPORT, brought.place())
    return brought


def places_of(actor: Actor) -> tuple[str, ...]:
    """Return the places somebody may bring lists for."""
    return areas_for(actor, Permission.MERCHANT_IMPORT) or ()
