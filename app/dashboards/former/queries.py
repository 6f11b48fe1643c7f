"""The former district and communes with the figures of today's communes, as far as somebody may see these whole.

As they are counted now, by hamlet; and as a period was frozen, by commune, divided by how many hamlets there were.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.core import areas
from app.core.areas import Area, Level
from app.dashboards.counting.rules import Figure, Term, total
from app.dashboards.former import rules
from app.dashboards.former.rules import Part
from app.dashboards.periods import queries as periods
from app.dashboards.periods.models import Freeze
from app.dashboards.queries import Line, line_of
from app.dashboards.rollups import queries as rollups
from app.dashboards.rows.reach import Paths
from app.dashboards.rows.rules import Counts, added


@dataclass(frozen=True)
class Row:
    """One former commune: what it has become, and its figures, if any hamlet says that it lay there."""

    former: Area
    heir: Area
    line: Line | None
    part: Part | None


@dataclass(frozen=True)
class Former:
    """The page of a former district: how many of today's communes it is reckoned from, and how many of them partly."""

    district: Area
    total: Line
    whole: Part
    rows: Sequence[Row]
    communes: int
    partly: int

    @property
    def unknown(self) -> int:
        """Of how many former communes nothing can be said."""
        return sum(row.part is None for row in self.rows)


def former_district(code: str, on: date) -> Area | None:
    """Return a district that had ended by a day."""
    found = [each for each in areas.with_code(code) if each.level is Level.DISTRICT]
    return next((each for each in found if each.valid_to is not None and each.valid_to < on), None)


def former(district: Area, reach: Paths, as_of: date) -> Former | None:
    """Return the figures of a month by the places of before, or None where nothing of them may be seen whole."""
    heirs = heirs_of(district, reach, as_of)
    if not heirs:
        return None
    made_of = areas.merged_into(heir.id for heir in heirs)
    places = areas.within_reach([heir.path for heir in heirs], as_of)
    counts = rollups.view(reach, as_of).of([place.path for place in places])
    rows = {heir.id: _rows(heir, made_of[heir.id], places, counts, district) for heir in heirs}
    partly = [heir for heir in heirs if len(rows[heir.id]) < len(made_of[heir.id])]
    # A commune that came of this district alone is counted whole, whatever its hamlets say of former communes.
    pieces = [Part(counts[heir.path], 1) for heir in heirs if heir not in partly]
    pieces += [row.part for heir in partly for row in rows[heir.id] if row.part]
    whole, heard = rules.together(pieces), added(counts[heir.path] for heir in heirs)
    return Former(
        district=district,
        total=line_of(district.name, district.code, district.path, whole.counts, heard=heard),
        whole=whole,
        rows=[row for heir in heirs for row in rows[heir.id]],
        communes=len(heirs),
        partly=len(partly),
    )


def heirs_of(district: Area, reach: Paths, on: date) -> list[Area]:
    """Return the communes of a day that communes of the district became, those that lie within reach as a whole."""
    last_day = district.valid_to or on
    today = {each.id: each for each in areas.communes(on, reach)}
    found = (
        today.get(old.successor_id) if old.successor_id else None for old in areas.communes(last_day, [district.path])
    )
    chosen = {heir.id: heir for heir in found if heir is not None}
    return sorted(chosen.values(), key=lambda heir: heir.name_fold)


def _rows(
    heir: Area, made_of: Sequence[Area], places: Sequence[Area], counts: Mapping[str, Counts], district: Area
) -> list[Row]:
    """Return the former communes of the district that became part of a commune of today."""
    whole = counts[heir.path]
    below = [each for each in places if each.level is Level.HAMLET and each.path.startswith(heir.path)]
    hamlets = [(areas.bare_name(each.formerly), counts[each.path]) for each in below]
    parts = rules.divided(whole, hamlets, [old.name_fold for old in made_of])
    return [
        Row(old, heir, line_of(old.name, old.code, old.path, part.counts, heard=whole) if part else None, part)
        for old, part in ((old, parts[old.name_fold]) for old in made_of)
        if old.path.startswith(district.path)
    ]


@dataclass(frozen=True)
class FrozenRow:
    """One former commune: what it has become, which share of that it is, and its share of the frozen figures."""

    former: Area
    heir: Area
    weight: float | None
    figures: Mapping[str, Figure]

    @property
    def is_estimate(self) -> bool:
        """Whether the figures were divided."""
        return self.weight != 1

    @property
    def weight_pct(self) -> int:
        """The weight in percent."""
        return round((self.weight or 0) * 100)


@dataclass(frozen=True)
class FrozenFormer:
    """A frozen period of a former district: its sums, and of how many of today's communes only a part lay in it."""

    district: Area
    totals: Mapping[str, Figure]
    rows: Sequence[FrozenRow]
    communes: int
    partly: int


def frozen_former(district: Area, reach: Paths, freeze: Freeze) -> FrozenFormer | None:
    """Return what was frozen of a former district, or None where nothing of it may be seen whole.

    Nothing was frozen below a commune, so a former commune that is now part of another is always an estimate.
    """
    on = Term.named(freeze.term).last_on
    heirs = heirs_of(district, reach, on)
    if not heirs:
        return None
    made_of, grid = areas.merged_into(heir.id for heir in heirs), periods.grid(freeze, reach)
    hamlets = [each for each in areas.within_reach([heir.path for heir in heirs], on) if each.level is Level.HAMLET]
    rows, shares = [], {}
    for heir in heirs:
        named = [areas.bare_name(each.formerly) for each in hamlets if each.path.startswith(heir.path)]
        weights = rules.weights(named, [old.name_fold for old in made_of[heir.id]])
        here = [old for old in made_of[heir.id] if old.path.startswith(district.path)]
        is_whole = len(here) == len(made_of[heir.id])
        shares[heir.path] = 1 if is_whole else sum(weights[old.name_fold] or 0 for old in here)
        rows += [
            FrozenRow(old, heir, weights[old.name_fold], _share(grid, heir, weights[old.name_fold])) for old in here
        ]
    totals = {
        number: total(rules.weighted(places[path], share) for path, share in shares.items() if path in places)
        for number, places in grid.items()
    }
    return FrozenFormer(district, totals, rows, len(heirs), sum(share != 1 for share in shares.values()))


def _share(grid: periods.Grid, heir: Area, weight: float | None) -> Mapping[str, Figure]:
    if weight is None:
        return {}
    return {number: rules.weighted(places[heir.path], weight) for number, places in grid.items() if heir.path in places}
