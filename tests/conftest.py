"""One application per run, one outer transaction per test, and a browser that walks it."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Connection, Engine, event

from app.accounts.services import proofs
from app.core import collector, editions, jobs, settings
from app.core.db import db
from app.core.migrating import upgrade
from app.core.settings import Settings
from app.factory import create_app
from tests import databases, lives, twice
from tests.browser import Browser, sent_twice

# The same examples in every run, so that a run that was green stays green on a slower machine; new ones are looked
# for with HYPOTHESIS_PROFILE=search, twice as many.
hypothesis_settings.register_profile("search", deadline=None)
hypothesis_settings.register_profile(
    "same", deadline=None, derandomize=True, max_examples=50, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


ON_BOTH = ("tests/app/", "tests/merchants/test_unhappy_paths.py")
# Kept for the test of how slow it is; every other test tells passwords apart by a quick one.
HASHER = proofs._hasher


def settings_for(folder: Path, database_url: str) -> Settings:
    """Return settings that keep everything in one folder."""
    made = Settings.from_environment({"LENSAN_STATE_DIR": str(folder), "LENSAN_DATABASE_URL": database_url})
    keys = {"sepay_secret": "whsec_demo", "casso_key": "casso_demo", "payos_key": "payos_demo"}
    return replace(made, jobs="separate", base_url="http://localhost", **keys)


def prepared(folder: Path, database_url: str) -> Flask:
    """Return an application over a freshly migrated database."""
    app = create_app(settings_for(folder, database_url))
    app.config["TESTING"] = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(databases.kept_folder()))
    begin(app)
    return app


def begin(app: Flask) -> None:
    """Give an application its tables and places; only the first of a run goes the whole way."""
    with databases.beginning(app.config["SQLALCHEMY_DATABASE_URI"]) as is_new:
        if is_new:
            _migrate(app)


def _migrate(app: Flask) -> None:
    with app.app_context():
        upgrade()
        jobs.migrate_queue()
        from app.core import areas

        areas.load_shipped(demo=True)
        db.session.commit()
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    quicker = pytest.MonkeyPatch()
    quicker.setattr(proofs, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    folder = tmp_path_factory.mktemp("site")
    made = prepared(folder, databases.fresh_url(folder))
    lives.watch()
    yield made
    with made.app_context():
        db.engine.dispose()
    jobs.forget_clients()
    quicker.undo()


@event.listens_for(Engine, "release_savepoint")
def _saved(connection: Connection, *_which: object) -> None:
    """Do at a savepoint, which is what a commit is inside a test, what the site does at a commit."""
    editions.renew(connection)


@pytest.fixture(autouse=True)
def session(request: pytest.FixtureRequest) -> Iterator[object]:
    """Give the test a database session inside a transaction that is rolled back; commits inside are savepoints."""
    if "no_database" in request.keywords or request.node.get_closest_marker("browser"):
        yield None
        return
    app: Flask = request.getfixturevalue("app")
    settings.use(app.extensions["settings"])
    with app.app_context():
        engine = db.engine
        connection = engine.connect()
        outer = connection.begin()
        app.extensions["pages"].clear()
        engines = db.engines
        engines[None] = connection  # type: ignore[assignment]  the session asks for an engine and takes a connection as well
        try:
            yield db.session
        finally:
            db.session.remove()
            outer.rollback()
            connection.close()
            engines[None] = engine


@pytest.fixture
def browser(app: Flask, session: object) -> Browser:
    from app.web.security import limiter

    limiter.reset()
    return Browser(app)


@pytest.fixture(autouse=True)
def _second_clicks(request: pytest.FixtureRequest) -> Iterator[None]:
    """Note which addresses a test clicked twice; those that the table beside test_twice names, it must have."""
    sent_twice.clear()
    yield
    twice.compare(request.node.nodeid, sent_twice)


@pytest.fixture
def count_queries(session: object) -> Iterator[list[str]]:
    """Collect the statements a test sends."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "PRAGMA")):
            statements.append(statement)

    target = db.engine.engine
    event.listen(target, "before_cursor_execute", note)
    yield statements
    event.remove(target, "before_cursor_execute", note)


def pytest_configure() -> None:
    os.environ.setdefault("LENSAN_TEST_DATABASE", "sqlite")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # On the second database the walks over every address and the unhappy paths go through pages; that is enough there.
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()) and not item.nodeid.startswith(ON_BOTH):
            item.add_marker("once")


def pytest_collection_finish() -> None:
    collector.settle()
