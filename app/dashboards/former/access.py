"""Which former district somebody may see: some commune of today that came of it must lie within their reach."""

from datetime import date

from flask_babel import lazy_gettext as _l

from app.core.errors import NotFoundError
from app.dashboards.access import day_asked
from app.dashboards.former import queries
from app.dashboards.former.queries import Former
from app.policy import Actor, Permission, areas_for

__all__ = ["day_asked", "former_for"]


def former_for(actor: Actor, code: str, as_of: date) -> Former:
    """Return the figures of a former district.

    Raises:
        NotFoundError: there was no such district, or nothing of it may be seen by this person.
    """
    district = queries.former_district(code[:40], as_of)
    reach = areas_for(actor, Permission.DASHBOARD_VIEW)
    found = queries.former(district, reach, as_of) if district is not None else None
    if found is None:
        raise NotFoundError(_l("There is no such former district"))
    return found
