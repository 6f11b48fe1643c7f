"""A worker killed at any point of taking a list over: the next goes on, nothing lost, nothing twice."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core import jobs
from app.core.audit import AuditEntry
from app.core.db import db
from app.core.settings import ROOT
from app.core.transaction import transaction
from merchants.identity.models import IdentityNumber
from merchants.imports import services
from merchants.imports.models import ImportRow, ListImport
from merchants.imports.services.walking import BATCH
from merchants.imports.states import ImportState
from merchants.models import Merchant
from merchants.search.models import MerchantSearch
from tests import conftest, databases
from tests.core.test_jobs import until
from tests.core.test_jobs import worker as real_worker
from tests.factories import imports as make
from tests.factories.imports import line

PATIENCE_S = 180  # for a worker on a busy machine


@pytest.fixture(params=["sqlite", "postgresql"])
def site(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Flask]:
    own = {
        "sqlite": lambda: f"sqlite:///{tmp_path / 'stops.db'}",
        "postgresql": lambda: databases.fresh_postgresql(f"import_stops_{os.getpid()}"),
    }
    made = conftest.prepared(tmp_path, own[request.param]())
    yield made
    with made.app_context():
        db.engine.dispose()
    jobs.forget_clients()


def facts(import_id: UUID) -> dict[str, int]:
    """Count what a list has made, each in the table it belongs to."""
    made = select(ImportRow.merchant_id).where(ImportRow.import_id == import_id, ImportRow.verdict == "new")
    noted = select(func.count()).select_from(AuditEntry).where(AuditEntry.action == "merchant:list")
    counted = {
        "dossiers": select(func.count()).select_from(Merchant),
        "led": select(func.count(func.distinct(ImportRow.merchant_id))).where(ImportRow.merchant_id.in_(made)),
        "noted": noted,
        "findable": select(func.count()).select_from(MerchantSearch),
        "numbers": select(func.count()).select_from(IdentityNumber),
    }
    found = {name: db.session.scalar(each) or 0 for name, each in counted.items()}
    db.session.remove()
    return found


class Worker:
    """A worker that can be told before which lasting word to die."""

    def __init__(self, site: Flask) -> None:
        here = site.extensions["settings"]
        command = [sys.executable, "-m", "tests.merchants.imports.dying", str(here.state_dir), here.database_url]
        self.process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._answer("ready")

    def dies(self, work: str, import_id: UUID, *, at: int) -> bool:
        """Let it work, and say whether it died."""
        db.session.remove()
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps([work, str(import_id), at]) + "\n")
        self.process.stdin.flush()
        return self._answer("died", "done") == "died"

    def _answer(self, *wanted: str) -> str:
        assert self.process.stdout is not None
        while line := self.process.stdout.readline():
            if line.strip() in wanted:
                return line.strip()
        raise AssertionError("the worker is gone")


@pytest.fixture
def worker(site: Flask) -> Iterator[Worker]:
    made = Worker(site)
    yield made
    made.process.kill()
    made.process.wait()


def killed_until_done(worker: Worker, work: str, import_id: UUID) -> int:
    """Kill the worker at every place in turn until it gets through; return how often it died."""
    deaths = 0
    while worker.dies(work, import_id, at=deaths):
        now = facts(import_id)
        assert now["dossiers"] == now["findable"], "a batch is there wholly or not at all"
        assert now["led"] == now["noted"]
        deaths += 1
        assert deaths < 60
    return deaths


@pytest.mark.both
@pytest.mark.no_database
def test_a_list_is_taken_over_once_and_undone_once_however_often_the_worker_dies(site: Flask, worker: Worker) -> None:
    with site.app_context():
        lines = [line(citizen_id="034164000001", birth_year=1964), *(line() for _ in range(6)), line(birth_year="64")]
        by = make.clerk()
        import_id = make.brought(make.workbook([*lines, lines[1]]), by=by).id

        tried = killed_until_done(worker, "check", import_id)
        assert state(import_id) is ImportState.CHECKED
        with transaction():
            services.accept(listed(import_id), by=by)
        taken = killed_until_done(worker, "take", import_id)

        found = listed(import_id)
        said = {"new": 7, "wrong": 2}
        assert (found.state, found.expected, found.happened) == (ImportState.TAKEN, said, said)
        assert facts(import_id) == {"dossiers": 7, "led": 7, "noted": 7, "findable": 7, "numbers": 1}
        with transaction():
            services.ask_undo(listed(import_id), by=by)
        undone = killed_until_done(worker, "undo", import_id)
        assert state(import_id) is ImportState.UNDONE
        assert facts(import_id) == {"dossiers": 0, "led": 7, "noted": 7, "findable": 0, "numbers": 0}
        assert min(tried, taken) > 3
        assert undone > 1


def listed(import_id: UUID) -> ListImport:
    found = db.session.get(ListImport, import_id, populate_existing=True)
    assert found is not None
    return found


def state(import_id: UUID) -> ImportState:
    where = listed(import_id).state
    db.session.remove()
    return where


@pytest.mark.both
@pytest.mark.no_database
@pytest.mark.parametrize("site", ["sqlite"], indirect=True)
def test_a_real_worker_killed_in_the_middle_is_followed_by_one_that_ends_the_work(site: Flask) -> None:
    with site.app_context():
        by = make.clerk()
        import_id = make.brought(make.workbook([line() for _ in range(BATCH + 1)]), by=by).id
        with real_worker(site, "first", program=("tests.core.mortal", "merchant", "1")) as first:
            until(lambda: state(import_id) is ImportState.CHECKED)
            with transaction():
                services.accept(listed(import_id), by=by)
            first.wait(PATIENCE_S)
        assert facts(import_id)["dossiers"] == BATCH, "the last batch is the one it died in"
        with real_worker(site, "first"):
            until(lambda: state(import_id) is ImportState.TAKEN)

        now = facts(import_id)
        assert now["dossiers"] == now["led"] == now["noted"] == now["findable"] == BATCH + 1
