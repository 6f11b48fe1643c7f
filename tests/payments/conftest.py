"""A site whose commits are real, for what happens between them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.core import jobs, settings
from app.core.db import db
from tests import databases
from tests.conftest import prepared


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """Give an application over a database of its own, where commits are real."""
    url = (
        f"sqlite:///{tmp_path / 'own.db'}"
        if request.param == "sqlite"
        else databases.fresh_postgresql(f"own_{abs(hash(request.node.name)) % 10**6}")
    )
    before = settings.current()
    made = prepared(tmp_path, url)
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()
    jobs.forget_clients()
    settings.use(before)
