"""Reads of rollups: what is kept of places, and as of when; no page counts raw rows once anything is kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, or_, select, text, union_all

from app.core import areas, clock
from app.core.db import Exactly, db, within
from app.dashboards.payment_events import whole_months
from app.dashboards.rollups.models import (
    NEED,
    PlaceCount,
    PlaceCraft,
    PlaceDifference,
    PlaceDue,
    PlaceField,
    PlaceSnag,
    PlaceState,
    PlaceTouch,
    PlaceWay,
)
from app.dashboards.rows import rules
from app.dashboards.rows.reach import Paths
from app.dashboards.rows.rules import NAMES, NO_USE, NONE, WAY_NAMES, Counts, CraftUse, DueKind, SnagKind
from app.dashboards.rows.snags import count_snags, first_day
from app.dashboards.rows.tally import count_due
from app.dashboards.rows.visits import count_field
from app.dashboards.rows.visits import first_day as field_since
from app.dashboards.rows.ways import count_places
from merchants.rules import Craft

# More places than so many are asked for together.
_MANY = 20
_COLUMNS = tuple(getattr(PlaceCount, name) for name in NAMES)
_WAYS = tuple(getattr(PlaceWay, name) for name in WAY_NAMES)


@dataclass(frozen=True)
class View:
    """What one page reads: a month as it was kept, and as of when that is.

    As long as nothing has ever been kept, ``raw`` is what the raw rows say; afterwards it is empty.
    """

    reach: Paths
    month: date
    kept: date | None
    as_of: datetime
    raw: Mapping[str, Counts] = field(default_factory=dict)
    raw_due: Mapping[tuple[DueKind, date], int] = field(default_factory=dict)
    raw_crafts: Mapping[tuple[str, Craft], CraftUse] = field(default_factory=dict)

    def of(self, paths: Iterable[str]) -> dict[str, Counts]:
        """Return the counts of some places with all below them, each as far as it lies within reach."""
        wanted = list(dict.fromkeys(paths))
        found = dict.fromkeys(wanted, NONE)
        whole = [path for path in wanted if self._sees_all_of(path)]
        found |= self.kept_of(whole)
        parts = [each for each in wanted if not self._sees_all_of(each)]
        for path, counts in self.kept_of(self._hamlets()).items() if parts else ():
            _add(found, parts, path, counts)
        for path, counts in self.raw.items():
            _add(found, wanted, path, counts)
        return found

    def total(self) -> Counts:
        """Return the counts of everything within reach."""
        paths = rules.outermost(("",) if self.reach is None else self.reach)
        return rules.added([*self.kept_of(paths).values(), *self.raw.values()])

    def kept_of(self, paths: Iterable[str]) -> dict[str, Counts]:
        """Return what is kept of some places with all below them: a hamlet has nothing below."""
        sums, hamlets = rules.split(paths)
        return dict(self._rows(sums=sums, themselves=hamlets))

    def at_itself(self, commune_path: str) -> Counts:
        """Return what is counted of a commune itself: businesses whose hamlet is not in the list."""
        if not self._sees_all_of(commune_path):
            return NONE
        kept = dict(self._rows(themselves=[commune_path]))
        return kept.get(commune_path, NONE) + self.raw.get(commune_path, NONE)

    def due(self) -> Mapping[DueKind, Mapping[date, int]]:
        """Return how much waits within reach, by the day it has."""
        found: dict[DueKind, dict[date, int]] = {kind: {} for kind in DueKind}
        paths = rules.outermost(("",) if self.reach is None else self.reach)
        rows = db.session.execute(
            select(PlaceDue.kind, PlaceDue.due_on, func.sum(PlaceDue.number))
            .where(or_(false(), *(_due_at(path) for path in paths)))
            .group_by(PlaceDue.kind, PlaceDue.due_on)
        )
        for kind, day, number in rows:
            found[kind][day] = int(number)
        for (kind, day), number in self.raw_due.items():
            found[kind][day] = found[kind].get(day, 0) + number
        return found

    def crafts(self) -> Mapping[Craft, CraftUse]:
        """Return how many of each craft are registered and in use within reach."""
        found = dict[Craft, CraftUse]()
        paths = rules.outermost(("",) if self.reach is None else self.reach)
        rows = db.session.execute(_crafts_at(self.kept, paths)).all() if self.kept else ()
        for craft, registered, in_use in rows:
            found[craft] = CraftUse(int(registered), int(in_use) if self.kept == self.month else 0)
        for (_, craft), use in self.raw_crafts.items():
            found[craft] = found.get(craft, NO_USE) + use
        return found

    def _sees_all_of(self, path: str) -> bool:
        return self.reach is None or any(path.startswith(held) for held in self.reach)

    def _hamlets(self) -> list[str]:
        """Return the hamlets somebody sees without seeing their commune."""
        return [path for path in rules.outermost(self.reach or ()) if path.count("/") > 2]

    def _rows(self, *, sums: Sequence[str] = (), themselves: Sequence[str] = ()) -> list[tuple[str, Counts]]:
        either = (True, sums), (False, themselves)
        chosen = [_kept_rows(self.kept, some, is_sum=is_sum) for is_sum, some in either if some]
        if self.kept is None or not chosen:
            return []
        rows, wanted = db.session.execute(union_all(*chosen)), {*sums, *themselves}
        is_current = self.kept == self.month
        return [(row[0], _this_month(Counts(*row[1:]), is_current=is_current)) for row in rows if row[0] in wanted]


def view(reach: Paths, as_of: date) -> View:
    """Return what is kept of the month of a day, or of the last month before it that was counted.

    What changed since waits for the worker, a minute at most: pages cost the same however many businesses a place has.
    """
    month = rules.month_of(as_of)
    last = select(func.max(PlaceCount.month)).where(PlaceCount.month <= month).scalar_subquery()
    # In one statement, so of one instant: what the worker settles from then on is newer than is said, never older.
    waits, settled_at, kept = db.session.execute(
        select(_touched(reach).limit(1).scalar_subquery().is_not(None), PlaceState.settled_at, last)
    ).one()
    if settled_at is None or (kept is None and waits):
        return _counted_now(reach, as_of)
    is_past = month != rules.month_of(clock.today())
    return View(reach, month, kept, settled_at if waits or is_past else clock.now())


def months_beside(month: date) -> tuple[date | None, date | None]:
    """Return the months that were kept last before and first after one."""
    before = select(func.max(PlaceCount.month)).where(PlaceCount.month < month).scalar_subquery()
    after = select(func.min(PlaceCount.month)).where(PlaceCount.month > month).scalar_subquery()
    found = db.session.execute(select(before, after)).one()
    return found[0], found[1]


def is_kept(month: date) -> bool:
    """Whether anything was kept of a month."""
    return db.session.scalar(select(PlaceCount.month).where(PlaceCount.month == month).limit(1)) is not None


def state() -> PlaceState:
    """Return since when everything is counted."""
    return db.session.scalars(select(PlaceState)).one()


def own(paths: Exactly, month: date) -> Mapping[str, Counts]:
    """Return what is kept of places themselves."""
    rows = db.session.execute(
        select(PlaceCount.area_path, *_COLUMNS).where(
            PlaceCount.month == month, PlaceCount.is_sum.is_(False), within(PlaceCount.area_path, paths)
        )
    )
    return {row[0]: Counts(*row[1:]) for row in rows}


def own_crafts(paths: Exactly, month: date) -> Mapping[tuple[str, Craft], CraftUse]:
    """Return what is kept by craft of places themselves."""
    rows = db.session.execute(
        select(PlaceCraft.area_path, PlaceCraft.craft, PlaceCraft.registered, PlaceCraft.in_use).where(
            PlaceCraft.month == month, PlaceCraft.is_sum.is_(False), within(PlaceCraft.area_path, paths)
        )
    )
    return {(path, craft): CraftUse(*numbers) for path, craft, *numbers in rows}


def own_due(paths: Exactly) -> Mapping[tuple[DueKind, str, date], int]:
    """Return what is kept of what waits at places themselves, by the day it has."""
    columns = PlaceDue.kind, PlaceDue.area_path, PlaceDue.due_on, PlaceDue.number
    rows = select(*columns).where(PlaceDue.is_sum.is_(False), within(PlaceDue.area_path, paths))
    return {(kind, path, day): number for kind, path, day, number in db.session.execute(rows)}


@dataclass(frozen=True)
class Ways:
    """How far the businesses of some places have come, by place, and as of when that is."""

    by_place: Mapping[str, rules.Ways]
    month_end_on: date
    as_of: datetime
    is_partial: bool = False


def ways(reach: Paths, today: date) -> Ways:
    """Return how far businesses within reach have come, as it was kept.

    What was not kept of every business is counted here: of places that wait to be counted since a month began.
    """
    waits = bool(touched_places(inside=reach, most=1))  # asked first, as with counts
    kept, month_end_on = kept_ways(reach, today), whole_months(today, 1)[0]
    if sum(each.registered for each in kept.values()) != _registered(reach):
        return Ways(count_places(reach, today).ways, month_end_on, clock.now())
    settled_at = state().settled_at if waits else None
    return Ways(kept, month_end_on, settled_at or clock.now())


def ways_as_kept(reach: Paths, today: date) -> Ways:
    """Return how far businesses of very many places have come, as it was kept: raw rows are never counted here.

    Since a month began, or where nothing was ever kept, some of it may be missing until the worker has counted.
    """
    waits = bool(touched_places(inside=reach, most=1))  # asked first, as with counts
    kept, registered, settled_at = kept_ways(reach, today), _registered(reach), state().settled_at
    is_missing = sum(each.registered for each in kept.values()) != (registered or 0)
    is_partial = is_missing or settled_at is None or (registered is None and waits)
    as_of = settled_at if waits and settled_at else clock.now()
    return Ways(kept, whole_months(today, 1)[0], as_of, is_partial=is_partial)


def kept_ways(reach: Paths, today: date) -> Mapping[str, rules.Ways]:
    """Return what is kept of the way of places themselves for the last whole month before a day."""
    rows = select(PlaceWay.area_path, *_WAYS).where(
        within(PlaceWay.area_path, reach), PlaceWay.month_end_on == whole_months(today, 1)[0]
    )
    return {row[0]: rules.Ways(*row[1:]) for row in db.session.execute(rows)}


@dataclass(frozen=True)
class Snags:
    """What holds some places up, by kind, day and what it is about, and as of when that is."""

    found: Mapping[rules.Snag, int]
    as_of: datetime


def snags(reach: Paths, today: date) -> Snags:
    """Return what holds places within reach up, as it was kept; where nothing ever was, it is counted here."""
    waits = bool(touched_places(inside=reach, most=1))  # asked first, as with counts
    kept, settled_at = kept_snags(reach, today), state().settled_at
    if settled_at is None or (waits and not kept):
        return Snags(count_snags(reach, today), clock.now())
    return Snags(kept, settled_at if waits else clock.now())


def kept_snags(reach: Paths, today: date) -> Mapping[rules.Snag, int]:
    """Return what is kept of what holds places themselves up; of files and answers only what is young enough."""
    is_young = or_(PlaceSnag.kind == SnagKind.SIGN, PlaceSnag.on_day >= first_day(today))
    rows = db.session.scalars(select(PlaceSnag).where(within(PlaceSnag.area_path, reach), is_young))
    return {rules.Snag(each.kind, each.area_path, each.on_day, each.about, each.reason): each.number for each in rows}


def fields(shown: View, paths: Sequence[str], worked_since: date) -> Mapping[str, rules.Field]:
    """Return what teams did at some places themselves, as it was kept; where nothing ever was, it is counted here."""
    today, places = clock.today(), Exactly(paths)
    days = count_field(places, today) if shown.kept is None else kept_field(places, today)
    by_place: dict[str, dict[rules.FieldDay, int]] = {path: {} for path in paths}
    for each, number in days.items():
        by_place[each.area_path][each] = number
    return {path: rules.field_of(each, today, worked_since) for path, each in by_place.items()}


def kept_field(reach: Paths, today: date) -> Mapping[rules.FieldDay, int]:
    """Return what is kept of the visits and the work of places themselves, as far as it is young enough."""
    is_young = PlaceField.on_day >= field_since(today)
    columns = PlaceField.kind, PlaceField.area_path, PlaceField.on_day, PlaceField.about, PlaceField.number
    rows = db.session.execute(select(*columns).where(within(PlaceField.area_path, reach), is_young))
    return {rules.FieldDay(kind, path, day, about): number for kind, path, day, about, number in rows}


def _registered(reach: Paths) -> int | None:
    """Return how many businesses were counted within reach, None where nothing was ever kept."""
    last = select(func.max(PlaceCount.month)).scalar_subquery()
    own = select(func.sum(PlaceCount.registered)).where(PlaceCount.month == last, PlaceCount.is_sum.is_(False))
    return db.session.scalar(own.where(within(PlaceCount.area_path, reach)))


def neediest(shown: View, on: date, *, first: int, most: int) -> list[tuple[str, str, Counts]]:
    """Return path, name and counts of some communes where anything is counted.

    The widest gap comes first, those of which nobody reported last; among the returned ones the order is not kept.
    """
    chosen = _by_need(shown).offset(first).limit(most).subquery()
    named = (areas.Area.path == chosen.c.area_path) & areas.is_commune_on(on)
    counts = (chosen.c[name] for name in NAMES)
    rows = db.session.execute(
        select(chosen.c.area_path, func.coalesce(areas.Area.name, ""), *counts).outerjoin(areas.Area, named)
    )
    is_current = shown.kept == shown.month
    return [(row[0], row[1], _this_month(Counts(*row[2:]), is_current=is_current)) for row in rows]


def communes(shown: View, on: date) -> tuple[int, int]:
    """Return how many communes of a day lie within reach, and of how many of them a bank or partner has reported."""
    there = select(func.count()).where(areas.is_commune_on(on), within(areas.Area.path, shown.reach))
    heard = select(func.count()).where(_communes(shown), PlaceCount.proven > 0)
    found = db.session.execute(select(there.scalar_subquery(), heard.scalar_subquery())).one()
    return found[0], found[1]


def pending() -> int:
    """Return how many notes of changes wait to be counted."""
    return db.session.scalar(select(func.count()).select_from(PlaceTouch)) or 0


def touched_places(*, inside: Paths = None, most: int | None = None) -> list[str]:
    """Return places where something changed since they were counted."""
    return list(db.session.scalars(_touched(inside).limit(most)))


def differences(reach: Paths, most: int = 200) -> Sequence[PlaceDifference]:
    """Return what recounts found within reach, the latest first."""
    found = select(PlaceDifference).where(within(PlaceDifference.area_path, reach))
    newest = found.order_by(PlaceDifference.found_at.desc(), PlaceDifference.area_path, PlaceDifference.name)
    return db.session.scalars(newest.limit(most)).all()


def differences_since(at: datetime) -> int:
    """Return how many differences were found from an instant on."""
    return db.session.scalar(select(func.count()).where(PlaceDifference.found_at >= at)) or 0


def _counted_now(reach: Paths, as_of: date) -> View:
    """Count from the raw rows, as long as nothing has ever been kept."""
    due: dict[tuple[DueKind, date], int] = {}
    for (kind, _, day), number in count_due(reach).items():
        due[kind, day] = due.get((kind, day), 0) + number
    counted, month = count_places(reach, as_of), rules.month_of(as_of)
    return View(reach, month, None, clock.now(), raw=counted.counts, raw_due=due, raw_crafts=counted.crafts)


def _add(found: dict[str, Counts], places: Iterable[str], path: str, counts: Counts) -> None:
    for each in places:
        if path.startswith(each):
            found[each] += counts


def _touched(reach: Paths) -> Any:
    return (
        select(PlaceTouch.area_path)
        .distinct()
        .where(within(PlaceTouch.area_path, reach))
        .order_by(PlaceTouch.area_path)
    )


def _communes(shown: View) -> ColumnElement[bool]:
    """Choose the sums of communes: above a province there is nothing, and above the country neither."""
    sums = (PlaceCount.month == shown.kept) & PlaceCount.is_sum.is_(True) & (PlaceCount.above != "")
    return sums & within(PlaceCount.area_path, shown.reach)


def _by_need(shown: View) -> Select[Any]:
    """Order by need in the words of the index; what an earlier month kept of use is nothing in this one."""
    heard, gap = map(text, NEED)
    order = (heard, gap) if shown.kept == shown.month else (heard, PlaceCount.registered.desc())
    return select(PlaceCount.area_path, *_COLUMNS).where(_communes(shown)).order_by(*order, PlaceCount.area_path)


def _kept_rows(month: date | None, paths: Sequence[str], *, is_sum: bool) -> Select[Any]:
    """Select what is kept of places by their key; either kind is asked for apart, or no index would serve.

    Many are asked for by what lies above them, with others there: a long list costs the database more than the rows.
    """
    return select(PlaceCount.area_path, *_COLUMNS).where(
        PlaceCount.month == month,
        PlaceCount.is_sum.is_(is_sum),
        PlaceCount.area_path.in_(paths)
        if len(paths) <= _MANY
        else PlaceCount.above.in_({rules.above(path) if is_sum else areas.commune_path(path) for path in paths}),
    )


def _crafts_at(month: date, paths: Sequence[str]) -> Select[Craft, int, int]:
    """Select what is kept by craft of places that lie in no other one, each by its key: sums are read, not added up."""
    places = (
        (PlaceCraft.month == month) & PlaceCraft.is_sum.is_(path.count("/") <= 2) & (PlaceCraft.area_path == path)
        for path in paths
    )
    use = func.sum(PlaceCraft.registered), func.sum(PlaceCraft.in_use)
    return select(PlaceCraft.craft, *use).where(or_(false(), *places)).group_by(PlaceCraft.craft)


def _due_at(path: str) -> ColumnElement[bool]:
    if not path:
        return PlaceDue.is_sum.is_(True) & (PlaceDue.above == "")
    is_sum = path.count("/") <= 2
    higher = rules.above(path) if is_sum else areas.commune_path(path)
    return PlaceDue.is_sum.is_(is_sum) & (PlaceDue.above == higher) & (PlaceDue.area_path == path)


def _this_month(counts: Counts, *, is_current: bool) -> Counts:
    """Return counts without use where they were kept in an earlier month: a new month begins with none."""
    return counts if is_current else rules.without_use(counts)
