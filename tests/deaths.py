"""Processes that are killed in the middle of their work, the way a power cut would: no handler runs, nothing is tidied.

What a process reads leaves nothing behind. So one that dies before a word it reads by leaves what it would leave dying
before its next lasting word, which changes something or commits it; only those are tried, and so every place is.
"""

import os
import signal
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Engine, event

PASSING = ("SELECT", "PRAGMA", "SAVEPOINT", "RELEASE", "BEGIN")


def die(*_args: object, **_kwargs: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_before(number: int) -> None:
    """Kill this process before its n-th lasting word to a database, counted from nought."""
    left = iter(range(number))

    def step() -> None:
        if next(left, None) is None:
            die()

    def asked(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.lstrip().upper().startswith(PASSING):
            step()

    event.listen(Engine, "before_cursor_execute", asked)
    event.listen(Engine, "commit", lambda _connection: step())


def die_before_commit(number: int, table: str) -> None:
    """Kill this process before it commits rows new to a table for the n-th time, counted from nought."""
    left = iter(range(number))
    added: set[int] = set()

    def asked(connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith(f"INSERT INTO {table} "):
            added.add(id(connection))

    def step(connection: Connection) -> None:
        if id(connection) in added:
            added.remove(id(connection))
            if next(left, None) is None:
                die()

    event.listen(Engine, "before_cursor_execute", asked)
    event.listen(Engine, "commit", step)
    event.listen(Engine, "rollback", lambda connection: added.discard(id(connection)))


def in_child(work: Callable[[], Any]) -> int:
    """Do some work in a child of this process; return the signal that ended it, 0 if it came to its end."""
    child = os.fork()
    if child == 0:
        failed = 1
        try:
            work()
            failed = 0
        finally:  # whatever happens, it must never go on with the tests
            os._exit(failed)
    _child, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the work itself failed"
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def dies_before(number: int, work: Callable[[], Any]) -> bool:
    """Do some work in a child that is killed before its n-th lasting word; whether it got as far as dying."""

    def doomed() -> None:
        die_before(number)
        work()

    return in_child(doomed) == signal.SIGKILL


def dies_before_commit(number: int, work: Callable[[], Any]) -> bool:
    """Do some work in a child that is killed before its n-th commit; whether it got as far as dying.

    What is saved as a whole leaves the same wherever inside it one dies: between two wholes these are all the places.
    """

    def doomed() -> None:
        left = iter(range(number))

        def step(_connection: Connection) -> None:
            if next(left, None) is None:
                die()

        event.listen(Engine, "commit", step)
        work()

    return in_child(doomed) == signal.SIGKILL
