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


def seconds(work: Callable[[], object]) -> float:
    """Return the processor's seconds of this process and of those of the database that answer it.

    Those of the clock would tell what else the machine does; waiting for the disk is not in them.
    """
    start = time.process_time() + of_server()
    work()
    return time.process_time() + of_server() - start


def of_server(which: str = "select pid from pg_stat_activity where datname = current_database()") -> float:
    """Return what the processes of the database that answer us have taken so far; SQLite has none."""
    from sqlalchemy import text

    from app.core.db import db

    if db.engine.dialect.name == "sqlite":
        return 0.0
    with db.engine.connect() as here:
        ours = here.scalars(text(which)).all()
    ticks = 0
    for pid in ours:
        told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(told[11]) + int(told[12])
    return ticks / os.sysconf("SC_CLK_TCK")


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
