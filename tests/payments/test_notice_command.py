"""A notice sent from the command line pays the request it names."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from flask import Flask

from app.core.db import db
from payments import cli
from payments.states import RequestState
from tests.browser import Browser
from tests.factories.payments import deliver, make_request


class Letterbox(BaseHTTPRequestHandler):
    """Keeps what it is sent, to be handed to the site in the test's own thread."""

    kept: list[tuple[str, bytes, dict[str, str]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.kept.append((self.path, body, dict(self.headers)))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def letterbox() -> Iterator[str]:
    Letterbox.kept.clear()
    server = HTTPServer(("127.0.0.1", 0), Letterbox)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_notice_for_a_request_pays_it(app: Flask, browser: Browser, letterbox: str) -> None:
    request = make_request(amount_vnd=120_000)
    db.session.commit()

    answer = app.test_cli_runner().invoke(cli.notice, [request.reference, "--url", letterbox])

    assert answer.exit_code == 0, answer.output
    path, body, headers = Letterbox.kept[-1]
    assert path == "/webhooks/sepay"
    sent = {name: value for name, value in headers.items() if name.lower().startswith("x-sepay")}
    assert deliver(app.test_client(), body, sent) == 200
    db.session.refresh(request)
    assert request.state is RequestState.PAID


def test_a_notice_with_another_amount_does_not_pay(app: Flask, browser: Browser, letterbox: str) -> None:
    request = make_request(amount_vnd=120_000)
    db.session.commit()

    app.test_cli_runner().invoke(cli.notice, [request.reference, "--url", letterbox, "--amount", "1.000"])

    _path, body, headers = Letterbox.kept[-1]
    sent = {name: value for name, value in headers.items() if name.lower().startswith("x-sepay")}
    assert deliver(app.test_client(), body, sent) == 200
    db.session.refresh(request)
    assert request.state is not RequestState.PAID


def test_a_code_nobody_has_sends_nothing(app: Flask, letterbox: str) -> None:
    answer = app.test_cli_runner().invoke(cli.notice, ["KQX2222222", "--url", letterbox])

    assert (answer.exit_code, answer.stdout) == (2, "reference\n")
    assert Letterbox.kept == []
