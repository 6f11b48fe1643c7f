"""Fetching the place and the edition of a report, and asking whether this person may."""

from flask_babel import lazy_gettext as _l

from app.core.areas import Area
from app.core.errors import NotFoundError
from app.dashboards.counting.rules import Term
from app.dashboards.periods.access import Freeze, edition_of, term_named
from app.dashboards.reports import queries
from app.dashboards.reports.rules import Section
from app.policy import Actor, Permission, Place, allows, areas_for, require

__all__ = ["Freeze", "may_write", "place_for", "report_for", "section_named", "writer_of"]


def place_for(actor: Actor, code: str, term: Term) -> Area:
    """Return the place a report is about, for somebody who may see all of its figures.

    Raises:
        NotFoundError: there is no such place, or some of it is outside what this person may see.
    """
    found = queries.place_at(code, term.last_on)
    reach = areas_for(actor, Permission.DASHBOARD_VIEW)
    if found is None or (reach is not None and not any(found.path.startswith(held) for held in reach)):
        raise NotFoundError(_l("There is no such report"))
    return found


def report_for(actor: Actor, code: str, place_code: str, edition: str = "") -> tuple[Area, Freeze]:
    """Return place and edition of a report.

    Raises:
        NotFoundError: there is no such period, edition or place, or this person may not see it.
    """
    term = term_named(code)
    place = place_for(actor, place_code, term)
    return place, edition_of(term, edition)


def may_write(actor: Actor, place: Area) -> bool:
    """Whether this person may add words to the report of a place."""
    return allows(actor, Permission.RULE_EDIT, Place(None, place.path)) or allows(
        actor, Permission.MERCHANT_REVIEW, Place(None, place.path)
    )


def writer_of(actor: Actor, place: Area) -> Actor:
    """Return the person, who may add words to the report of a place.

    Raises:
        NotPermittedError: this person may read the report only.
    """
    if not may_write(actor, place):
        require(actor, Permission.MERCHANT_REVIEW, Place(None, place.path))
    return actor


def section_named(word: str) -> Section:
    """Return the section an address names.

    Raises:
        NotFoundError: it names none.
    """
    if word not in tuple(Section):
        raise NotFoundError(_l("There is no such report"))
    return Section(word)
