"""The manners of engines: SQLite's locks and pages, PostgreSQL's connections and answers, errors that name nobody."""

import sqlite3
import time
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext, ExecutionContext
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from app.core.db import PAGES_KB, only_reads

LAIN_ABOUT_S = 1.0
_LEFT_AT = "left_at"


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
            f"cache_size = -{PAGES_KB}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        # Reading first and writing later inside a deferred transaction loses updates: take the write lock at once,
        # except where the request has said that it only reads.
        connection.exec_driver_sql("BEGIN" if only_reads.get() else "BEGIN IMMEDIATE")
