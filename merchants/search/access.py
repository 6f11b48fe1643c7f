"""Who may look names up, and who owes a purpose before names are shown."""

from flask_babel import lazy_gettext as _l

from app.core import areas, clock
from app.core.areas import Area
from app.core.errors import NotFoundError
from app.policy import Actor, Permission, Role, allows, areas_for

__all__ = ["highest_place", "may_search", "owes_a_purpose"]


def may_search(actor: Actor) -> None:
    """Refuse the page for whoever has nothing to find: it does not exist for them.

    Raises:
        NotFoundError: this person holds no area and helps nobody.
    """
    if not (allows(actor, Permission.MERCHANT_FIND) or actor.has(Role.TEAM)):
        raise NotFoundError(_l("There is no such page"))


def owes_a_purpose(actor: Actor) -> bool:
    """Whether somebody reads names without working on files, and so says first what they are for."""
    return allows(actor, Permission.MERCHANT_FIND) and not allows(actor, Permission.MERCHANT_REVIEW)


def highest_place(actor: Actor) -> Area:
    """Return the place whose names somebody may look up.

    Raises:
        NotFoundError: they hold none.
    """
    for path in sorted(areas_for(actor, Permission.MERCHANT_FIND) or (), key=len):
        found = areas.at(path, clock.today())
        if found is not None:
            return found
    raise NotFoundError(_l("There is no such place"))
