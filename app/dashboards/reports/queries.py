"""What a report is made of: a frozen period, the ones it is compared with, and the words of officials."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.core import areas
from app.core.areas import Area
from app.core.db import db
from app.dashboards.counting.people import Topics
from app.dashboards.counting.rules import NOTHING, Figure, Term, total
from app.dashboards.indicators.queries import dictionary
from app.dashboards.indicators.rules import Definition
from app.dashboards.periods import queries as periods
from app.dashboards.periods.models import Freeze
from app.dashboards.periods.queries import Asked, Restated, RestatedPeople
from app.dashboards.periods.rules import Parts
from app.dashboards.reports.models import ReportComment
from app.dashboards.reports.rules import Section
from app.dashboards.trends import queries as trends
from app.dashboards.trends.models import Target

COHORTS = 6


@dataclass(frozen=True)
class Material:
    """Everything a report says, before it is put into words."""

    place: Area
    term: Term
    freeze: Freeze
    definitions: Mapping[str, Definition]
    now: Mapping[str, Figure]
    before: Mapping[str, Figure]
    year_ago: Mapping[str, Figure]
    grid: Mapping[str, Mapping[str, Figure]]
    communes: Sequence[Area]
    change: Parts | None
    changes: Mapping[str, Parts]
    learning: Sequence[tuple[Term, Figure, Figure]]
    people: Topics | None
    asked: Sequence[Asked]
    restated: Sequence[Restated]
    restated_people: Sequence[RestatedPeople]
    comments: Mapping[Section, str]
    targets: Mapping[str, Target]
    names: Mapping[str, str]

    def figure(self, number: str) -> Figure:
        """Return an indicator of the whole place."""
        return self.now.get(number, NOTHING)


def material(place: Area, freeze: Freeze) -> Material:
    """Gather what the report of a place says about a frozen period."""
    term, reach = Term.named(freeze.term), (place.path,)
    grid, asked = periods.grid(freeze, reach), periods.flags(freeze, reach)
    earlier = [each for each in periods.freezes(term) if each.is_final and each.edition == freeze.edition - 1]
    on = term.last_on
    changes = periods.changes(freeze, reach)
    names = {path for places in grid.values() for path in places} | {each.flag.commune_path for each in asked}
    return Material(
        place=place,
        term=term,
        freeze=freeze,
        definitions={each.id: each for each in dictionary().all_on(on)},
        now=_sums(grid),
        before=_sums_of(term.before(), reach),
        year_ago=_sums_of(term.before(12), reach),
        grid=grid,
        communes=_communes(place, on),
        change=periods.summed(changes),
        changes=changes,
        learning=_learning(term, reach),
        people=periods.people(freeze, place.path),
        asked=asked,
        restated=[each for older in earlier for each in periods.restated(older, freeze, reach)],
        restated_people=[each for older in earlier for each in periods.restated_people(older, freeze, reach)],
        comments=comments(term, place.path),
        targets=trends.targets_then(place.path, freeze.frozen_at),
        names=areas.names_of(names | changes.keys()),
    )


def comments(term: Term, place_path: str) -> Mapping[Section, str]:
    """Return the words officials of a place have added."""
    return {row.section: row.words for row in _rows(term, place_path) if row.words}


def comment_of(term: Term, place_path: str, section: Section) -> ReportComment | None:
    """Return what was written in one section."""
    return next((row for row in _rows(term, place_path) if row.section is section), None)


def place_at(code: str, on: date) -> Area | None:
    """Return the province or commune that had a code on a day."""
    found = areas.by_code(code, on)
    return found if found is not None and found.level in (areas.Level.PROVINCE, areas.Level.COMMUNE) else None


def _rows(term: Term, place_path: str) -> Sequence[ReportComment]:
    mine = select(ReportComment).where(ReportComment.term == term.code, ReportComment.place_path == place_path)
    return db.session.scalars(mine).all()


def _communes(place: Area, on: date) -> Sequence[Area]:
    return [each for each in areas.communes(on) if each.path.startswith(place.path)]


def _sums(grid: Mapping[str, Mapping[str, Figure]]) -> Mapping[str, Figure]:
    return {number: total(places.values()) for number, places in grid.items()}


def _sums_of(term: Term, reach: tuple[str, ...]) -> Mapping[str, Figure]:
    found = periods.latest(term)
    return _sums(periods.grid(found, reach)) if found is not None else {}


def _learning(term: Term, reach: tuple[str, ...]) -> Sequence[tuple[Term, Figure, Figure]]:
    taught, others = (dict(periods.series(number, reach, term, COHORTS)) for number in ("CS-30", "CS-31"))
    return [(each, taught[each], others[each]) for each in taught]
