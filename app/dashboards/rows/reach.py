"""How far somebody sees: areas, what lies within them, and who wishes to be counted."""

from datetime import date

from sqlalchemy import ColumnElement

from app.core import areas
from app.core.areas import Area
from app.core.db import within
from app.policy import Actor, Permission, areas_for
from merchants.models import Merchant
from merchants.queries import refuses
from merchants.rules import ConsentPurpose

Paths = tuple[str, ...] | None


def visible_commune(actor: Actor, code: str, today: date) -> Area | None:
    """Return a commune by its code if some of it is within what somebody may see."""
    commune = areas.by_code(code, today)
    reach = areas_for(actor, Permission.DASHBOARD_VIEW)
    if commune is None or commune.level is not areas.Level.COMMUNE or not touches(commune.path, reach):
        return None
    return commune


def highest_place(actor: Actor, today: date) -> Area | None:
    """Return the place of the shortest path where somebody may see names."""
    reach = areas_for(actor, Permission.MERCHANT_LIST) or ()
    return areas.at(min(reach, key=len), today) if reach else None


def touches(path: str, reach: Paths) -> bool:
    """Whether any of a place lies within what somebody may see."""
    return reach is None or any(path.startswith(held) or held.startswith(path) for held in reach)


def narrowed(reach: Paths, path: str) -> Paths:
    """Return the part of what somebody may see that lies at or below a path."""
    if reach is None or any(path.startswith(held) for held in reach):
        return (path,)
    return tuple(held for held in reach if held.startswith(path))


def countable(reach: Paths) -> ColumnElement[bool]:
    """Whether a merchant lies within reach and does not refuse to be counted."""
    return within(Merchant.area_path, reach) & ~refuses(ConsentPurpose.STATISTICS)
