"""Sheets of reported figures, and the figures that hold: of several for the same thing the last one accepted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from app.core import areas
from app.core.areas import Area
from app.core.db import db, within
from app.core.sheets.cells import plain
from app.dashboards.counting.rules import Figure, Term, total
from app.dashboards.indicators.queries import dictionary
from app.dashboards.indicators.rules import Definition, Method
from app.dashboards.reported.models import ReportedFigure, ReportedSheet
from app.dashboards.reported.rules import FIGURES, FRAME, FRAME_TERMS, Communes
from app.dashboards.reported.states import LIVING, SheetState

SHOWN = 60
# So many communes are added up on a page; of a whole country the sheets are listed instead.
MOST_COMMUNES = 400
Paths = tuple[str, ...] | None


def offered(on: date) -> list[Definition]:
    """Return the indicators others report: what this site counts itself is never taken from a sheet."""
    found = dictionary().all_on(on)
    return [each for each in found if each.method is Method.REPORTED and each.id in FIGURES]


def communes_within(area_path: str, on: date) -> Sequence[Area]:
    """Return the communes of a day that an office reports of, by name."""
    return [each for each in areas.communes(on) if each.path.startswith(area_path)]


def communes_for(area_path: str, on: date) -> Communes:
    """Return every commune of a day by code and name: those an office reports of, and all others."""
    own: dict[str, str] = {}
    others: set[str] = set()
    for each in areas.communes(on):
        said = {plain(each.code), plain(each.name), plain(f"{each.code} {each.name}"), plain(each.name_fold)}
        if each.path.startswith(area_path):
            own |= dict.fromkeys(said, each.path)
        else:
            others |= said
    return Communes(own, frozenset(others))


def sheets(reach: Paths) -> Sequence[ReportedSheet]:
    """Return the sheets of some offices, the latest first."""
    found = select(ReportedSheet).where(within(ReportedSheet.area_path, reach))
    return db.session.scalars(found.order_by(ReportedSheet.at.desc(), ReportedSheet.id).limit(SHOWN)).all()


def sheet_by_id(sheet_id: UUID) -> ReportedSheet | None:
    """Return one sheet."""
    return db.session.get(ReportedSheet, sheet_id)


def same_file(term: Term, area_path: str, sha256: str) -> ReportedSheet | None:
    """Return the sheet that the same file was brought as before, if it waits or holds."""
    found = select(ReportedSheet).where(
        ReportedSheet.term == term.code,
        ReportedSheet.area_path == area_path,
        ReportedSheet.sha256 == sha256,
        ReportedSheet.state.in_(LIVING),
    )
    return db.session.scalars(found.limit(1)).first()


@dataclass(frozen=True)
class Held:
    """One figure that holds, and the sheet that says so."""

    figure: Figure
    sheet: ReportedSheet


Holding = Mapping[str, Mapping[str, Held]]


def in_force(term: Term, reach: Paths = None) -> Holding:
    """Return by indicator and commune what was reported of a period: of several sheets the last accepted."""
    found_in = ReportedFigure.indicator, ReportedFigure.commune_path
    rows = db.session.execute(
        select(*found_in, ReportedFigure.numerator, ReportedFigure.denominator, ReportedSheet)
        .join(ReportedSheet, ReportedSheet.id == ReportedFigure.sheet_id)
        .where(
            ReportedSheet.term == term.code,
            ReportedSheet.state == SheetState.ACCEPTED,
            within(ReportedFigure.commune_path, reach),
        )
        .order_by(ReportedSheet.decided_at, ReportedSheet.id)
    )
    found: dict[str, dict[str, Held]] = {}
    for indicator, commune_path, numerator, denominator, sheet in rows:
        found.setdefault(indicator, {})[commune_path] = Held(Figure(numerator, denominator), sheet)
    return found


def grid(term: Term) -> Mapping[str, Mapping[str, Figure]]:
    """Return the reported figures of a period as they are frozen: only what the site does not count itself."""
    wanted = {each.id for each in offered(term.last_on)}
    return {
        number: {place: held.figure for place, held in sorted(places.items())}
        for number, places in sorted(in_force(term).items())
        if number in wanted
    }


def frames(term: Term) -> Mapping[str, int]:
    """Return by commune how many businesses its own list holds: the latest of the last twelve periods.

    A list is made once a year, so it holds until another one is accepted, or until it is a year old.
    """
    rows = db.session.execute(
        select(ReportedFigure.commune_path, ReportedFigure.denominator)
        .join(ReportedSheet, ReportedSheet.id == ReportedFigure.sheet_id)
        .where(
            ReportedFigure.indicator == FRAME,
            ReportedSheet.state == SheetState.ACCEPTED,
            ReportedSheet.term.in_([term.before(back).code for back in range(FRAME_TERMS)]),
        )
        .order_by(ReportedSheet.term, ReportedSheet.decided_at, ReportedSheet.id)
    )
    return {row.commune_path: row.denominator for row in rows}


def last_term(reach: Paths) -> Term | None:
    """Return the last period of which anything that holds was reported within reach."""
    code = db.session.scalar(
        select(ReportedSheet.term)
        .join(ReportedFigure, ReportedFigure.sheet_id == ReportedSheet.id)
        .where(ReportedSheet.state == SheetState.ACCEPTED, within(ReportedFigure.commune_path, reach))
        .order_by(ReportedSheet.term.desc())
        .limit(1)
    )
    return Term.named(code) if code else None


@dataclass(frozen=True)
class Told:
    """One reported indicator of some communes together, the one it is read with, and the sheets it comes from."""

    definition: Definition
    figure: Figure
    pair: Definition
    beside: Figure
    silent: int
    sheets: Sequence[ReportedSheet]


def told(term: Term | None, reach: Paths, communes: int) -> list[Told]:
    """Return what was reported of a period, added up; ``silent`` of so many communes have not reported."""
    if term is None or communes > MOST_COMMUNES:
        return []
    holding = in_force(term, reach)
    known = {each.id: each for each in dictionary().all_on(term.last_on)}
    return [
        Told(
            definition=each,
            figure=_together(places),
            pair=known[each.pair],
            beside=_together(holding.get(each.pair, {})),
            silent=communes - len(places),
            sheets=list({held.sheet.id: held.sheet for held in places.values()}.values()),
        )
        for each in offered(term.last_on)
        if (places := holding.get(each.id))
    ]


def _together(places: Mapping[str, Held]) -> Figure:
    return total(held.figure for held in places.values())
