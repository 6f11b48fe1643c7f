"""Bringing the tables up to date. Its library is loaded here alone: whoever only serves or works does without it."""

from flask import current_app

from app.core import settings
from app.core.db import db


def upgrade() -> None:
    """Bring the tables of the current application up to date."""
    import flask_migrate

    _lay_out()
    flask_migrate.upgrade()


def downgrade(*, revision: str) -> None:
    """Take the tables of the current application back to how they were after a revision."""
    import flask_migrate

    _lay_out()
    flask_migrate.downgrade(revision=revision)


def _lay_out() -> None:
    import flask_migrate

    folder = str(settings.ROOT / "migrations")
    flask_migrate.Migrate(current_app, db, directory=folder, render_as_batch=True)
