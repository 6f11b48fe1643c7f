"""Which indicator and period an address names, and who sets targets."""

from app.core import areas, clock
from app.core.errors import NotFoundError
from app.dashboards.counting.rules import Term
from app.dashboards.indicators.access import definition_named
from app.dashboards.periods.access import reach_of, term_named
from app.dashboards.trends import queries
from app.dashboards.trends.models import Target
from app.policy import Actor, Permission, areas_for

__all__ = ["Target", "definition_named", "home_of", "reach_of", "shown_places", "term_asked"]


def term_asked(code: str) -> Term:
    """Return the period asked for, or the last one frozen, or the one that runs.

    Raises:
        NotFoundError: it names none.
    """
    if code:
        return term_named(code)
    return queries.last_term() or Term.ended_before(clock.today())


def home_of(actor: Actor) -> str:
    """Return the place whose targets a person sets: the highest one of their office.

    Raises:
        NotFoundError: this person sets none.
    """
    reach = areas_for(actor, Permission.RULE_EDIT) or ()
    if not reach:
        raise NotFoundError("sets no targets")
    return min(reach, key=len)


def shown_places(actor: Actor) -> list[str]:
    """Return the places whose targets a person sees: their own, all above them, and for the province its communes."""
    reach = areas_for(actor, Permission.DASHBOARD_VIEW)
    communes = [each.path for each in areas.communes(clock.today())]
    seen = [path for path in communes if reach is None or any(path.startswith(held) for held in reach)]
    own = [areas.commune_path(path) or path for path in reach or ()]
    above = [f"{path.partition('/')[0]}/" for path in [*seen, *own]]
    return list(dict.fromkeys([*above, *own, *seen]))
