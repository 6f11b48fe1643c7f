"""Messages leave through a real SMTP conversation and a real HTTP request, and a refusal is tried again."""

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import time_machine

from app.core import jobs, messages, settings
from app.core.db import db
from app.core.messages import Channel, DeliveryError, OutgoingMessage
from app.core.transaction import transaction
from app.policy import Actor

BY = Actor.system("test")


@pytest.fixture(autouse=True)
def by_day() -> Iterator[None]:
    """Messages wait at night; these tests are about how they leave."""
    with time_machine.travel("2026-11-25T03:00:00Z"):
        yield


class Post(socketserver.StreamRequestHandler):
    """As much of SMTP as a message needs, and no more."""

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            verb = line.split()[0].upper() if line.split() else b""
            if verb == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                lines = []
                while (part := self.rfile.readline()) != b".\r\n":
                    lines.append(part)
                self.server.received.append(b"".join(lines))
            self.wfile.write(b"221 bye\r\n" if verb == b"QUIT" else b"250 fine\r\n")
            if verb == b"QUIT":
                return


class Provider(BaseHTTPRequestHandler):
    """Takes a message, or refuses it with the status the test asked for."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append((dict(self.headers), json.loads(body)))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_words: object) -> None:
        return


@contextmanager
def running(server: socketserver.TCPServer, status: int = 200) -> Iterator[socketserver.TCPServer]:
    server.received, server.status = [], status
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def waiting(channel: Channel, to: str) -> OutgoingMessage:
    with transaction():
        return messages.send(channel, to, "Hồ sơ đã được xã xác nhận", "confirmed", by=BY, subject="Đã xác nhận")


def test_an_e_mail_is_handed_to_the_mail_server() -> None:
    with running(socketserver.TCPServer(("127.0.0.1", 0), Post)) as server:
        settings.use(replace(settings.current(), smtp_url=f"smtp://127.0.0.1:{server.server_address[1]}"))
        message = waiting(Channel.EMAIL, "xa@example.vn")
        jobs.run_pending()

    assert len(server.received) == 1
    assert f"Message-ID: <{message.id}@lensan>".encode() in server.received[0]
    assert db.session.get_one(OutgoingMessage, message.id).delivered_to == "smtp"


def test_a_text_message_is_handed_to_the_provider_with_a_key_against_doubles() -> None:
    with running(HTTPServer(("127.0.0.1", 0), Provider)) as server:
        address = f"http://127.0.0.1:{server.server_address[1]}/"
        settings.use(replace(settings.current(), sms_url=address, sms_key="khoa"))
        message = waiting(Channel.SMS, "+84912345678")
        jobs.run_pending()

    headers, body = server.received[0]
    assert (headers["Authorization"], headers["Idempotency-Key"]) == ("Bearer khoa", str(message.id))
    assert body["text"] == "Ho so da duoc xa xac nhan"
    assert db.session.get_one(OutgoingMessage, message.id).delivered_to == "http"


def test_a_refusing_provider_leaves_the_message_waiting() -> None:
    with running(HTTPServer(("127.0.0.1", 0), Provider), status=503) as server:
        address = f"http://127.0.0.1:{server.server_address[1]}/"
        settings.use(replace(settings.current(), sms_url=address, sms_key="khoa"))
        message = waiting(Channel.SMS, "+84912345678")
        with pytest.raises(DeliveryError):
            jobs.run_pending()

    assert db.session.get_one(OutgoingMessage, message.id).delivered_at is None
