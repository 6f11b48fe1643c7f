"""Triggers by which the database itself notes where something countable changed, in the transaction that changes it.

They see what a listener in Python would miss: lists put in at once, a hand in the database, a worker of the last
release. A note is only added, never looked up, so two writers of one place do not wait for each other. What is here is
run behind every migration, because SQLite makes a table anew to change it and so drops what watches it.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, inspect, text

# Which column of a row leads to the place: its own path, or a business or product that has one.
_OWN_PATH = "select {row}.area_path"
_BUSINESS = "select area_path from merchant where id = {row}.merchant_id"
_PRODUCT = "select m.area_path from product p join merchant m on m.id = p.merchant_id where p.id = {row}.product_id"
_SESSION = "select area_path from training_session where id = {row}.session_id"
_SIGN = "select m.area_path from standee s join merchant m on m.id = s.merchant_id where s.id = {row}.standee_id"
_PEOPLE = (
    "select distinct m.area_path from enrolment e join merchant m on m.id = e.merchant_id where e.session_id = {row}.id"
)

WATCHED = {
    "merchant": (_OWN_PATH,),
    "merchant_consent": (_BUSINESS,),
    "legal_details": (_BUSINESS,),
    "review_return": (_BUSINESS,),
    "payment_account": (_BUSINESS,),
    "payment_evidence": (_BUSINESS,),
    "standee": (_BUSINESS,),
    "sign_look": (_SIGN,),
    "loss": (_BUSINESS,),
    "use_sign": (_BUSINESS,),
    "product": (_BUSINESS,),
    "product_readiness": (_PRODUCT,),
    "enrolment": (_BUSINESS, _SESSION),
    "training_session": (_OWN_PATH, _PEOPLE),
    "visit": (_BUSINESS,),
}
# The one thing counted of rows that are often written anew for other reasons: while it stays, no place is noted.
_COUNTED = {"product_readiness": "verdict"}
_SIDES = {"insert": ("new",), "update": ("old", "new"), "delete": ("old",)}

_NOTE = "insert into place_touch (area_path) select area_path from ({places}) places where area_path <> '';"
_SQLITE = "create trigger {name} after {verb} on {table} {only}begin {notes} end"
# One note for each place and statement: a list of thousands of rows notes its commune once.
_CHANGED = "select found.area_path from {side}_rows changed cross join lateral ({way}) found{only}"
_TURNED = (
    " where not exists (select 1 from {other}_rows other "
    "where other.id = changed.id and other.{counted} is not distinct from changed.{counted})"
)
_POSTGRESQL = (
    "create or replace function {name}() returns trigger language plpgsql as $$ begin {notes} return null; end $$; "
    "create trigger {name} after {verb} on {table} referencing {rows} for each statement execute function {name}()"
)
# Every place is noted until all were counted once; where there is nobody, that is so from the beginning.
_EVERYWHERE = (
    "insert into place_touch (area_path) select distinct area_path from merchant "
    "where area_path <> '' and exists (select 1 from place_state where settled_at is null)"
)
_NOBODY = (
    "update place_state set settled_at = current_timestamp "
    "where settled_at is null and not exists (select 1 from merchant)"
)


def remove(connection: Connection) -> None:
    """Take the triggers away while SQLite makes tables anew; PostgreSQL's stay with their tables."""
    if connection.dialect.name == "sqlite":
        for name in present(connection):
            connection.execute(text(f"drop trigger {name}"))


def install(connection: Connection) -> None:
    """Make the triggers that are missing, once there is a table for their notes; note places never counted."""
    if not inspect(connection).has_table("place_touch"):
        return
    there = set(present(connection))
    make = _for_sqlite if connection.dialect.name == "sqlite" else _for_postgresql
    for name, statement in make():
        if name not in there:
            connection.execute(text(statement))
    connection.execute(text(_EVERYWHERE))
    connection.execute(text(_NOBODY))


def names() -> list[str]:
    """Return what the triggers are called."""
    return [f"touch_{table}_{verb}" for table in WATCHED for verb in _SIDES]


def present(connection: Connection) -> list[str]:
    """Return those of the triggers that are there."""
    known = "select name from sqlite_master where type = 'trigger'"
    if connection.dialect.name == "postgresql":
        known = "select tgname from pg_trigger where not tgisinternal"
    return sorted(set(connection.execute(text(known)).scalars()) & set(names()))


def _for_sqlite() -> Iterator[tuple[str, str]]:
    for table, ways in WATCHED.items():
        for verb, sides in _SIDES.items():
            name = f"touch_{table}_{verb}"
            notes = " ".join(_NOTE.format(places=way.format(row=side)) for way in ways for side in sides)
            counted = _COUNTED.get(table) if verb == "update" else None
            only = f"when new.{counted} is not old.{counted} " if counted else ""
            yield name, _SQLITE.format(name=name, verb=verb, table=table, only=only, notes=notes)


def _for_postgresql() -> Iterator[tuple[str, str]]:
    for table, ways in WATCHED.items():
        for verb, sides in _SIDES.items():
            name = f"touch_{table}_{verb}"
            places = " union ".join(
                _CHANGED.format(side=side, way=way.format(row="changed"), only=_turned(table, verb, side))
                for way in ways
                for side in sides
            )
            rows = " ".join(f"{side} table as {side}_rows" for side in sides)
            notes = _NOTE.format(places=places)
            yield name, _POSTGRESQL.format(name=name, verb=verb, table=table, rows=rows, notes=notes)


def _turned(table: str, verb: str, side: str) -> str:
    """Return the condition that what is counted of a row has changed; nothing where any change is noted."""
    counted = _COUNTED.get(table)
    if counted is None or verb != "update":
        return ""
    return _TURNED.format(other="old" if side == "new" else "new", counted=counted)
