"""The database: one base class, a small vocabulary of columns, and the same behaviour on SQLite and PostgreSQL."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Any, ClassVar
from uuid import UUID

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    Connection,
    Date,
    DateTime,
    Dialect,
    Engine,
    Enum,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
    bindparam,
    false,
    or_,
    text,
    true,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, Mapped, mapped_column, registry
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType

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

# How much of a SQLite file a connection keeps at hand: every day, and while it reads much of a large one.
PAGES_KB, _ROOM_KB = 8_000, 64_000
# Asks PostgreSQL to answer a statement in its own form: otherwise it spells bytes out, twice as many letters as bytes.
IN_BINARY = {"in_binary": True}


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


class local_day(FunctionElement[date]):  # noqa: N801  called like a function of the database
    """Ask for the day in Vietnam on which an instant lies, so that the database can gather by it."""

    type = Date()
    inherit_cache = True


@compiles(local_day, "sqlite")
def _day_of_sqlite(instant: local_day, compiler: SQLCompiler, **how: Any) -> str:
    # It knows no time zones; Vietnam's is seven hours ahead all the year.
    return f"date({compiler.process(instant.clauses, **how)}, '+7 hours')"


@compiles(local_day, "postgresql")
def _day_of_postgresql(instant: local_day, compiler: SQLCompiler, **how: Any) -> str:
    return f"(({compiler.process(instant.clauses, **how)}) at time zone 'Asia/Ho_Chi_Minh')::date"


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
        driver.execute(f"pragma cache_size = -{PAGES_KB}")
