"""Which former district somebody may see: some commune of today that came of it must lie within their reach."""

from datetime import date

from flask_babel import lazy_gettext as _l

from app.core.errors import NotFoundError
from app.dashboards.access import day_asked
from app.dashboards.former import queries
from app.dashboards.former.queries import Former, FrozenFormer
from app.dashboards.periods.access import Freeze, edition_of, term_named
from app.policy import Actor, Permission, areas_for

__all__ = ["day_asked", "former_for", "frozen_for"]


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


def frozen_for(actor: Actor, term: str, code: str, edition: str) -> tuple[Freeze, FrozenFormer]:
    """Return an edition of a period and what was frozen in it of a former district.

    Raises:
        NotFoundError: there is no such period, edition or district, or nothing of it may be seen by this person.
    """
    period = term_named(term)
    freeze = edition_of(period, edition)
    district = queries.former_district(code[:40], period.last_on)
    reach = areas_for(actor, Permission.DASHBOARD_VIEW)
    found = queries.frozen_former(district, reach, freeze) if district is not None else None
    if found is None:
        raise NotFoundError(_l("There is no such former district"))
    return freeze, found
