"""Jobs: work promised in the same transaction as the change that needs it, done later by a worker.

The queue is DBOS, kept in the application's own database. It takes two seconds to import, so it is imported only by
workers and at the first promise. A job takes plain arguments, does its own ``with transaction():`` and may run twice.
"""

import threading
from collections.abc import Callable
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import inspect

from app.core import settings
from app.core.db import db

Plain = str | int | bool | None
Function = Callable[..., None]

QUEUE = "lensan"
_WORKFLOW = "run_job"
_log = structlog.get_logger()
_registry: dict[str, Function] = {}
_PROMISED = "promised_jobs"
_client_lock = threading.Lock()
_clients: dict[str, Any] = {}


class UnknownJobError(Exception):
    """No function is registered under this name: a worker of another release, or a slip of the pen."""


def job(name: str) -> Callable[[Function], Function]:
    """Register a function as a job under a name that outlives refactoring."""

    def register(function: Function) -> Function:
        _registry[name] = function
        return function

    return register


def enqueue(name: str, *, key: str, **arguments: Plain | UUID) -> None:
    """Promise a job in the current transaction; ``key`` makes a second promise of the same work the same promise.

    Raises:
        UnknownJobError: nothing is registered under the name.
    """
    if name not in _registry:
        raise UnknownJobError(name)
    plain = {word: str(value) if isinstance(value, UUID) else value for word, value in arguments.items()}
    # The library opens its own statement on our connection: what the session still holds back must be there first.
    db.session.flush()
    options = {"workflow_name": _WORKFLOW, "queue_name": QUEUE, "workflow_id": f"{name}:{key}"}
    _client().enqueue_in_transaction(db.session.connection(), options, name, plain)
    db.session.info.setdefault(_PROMISED, []).append((name, plain))


def run(name: str, arguments: dict[str, Plain]) -> None:
    """Run one job now.

    Raises:
        UnknownJobError: nothing is registered under the name.
    """
    if name not in _registry:
        raise UnknownJobError(name)
    _registry[name](**arguments)


def run_pending() -> int:
    """Run what this session has promised, in order, without a worker, and say how many ran. For commands and tests."""
    count = 0
    while promised := db.session.info.pop(_PROMISED, []):
        for name, arguments in promised:
            run(name, arguments)
            count += 1
    return count


def queue_url(database_url: str) -> str:
    """Return the address as the queue library reads it."""
    return database_url.replace("postgresql+psycopg://", "postgresql://")


def migrate_queue() -> None:
    """Make the queue's own tables; they belong to the library, not to our migrations."""
    from dbos import run_dbos_database_migrations

    run_dbos_database_migrations(system_database_url=queue_url(settings.current().database_url))


def has_queue_tables() -> bool:
    """Whether the queue's tables are there."""
    schema = None if db.engine.dialect.name == "sqlite" else "dbos"
    return inspect(db.engine).has_table("workflow_status", schema=schema)


def start_worker(context: Callable[[], Any]) -> None:
    """Start doing jobs in this process; ``context`` opens an application context around each.

    Jobs left running by a worker that died are taken up again by the next worker with the same executor id, which is
    why the id is a setting and not made up at start.
    """
    from dbos import DBOS

    here = settings.current()
    DBOS(
        config={
            "name": "lensan",
            "system_database_url": queue_url(here.database_url),
            "application_version": "1",
            "executor_id": here.executor_id,
            "log_level": "ERROR",
            "run_migrations": True,
        }
    )

    @DBOS.workflow(name=_WORKFLOW, max_recovery_attempts=20)
    def run_job(name: str, arguments: dict[str, Plain]) -> None:
        step(name, arguments)

    @DBOS.step(name="job", retries_allowed=True, max_attempts=5, interval_seconds=2, backoff_rate=4)
    def step(name: str, arguments: dict[str, Plain]) -> None:
        with context():
            run(name, arguments)
            db.session.info.pop(_PROMISED, None)

    DBOS.launch()
    DBOS.register_queue(QUEUE, worker_concurrency=2, polling_interval_sec=0.5)
    _log.info("worker_started", executor_id=here.executor_id)


def stop_worker() -> None:
    """Stop taking jobs; running ones are taken up again at the next start."""
    from dbos import DBOS

    DBOS.destroy()


def _client() -> Any:
    url = queue_url(settings.current().database_url)
    with _client_lock:
        if url not in _clients:
            from dbos import DBOSClient

            _clients[url] = DBOSClient(system_database_url=url, lazy=True, system_database_pool_size=1)
        return _clients[url]


def forget_clients() -> None:
    """Close the queue's connections; for tests and for the end of a command."""
    for client in _clients.values():
        client.destroy()
    _clients.clear()
