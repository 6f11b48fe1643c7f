"""Jobs: work promised in the same transaction as the change that needs it, done later by a worker.

The queue is DBOS, kept in the application's own database. It takes two seconds to import, so it is imported only by
workers and at the first promise. A job takes plain arguments, does its own ``with transaction():`` and may run twice.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import inspect, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock, settings
from app.core.db import Base, Short, db
from app.core.transaction import transaction

Plain = str | int | bool | None
Function = Callable[..., None]

QUEUE = "lensan"
_WORKFLOW = "run_job"
_log = structlog.get_logger()
_registry: dict[str, Function] = {}
_daily: list[str] = []
_often: dict[str, int] = {}
# How often a worker looks whether a new day has begun and whether another worker has fallen silent.
_LOOK_ROUND_S = 20
_PROMISED = "promised_jobs"
_client_lock = threading.Lock()
_clients: dict[str, Any] = {}
_stopping = threading.Event()


class WorkerBeat(Base):
    """When a worker was last heard of; one that stays silent has its unfinished jobs done by another."""

    __tablename__ = "worker_beat"
    is_shown = False

    executor_id: Mapped[Short] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class UnknownJobError(Exception):
    """No function is registered under this name: a worker of another release, or a slip of the pen."""


def job(name: str) -> Callable[[Function], Function]:
    """Register a function as a job under a name that outlives refactoring."""

    def register(function: Function) -> Function:
        _registry[name] = function
        return function

    return register


def daily(name: str) -> Callable[[Function], Function]:
    """Register a function without arguments as a job to be done once on every day of Vietnam's calendar."""

    def register(function: Function) -> Function:
        if name not in _daily:
            _daily.append(name)
        return job(name)(function)

    return register


def every(name: str, *, minutes: int) -> Callable[[Function], Function]:
    """Register a function without arguments as a job to be done once in so many minutes of the day."""

    def register(function: Function) -> Function:
        _often[name] = minutes
        return job(name)(function)

    return register


def daily_names() -> tuple[str, ...]:
    """Return the names of the jobs of every day, in order of registration."""
    return tuple(_daily)


def promise_daily(on: date) -> None:
    """Promise the jobs of a day in the current transaction; however many workers promise, each is done once."""
    for name in _daily:
        enqueue(name, key=on.isoformat())


def promise_often(at: datetime) -> None:
    """Promise the jobs of the minutes around an instant; however many workers promise, each is done once."""
    for name, minutes in _often.items():
        enqueue(name, key=f"{at:%Y-%m-%d}/{(at.hour * 60 + at.minute) // minutes}")


def enqueue(name: str, *, key: str, delay: timedelta = timedelta(), **arguments: Plain | UUID) -> None:
    """Promise a job in the current transaction; ``key`` makes a second promise of the same work the same promise.

    With a ``delay`` no worker takes it up sooner.

    Raises:
        UnknownJobError: nothing is registered under the name.
    """
    if name not in _registry:
        raise UnknownJobError(name)
    plain = {word: str(value) if isinstance(value, UUID) else value for word, value in arguments.items()}
    # The library opens its own statement on our connection: what the session still holds back must be there first.
    db.session.flush()
    options: dict[str, Any] = {"workflow_name": _WORKFLOW, "queue_name": QUEUE, "workflow_id": f"{name}:{key}"}
    if delay:
        options["delay_seconds"] = delay.total_seconds() + 1
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

    # Before its first job: one that dies in it is taken over from only if it was heard of.
    with context(), _survived(), transaction():
        beat(here.executor_id, clock.now())
    DBOS.launch()
    DBOS.register_queue(QUEUE, worker_concurrency=2, polling_interval_sec=0.5)
    _stopping.clear()
    threading.Thread(target=_look_round, args=(context,), name="look-round", daemon=True).start()
    _log.info("worker_started", executor_id=here.executor_id)


def stop_worker() -> None:
    """Stop taking jobs; running ones are taken up again at the next start."""
    from dbos import DBOS

    _stopping.set()
    DBOS.destroy()


def beat(executor_id: str, at: datetime) -> None:
    """Note that a worker is alive."""
    known = db.session.get(WorkerBeat, executor_id)
    if known is None:
        db.session.add(WorkerBeat(executor_id=executor_id, at=at))
    else:
        known.at = at


def silent_workers(at: datetime, silent_for: timedelta) -> tuple[str, ...]:
    """Return the workers that have not been heard of for some time."""
    old = select(WorkerBeat.executor_id).where(WorkerBeat.at < at - silent_for)
    return tuple(db.session.scalars(old.order_by(WorkerBeat.executor_id)))


def _look_round(context: Callable[[], Any]) -> None:
    """Until the worker stops: say that it lives, promise the day's jobs, take over from workers that went silent."""
    here = settings.current()
    pause = min(_LOOK_ROUND_S, max(1, here.worker_silent_s // 3))
    while True:
        with context(), _survived():
            at = clock.now()
            with transaction():
                beat(here.executor_id, at)
                promise_daily(clock.local(at).date())
                promise_often(at)
            db.session.info.pop(_PROMISED, None)
            silent = silent_workers(at, timedelta(seconds=here.worker_silent_s))
            db.session.rollback()
            if silent:
                _take_over(silent)
        if _stopping.wait(pause):
            return


@contextmanager
def _survived() -> Iterator[None]:
    # A database that is away for a minute must not end the rounds: the next one finds it back.
    try:
        yield
    except SQLAlchemyError as error:
        db.session.rollback()
        _log.warning("look_round_failed", error=type(error).__name__)


def _take_over(silent: tuple[str, ...]) -> None:
    """Put the unfinished jobs of dead workers back into the queue; a job may run twice, which every job allows for."""
    from dbos import DBOS

    for left in DBOS.list_workflows(status="PENDING", executor_id=list(silent)):
        DBOS.resume_workflow(left.workflow_id)
        _log.info("job_taken_over", job=left.workflow_id, silent=left.executor_id)


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
