"""The command line promises the jobs of the day, and says which they are."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.core import settings
from app.core.settings import ROOT
from tests.conftest import prepared


@pytest.mark.no_database
def test_the_jobs_of_the_day_are_promised_and_listed(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LENSAN_")}

    def run(*words: str) -> str:
        return subprocess.run(
            [sys.executable, "-m", "app", *words],
            env=kept | {"LENSAN_STATE_DIR": str(tmp_path)},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    before = settings.current()
    prepared(tmp_path, f"sqlite:///{tmp_path / 'lensan.db'}")
    settings.use(before)

    assert "payments.expire_requests" in run("jobs", "today").split()
