"""A process killed at any place while it signs loses nothing and repeats nothing, on both databases."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from app.core import jobs
from app.core.db import db
from app.core.settings import ROOT
from tests import conftest, databases

# It makes databases of its own and kills real processes over them.
pytestmark = [pytest.mark.no_database, pytest.mark.both]


def killed(folder: Path, url: str) -> str:
    """Kill children while they ask, sign, number and seal, let one finish, and return what was printed."""
    with conftest.prepared(folder, url).app_context():
        db.engine.dispose()
    jobs.forget_clients()
    done = subprocess.run(
        [sys.executable, "-m", "tests.merchants.results.killed", str(folder), url],
        cwd=ROOT, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def everything_is_there_once(folder: Path, url: str) -> None:
    """Assert that a paper has one number, both signatures, its files, and that its owner was told once."""
    engine = create_engine(url)
    promised = "workflow_status" if engine.dialect.name == "sqlite" else "dbos.workflow_status"
    with engine.connect() as database:
        ask = database.exec_driver_sql
        papers = ask("select state, number, signed_leader, signed_agency, attempt from issued_document").all()
        versions = ask("select leader_sha256, issued_sha256 from issued_document").one()
        actions = ask("select action from audit_entry where action like 'result:%%'", ()).scalars().all()
        told = ask("select text from outgoing_message where purpose = 'result_ready'").all()
        signed = f"select workflow_uuid from {promised} where workflow_uuid like 'results.sign_as_%%'"
        begun = ask(signed, ()).all()
    engine.dispose()
    assert papers == [("issued", 7, True, True, 2)]
    assert sorted(actions) == [
        "result:agency_asked", "result:issued", "result:leader_asked", "result:leader_signed", "result:prepared",
    ]  # fmt: skip
    assert len(told) == 1, "the owner is told once"
    assert len(begun) == 2, begun
    for sha256 in versions:
        assert (folder / "files" / sha256[:2] / sha256[2:]).exists()


@pytest.mark.parametrize(("kind", "least"), [("sqlite", 4), ("postgresql", 1)])
def test_a_process_killed_at_every_place_of_signing_loses_nothing_and_repeats_nothing(
    kind: str, least: int, tmp_path: Path
) -> None:
    is_file = kind == "sqlite"
    url = f"sqlite:///{tmp_path / 'killed.db'}" if is_file else databases.fresh_postgresql(f"killed_{os.getpid()}")
    said = killed(tmp_path, url)

    deaths = dict(re.findall(r"(\w+) died (\d+) times", said))
    assert set(deaths) == {"ask_leader", "sign_as_leader", "ask_agency", "sign_as_agency"}
    assert all(int(times) >= least for times in deaths.values()), said
    everything_is_there_once(tmp_path, url)
