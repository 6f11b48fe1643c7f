"""The database: one base class, a small vocabulary of columns, and the same behaviour on SQLite and PostgreSQL."""

import re
import sqlite3
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from itertools import chain
from typing import Annotated, Any, ClassVar
from uuid import UUID

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Enum,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    bindparam,
    event,
    false,
    or_,
    text,
    true,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import ExceptionContext, ExecutionContext
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, Mapped, mapped_column, registry
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType, TypeEngine

from app.core.ids import new_id

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

Short = Annotated[str, 40]
Line = Annotated[str, 200]
Text_ = Annotated[str, 0]
VndAmount = Annotated[int, 64]
Json = JSON().with_variant(JSONB(), "postgresql")


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: refuses naive values and gives SQLite back its time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("An instant needs a time zone; use app.core.clock.now()")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _values(enum: type[Any]) -> list[str]:
    return [str(member.value) for member in enum]


class Base(DeclarativeBase):
    """Every table's base."""

    # Whether visitors may see anything of a row: changing one makes the pages kept for them old (app.core.editions).
    # A table is taken to show unless it says otherwise, which only a busy one needs to.
    is_shown: ClassVar[bool] = True

    registry = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={
            Short: String(40),
            Line: String(200),
            Text_: Text(),
            VndAmount: BigInteger(),
            datetime: UtcDateTime(),
            StrEnum: Enum(StrEnum, native_enum=False, create_constraint=False, length=40, values_callable=_values),
        },
    )


class Identified:
    """A row known by a UUIDv7 that exists before the row is saved."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)


# Set for a request that only reads, so that SQLite does not queue readers behind the one writer.
only_reads: ContextVar[bool] = ContextVar("only_reads", default=False)

db = SQLAlchemy(model_class=Base, session_options={"join_transaction_mode": "create_savepoint"})


_VALUES_IN_A_STATEMENT = 3_000
# How much of a SQLite file a connection keeps at hand: every day, and while it reads much of a large one.
_PAGES_KB, _ROOM_KB = 8_000, 64_000
LAIN_ABOUT_S = 1.0
# Asks PostgreSQL to answer a statement in its own form: otherwise it spells bytes out, twice as many letters as bytes.
IN_BINARY = {"in_binary": True}
_LEFT_AT = "left_at"


class Exactly(tuple[str, ...]):
    """Places themselves without what lies below them: a query asks for these by equality, which an index answers."""

    __slots__ = ()


class SortedByLanguageError(Exception):
    """The database sorts by the rules of a language; places are looked up in the order of their signs."""


def check_order(connection: Connection) -> None:
    """Make sure that a database compares texts sign by sign, as the range of a place needs it.

    Raises:
        SortedByLanguageError: it does not, so that lists would lack rows.
    """
    if not connection.scalar(text("select '1/1/' >= '1/' and '1/1/' < '10' and 'a' > 'B'")):
        raise SortedByLanguageError("Make the database anew with: create database … locale 'C' template template0")


def within(column: InstrumentedAttribute[Any] | ColumnElement[Any], paths: Iterable[str] | None) -> ColumnElement[bool]:
    """Limit a query to areas: None means everywhere, no path means nowhere.

    Paths end in a slash and hold only digits and slashes, so that ``33/1/`` never matches ``33/12/``.
    """
    if paths is None:
        return true()
    if isinstance(paths, Exactly):
        # Written into the statement: for values it does not know PostgreSQL keeps a plan that reads everything.
        return column.in_(bindparam("places", paths, unique=True, expanding=True, literal_execute=True))
    chosen = [path for path in paths if re.fullmatch(r"(\d+/)+", path)]
    if not chosen:
        return false()
    # Both databases look a range up in an index; the sign after a slash is the nought. Where a database sorts by the
    # rules of a language, a range holds other rows as well: the pattern sees to it that nothing of others comes.
    return or_(*((column >= path) & (column < f"{path[:-1]}0") & column.like(f"{path}%") for path in chosen))


def as_it_is(column: InstrumentedAttribute[Any]) -> ColumnElement[Any]:
    """Ask for a column as the driver gives it: where rows go by the million, making an id of each costs most.

    Words equal the members that stand for them; ids are good for being held against each other.
    """
    return type_coerce(column, NullType())


class in_bytes(FunctionElement[bytes]):  # noqa: N801  called like a function of the database
    """Ask for words as the bytes they are kept as, for what goes into a file; see `IN_BINARY`."""

    type = LargeBinary()
    inherit_cache = True


@compiles(in_bytes, "sqlite")
def _bytes_of_sqlite(words: in_bytes, compiler: SQLCompiler, **how: Any) -> str:
    return f"CAST({compiler.process(words.clauses, **how)} AS BLOB)"


@compiles(in_bytes, "postgresql")
def _bytes_of_postgresql(words: in_bytes, compiler: SQLCompiler, **how: Any) -> str:
    return f"convert_to({compiler.process(words.clauses, **how)}, 'UTF8')"


@contextmanager
def alone() -> Iterator[Connection]:
    """Give a connection for one statement that is a transaction of its own: it is saved when the connection is back."""
    bind: Engine | Connection = db.engine
    if isinstance(bind, Connection):  # the session has been tied to one connection, as tests do
        yield bind
    elif bind.dialect.name == "sqlite":
        with bind.begin() as connection:
            yield connection
    else:
        # The server itself begins and commits a single statement: two journeys to it and back less.
        with bind.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            yield connection


@contextmanager
def room() -> Iterator[None]:
    """Let SQLite keep more pages at hand for what reads a large file through; PostgreSQL's server has its own share.

    In the pages of every day the upper parts of indexes over millions of rows do not fit: every look-up reads them.
    """
    if db.engine.dialect.name != "sqlite":
        yield
        return
    driver: Any = db.session.connection().connection.driver_connection
    driver.execute(f"pragma cache_size = -{_ROOM_KB}")
    try:
        yield
    finally:
        driver.execute(f"pragma cache_size = -{_PAGES_KB}")


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


def _say_less(failure: ExceptionContext) -> None:
    """Cut an error to its first line: in the next ones PostgreSQL repeats the row it refused, for whoever reads it."""
    for error in (failure.original_exception, failure.sqlalchemy_exception):
        if error is not None and error.args:
            error.args = (str(error.args[0]).partition("\n")[0], *error.args[1:])


def _ask_only_what_has_lain(engine: Engine) -> None:
    """Ask a connection that has lain about whether the server is still behind it; if it is not, make all anew.

    One that was laid down a moment ago is not asked: where letters come by the hundred, the question takes half as long
    as saving them does.
    """

    @event.listens_for(engine, "checkin")
    def _lay_down(_connection: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
        record.info[_LEFT_AT] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _take_up(connection: DBAPIConnection, record: ConnectionPoolEntry, _proxy: PoolProxiedConnection) -> None:
        left_at = record.info.get(_LEFT_AT)
        if left_at is None or time.monotonic() - left_at < LAIN_ABOUT_S:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error


def _answer_in_binary(engine: Engine) -> None:
    """Let a statement be answered in PostgreSQL's own form (`IN_BINARY`)."""

    @event.listens_for(engine, "do_execute")
    def _execute(cursor: Any, statement: str, values: Any, context: ExecutionContext) -> bool:
        if not context.execution_options.get("in_binary"):
            return False
        cursor.execute(statement, values, binary=True)
        return True


def prepare(engine: Engine) -> None:
    """Give an engine the manners this project relies on; SQLite's defaults lose concurrent updates."""
    event.listen(engine, "handle_error", _say_less)
    if engine.dialect.name != "sqlite":
        _ask_only_what_has_lain(engine)
        _answer_in_binary(engine)
        return

    @event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, _record: object) -> None:
        # The driver's own transaction handling starts too late for savepoints: SQLAlchemy's begin event does it.
        connection.isolation_level = None
        cursor = connection.cursor()
        # Eight megabytes of pages at hand: with the usual two, every new row of a long list reads its indexes anew.
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "busy_timeout = 10000",
            "foreign_keys = ON",
            f"cache_size = -{_PAGES_KB}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        # Reading first and writing later inside a deferred transaction loses updates: take the write lock at once,
        # except where the request has said that it only reads.
        connection.exec_driver_sql("BEGIN" if only_reads.get() else "BEGIN IMMEDIATE")
