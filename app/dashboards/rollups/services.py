"""Counting places again: where something changed, everywhere, and at night to compare what is kept with a recount."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

import structlog
from sqlalchemy import delete, func, insert, literal, select

from app.core import areas, clock
from app.core.bulk import insert_many, look_again
from app.core.db import Exactly, db, within
from app.dashboards.payment_events import whole_months
from app.dashboards.rollups import queries
from app.dashboards.rollups.models import (
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
from app.dashboards.rows.rules import (
    NAMES,
    NO_USE,
    NO_WAYS,
    NONE,
    WAY_NAMES,
    Counts,
    CraftUse,
    DueKind,
    FieldDay,
    Snag,
    Ways,
)
from app.dashboards.rows.snags import count_snags
from app.dashboards.rows.tally import count_due
from app.dashboards.rows.visits import count_field
from app.dashboards.rows.ways import count_places
from merchants.models import Merchant
from merchants.rules import Craft
from merchants.training.models import TrainingSession

# Both are a kind at a place on a day, and what it is about.
Day = TypeVar("Day", Snag, FieldDay)
# Counted in one transaction: on SQLite nobody else writes meanwhile, so it must be over in a moment.
BATCH = 200
_log = structlog.get_logger()


def settle() -> int:
    """Count a few places anew where something changed, and return how many they were; nought when all is counted.

    The notes are taken away before counting: what is noted after that waits for the next time.
    """
    here = _hold()
    today = clock.today()
    _open_month(rules.month_of(today))
    places = Exactly(queries.touched_places(most=BATCH))
    if not places:
        here.settled_at = clock.now()
        return 0
    db.session.execute(delete(PlaceTouch).where(within(PlaceTouch.area_path, places)))
    counted, month = count_places(places, today), rules.month_of(today)
    _keep(places, counted.counts, month)
    _keep_due(places)
    _keep_ways(places, counted.ways, today)
    _keep_snags(places, count_snags(places, today))
    _keep_field(places, count_field(places, today))
    _keep_crafts(places, counted.crafts, month)
    _add_up(places, month)
    _add_up_crafts(places, month)
    return len(places)


def plan_anew() -> None:
    """Let the database look at its rollups again, when so many places were counted that its plans may be old."""
    look_again(*map(_table, (PlaceCount, PlaceDue, PlaceWay, PlaceSnag, PlaceCraft, PlaceField)))


def forget() -> int:
    """Note every place as not counted, so that all are counted anew, and return how many there are.

    Pages show meanwhile what was kept, and since when: to count for themselves they would read the whole country.
    """
    _hold()
    return _note_everywhere()


def check(places: Sequence[str]) -> int:
    """Hold what is kept of some places against a recount, write down each difference and mend it; return how many.

    A place where something has just changed is left to be counted: it differs by right.
    """
    _hold()
    today, chosen = clock.today(), Exactly(places)
    month = rules.month_of(today)
    _open_month(month)
    kept, kept_ways = queries.own(chosen, month), queries.kept_ways(chosen, today)
    kept_snags, kept_crafts = queries.kept_snags(chosen, today), queries.own_crafts(chosen, month)
    kept_field, kept_due = queries.kept_field(chosen, today), queries.own_due(chosen)
    counted, ways, crafts = count_places(chosen, today)
    snags, field, due = count_snags(chosen, today), count_field(chosen, today), count_due(chosen)
    # Asked last: whatever the count has seen and what is kept has not is noted by now.
    chosen = Exactly(set(chosen) - set(queries.touched_places(inside=chosen)))
    found = [each for path in chosen for each in _differing(path, kept.get(path, NONE), counted.get(path, NONE))]
    found += [
        each for path in chosen for each in _differing(path, kept_ways.get(path, NO_WAYS), ways.get(path, NO_WAYS))
    ]
    found += _differing_days(chosen, kept_snags, snags)
    found += _differing_days(chosen, kept_field, field)
    found += _differing_crafts(chosen, kept_crafts, crafts)
    found += _differing_due(chosen, kept_due, due)
    if found:
        db.session.add_all(found)
        db.session.flush()
        _keep(chosen, {path: counted[path] for path in chosen if path in counted}, month)
        _keep_ways(chosen, {path: ways[path] for path in chosen if path in ways}, today)
        _keep_snags(chosen, {each: number for each, number in snags.items() if each.area_path in chosen})
        _keep_field(chosen, {each: number for each, number in field.items() if each.area_path in chosen})
        _keep_crafts(chosen, {key: use for key, use in crafts.items() if key[0] in chosen}, month)
        _keep_due(chosen)
        _add_up(chosen, month)
        _add_up_crafts(chosen, month)
        for each in found:
            _log.warning("rollup_differs", place=each.area_path, name=each.name, kept=each.kept, counted=each.counted)
    return len(found)


def note_check(places: int) -> None:
    """Write down that a night's check is done, and how many places it counted."""
    here = _hold()
    here.checked_at, here.checked_places = clock.now(), places


def all_places() -> list[str]:
    """Return every place that anything countable names, or that something is kept of."""
    named = (
        select(Merchant.area_path)
        .distinct()
        .union(
            select(TrainingSession.area_path).distinct(),
            select(PlaceCount.area_path).where(PlaceCount.is_sum.is_(False)).distinct(),
        )
        .subquery()
    )
    return sorted(path for path in db.session.scalars(select(named.c.area_path)) if path)


def _hold() -> PlaceState:
    """Hold the one row: two who count the same place at once could leave the older count behind."""
    return db.session.scalars(select(PlaceState).with_for_update()).one()


def _note_everywhere() -> int:
    places = all_places()
    insert_many(_table(PlaceTouch), [{"area_path": path} for path in places])
    return len(places)


def _open_month(month: date) -> None:
    """Begin a month with what was kept last, without its use, so that every month is whole.

    The whole months before are others from now on: how far businesses have come is counted anew everywhere.
    """
    last = db.session.scalar(select(func.max(PlaceCount.month)))
    if last is None or last >= month:
        return
    names = ("is_sum", "area_path", "above", *(name for name in NAMES if name != "in_use"))
    kept = select(literal(month), literal(0), *(getattr(PlaceCount, name) for name in names))
    db.session.execute(
        insert(PlaceCount).from_select(["month", "in_use", *names], kept.where(PlaceCount.month == last))
    )
    of_craft = ("is_sum", "area_path", "craft", "above", "registered")
    crafts = select(literal(month), literal(0), *(getattr(PlaceCraft, name) for name in of_craft))
    db.session.execute(
        insert(PlaceCraft).from_select(["month", "in_use", *of_craft], crafts.where(PlaceCraft.month == last))
    )
    _note_everywhere()


def _keep(places: Exactly, counted: Mapping[str, Counts], month: date) -> None:
    mine = (PlaceCount.month == month) & PlaceCount.is_sum.is_(False) & within(PlaceCount.area_path, places)
    db.session.execute(delete(PlaceCount).where(mine))
    insert_many(_table(PlaceCount), [_row(month, path, counts) for path, counts in counted.items()])


def _row(month: date, path: str, counts: Counts) -> dict[str, Any]:
    place = {"month": month, "is_sum": False, "area_path": path, "above": areas.commune_path(path)}
    return place | dict(zip(NAMES, counts.numbers(), strict=True))


def _keep_ways(places: Exactly, counted: Mapping[str, Ways], today: date) -> None:
    db.session.execute(delete(PlaceWay).where(within(PlaceWay.area_path, places)))
    month_end_on = whole_months(today, 1)[0]
    rows = [
        {"area_path": path, "month_end_on": month_end_on} | dict(zip(WAY_NAMES, ways.numbers(), strict=True))
        for path, ways in counted.items()
    ]
    insert_many(_table(PlaceWay), rows)


def _keep_snags(places: Exactly, counted: Mapping[Snag, int]) -> None:
    db.session.execute(delete(PlaceSnag).where(within(PlaceSnag.area_path, places)))
    rows = [
        {"area_path": each.area_path, "kind": each.kind, "on_day": each.on, "about": each.about, "reason": each.reason,
         "number": number}
        for each, number in counted.items()
    ]  # fmt: skip
    insert_many(_table(PlaceSnag), rows)


def _keep_crafts(places: Exactly, counted: Mapping[tuple[str, Craft], CraftUse], month: date) -> None:
    mine = (PlaceCraft.month == month) & PlaceCraft.is_sum.is_(False) & within(PlaceCraft.area_path, places)
    db.session.execute(delete(PlaceCraft).where(mine))
    rows = [
        {"month": month, "is_sum": False, "area_path": path, "craft": craft, "above": areas.commune_path(path),
         "registered": use.registered, "in_use": use.in_use}
        for (path, craft), use in counted.items()
    ]  # fmt: skip
    insert_many(_table(PlaceCraft), rows)


def _add_up_crafts(places: Iterable[str], month: date) -> None:
    """Add up by craft, as counts are added up."""
    communes, provinces = _above(places)
    for sums, of_sums in ((communes, False), (provinces, True), (Exactly([""]), True)):
        chosen = PlaceCraft.month == month, PlaceCraft.is_sum.is_(True), within(PlaceCraft.area_path, sums)
        db.session.execute(delete(PlaceCraft).where(*chosen))
        use = func.sum(PlaceCraft.registered).label("registered"), func.sum(PlaceCraft.in_use).label("in_use")
        below = select(PlaceCraft.above, PlaceCraft.craft, *use).where(
            PlaceCraft.month == month,
            PlaceCraft.is_sum.is_(of_sums),
            within(PlaceCraft.above, sums),
            PlaceCraft.area_path != "",
        )
        rows = [
            {"month": month, "is_sum": True, "area_path": each.above, "craft": each.craft,
             "above": rules.above(each.above), "registered": int(each.registered), "in_use": int(each.in_use)}
            for each in db.session.execute(below.group_by(PlaceCraft.above, PlaceCraft.craft))
        ]  # fmt: skip
        insert_many(_table(PlaceCraft), rows)


def _keep_field(places: Exactly, counted: Mapping[FieldDay, int]) -> None:
    db.session.execute(delete(PlaceField).where(within(PlaceField.area_path, places)))
    rows = [
        {"area_path": each.area_path, "kind": each.kind, "on_day": each.on, "about": each.about, "number": number}
        for each, number in counted.items()
    ]
    insert_many(_table(PlaceField), rows)


def _add_up(places: Iterable[str], month: date) -> None:
    """Add up the communes of some places, their provinces, and the country."""
    communes, provinces = _above(places)
    for sums, of_sums in ((communes, False), (provinces, True), (Exactly([""]), True)):
        chosen = PlaceCount.month == month, PlaceCount.is_sum.is_(True), within(PlaceCount.area_path, sums)
        db.session.execute(delete(PlaceCount).where(*chosen))
        below = select(PlaceCount.above, *(func.sum(getattr(PlaceCount, name)) for name in NAMES)).where(
            PlaceCount.month == month,
            PlaceCount.is_sum.is_(of_sums),
            within(PlaceCount.above, sums),
            PlaceCount.area_path != "",
        )
        rows = db.session.execute(below.group_by(PlaceCount.above)).all()
        insert_many(_table(PlaceCount), [_sum_row(month, row[0], row[1:]) for row in rows])


def _sum_row(month: date, path: str, numbers: Sequence[Any]) -> dict[str, Any]:
    place = {"month": month, "is_sum": True, "area_path": path, "above": rules.above(path)}
    return place | dict(zip(NAMES, map(int, numbers), strict=True))


def _above(places: Iterable[str]) -> tuple[Exactly, Exactly]:
    """Return the communes and the provinces of some places."""
    communes = {areas.commune_path(path) for path in places}
    return Exactly(sorted(communes)), Exactly(sorted({rules.above(path) for path in communes}))


def _keep_due(places: Exactly) -> None:
    """Keep what waits at some places, and the sums of their communes and provinces."""
    db.session.execute(delete(PlaceDue).where(PlaceDue.is_sum.is_(False), within(PlaceDue.area_path, places)))
    rows = [
        {"kind": kind, "is_sum": False, "area_path": path, "due_on": day, "number": number,
         "above": areas.commune_path(path)}
        for (kind, path, day), number in count_due(places).items()
    ]  # fmt: skip
    insert_many(_table(PlaceDue), rows)
    communes, provinces = _above(places)
    for sums, of_sums in ((communes, False), (provinces, True)):
        db.session.execute(delete(PlaceDue).where(PlaceDue.is_sum.is_(True), within(PlaceDue.area_path, sums)))
        below = (
            select(PlaceDue.above, PlaceDue.kind, PlaceDue.due_on, func.sum(PlaceDue.number).label("number"))
            .where(PlaceDue.is_sum.is_(of_sums), within(PlaceDue.above, sums))
            .group_by(PlaceDue.above, PlaceDue.kind, PlaceDue.due_on)
        )
        rows = [
            {"kind": each.kind, "is_sum": True, "area_path": each.above, "above": rules.above(each.above),
             "due_on": each.due_on, "number": int(each.number)}
            for each in db.session.execute(below)
        ]  # fmt: skip
        insert_many(_table(PlaceDue), rows)


def _differing(path: str, kept: Counts | Ways, counted: Counts | Ways) -> list[PlaceDifference]:
    at = clock.now()
    pairs = zip(vars(kept), kept.numbers(), counted.numbers(), strict=True)
    return [
        PlaceDifference(found_at=at, area_path=path, name=name, kept=before, counted=now)
        for name, before, now in pairs
        if before != now
    ]


def _differing_days(places: Exactly, kept: Mapping[Day, int], counted: Mapping[Day, int]) -> list[PlaceDifference]:
    at = clock.now()
    return [
        PlaceDifference(found_at=at, area_path=each.area_path, name=f"{each.kind}:{each.about or each.on}"[:40],
                        kept=kept.get(each, 0), counted=counted.get(each, 0))
        for each in sorted(kept.keys() | counted.keys())
        if each.area_path in places and kept.get(each, 0) != counted.get(each, 0)
    ]  # fmt: skip


def _differing_crafts(
    places: Exactly, kept: Mapping[tuple[str, Craft], CraftUse], counted: Mapping[tuple[str, Craft], CraftUse]
) -> list[PlaceDifference]:
    at = clock.now()
    return [
        PlaceDifference(found_at=at, area_path=path, name=f"{craft}:{name}", kept=before, counted=now)
        for path, craft in sorted(kept.keys() | counted.keys())
        if path in places
        for name, before, now in zip(
            vars(NO_USE),
            kept.get((path, craft), NO_USE).numbers(),
            counted.get((path, craft), NO_USE).numbers(),
            strict=True,
        )
        if before != now
    ]


def _differing_due(
    places: Exactly, kept: Mapping[tuple[DueKind, str, date], int], counted: Mapping[tuple[DueKind, str, date], int]
) -> list[PlaceDifference]:
    at = clock.now()
    return [
        PlaceDifference(found_at=at, area_path=path, name=f"{kind}:{day}", kept=kept.get((kind, path, day), 0),
                        counted=counted.get((kind, path, day), 0))
        for kind, path, day in sorted(kept.keys() | counted.keys())
        if path in places and kept.get((kind, path, day), 0) != counted.get((kind, path, day), 0)
    ]  # fmt: skip


def _table(model: Any) -> Any:
    return model.__table__
