"""Fetch and authorise in one call: may not see is 404, may see but not do is 403."""

from uuid import UUID

from app.core.errors import NotFoundError
from app.core.ids import CodeError, parse_dossier_code
from app.policy import Actor, Permission, allows, require
from merchants.incidents import queries
from merchants.incidents.models import Incident
from merchants.models import Merchant
from merchants.queries import by_code

# Views annotate with the model without importing it from the tables.
__all__ = ["Incident", "Merchant", "incident_for", "merchants_with"]


def incident_for(actor: Actor, incident_id: UUID, permission: Permission) -> Incident:
    """Return an incident to whoever keeps the register or watches it.

    Raises:
        NotFoundError: no such incident, or the register is not for this person.
        NotPermittedError: this person may read it but not do this.
    """
    incident = queries.by_id(incident_id)
    if incident is None or not allows(actor, Permission.INCIDENT_VIEW):
        raise NotFoundError("no such incident")
    require(actor, permission)
    return incident


def merchants_with(codes: str) -> tuple[list[Merchant], list[str]]:
    """Return the dossiers with these codes, one a line or apart by commas, and what is none."""
    found, unknown = [], []
    for typed in filter(None, (part.strip() for part in codes.replace(",", "\n").splitlines())):
        try:
            merchant = by_code(parse_dossier_code(typed))
        except CodeError:
            merchant = None
        if merchant is None:
            unknown.append(typed)
        else:
            found.append(merchant)
    return found, unknown
