"""Runs migrations with the application's engine; our column types are written as plain ones."""

from secrets import token_hex
from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import inspect, text

from app.core.db import UtcDateTime
from app.dashboards.rollups import triggers

database = current_app.extensions["migrate"].db


def render_item(kind: str, item: Any, autogen: Any) -> str | bool:
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def include_name(name: str | None, kind: str, parents: Any) -> bool:
    # The queue's own tables are its library's business.
    return not (kind == "table" and name is not None and name not in database.metadata.tables)


def run() -> None:
    # Not watched: the mark of the edition may not be there yet, and is drawn anew below.
    with database.engine.connect().execution_options(watched=False) as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        if is_sqlite:
            # To change a table SQLite makes it anew, and dropping the old one would take what refers to it along.
            # Said to the driver: inside a transaction it would be ignored.
            connection.connection.driver_connection.execute("pragma foreign_keys = off")  # type: ignore[union-attr]  # it is open
        if connection.dialect.name == "postgresql":
            connection.execute(text("set lock_timeout = '2s'"))
            connection.execute(text("set statement_timeout = '30s'"))
            connection.commit()
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            render_as_batch=True,
            render_item=render_item,
            include_name=include_name,
            compare_type=True,
        )
        with context.begin_transaction():
            triggers.remove(connection)
            context.run_migrations()
            triggers.install(connection)
            # What a migration changes may show; before there are editions nobody keeps a page.
            if inspect(connection).has_table("edition"):
                connection.execute(text("update edition set mark = :mark"), {"mark": token_hex(12)})
        if is_sqlite:
            connection.commit()
            lost = connection.execute(text("pragma foreign_key_check")).all()
            connection.commit()
            connection.connection.driver_connection.execute("pragma foreign_keys = on")  # type: ignore[union-attr]  # as above
            if lost:
                raise RuntimeError(f"rows that refer to nothing: {lost[:5]}")


run()
