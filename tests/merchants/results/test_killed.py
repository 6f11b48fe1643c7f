"""A process killed at any place while it signs loses nothing and repeats nothing."""

import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from app.core.settings import ROOT

# It makes a SQLite database of its own and kills real processes over it.
pytestmark = [pytest.mark.no_database, pytest.mark.both]


def killed(folder: Path) -> str:
    """Kill children while they ask, sign, number and seal, let one finish, and return what was printed."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.merchants.results.killed", str(folder)],
        cwd=ROOT, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def everything_is_there_once(folder: Path) -> None:
    """Assert that a paper has one number, both signatures, its files, and that its owner was told once."""
    with sqlite3.connect(folder / "killed.db") as database:
        papers = database.execute("select state, number, signed_leader, signed_agency, attempt from issued_document")
        assert papers.fetchall() == [("issued", 7, 1, 1, 2)]
        versions = database.execute("select leader_sha256, issued_sha256 from issued_document").fetchone()
        actions = [row[0] for row in database.execute("select action from audit_entry where action like 'result:%'")]
        told = database.execute("select text from outgoing_message where purpose = 'result_ready'").fetchall()
        jobs = database.execute(
            "select workflow_uuid from workflow_status where workflow_uuid like 'results.sign_as_%'"
        ).fetchall()
    assert sorted(actions) == [
        "result:agency_asked", "result:issued", "result:leader_asked", "result:leader_signed", "result:prepared",
    ]  # fmt: skip
    assert len(told) == 1, "the owner is told once"
    assert len(jobs) == 2, jobs
    for sha256 in versions:
        assert (folder / "files" / sha256[:2] / sha256[2:]).exists()


def test_a_process_killed_at_every_place_of_signing_loses_nothing_and_repeats_nothing(tmp_path: Path) -> None:
    said = killed(tmp_path)

    deaths = dict(re.findall(r"(\w+) died (\d+) times", said))
    assert set(deaths) == {"ask_leader", "sign_as_leader", "ask_agency", "sign_as_agency"}
    assert all(int(times) > 3 for times in deaths.values()), said
    everything_is_there_once(tmp_path)
