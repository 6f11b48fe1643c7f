"""Two workers make the same file at the same moment: neither fails, and nothing is in it twice; on both databases."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core.db import db
from app.core.transaction import transaction
from catalog.jobs import feeds
from catalog.models import FeedPart
from tests import conftest, databases
from tests.factories.catalog import make_maker, make_product

WORKERS, PRODUCTS = 4, 12


@pytest.fixture(params=["sqlite", "postgresql"])
def site(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Flask]:
    own = {
        "sqlite": lambda: f"sqlite:///{tmp_path / 'feeds.db'}",
        "postgresql": lambda: databases.fresh_postgresql(f"feeds_{os.getpid()}"),
    }
    made = conftest.prepared(tmp_path, own[request.param]())
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.mark.both
@pytest.mark.no_database
def test_two_workers_at_once_make_one_file(site: Flask) -> None:
    with site.app_context(), transaction():
        maker = make_maker()
        for number in range(PRODUCTS):
            make_product(maker, shown=True, name=f"Nước mắm số {number}")
    faults: list[Exception] = []
    together = threading.Barrier(WORKERS)

    def work() -> None:
        together.wait()
        try:
            with site.app_context():
                feeds()
        except Exception as fault:  # noqa: BLE001  whatever it is, the test tells it
            faults.append(fault)

    workers = [threading.Thread(target=work) for _ in range(WORKERS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    with site.app_context():
        parts = db.session.scalar(select(func.count()).select_from(FeedPart).where(FeedPart.outlet == "google"))
        db.session.remove()
    assert not faults
    assert parts == PRODUCTS
