"""Which commune's way somebody may see, and how much of it."""

from flask_babel import lazy_gettext as _l

from app.core import clock
from app.core.areas import Area
from app.core.errors import NotFoundError
from app.dashboards.rows.reach import Paths, narrowed, visible_commune
from app.policy import Actor, Permission, areas_for


def commune_for(actor: Actor, code: str) -> tuple[Area, Paths]:
    """Return a commune, and the part of it that lies within what somebody may see.

    Raises:
        NotFoundError: there is no such commune, or it is outside what this person may see.
    """
    found = visible_commune(actor, code[:40], clock.today())
    if found is None:
        raise NotFoundError(_l("There is no such commune"))
    return found, narrowed(areas_for(actor, Permission.DASHBOARD_VIEW), found.path)
