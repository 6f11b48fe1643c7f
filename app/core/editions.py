"""The edition of what visitors see: a mark that changes in the same transaction as anything that could show.

Whoever keeps a page keeps the edition it was made from, and shows it again only while the edition is the same. The mark
is drawn at random, so that no two states of the data ever share one, not even after a rollback.
"""

import re
import secrets
from functools import cache
from typing import Any

from sqlalchemy import CheckConstraint, Connection, Engine, event, insert, update
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Short, db

_CHANGED = "changed_what_shows"
_READING = ("SELECT", "PRAGMA", "SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "SET ", "SHOW", "EXPLAIN")
_WRITING = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)


class Edition(Base):
    """The one row that holds the mark."""

    __tablename__ = "edition"
    __table_args__ = (CheckConstraint("id = 1", name="there_is_one_edition"),)
    is_shown = False

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    mark: Mapped[Short]


_MARK = "SELECT mark FROM edition"


def current() -> str | None:
    """Return the edition of this moment, or nothing to a transaction that has itself changed what shows.

    Ask before reading what depends on it: what changes in between then belongs to a later edition. It is asked for on
    every visit, so it goes straight to the driver: a tenth of what a session would cost.
    """
    bind: Engine | Connection = db.engine
    if isinstance(bind, Connection):  # the session has been tied to one connection, as tests do
        return None if bind.info.get(_CHANGED) else bind.exec_driver_sql(_MARK).scalar()
    raw = bind.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute(_MARK)
        row = cursor.fetchone()
    finally:
        raw.close()
    return None if row is None else str(row[0])


def watch(engine: Engine) -> None:
    """Notice every statement that could change what visitors see, and draw a new mark before it is committed.

    A connection with the option ``watched=False`` is left alone: migrations draw a mark themselves.
    """
    event.listen(engine, "before_cursor_execute", _notice)
    event.listen(engine, "commit", renew)
    event.listen(engine, "rollback", _forget)


def renew(connection: Connection, *_rest: object) -> None:
    """Draw a new mark if this transaction has changed something that shows.

    It is the last thing before the commit: nobody waits for the row longer than a commit takes, and no other lock is
    taken while it is held.
    """
    if not connection.info.pop(_CHANGED, False):
        return
    drawn = secrets.token_hex(12)
    changed = connection.execute(update(Edition).values(mark=drawn))
    if changed.rowcount == 0:
        connection.execute(insert(Edition).values(id=1, mark=drawn))


def _notice(connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
    if statement.startswith(_READING) or not connection.get_execution_options().get("watched", True):
        return
    written = _WRITING.match(statement)
    # What cannot be read as a change of one table counts as a change: a page made again is dear, a stale one is wrong.
    if written is None or written.group(1) not in _unseen():
        connection.info[_CHANGED] = True


def _forget(connection: Connection) -> None:
    connection.info.pop(_CHANGED, None)


@cache
def _unseen() -> frozenset[str]:
    mapped: Any = Base.registry.mappers
    return frozenset(mapper.local_table.name for mapper in mapped if not mapper.class_.is_shown)
