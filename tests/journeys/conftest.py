"""The real site in a process of its own, with its worker and the demonstration cast, and a real browser."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from app.core.settings import ROOT
from tests.everything import BARE, CHROMIUM

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    # A page is looked at for a second: to make its script as fast as can be would take longer than to run it.
    "--js-flags=--no-opt",
]  # fmt: skip
SECRET = "whsec_journey"


@dataclass(frozen=True)
class Site:
    """Where the site answers, and how to run its command line beside it."""

    url: str
    environment: dict[str, str]

    def command(self, *words: str) -> str:
        """Run `lensan` as somebody at the same machine would, and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "app", *words],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    port = free_port()
    folder = tmp_path_factory.mktemp("served")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LENSAN_")}
    environment = kept | {
        "LENSAN_STATE_DIR": str(folder),
        "LENSAN_SEPAY_SECRET": SECRET,
        "PORT": str(port),
    }
    log = (folder / "log").open("w", encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "start"], env=environment, cwd=ROOT, stdout=log, stderr=log
    )
    site = Site(f"http://127.0.0.1:{port}", environment)
    try:
        _wait(site.url, process, folder / "log")
        yield site
    finally:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        log.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    known = (shutil.which(name) for name in (*BARE, *CHROMIUM))
    path = os.environ.get("LENSAN_CHROMIUM") or next(filter(None, known), None)
    assert path, "Chromium is needed: make test installs it where it can"
    with sync_playwright() as playwright:
        expect.set_options(timeout=90_000)  # what comes at last has come: a busy machine is no fault
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS, headless=True)
        yield browser
        browser.close()


def _wait(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(1500):
        assert process.poll() is None, log.read_text("utf-8")
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=2):
                return
        except OSError:
            time.sleep(0.15)
    raise AssertionError(log.read_text("utf-8"))
