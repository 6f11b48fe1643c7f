"""Bringing the tables up to date. Its library is loaded here alone: whoever only serves or works does without it."""

from typing import Any

from flask import current_app

from app.core import settings
from app.core.db import db


def upgrade() -> None:
    """Bring the tables of the current application up to date."""
    _library().upgrade()


def downgrade(*, revision: str) -> None:
    """Take the tables of the current application back to how they were after a revision."""
    _library().downgrade(revision=revision)


def _library() -> Any:
    """Load the library, and tell it where the changes of the current application's tables lie."""
    import flask_migrate

    folder = str(settings.ROOT / "migrations")
    flask_migrate.Migrate(current_app, db, directory=folder, render_as_batch=True)
    return flask_migrate
