"""Places and the dates on which they were so: provinces, the former district, communes and hamlets."""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, Select, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, aliased, mapped_column

from app.core.db import Base, Identified, Line, Short, db, within
from app.core.text import fold, line

SHIPPED = Path(__file__).with_name("data") / "areas.csv"
DEMO_HAMLETS = Path(__file__).with_name("data") / "hamlets_demo.csv"

# Nobody recorded since when the former units existed. A date stands for that, because NULL would not be unique.
UNKNOWN_START = date(1900, 1, 1)

_KIND = re.compile(r"^(tinh|thanh pho|tp\.?|huyen|xa|x\.|phuong|p\.|thi tran|tt\.?|dac khu|thon|xom|to dan pho|tdp)\s+")


class Level(StrEnum):
    """How high a place stands; there is no district since 1 July 2025, but old addresses name one."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"
    HAMLET = "hamlet"


class Area(Identified, Base):
    """One place as it was between two dates. A code may be given again, so the key is the code and the first day."""

    __tablename__ = "area"
    # By level and place together: the hamlets of one commune are found without reading those of the country.
    __table_args__ = (UniqueConstraint("code", "valid_from"), Index(None, "level", "path", "valid_from", "valid_to"))

    code: Mapped[Short]
    level: Mapped[Level]
    name: Mapped[Line]
    name_fold: Mapped[Line] = mapped_column(index=True)
    # What people still call the place after a merger, for example the former commune of a hamlet.
    formerly: Mapped[Line] = mapped_column(default="")
    path: Mapped[Short] = mapped_column(index=True)
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("area.id"), index=True)
    successor_id: Mapped[UUID | None] = mapped_column(ForeignKey("area.id"), index=True)
    basis: Mapped[Line] = mapped_column(default="")
    is_demo: Mapped[bool] = mapped_column(default=False)
    valid_from: Mapped[date]
    # The last day on which it was so; none while it still is.
    valid_to: Mapped[date | None]

    @property
    def label(self) -> str:
        """The name with what the place used to belong to, as people look for it."""
        return f"{self.name} (trước là {self.formerly})" if self.formerly else self.name

    @property
    def has_known_start(self) -> bool:
        """Whether the first day is known rather than standing for an unknown one."""
        return self.valid_from != UNKNOWN_START

    def is_valid(self, on: date) -> bool:
        """Whether the place existed on a date."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


def area(area_id: UUID) -> Area | None:
    """Return a place by its id, whatever its dates."""
    return db.session.get(Area, area_id)


def at(path: str, on: date) -> Area | None:
    """Return the place that had this path on a date."""
    return db.session.scalars(_valid(on).where(Area.path == path)).first()


def by_code(code: str, on: date) -> Area | None:
    """Return the place that had this code on a date: 12865 was Dương Phúc and now is Thụy Anh."""
    if not re.fullmatch("[0-9]{1,12}", code):
        return None
    return db.session.scalars(_valid(on).where(Area.code == code)).first()


def with_code(code: str) -> Sequence[Area]:
    """Return every place that ever had a code, the latest first."""
    if not re.fullmatch("[0-9]{1,12}", code):
        return []
    return db.session.scalars(select(Area).where(Area.code == code).order_by(Area.valid_from.desc())).all()


def former_districts(paths: Iterable[str]) -> Sequence[Area]:
    """Return the districts that have ended and of which a commune under some paths was made, by name."""
    held = list(paths)
    if not held:
        return []
    heir = aliased(Area)
    became = (Area.successor_id == heir.id) & (Area.level == Level.COMMUNE)
    made = select(Area.path).join(heir, became).where(heir.level == Level.COMMUNE, within(heir.path, held))
    above = {path.removesuffix(f"{code_of(path)}/") for path in db.session.scalars(made)}
    ended = select(Area).where(Area.level == Level.DISTRICT, Area.valid_to.is_not(None), Area.path.in_(sorted(above)))
    return db.session.scalars(ended.order_by(Area.name_fold)).all()


def bare_name(name: str) -> str:
    """Return a name as people look for it: folded, without such words as xã or thị trấn."""
    return _KIND.sub("", fold(line(name)))


def communes(on: date, paths: Iterable[str] | None = None) -> Sequence[Area]:
    """Return the communes of a date under some paths (None: everywhere), by name."""
    found = select(Area).where(is_commune_on(on), within(Area.path, paths))
    return db.session.scalars(found.order_by(Area.name_fold)).all()


def is_commune_on(on: date) -> ColumnElement[bool]:
    """Whether a place was a commune on a date, for queries that ask for more than the place."""
    return (Area.level == Level.COMMUNE) & _was_there(on)


def hamlets(commune_path: str, on: date) -> Sequence[Area]:
    """Return the hamlets of a commune on a date, in the order of their codes."""
    below = _valid(on).where(Area.level == Level.HAMLET, within(Area.path, [commune_path]))
    return db.session.scalars(below.order_by(Area.code)).all()


def within_reach(paths: Iterable[str] | None, on: date) -> Sequence[Area]:
    """Return the communes and hamlets of a date under some paths (None: everywhere), communes before their hamlets."""
    below = _valid(on).where(Area.level.in_([Level.COMMUNE, Level.HAMLET]), within(Area.path, paths))
    return db.session.scalars(below.order_by(Area.path)).all()


def commune_path(path: str) -> str:
    """Return the commune's part of a path: ``33/12826/`` for ``33/12826/01/``; empty when there is none."""
    steps = path.split("/")[:-1]
    return f"{steps[0]}/{steps[1]}/" if len(steps) >= 2 else ""


def code_of(path: str) -> str:
    """Return the code of a commune or what lies above it: the last step of its path."""
    return path.rstrip("/").rpartition("/")[2]


def find(text: str, on: date, *, level: Level = Level.COMMUNE) -> Sequence[Area]:
    """Return the places of a date that a name or code leads to, the exact ones first.

    Old names lead to what the place has become by then. Diacritics and words such as xã may be left out.
    """
    wanted = bare_name(text[:100])
    if not wanted:
        return []
    named = select(Area).where(
        Area.level == level,
        or_(Area.name_fold.contains(wanted, autoescape=True), Area.code == wanted),
    )
    hits = sorted(
        db.session.scalars(named),
        key=lambda hit: (wanted not in (hit.name_fold, hit.code), hit.name_fold),
    )
    led = (today for hit in hits if (today := successor(hit, on)) is not None)
    return list({place.id: place for place in led}.values())


def successor(place: Area, on: date) -> Area | None:
    """Follow a place to what it had become by a date; None if it did not exist yet or ended without an heir."""
    seen: set[UUID] = set()
    here: Area | None = place
    while here is not None and not here.is_valid(on):
        if here.valid_from > on or here.successor_id is None or here.id in seen:
            return None
        seen.add(here.id)
        here = area(here.successor_id)
    return here


def predecessors(place: Area) -> Sequence[Area]:
    """Return the places that were merged into this one, by name."""
    merged = select(Area).where(Area.successor_id == place.id).order_by(Area.name_fold)
    return db.session.scalars(merged).all()


def merged_into(area_ids: Iterable[UUID]) -> Mapping[UUID, Sequence[Area]]:
    """Return for each of some places those that were merged into it, by name, in one query."""
    wanted = list(area_ids)
    found: dict[UUID, list[Area]] = {area_id: [] for area_id in wanted}
    for old in db.session.scalars(select(Area).where(Area.successor_id.in_(wanted)).order_by(Area.name_fold)):
        if old.successor_id is not None:
            found[old.successor_id].append(old)
    return found


def name_of(path: str) -> str:
    """Return the latest name of a path, or nothing when the path is unknown."""
    return names_of([path]).get(path, "")


def names_of(paths: Iterable[str]) -> Mapping[str, str]:
    """Return the latest name of each path in one query."""
    wanted = sorted({path for path in paths if path})
    if not wanted:
        return {}
    rows = db.session.execute(select(Area.path, Area.name).where(Area.path.in_(wanted)).order_by(Area.valid_from))
    return {row.path: row.name for row in rows}


def load(source: Path, *, is_demo: bool = False) -> int:
    """Bring the table to what a file of places says and return how many rows it has; loading twice changes nothing.

    Parents and earlier files must be there first: a parent is the one valid on the row's first day, an heir the one
    valid after its last.

    Raises:
        KeyError: a row names a parent or an heir that is in no file.
    """
    with source.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    known = {(place.code, place.valid_from): place for place in db.session.scalars(select(Area))}
    for row in rows:
        _put(row, known, is_demo=is_demo)
    db.session.flush()
    for row in rows:
        place = known[row["code"], _start(row)]
        place.successor_id = _heir(row, place, known)
    db.session.flush()
    return len(rows)


def load_shipped(*, demo: bool = False) -> int:
    """Load the places that come with the product and, for a demonstration, its fictitious hamlets."""
    loaded = load(SHIPPED)
    return loaded + load(DEMO_HAMLETS, is_demo=True) if demo else loaded


_Known = dict[tuple[str, date], Area]


def _put(row: Mapping[str, str], known: _Known, *, is_demo: bool) -> None:
    starts = _start(row)
    parent = _one(known, row["parent_code"], starts) if row["parent_code"] else None
    # A hamlet's code begins with its commune's, which the path has already said.
    step = row["code"].removeprefix(row["parent_code"]) if row["level"] == Level.HAMLET else row["code"]
    place = known.get((row["code"], starts))
    if place is None:
        place = Area(code=row["code"], valid_from=starts)
        known[place.code, starts] = place
        db.session.add(place)
    place.level = Level(row["level"])
    place.name = line(row["name"])
    place.name_fold = bare_name(row["name"])
    place.formerly = line(row.get("formerly") or "")
    place.path = f"{parent.path if parent else ''}{step}/"
    place.basis = line(row["basis"])
    place.is_demo = is_demo
    place.valid_to = date.fromisoformat(row["valid_to"]) if row["valid_to"] else None
    db.session.flush()
    place.parent_id = parent.id if parent else None


def _heir(row: Mapping[str, str], place: Area, known: _Known) -> UUID | None:
    if not row["successor_code"] or place.valid_to is None:
        return None
    later = [known[key] for key in sorted(known) if key[0] == row["successor_code"] and key[1] > place.valid_to]
    if not later:
        raise KeyError(row["successor_code"])
    return later[0].id


def _start(row: Mapping[str, str]) -> date:
    return date.fromisoformat(row["valid_from"]) if row["valid_from"] else UNKNOWN_START


def _one(known: _Known, code: str, on: date) -> Area:
    for place in known.values():
        if place.code == code and place.is_valid(on):
            return place
    raise KeyError(code)


def _valid(on: date) -> Select[Area]:
    return select(Area).where(_was_there(on))


def _was_there(on: date) -> ColumnElement[bool]:
    return (Area.valid_from <= on) & or_(Area.valid_to.is_(None), Area.valid_to >= on)
