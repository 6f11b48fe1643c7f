"""Many rows at once: the one place where handing every value through the library costs more than the database does."""

from collections.abc import Collection, Mapping, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import Connection, Table, text
from sqlalchemy.types import TypeEngine

from app.core.db import db

_VALUES_IN_A_STATEMENT = 3_000


def insert_many(
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    *,
    shared: Mapping[str, Any] | None = None,
    connection: Connection | None = None,
) -> None:
    """Insert many rows that all name the same columns, in the session's transaction; fixed defaults need no naming.

    Long lists are the one place where handing every value through the library costs more than the database does: here
    a column is turned at a time, what all rows have in common (``shared``) is turned once, where rows share their
    values each is turned once, and many rows go in one statement.

    Raises:
        KeyError: a column whose default is worked out is not named.
    """
    if rows:
        columns = {name: [row[name] for row in rows] for name in rows[0]}
        insert_columns(table, columns, shared=shared, connection=connection)


def insert_columns(
    table: Table,
    columns: Mapping[str, Sequence[Any]],
    *,
    shared: Mapping[str, Any] | None = None,
    connection: Connection | None = None,
) -> None:
    """Insert many rows as `insert_many` does, given what each column holds in all of them.

    Raises:
        KeyError: a column whose default is worked out is not named.
    """
    if not any(columns.values()):
        return
    here = connection or db.session.connection()
    own = {name: _turned(values, table.c[name].type, here) for name, values in columns.items()}
    alike = dict(shared or {}) | _fixed(table, {*own, *(shared or {})})
    alike = {name: _turned([value], table.c[name].type, here)[0] for name, value in alike.items()}
    names = ", ".join(f'"{name}"' for name in (*own, *alike))
    into = f"INSERT INTO {table.name} ({names})"
    if here.dialect.name == "sqlite":
        _together(here, into, list(zip(*own.values(), strict=True)), tuple(alike.values()))
        return
    # A list for each column: as many placeholders as columns, however many rows. They go as bytes (%b): in a list
    # written as text every value would be searched for what must be escaped, which costs more than all the rest.
    lists = ", ".join(f"%b::{_kind(table.c[name].type, here)}[]" for name in own)
    values = "".join(f", %s::{_kind(table.c[name].type, here)}" for name in alike)
    statement = f"{into} SELECT own.*{values} FROM unnest({lists}) own"  # noqa: S608  the table's own names
    here.exec_driver_sql(statement, (*alike.values(), *own.values()))


def update_alike(table: Table, changes: Sequence[tuple[Sequence[Any], Mapping[str, Any]]]) -> None:
    """Give rows new values, in the session's transaction: some rows these, others those, all under the same names.

    The ids are as the driver gave them. In what order the database takes the rows nobody knows: whoever may meet others
    at the same ones takes something first that all of them ask for in one order.
    """
    if not changes:
        return
    here, names = db.session.connection(), list(changes[0][1])
    columns = [_turned([told[name] for _ids, told in changes], table.c[name].type, here) for name in names]
    rows = [(*own, each) for (ids, _), own in zip(changes, zip(*columns, strict=True), strict=True) for each in ids]
    if here.dialect.name == "sqlite":
        setting = ", ".join(f"{name} = ?" for name in names)
        here.exec_driver_sql(f"UPDATE {table.name} SET {setting} WHERE id = ?", rows)  # noqa: S608  its own names
        return
    setting = ", ".join(f"{name} = own.{name}" for name in names)
    lists = ", ".join(f"%b::{_kind(table.c[name].type, here)}[]" for name in (*names, "id"))
    of = f"FROM unnest({lists}) own({', '.join(names)}, id) WHERE {table.name}.id = own.id"
    statement = f"UPDATE {table.name} SET {setting} {of}"  # noqa: S608  its own names
    here.exec_driver_sql(statement, tuple(map(list, zip(*rows, strict=True))))


def _together(connection: Connection, into: str, rows: Sequence[tuple[Any, ...]], alike: tuple[Any, ...]) -> None:
    """Insert on SQLite, some hundred rows in a statement.

    A statement that fires a trigger keeps a copy of every page it touches, so as to be able to take itself back, and
    the index of words is written down at the end of each: row by row, both cost more than the rows do.
    """
    one = f"({', '.join(['?'] * len(rows[0]))})"
    values = ", ?" * len(alike)
    at_once = max(1, _VALUES_IN_A_STATEMENT // len(rows[0]))
    for start in range(0, len(rows), at_once):
        some = rows[start : start + at_once]
        lists = ", ".join([one] * len(some))
        statement = f"{into} SELECT own.*{values} FROM (VALUES {lists}) own"  # noqa: S608  the table's own names
        connection.exec_driver_sql(statement, (*alike, *chain.from_iterable(some)))


def _kind(kind: TypeEngine[Any], connection: Connection) -> str:
    """Return a column's kind without its length: a cast to the length would cut what the column refuses."""
    return kind.dialect_impl(connection.dialect).compile(connection.dialect).partition("(")[0]


def _fixed(table: Table, named: Collection[str]) -> dict[str, Any]:
    """Return the fixed defaults of the columns that are not named."""
    found: dict[str, Any] = {}
    for column in table.columns:
        if column.default is not None and column.name not in named:
            if not column.default.is_scalar:
                raise KeyError(column.name)
            found[column.name] = column.default.arg  # type: ignore[attr-defined]  # a scalar one has it
    return found


def _turned(values: Sequence[Any], kind: TypeEngine[Any], connection: Connection) -> list[Any]:
    """Return the values of one column as the driver takes them."""
    turn = kind.dialect_impl(connection.dialect).bind_processor(connection.dialect)
    if turn is None:
        return list(values)
    # By the objects themselves, all of which are held: to compare many of them costs more than to turn them.
    each = {id(value): value for value in values}
    if len(each) * 2 > len(values):
        return [turn(value) for value in values]
    turned = {known: turn(value) for known, value in each.items()}
    return [turned[id(value)] for value in values]


def look_again(*tables: Table) -> None:
    """Let PostgreSQL count some tables that have just grown: until it has, it plans as if they were nearly empty.

    Its own housekeeping does so too, a minute or more later; a long list is over by then. SQLite plans by its indexes.
    """
    if db.engine.dialect.name == "postgresql":
        for each in tables:
            db.session.execute(text(f"analyze {each.name}"))
