"""Which commune's or province's way somebody may see, and how much of it."""

from flask_babel import lazy_gettext as _l

from app.core import areas, clock
from app.core.areas import Area, Level
from app.core.errors import NotFoundError
from app.dashboards.rows.reach import Paths, narrowed, visible_commune
from app.policy import Actor, Permission, areas_for


def place_for(actor: Actor, code: str) -> tuple[Area, Paths]:
    """Return a province somebody sees the whole of, or a commune and the part of it that they see.

    Raises:
        NotFoundError: there is no such place, or it is outside what this person may see.
    """
    found, reach = areas.by_code(code[:40], clock.today()), areas_for(actor, Permission.DASHBOARD_VIEW)
    if found is not None and found.level is Level.PROVINCE and (reach is None or found.path in reach):
        return found, (found.path,)
    return commune_for(actor, code)


def commune_for(actor: Actor, code: str) -> tuple[Area, Paths]:
    """Return a commune, and the part of it that lies within what somebody may see.

    Raises:
        NotFoundError: there is no such commune, or it is outside what this person may see.
    """
    found = visible_commune(actor, code[:40], clock.today())
    if found is None:
        raise NotFoundError(_l("There is no such commune"))
    return found, narrowed(areas_for(actor, Permission.DASHBOARD_VIEW), found.path)
