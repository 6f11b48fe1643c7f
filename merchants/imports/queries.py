"""Reads of lists: those somebody may see, their lines, the places they may name, and the dossiers they may mean."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, or_, select

from app.core import areas, sealed
from app.core.areas import Area, Level, commune_path
from app.core.db import db, within
from app.core.sheets.cells import CellError, plain
from app.policy import Actor, Permission, areas_for
from merchants.identity import queries as identity
from merchants.identity.rules import NumberKind
from merchants.imports.models import HeaderMapping, ImportRow, ListImport
from merchants.imports.rules.columns import Column
from merchants.imports.rules.lines import Spot
from merchants.imports.rules.matching import Known, Person
from merchants.imports.states import BUSY, ENDED, Verdict
from merchants.models import Merchant
from merchants.states import SENT, Stage

SHOWN = 100
_KINDS = ("xa ", "phuong ", "thi tran ", "dac khu ", "x ", "p ", "tt ")
_HAMLET_KINDS = ("thon ", "xom ", "to dan pho ", "tdp ", "khu ", "ap ", "lang ")


def imports_of(actor: Actor) -> Sequence[ListImport]:
    """Return the lists of somebody's own places, the latest first."""
    paths = areas_for(actor, Permission.MERCHANT_IMPORT) or ()
    mine = select(ListImport).where(ListImport.area_path.in_(paths))
    return db.session.scalars(mine.order_by(ListImport.brought_at.desc()).limit(SHOWN)).all()


def import_by_id(import_id: UUID) -> ListImport | None:
    """Return a list."""
    return db.session.get(ListImport, import_id)


def locked(import_id: UUID) -> ListImport:
    """Return a list whose row nobody else may change before this transaction ends."""
    return db.session.scalars(
        select(ListImport).where(ListImport.id == import_id).with_for_update().execution_options(populate_existing=True)
    ).one()


def same_file(area_path: str, sha256: str) -> ListImport | None:
    """Return the list that the same file was brought as before, unless it was put aside or undone."""
    before = select(ListImport).where(
        ListImport.area_path == area_path, ListImport.sha256 == sha256, ListImport.state.not_in(ENDED)
    )
    return db.session.scalars(before.order_by(ListImport.brought_at).limit(1)).first()


def saved_mapping(area_path: str, header_key: str) -> HeaderMapping | None:
    """Return how the same headers were read here the last time."""
    return db.session.scalars(
        select(HeaderMapping).where(HeaderMapping.area_path == area_path, HeaderMapping.header_key == header_key)
    ).one_or_none()


def rows_sent_back(import_id: UUID, verdict: Verdict | None = None, *, limit: int | None = None) -> Sequence[ImportRow]:
    """Return the lines that go back, in order."""
    wanted = [verdict] if verdict else [Verdict.TWIN, Verdict.WRONG]
    rows = select(ImportRow).where(ImportRow.import_id == import_id, ImportRow.verdict.in_(wanted))
    return db.session.scalars(rows.order_by(ImportRow.number).limit(limit)).all()


@dataclass(frozen=True)
class Led:
    """A finished line that stands for a dossier that was there before."""

    number: int
    verdict: Verdict
    merchant_id: UUID
    fills: tuple[str, ...]


def rows_that_stand(import_id: UUID) -> Sequence[Led]:
    """Return the finished lines that stand for a dossier that was there before."""
    wanted = select(ImportRow.number, ImportRow.verdict, ImportRow.merchant_id, ImportRow.fills).where(
        ImportRow.import_id == import_id, ImportRow.verdict.in_([Verdict.FILLED, Verdict.SAME])
    )
    rows = db.session.execute(wanted.order_by(ImportRow.number))
    return [Led(row.number, row.verdict, row.merchant_id, tuple(row.fills)) for row in rows]


def rows_to_undo(import_id: UUID, limit: int) -> Sequence[ImportRow]:
    """Return some of the lines that made or changed a dossier and have not been undone."""
    rows = select(ImportRow).where(
        ImportRow.import_id == import_id,
        ImportRow.verdict.in_([Verdict.NEW, Verdict.FILLED]),
        ImportRow.undone_at.is_(None),
        ImportRow.kept_because == "",
    )
    return db.session.scalars(rows.order_by(ImportRow.number).limit(limit)).all()


def kept_rows(import_id: UUID, *, limit: int) -> Sequence[ImportRow]:
    """Return the lines that undoing left as they are."""
    rows = select(ImportRow).where(ImportRow.import_id == import_id, ImportRow.kept_because != "")
    return db.session.scalars(rows.order_by(ImportRow.number).limit(limit)).all()


def with_files(*, before: datetime, limit: int) -> Sequence[ListImport]:
    """Return lists brought before a moment whose files can still be opened and that no worker is at."""
    kept = select(ListImport).where(
        ListImport.file_key != "", ListImport.brought_at < before, ListImport.state.not_in(BUSY)
    )
    return db.session.scalars(kept.order_by(ListImport.brought_at).limit(limit)).all()


def waiting_for_rotation(limit: int) -> Sequence[ListImport]:
    """Return lists whose files' keys are sealed with an older key."""
    old = select(ListImport).where(sealed.of_older_keys(ListImport.file_key))
    return db.session.scalars(old.order_by(ListImport.id).limit(limit)).all()


def count_waiting_for_rotation() -> int:
    """Count the lists whose files' keys are sealed with an older key."""
    return db.session.scalar(select(func.count()).where(sealed.of_older_keys(ListImport.file_key))) or 0


def waiting_for_a_worker() -> Sequence[ListImport]:
    """Return the lists that a worker has begun with or is to begin with."""
    return db.session.scalars(select(ListImport).where(ListImport.state.in_(BUSY))).all()


@dataclass(frozen=True)
class Choices:
    """The names a template offers."""

    communes: tuple[str, ...]
    hamlets: tuple[str, ...]


def choices_for(actor: Actor, on: date) -> Choices:
    """Return the communes of somebody's place, and its hamlets if it is one commune."""
    found = areas.within_reach(areas_for(actor, Permission.MERCHANT_IMPORT), on)
    communes = [place.name for place in found if place.level is Level.COMMUNE]
    hamlets = [place.name for place in found if place.level is Level.HAMLET] if len(communes) == 1 else []
    return Choices(tuple(communes), tuple(hamlets))


class PlacesOf:
    """The communes and hamlets of one day, held in memory, and which of them a list may name."""

    def __init__(self, area_path: str, on: date) -> None:
        self._area_path = area_path
        every = db.session.scalars(select(Area).where(Area.level.in_([Level.COMMUNE, Level.HAMLET]))).all()
        self._communes: dict[str, set[str]] = {}
        self._ids: dict[str, UUID] = {}
        self._hamlets: dict[tuple[str, str], str] = {}
        self._known: dict[tuple[str, str], Spot | str] = {}
        for place in every:
            today = areas.successor(place, on)
            if today is None:
                continue
            if place.level is Level.COMMUNE:
                self._communes.setdefault(_bare(place.name, _KINDS), set()).add(today.path)
            else:
                self._hamlets[commune_path(today.path), _bare(place.name, _HAMLET_KINDS)] = today.path
            self._ids[today.path] = today.id
        own = [path for path in self._ids if path.count("/") == 2 and path.startswith(area_path)]
        self._only = own[0] if len(own) == 1 else ""

    def spot(self, commune: str, hamlet: str) -> Spot:
        """Return the place two words lead to.

        Raises:
            CellError: no such commune, or one that is not this official's.
        """
        asked = (commune, hamlet)
        found = self._known.get(asked)
        if found is None:
            found = self._find(commune, hamlet)
            if len(self._known) < 20_000:
                self._known[asked] = found
        if isinstance(found, str):
            raise CellError(found, column=Column.COMMUNE.value)
        return found

    def _find(self, commune: str, hamlet: str) -> Spot | str:
        if not commune:
            path = self._only
            if not path:
                return "commune_missing"
        else:
            paths = self._communes.get(_bare(commune, _KINDS), set())
            inside = [path for path in paths if path.startswith(self._area_path)]
            if not paths:
                return "commune_unknown"
            if not inside:
                return "commune_elsewhere"
            if len(inside) > 1:
                return "commune_unclear"
            path = inside[0]
        known = self._hamlets.get((path, _bare(hamlet, _HAMLET_KINDS)))
        if known is not None:
            return Spot(self._ids[known], known, path)
        return Spot(self._ids[path], path, path, hamlet)


# PostgreSQL reads a whole table rather than look a thousand values up in an index; a hundred it looks up. SQLite always
# looks them up, and asking costs it more than looking.
_ASKED_AT_ONCE = {"sqlite": 1_000, "postgresql": 100}
# Said the other way round, so that no index of stages offers itself: SQLite would go through every draft there is.
_UNKNOWN = tuple(stage for stage in Stage if stage not in (*SENT, Stage.DRAFT))
_KNOWN_BY = (
    Merchant.id,
    Merchant.code,
    Merchant.owner_name_fold,
    Merchant.birth_year,
    Merchant.commune_path,
    Merchant.area_path,
    Merchant.area_note,
    Merchant.phone,
    Merchant.business_name,
    Merchant.house_note,
    Merchant.stage,
    Merchant.listed_on,
)


def known_like(people: Sequence[Person], area_path: str, *, before: UUID | None = None) -> list[Known]:
    """Return the dossiers of a place that share a code, number, telephone or name with some households.

    Those that the list ``before`` has made are left out: they are what was there before it.
    A draft that a family started themselves is nobody's business: no list is held against it.
    """
    holders = identity.holders_of_hashes([each for person in people for each in person.hashes])
    communes = {person.commune_path for person in people}
    sharing: dict[Any, list[Any]] = {
        Merchant.code: [person.code for person in people if person.code],
        Merchant.phone: [person.phone for person in people if person.phone],
        Merchant.id: list(holders),
        Merchant.owner_name_fold: list({person.name for person in people}),
    }
    is_known = Merchant.stage.not_in(_UNKNOWN) & or_(Merchant.stage != Stage.DRAFT, Merchant.listed_on.is_not(None))
    rows: dict[UUID, Any] = {}
    at_once = _ASKED_AT_ONCE[db.engine.dialect.name]
    # One question for each thing shared, so that each is answered from its own index.
    for column, values in sharing.items():
        some = column.in_(bindparam("some", expanding=True))
        wanted = select(*_KNOWN_BY).where(some, is_known, within(Merchant.area_path, (area_path,)))
        if column is Merchant.owner_name_fold:
            wanted = wanted.where(Merchant.commune_path.in_(communes))
        for start in range(0, len(values), at_once):
            found = db.session.execute(wanted, {"some": values[start : start + at_once]})
            rows |= {row.id: row for row in found}
    for merchant_id in _made_by(before, list(rows)):
        del rows[merchant_id]
    return _known(rows, holders)


def _made_by(import_id: UUID | None, ids: Sequence[UUID]) -> Iterable[UUID]:
    """Yield those of some dossiers that a list has made.

    Asked for by the dossiers alone: with the list named as well SQLite goes through every line of it each time.
    """
    at_once = _ASKED_AT_ONCE[db.engine.dialect.name]
    for start in range(0, len(ids) if import_id else 0, at_once):
        led = select(ImportRow.merchant_id, ImportRow.import_id, ImportRow.verdict).where(
            ImportRow.merchant_id.in_(ids[start : start + at_once])
        )
        for row in db.session.execute(led):
            if row.import_id == import_id and row.verdict is Verdict.NEW:
                yield row.merchant_id


def _known(rows: Mapping[UUID, Any], holders: Mapping[UUID, tuple[str, ...]]) -> list[Known]:
    kinds = identity.kinds_held(list(rows))
    return [
        Known(
            merchant_id=row.id,
            person=Person(
                code=row.code,
                name=row.owner_name_fold,
                birth_year=row.birth_year,
                commune_path=row.commune_path,
                spot=Spot(row.id, row.area_path, row.commune_path, row.area_note).key,
                phone=row.phone,
                hashes=tuple(holders.get(row.id, ())),
            ),
            blanks=_blanks(row, kinds.get(row.id, frozenset())),
        )
        for row in rows.values()
    ]


def _blanks(row: Any, kinds: frozenset[NumberKind]) -> frozenset[str]:
    """Return what a list may fill in: nothing, once a family has a hand in the dossier."""
    if row.stage is not Stage.DRAFT or row.listed_on is None:
        return frozenset()
    answers = ("birth_year", "phone", "business_name", "house_note")
    empty = {name for name in answers if not getattr(row, name)}
    return frozenset(empty | {kind.value for kind in (NumberKind.CITIZEN_ID, NumberKind.TAX_CODE) if kind not in kinds})


def _bare(name: str, kinds: tuple[str, ...]) -> str:
    plain_name = plain(name)
    for kind in kinds:
        if plain_name.startswith(kind) and len(plain_name) > len(kind):
            return plain_name[len(kind) :]
    return plain_name
