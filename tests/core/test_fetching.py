"""Fetching from addresses that strangers give, against a server of this machine dressed up as the open internet."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from app.core.fetching import FetchRefusedError, fetched, is_open

OPEN = "93.184.215.14"
MOST = 50_000


class Answers(BaseHTTPRequestHandler):
    """A page for each path: a picture, something endless, ways that lead elsewhere."""

    def do_GET(self) -> None:
        elsewhere = {
            "/inside": "http://10.0.0.1/",
            "/here": "/picture",
            "/round": "/round",
            "/file": "file:///etc/passwd",
            "/cloud": "http://169.254.169.254/latest",
            "/port": "http://anh.example:8080/picture",
        }.get(self.path)
        if elsewhere:
            self.send_response(302)
            self.send_header("Location", elsewhere)
            self.end_headers()
            return
        self.send_response(200 if self.path in ("/picture", "/endless") else 404)
        self.end_headers()
        self.wfile.write(b"x" * (10 * MOST if self.path == "/endless" else 10))

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[ThreadingHTTPServer]:
    served = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=served.serve_forever, args=(0.05,), daemon=True).start()
    yield served
    served.shutdown()
    served.server_close()


@pytest.fixture
def internet(server: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let every name lead to the open internet, and the open internet to this machine; say where was knocked."""
    names = {"anh.example": [OPEN], "both.example": [OPEN, "192.168.1.1"], "home.example": ["127.0.0.1"]}
    knocked: list[str] = []
    connect = socket.create_connection

    def looked_up(host: str, port: int, *_rest: object, **_how: object) -> list[tuple[object, ...]]:
        found = names.get(host) or [host]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    def connected(address: tuple[str, int], *rest: object) -> socket.socket:
        knocked.append(address[0])
        return connect(server.server_address, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    monkeypatch.setattr(socket, "create_connection", connected)
    return knocked


@pytest.fixture(autouse=True)
def in_english(app: object) -> Iterator[None]:
    from flask_babel import force_locale

    with app.test_request_context(), force_locale("en"):  # type: ignore[attr-defined]
        yield


def test_a_picture_comes_from_the_very_address_that_was_looked_at(internet: list[str]) -> None:
    assert fetched("http://anh.example/picture", most_bytes=MOST) == b"x" * 10
    assert fetched("http://anh.example/here", most_bytes=MOST) == b"x" * 10
    assert internet == [OPEN] * 3


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://127.0.0.1/picture", "not on the open internet"),
        ("http://home.example/picture", "not on the open internet"),
        ("http://both.example/picture", "not on the open internet"),
        ("http://169.254.169.254/latest/meta-data", "not on the open internet"),
        ("http://[::1]/picture", "not on the open internet"),
        ("http://[::ffff:10.0.0.1]/picture", "not on the open internet"),
        ("file:///etc/passwd", "beginning with https"),
        ("ftp://anh.example/picture", "beginning with https"),
        ("http://anh.example:22/picture", "beginning with https"),
        ("http://user:word@anh.example/picture", "beginning with https"),
        ("http://anh.example/a b", "beginning with https"),
        ("http://anh.example/a\r\nX: y", "beginning with https"),
        ("http://[::1", "beginning with https"),
        ("", "beginning with https"),
    ],
)
def test_nobody_makes_us_knock_on_a_door_of_our_own_house(internet: list[str], url: str, says: str) -> None:
    with pytest.raises(FetchRefusedError) as refusal:
        fetched(url, most_bytes=MOST)

    assert says in str(refusal.value.message)
    assert internet == []


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/inside", "not on the open internet"),
        ("/cloud", "not on the open internet"),
        ("/file", "beginning with https"),
        ("/port", "beginning with https"),
        ("/round", "No picture came"),
        ("/absent", "No picture came"),
        ("/endless", "too large"),
    ],
)
def test_a_way_that_leads_elsewhere_or_never_ends_is_not_followed(internet: list[str], path: str, says: str) -> None:
    with pytest.raises(FetchRefusedError) as refusal:
        fetched(f"http://anh.example{path}", most_bytes=MOST)

    assert says in str(refusal.value.message)
    assert set(internet) == {OPEN}


@pytest.mark.parametrize(
    ("address", "open_"),
    [
        (OPEN, True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("10.1.2.3", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("0.0.0.1", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("2002:7f00:1::", False),
        ("64:ff9b::7f00:1", False),
        ("nonsense", False),
    ],
)
def test_only_addresses_of_the_open_internet_are_open(address: str, open_: bool) -> None:
    assert is_open(address) is open_
