"""Limits hold across processes, survive a lost Redis, and count visitors, not the proxy they come through."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask, request

from app.core import settings
from app.core.settings import ROOT
from app.factory import create_app
from tests import peers
from tests.browser import Browser

# One process of the site: asks for a sign-in code some times over and prints what it was answered.
ASKING = """
import sys
from app.factory import create_app
app = create_app()
app.config["WTF_CSRF_ENABLED"] = False
client = app.test_client()
print(*(client.post("/vao/so", data={"phone": "x"}).status_code for _ in range(int(sys.argv[1]))))
"""


def ask(folder: Path, redis_url: str, times: int) -> list[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LENSAN_")}
    environment = kept | {"LENSAN_STATE_DIR": str(folder), "LENSAN_REDIS_URL": redis_url}
    command = [sys.executable, "-c", ASKING, str(times)]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.split("\n")[-2].split()


@pytest.mark.no_database
def test_two_processes_share_one_count_in_redis_and_count_for_themselves_once_it_is_gone(tmp_path: Path) -> None:
    with peers.redis_server(tmp_path) as (url, server):
        first = ask(tmp_path, url, 20)
        second = ask(tmp_path, url, 15)
        server.kill()
        server.wait()
        alone = ask(tmp_path, url, 3)

    assert (first, second) == (["422"] * 20, ["422"] * 10 + ["429"] * 5)
    assert alone == ["422"] * 3


def behind(app: Flask, proxies: int) -> Flask:
    here = app.extensions["settings"]
    made = create_app(replace(here, trusted_proxies=proxies))
    settings.use(here)
    made.config["TESTING"] = True

    @made.get("/who")
    def who() -> str:
        return f"{request.remote_addr} {request.scheme}"

    return made


@pytest.mark.parametrize(
    ("proxies", "seen"), [(0, "127.0.0.1 http"), (1, "203.0.113.7 https"), (2, "198.51.100.9 https")]
)
def test_only_as_many_proxies_are_believed_as_stand_there(app: Flask, proxies: int, seen: str) -> None:
    # The visitor claims one address; the outer proxy saw another, and the inner one saw the outer.
    headers = {"X-Forwarded-For": "192.0.2.1, 198.51.100.9, 203.0.113.7", "X-Forwarded-Proto": "https, https"}

    answer = behind(app, proxies).test_client().get("/who", headers=headers)

    assert answer.text == seen
    assert ("Strict-Transport-Security" in answer.headers) is (proxies > 0)


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "Via", "X-Real-Ip"])
def test_counts_are_not_shown_to_whoever_comes_through_a_proxy(browser: Browser, header: str) -> None:
    assert browser.client.get("/metrics").status_code == 200
    assert browser.client.get("/metrics", headers={header: "203.0.113.7"}).status_code == 404
