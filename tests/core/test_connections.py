"""A connection whose server has gone is noticed before it is used, and one used a moment ago is not asked."""

from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import OperationalError

from app.core import engines
from tests import databases

pytestmark = [pytest.mark.no_database, pytest.mark.once]


@pytest.fixture
def engine() -> Iterator[Engine]:
    made = create_engine(databases.fresh_postgresql("connections"))
    engines.prepare(made)
    yield made
    made.dispose()


def backend(engine: Engine) -> int:
    """Return which process of the server answers."""
    with engine.connect() as connection:
        return int(connection.exec_driver_sql("select pg_backend_pid()").scalar_one())


def end(pid: int) -> None:
    with closing(psycopg.connect(databases.server(), autocommit=True)) as connection:
        connection.execute("select pg_terminate_backend(%s, 10000)", [pid])


def test_one_that_has_lain_about_is_asked_and_made_anew(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "LAIN_ABOUT_S", 0.0)
    first = backend(engine)
    assert backend(engine) == first
    end(first)
    assert backend(engine) != first


def test_one_used_a_moment_ago_is_not_asked_and_what_comes_after_its_fault_is_well(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "LAIN_ABOUT_S", 1e9)
    first = backend(engine)
    end(first)
    with pytest.raises(OperationalError):
        backend(engine)
    assert backend(engine) != first
