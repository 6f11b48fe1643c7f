"""Migrations go up, down and up again on both databases, with rows in the tables, and end where the models are."""

from importlib import import_module
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import inspect, text

from app.core import areas, jobs
from app.core.db import Base, db
from app.core.migrating import downgrade, upgrade
from app.core.settings import ROOT
from app.factory import create_app
from tests import databases
from tests.app.test_routes import things
from tests.conftest import settings_for

pytestmark = [pytest.mark.no_database, pytest.mark.both]


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Flask:
    url = (
        f"sqlite:///{tmp_path / 'm.db'}"
        if request.param == "sqlite"
        else databases.fresh_postgresql(f"migrations_{tmp_path.name}".replace("-", "_").lower()[:40])
    )
    return create_app(settings_for(tmp_path, url))


def test_up_down_and_up_again_with_rows(site: Flask) -> None:
    with site.app_context():
        upgrade()
        with db.engine.begin() as connection:
            connection.execute(
                text(
                    "insert into account (id, name, phone, is_active, is_demo, created_at) "
                    "values (:id, 'Mận', '+84912345678', :yes, :no, '2026-01-01 00:00:00+00:00')"
                ),
                {"id": "0" * 32, "yes": True, "no": False},
            )
        downgrade(revision="0001_kernel")
        assert not inspect(db.engine).has_table("account")
        downgrade(revision="base")
        left = set(inspect(db.engine).get_table_names()) - {"alembic_version"}
        upgrade()
        again = set(inspect(db.engine).get_table_names())
        db.engine.dispose()

    assert left == set()
    assert {"account", "merchant", "product", "payment_request"} <= again


def test_a_site_with_one_of_everything_goes_back_some_releases_and_comes_again(site: Flask) -> None:
    with site.app_context():
        upgrade()
        jobs.migrate_queue()
        areas.load_shipped(demo=True)
        things()
        db.session.commit()
        before = rows()
        downgrade(revision="0033_losses")
        upgrade()
        after = rows()
        db.engine.dispose()
    jobs.forget_clients()

    assert {table: after[table] for table in before} == before


def rows() -> dict[str, int]:
    """Count what was there before as well: nobody, no request, no sign and no photograph may be lost on the way."""
    kept = ("account", "merchant", "consent", "payment_account", "payment_request", "standee", "product", "photo",
            "training_session", "issued_document", "audit_entry")  # fmt: skip
    there = set(inspect(db.engine).get_table_names()) & set(kept)
    assert len(there) > 7, there
    with db.engine.begin() as connection:
        return {name: connection.execute(text(f"select count(*) from {name}")).scalar_one() for name in sorted(there)}


# An index over what is worked out cannot be read back from SQLite; that it is there its page's plan says.
@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index")
def test_the_migrated_tables_are_those_of_the_models(site: Flask) -> None:
    for path in (
        each for package in ("app", "catalog", "merchants", "payments") for each in (ROOT / package).rglob("models.py")
    ):
        import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))  # a slice may have no pages yet
    with site.app_context():
        upgrade()
        with db.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            difference = compare_metadata(context, Base.metadata)
        db.engine.dispose()

    # The search's index and SQLite's tables behind it are made by a migration alone: no model can say them.
    known = ("alembic_version", "merchant_search_fts", "ix_merchant_search_words")
    assert [entry for entry in difference if not any(name in str(entry) for name in known)] == []


def test_the_head_is_written_down_so_that_two_branches_collide() -> None:
    newest = max(path.stem for path in (ROOT / "migrations/versions").glob("0*.py"))

    assert (ROOT / "migrations/current-head").read_text("utf-8").strip() == newest


def test_migrations_import_nothing_of_the_application() -> None:
    for path in (ROOT / "migrations/versions").glob("0*.py"):
        assert "from app" not in path.read_text("utf-8")
