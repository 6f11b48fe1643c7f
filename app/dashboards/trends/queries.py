"""A number over 24 periods and by commune, its target, and what the programme reported in 2022."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from sqlalchemy import select

from app.core import areas
from app.core.db import db
from app.dashboards.counting.rules import NOTHING, Figure, Term
from app.dashboards.periods import queries as periods
from app.dashboards.trends import rules
from app.dashboards.trends.models import Target
from app.dashboards.trends.rules import Tile

BASELINES = Path(__file__).parent / "data" / "baselines_2022.json"
LENGTH = 24
Paths = tuple[str, ...] | None


@dataclass(frozen=True)
class Baseline:
    """One figure of the programme's report of 2022: reported, never measured, some of it still to be made out."""

    indicator: str
    label: str
    label_en: str
    numerator: int | None
    denominator: int | None
    share_pct: float | None
    open_question: str
    open_question_en: str
    is_target: bool

    def said(self, language: str) -> tuple[str, str]:
        """Return what it is called and what is still open about it."""
        if language == "en":
            return self.label_en, self.open_question_en
        return self.label, self.open_question


@cache
def baselines() -> tuple[Baseline, ...]:
    """Return the figures of 2022 as they were reported."""
    return tuple(Baseline(**row) for row in json.loads(BASELINES.read_text("utf-8")))


def baseline_of(indicator: str) -> Baseline | None:
    """Return what was reported of an indicator in 2022."""
    return next((each for each in baselines() if each.indicator == indicator and not each.is_target), None)


def targets(paths: Sequence[str]) -> list[Target]:
    """Return the targets in force of some places, by indicator: for each the last that was set."""
    rows = db.session.scalars(select(Target).where(Target.place_path.in_(paths)).order_by(Target.at, Target.id))
    found = {(row.indicator, row.place_path): row for row in rows}
    return [found[key] for key in sorted(found)]


def targets_then(place_path: str, at: datetime) -> Mapping[str, Target]:
    """Return the targets that held for a place at a moment, by indicator: its own, or else those of its province."""
    places = (f"{place_path.partition('/')[0]}/", place_path)
    held = select(Target).where(Target.place_path.in_(places), Target.at <= at)
    rows = db.session.scalars(held.order_by(Target.at, Target.id)).all()
    return {row.indicator: row for place in places for row in rows if row.place_path == place}


def frozen_terms() -> frozenset[str]:
    """Return the codes of the periods that were frozen: only these have a page."""
    return frozenset(code for code, _ in periods.terms())


def last_term() -> Term | None:
    """Return the last period that was frozen."""
    known = periods.terms()
    return Term.named(known[0][0]) if known else None


def series(indicator: str, reach: Paths, last: Term) -> list[tuple[Term, Figure]]:
    """Return an indicator over 24 periods."""
    return periods.series(indicator, reach, last, LENGTH)


def by_commune(indicator: str, reach: Paths, term: Term) -> tuple[list[list[Tile]], list[tuple[str, str, Figure]]]:
    """Return an indicator by commune as strips of squares and as a table: by need, those without a figure last."""
    freeze = periods.latest(term)
    found = periods.grid(freeze, reach).get(indicator, {}) if freeze else {}
    communes = [each for each in areas.communes(term.last_on) if _sees(each.path, reach)]
    figures = [(each.name, each.code, found.get(each.path, NOTHING)) for each in communes]
    figures.sort(key=lambda each: (each[2].points is None, each[2].points or 0, each[0]))
    drawn = rules.strips([(name, code, figure.points) for name, code, figure in figures])
    return drawn, figures


def _sees(path: str, reach: Paths) -> bool:
    return reach is None or any(path.startswith(held) for held in reach)
