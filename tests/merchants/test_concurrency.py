"""Many households start at once: every dossier has a code of its own, on both databases."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.core.db import db
from app.core.transaction import transaction
from app.policy import ANONYMOUS
from merchants import services
from merchants.rules import Craft
from tests import conftest, databases

PEOPLE, EACH = 8, 5


@pytest.fixture(params=["sqlite", "postgresql"])
def site(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Flask]:
    own = {
        "sqlite": lambda: f"sqlite:///{tmp_path / 'codes.db'}",
        "postgresql": lambda: databases.fresh_postgresql(f"codes_{os.getpid()}"),
    }
    made = conftest.prepared(tmp_path, own[request.param]())
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.mark.both
@pytest.mark.no_database
def test_dossiers_started_at_the_same_moment_get_different_codes(site: Flask) -> None:
    codes: list[str] = []

    def start_some() -> None:
        for _ in range(EACH):
            with site.app_context(), transaction():
                codes.append(services.start_draft(craft=Craft.RICE, by=ANONYMOUS).code)

    people = [threading.Thread(target=start_some) for _ in range(PEOPLE)]
    for person in people:
        person.start()
    for person in people:
        person.join()

    assert (len(codes), len(set(codes))) == (PEOPLE * EACH, PEOPLE * EACH)
