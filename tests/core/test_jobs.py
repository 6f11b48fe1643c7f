"""Jobs outlive their worker: killed in the middle, they are done by the next, and every day brings its own."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from app.core import clock, jobs, messages
from app.core.db import db
from app.core.messages import Channel, OutgoingMessage
from app.core.settings import ROOT
from app.core.transaction import transaction
from app.policy import Actor
from tests import conftest, databases

BY = Actor.system("test")


def waiting(prefix: str) -> int:
    table = "workflow_status" if db.engine.dialect.name == "sqlite" else "dbos.workflow_status"
    query = text(f"select count(*) from {table} where workflow_uuid like :prefix")
    return db.session.scalar(query, {"prefix": f"{prefix}%"}) or 0


def test_a_day_is_promised_once_however_many_workers_promise_it() -> None:
    for _ in range(3):
        with transaction():
            jobs.promise_daily(date(2026, 11, 25))
    with transaction():
        jobs.promise_daily(date(2026, 11, 26))

    assert {name: waiting(f"{name}:2026-11-2") for name in jobs.daily_names()} == dict.fromkeys(jobs.daily_names(), 2)
    assert {"core.forget_submissions", "catalog.recheck", "payments.expire_requests"} <= set(jobs.daily_names())


def test_a_worker_is_silent_once_it_has_not_been_heard_of_for_the_time_agreed() -> None:
    at = clock.now()
    with transaction():
        jobs.beat("one", at - timedelta(seconds=121))
        jobs.beat("two", at - timedelta(seconds=300))
        jobs.beat("two", at - timedelta(seconds=120))

    assert jobs.silent_workers(at, timedelta(seconds=120)) == ("one",)


def test_a_worker_is_heard_of_before_its_first_job(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that dies in its first job before anybody has heard of it would never be taken over from."""
    from dbos import DBOS

    heard_of: list[str] = []

    def begin_with_jobs() -> None:
        heard_of.extend(jobs.silent_workers(clock.now() + timedelta(hours=1), timedelta()))
        raise InterruptedError

    monkeypatch.setattr(DBOS, "launch", begin_with_jobs)
    with pytest.raises(InterruptedError):
        jobs.start_worker(nullcontext)
    DBOS.destroy()

    assert heard_of == [conftest.settings.current().executor_id]


@dataclass
class Provider:
    """A message provider that holds its first caller on the line until told to answer."""

    url: str = ""
    ids: list[str] = field(default_factory=list)
    answers: threading.Event = field(default_factory=threading.Event)


@contextmanager
def provider() -> Iterator[Provider]:
    told = Provider()

    class Line(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            told.ids.append(self.headers["Idempotency-Key"])
            told.answers.wait(180)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Line)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    told.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield told
    finally:
        told.answers.set()
        server.shutdown()
        server.server_close()


@contextmanager
def site_on(kind: str, folder: Path) -> Iterator[Flask]:
    url = f"sqlite:///{folder / 'jobs.db'}" if kind == "sqlite" else databases.fresh_postgresql(f"jobs_{os.getpid()}")
    made = conftest.prepared(folder, url)
    yield made
    with made.app_context():
        db.engine.dispose()
    jobs.forget_clients()


@contextmanager
def worker(
    site: Flask, executor_id: str, sms_url: str = "", program: Sequence[str] = ("app", "worker")
) -> "Iterator[subprocess.Popen[bytes]]":
    here = site.extensions["settings"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LENSAN_")}
    environment = kept | {
        "LENSAN_STATE_DIR": str(here.state_dir),
        "LENSAN_DATABASE_URL": here.database_url,
        "LENSAN_EXECUTOR_ID": executor_id,
        "LENSAN_WORKER_SILENT_S": "3",
        "LENSAN_SMS_URL": sms_url,
    }
    command = [sys.executable, "-m", *program]
    process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def until(what: object, seconds: float = 180) -> None:
    for _ in range(int(seconds / 0.05)):
        if what():
            return
        time.sleep(0.05)
    raise AssertionError(what)


@pytest.mark.both
@pytest.mark.no_database
@pytest.mark.parametrize(("kind", "successor"), [("sqlite", "first"), ("postgresql", "second")])
def test_a_message_whose_worker_was_killed_while_sending_is_sent_by_the_next(
    kind: str, successor: str, tmp_path: Path
) -> None:
    with provider() as line, site_on(kind, tmp_path) as site, site.app_context():
        with transaction():
            sent = messages.send(Channel.SMS, "+84912345678", "Da nhan ho so", "sign_in_code", by=BY).id
        db.session.remove()

        with worker(site, "first", line.url) as process:
            until(lambda: line.ids)
            process.send_signal(signal.SIGKILL)
            process.wait()
        line.answers.set()
        with worker(site, successor, line.url):
            until(lambda: _delivered(sent))

        # The second call carries the same key, so that the provider sends one text.
        assert set(line.ids) == {str(sent)}
        assert len(line.ids) == 2


def _delivered(message_id: object) -> bool:
    # The transaction is let go at once: holding it would keep the worker from writing on SQLite.
    is_delivered = db.session.get_one(OutgoingMessage, message_id).delivered_at is not None
    db.session.remove()
    return is_delivered


def test_the_outbox_of_a_folder_holds_what_was_sent_as_it_was_written() -> None:
    with transaction():
        messages.send(Channel.EMAIL, "xa@example.vn", "Đã nhận hồ sơ", "receipt", by=BY, subject="Hồ sơ")
    jobs.run_pending()

    newest = messages.newest(1)[0]
    kept = json.loads((conftest.settings.current().state_dir / "outbox" / f"{newest.id}.json").read_text("utf-8"))
    assert (kept["to"], kept["text"]) == ("xa@example.vn", "Đã nhận hồ sơ")
