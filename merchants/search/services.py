"""Keeping the search in step: whatever changes a dossier changes its words in the same transaction."""

from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, delete, event, insert, inspect, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapper

from app.core import audit, clock
from app.core.areas import Area
from app.core.bulk import insert_columns
from app.core.db import db
from app.policy import Actor
from merchants.models import Merchant
from merchants.search import rules
from merchants.search.models import MerchantSearch, SearchWord
from merchants.search.rules import Facts

_SEARCH: Table = MerchantSearch.__table__  # type: ignore[assignment]  # declared models keep a Table here
_WORD: Table = SearchWord.__table__  # type: ignore[assignment]  # as above
_MERCHANT: Table = Merchant.__table__  # type: ignore[assignment]  # as above
_AREA: Table = Area.__table__  # type: ignore[assignment]  # as above
_CHUNK = 1000
_COLUMNS = ("owner_name", "business_name", "craft_other", "code", "phone", "area_path", "area_note", "filed_by_id")


class SearchAction(StrEnum):
    """What the audit trail calls looking people up from above a commune."""

    NAMES_SOUGHT = "search:names_sought"


def open_search(*, about: UUID, reason: str, by: Actor) -> None:
    """Write down who looks names up, of which place, and why; never what was looked for."""
    audit.record(SearchAction.NAMES_SOUGHT, ("area", about), by=by, at=clock.now(), reason=reason)


def index_new(found_by: Sequence[tuple[UUID, Facts]]) -> None:
    """Make many new dossiers findable, in the transaction that makes them."""
    _add(db.session.connection(), found_by)


def rebuild() -> int:
    """Write the words of every dossier again and say how many there are; needed after a place has been renamed."""
    connection = db.session.connection()
    connection.execute(delete(_SEARCH))
    connection.execute(delete(_WORD))
    count, last = 0, None
    while True:
        wanted = select(*(_MERCHANT.c[name] for name in ("id", *_COLUMNS))).order_by(_MERCHANT.c.id).limit(_CHUNK)
        rows = connection.execute(wanted if last is None else wanted.where(_MERCHANT.c.id > last)).all()
        if not rows:
            return count
        places = place_names(connection, {row.area_path for row in rows})
        _add(connection, [(row.id, _facts(row, places)) for row in rows])
        count, last = count + len(rows), rows[-1].id


def place_names(connection: Connection, paths: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return what people call each place and its commune, old names with the new ones."""
    above = {
        path: ["/".join(steps[:depth]) + "/" for depth in range(2, len(steps))]
        for path in paths
        for steps in [path.split("/")]
    }
    wanted = sorted({step for steps in above.values() for step in steps})
    called: dict[str, list[str]] = {}
    for row in connection.execute(select(_AREA.c.path, _AREA.c.name, _AREA.c.formerly).where(_AREA.c.path.in_(wanted))):
        called.setdefault(row.path, []).extend((row.name, row.formerly))
    return {path: tuple(name for step in steps for name in called.get(step, ())) for path, steps in above.items()}


def _facts(row: Any, places: dict[str, tuple[str, ...]]) -> Facts:
    return Facts(
        owner_name=row.owner_name or "",
        business_name=row.business_name or "",
        craft=row.craft_other or "",
        code=row.code,
        phone=row.phone or "",
        area_path=row.area_path or "",
        places=(*places.get(row.area_path or "", ()), row.area_note or ""),
        filed_by=row.filed_by_id.hex if row.filed_by_id else "",
    )


def _add(connection: Connection, found_by: Sequence[tuple[UUID, Facts]]) -> None:
    if not found_by:
        return
    documents = [rules.words(facts) for _, facts in found_by]
    found: dict[str, Sequence[object]] = {"merchant_id": [each for each, _ in found_by]}
    found["words"] = [" ".join(words) for words in documents]
    insert_columns(_SEARCH, found, connection=connection)
    _learn(connection, documents)


def _learn(connection: Connection, documents: Sequence[Collection[str]]) -> None:
    """Add the words that no dossier had before."""
    words = rules.vocabulary(*documents)
    known = set(
        connection.scalars(select(_WORD.c.word).where(_WORD.c.key.in_(sorted(words)), _WORD.c.word == _WORD.c.key))
    )
    # In one order everywhere, so that two who learn the same words wait for each other instead of deadlocking.
    rows = [{"key": key, "word": word} for word in sorted(words - known) for key in sorted(rules.keys_of(word))]
    if rows:
        dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
        connection.execute(dialect.insert(_WORD).on_conflict_do_nothing(), rows)


@event.listens_for(Merchant, "after_insert")
def _started(_mapper: Mapper[Merchant], connection: Connection, merchant: Merchant) -> None:
    _add(connection, [(merchant.id, _facts(merchant, place_names(connection, {merchant.area_path or ""})))])


@event.listens_for(Merchant, "after_update")
def _changed(_mapper: Mapper[Merchant], connection: Connection, merchant: Merchant) -> None:
    attributes = inspect(merchant).attrs
    if not any(attributes[name].history.has_changes() for name in _COLUMNS):
        return
    words = rules.words(_facts(merchant, place_names(connection, {merchant.area_path})))
    said = " ".join(words)
    done = connection.execute(update(_SEARCH).where(_SEARCH.c.merchant_id == merchant.id).values(words=said))
    if done.rowcount == 0:
        connection.execute(insert(_SEARCH).values(merchant_id=merchant.id, words=said))
    _learn(connection, [words])
