"""Fetching a sheet, and asking whether this person may report or decide for its place."""

from uuid import UUID

from app.core.errors import NotFoundError
from app.dashboards.reported import queries
from app.dashboards.reported.models import ReportedSheet
from app.policy import Actor, Permission, allows, areas_for, require

__all__ = ["ReportedSheet", "places_of", "sheet_for", "sheet_to_decide"]


def places_of(actor: Actor) -> tuple[str, ...]:
    """Return the places whose figures somebody may report."""
    return areas_for(actor, Permission.FIGURE_REPORT) or ()


def sheet_for(actor: Actor, sheet_id: UUID) -> ReportedSheet:
    """Return a sheet for whoever may see the figures of its whole place.

    Raises:
        NotFoundError: there is none, or it is another place's.
    """
    found = queries.sheet_by_id(sheet_id)
    if found is None or not allows(actor, Permission.DASHBOARD_VIEW, found.place()):
        raise NotFoundError("no such sheet")
    return found


def sheet_to_decide(actor: Actor, sheet_id: UUID) -> ReportedSheet:
    """Return a sheet for whoever may report figures of its place.

    Raises:
        NotFoundError: there is none, or it is another place's.
        NotPermittedError: this person may read it only.
    """
    found = sheet_for(actor, sheet_id)
    require(actor, Permission.FIGURE_REPORT, found.place())
    return found
