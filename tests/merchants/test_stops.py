"""A process killed at any point of sending a dossier loses nothing and repeats nothing, on both databases."""

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from app.core import jobs
from app.core.audit import AuditEntry
from app.core.db import db
from app.core.messages import OutgoingMessage
from app.core.transaction import transaction
from merchants import queries, services
from merchants.states import Stage
from tests import conftest, databases
from tests.deaths import dies_before
from tests.factories import merchants as make


@pytest.fixture(params=["sqlite", "postgresql"])
def site(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Flask]:
    own = {
        "sqlite": lambda: f"sqlite:///{tmp_path / 'stops.db'}",
        "postgresql": lambda: databases.fresh_postgresql(f"stops_{os.getpid()}"),
    }
    made = conftest.prepared(tmp_path, own[request.param]())
    yield made
    with made.app_context():
        db.engine.dispose()
    jobs.forget_clients()


def facts(merchant_id: UUID) -> tuple[Stage, int, int, int]:
    """Where the dossier stands, and how often its sending was noted, told and promised to be told."""
    merchant = queries.by_id(merchant_id)
    assert merchant is not None
    noted = select(func.count()).where(AuditEntry.subject_id == merchant_id, AuditEntry.action == "merchant:submit")
    told = select(func.count()).where(OutgoingMessage.about_id == merchant_id)
    table = "workflow_status" if db.engine.dialect.name == "sqlite" else "dbos.workflow_status"
    promised = text(f"select count(*) from {table} where workflow_uuid like 'core.%'")
    found = (merchant.stage, *(db.session.scalar(each) or 0 for each in (noted, told, promised)))
    db.session.remove()
    return found


def send(site: Flask, merchant_id: UUID) -> None:
    with site.app_context(), transaction():
        merchant = queries.by_id(merchant_id)
        assert merchant is not None
        services.submit(merchant, by=make.owner(merchant))


@pytest.mark.both
@pytest.mark.no_database
def test_a_dossier_is_sent_wholly_or_not_at_all_wherever_the_process_dies(site: Flask) -> None:
    with site.app_context():
        merchant_id = make.draft().id
        before = facts(merchant_id)
        assert before == (Stage.DRAFT, 0, 0, 0)

        db.engine.dispose()
        deaths = 0
        while dies_before(deaths, lambda: send(site, merchant_id)):
            assert facts(merchant_id) == before
            db.engine.dispose()
            deaths += 1

        assert deaths > 5
        assert facts(merchant_id) == (Stage.SUBMITTED, 1, 1, 1)
