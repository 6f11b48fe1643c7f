"""A site over a fresh database, and what working with it takes: seconds of processors, megabytes of memory."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


@contextmanager
def site(kind: str, folder: Path) -> Iterator[Any]:
    """Open an application over a fresh database."""
    from app.core import jobs
    from app.core.db import db
    from tests import conftest, databases

    url = f"sqlite:///{folder / 'site.db'}" if kind == "sqlite" else databases.fresh_postgresql(f"bench_{os.getpid()}")
    made = conftest.prepared(folder, url)
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()
    jobs.forget_clients()


EVERY_SERVER = "select pid from pg_stat_activity where datname = current_database()"


def seconds(work: Callable[[], object]) -> float:
    """Return the processor's seconds of this process and of those of the database that answer it.

    Those of the clock would tell what else the machine does; waiting for the disk is not in them.
    """
    before = of_servers()
    start = time.process_time()
    work()
    took = time.process_time() - start + sum(spent(pid) - was for pid, was in before.items())
    return took + sum(whole for pid, whole in of_servers().items() if pid not in before)


def of_server(which: str = EVERY_SERVER) -> float:
    """Return what the processes of the database that answer us have taken so far; SQLite has none."""
    return sum(of_servers(which).values())


def of_servers(which: str = EVERY_SERVER) -> dict[int, float]:
    """Return what each process of the database that answers us has taken so far."""
    from sqlalchemy import text

    from app.core.db import db

    if db.engine.dialect.name == "sqlite":
        return {}
    with db.engine.connect() as here:
        return {pid: spent(pid) for pid in here.scalars(text(which))}


def spent(pid: int) -> float:
    """Return the seconds that a process has taken of the processor."""
    # The number of another process's clock, as clock_getcpuclockid makes it.
    return time.clock_gettime(~pid << 3 | 2)


def megabytes() -> float:
    """Return the most this process has held."""
    return (
        next(
            int(line.split()[1])
            for line in Path("/proc/self/status").read_text().splitlines()
            if line.startswith("VmHWM")
        )
        / 1000
    )
