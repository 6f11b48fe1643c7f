"""What the command line answers: one word and exit 2 for a bad code, a sentence for a bad number."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from payments import cli
from payments.inbox.rules import sepay
from payments.vietqr import write

pytestmark = pytest.mark.no_database

ROOT = Path(__file__).resolve().parents[2]
SECRET = "whsec_demo"
# A body and its signature as the provider's recipe gives them.
KNOWN_BODY = (
    b'{"id":92704,"gateway":"Vietcombank","transactionDate":"2023-03-25 14:02:37","accountNumber":"0123499999",'
    b'"code":null,"content":"chuyen tien mua iphone","transferType":"in","transferAmount":2277000,'
    b'"accumulated":19077000,"subAccount":null,"referenceCode":"MBVCB.3278907687","description":""}'
)
KNOWN_SIGNATURE = "sha256=a2fab3621999f6aac710e8f62a13130c5fe849daae8f7094eda43cbf3e7c3ff3"


def run(command: click.Command, *arguments: str) -> Result:
    return CliRunner().invoke(command, arguments)


def test_reading_a_code_prints_what_it_says() -> None:
    payload = write(bin="970405", account="0001500200000", amount_vnd=120_000, purpose="KQX2K7F9DR")

    answer = run(cli.vietqr, "read", payload)

    assert answer.exit_code == 0
    assert json.loads(answer.stdout) == {
        "bin": "970405",
        "account": "0001500200000",
        "service": "QRIBFTTA",
        "amount_vnd": 120_000,
        "purpose": "KQX2K7F9DR",
        "static": False,
    }


def test_a_code_without_an_amount_has_none() -> None:
    said = json.loads(run(cli.vietqr, "read", write(bin="970405", account="15002")).stdout)

    assert (said["amount_vnd"], said["purpose"], said["static"]) == (None, "", True)


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        ("", "tlv"),
        ("https://example.com", "tlv"),
        ("00020101021138570010A00000072701270006970403011200110123456780208QRIBFTTA53037045802VN6304F4E5", "tlv"),
        ("00020101021138600010A00000072701300006970403011697040311012345670208QRIBFTTC53037045802VN6304A203", "crc"),
    ],
)
def test_a_code_not_to_be_trusted_is_refused_in_one_word(payload: str, reason: str) -> None:
    answer = run(cli.vietqr, "read", payload)

    assert (answer.exit_code, answer.stdout) == (2, f"{reason}\n")
    assert len(answer.stderr.split()) > 3


def test_writing_a_code_prints_its_payload_only() -> None:
    arguments = ("--bin", "970405", "--account", "15002", "--amount", "120.000", "--purpose", "Nước mắm")

    answer = run(cli.vietqr, "write", *arguments)

    expected = write(bin="970405", account="15002", amount_vnd=120_000, purpose="Nuoc mam")
    assert (answer.exit_code, answer.stdout) == (0, f"{expected}\n")


@pytest.mark.parametrize(
    ("option", "value", "reason"),
    [
        ("--bin", "97040", "account"),
        ("--account", "15 002", "account"),
        ("--amount", "0", "amount"),
        ("--amount", "-5", "amount"),
        ("--amount", "1.5", "amount"),
        ("--amount", "500000000", "amount"),
        ("--amount", "nhiều", "amount"),
        ("--service", "QRPUSH", "service"),
    ],
)
def test_a_code_that_cannot_be_is_not_written(option: str, value: str, reason: str) -> None:
    options = {"--bin": "970405", "--account": "15002"} | {option: value}

    answer = run(cli.vietqr, "write", *(part for pair in options.items() for part in pair))

    assert (answer.exit_code, answer.stdout) == (2, f"{reason}\n")


@pytest.mark.parametrize(
    ("kind", "value", "says"),
    [
        ("mst", "0100233488", "hợp lệ"),
        ("mst", "0314409058-002", "hợp lệ"),
        ("mst", "034064000001", "hợp lệ"),
        ("cccd", "034064000001", "hợp lệ"),
        ("gtin", "8931234567897", "hợp lệ"),
        ("phone", "0912345678", "+84912345678"),
        ("phone", "+84 362 345 678", "0362 345 678"),
    ],
)
def test_a_number_that_can_exist_passes(kind: str, value: str, says: str) -> None:
    answer = run(cli.check, kind, value)

    assert answer.exit_code == 0
    assert says in answer.stdout


@pytest.mark.parametrize(
    ("kind", "value", "says"),
    [
        ("mst", "0100233489", "giấy chứng nhận"),
        ("mst", "010023348", "9 chữ số"),
        ("mst", "099064000001", "099"),
        ("mst", "O100233488", "Chỉ nhập chữ số"),
        ("cccd", "03406400000", "11 chữ số"),
        ("cccd", "099064000001", "099"),
        ("cccd", "034364000001", "2064"),
        ("cccd", "căn cước", "Chỉ nhập chữ số"),
        ("gtin", "8931234567890", "không khớp"),
        ("gtin", "893", "3 chữ số"),
        ("gtin", "x", "Chỉ nhập chữ số"),
        ("phone", "091234567", "9 chữ số"),
        ("phone", "0551234567", "10 chữ số"),
        ("phone", "", "0 chữ số"),
    ],
)
def test_a_number_that_cannot_exist_is_refused_with_what_to_do(kind: str, value: str, says: str) -> None:
    answer = run(cli.check, kind, value)

    assert answer.exit_code == 2
    assert says in answer.stdout


def test_a_known_body_gets_the_signature_its_provider_gives_it() -> None:
    headers = cli.signed(SECRET, "1700000000", KNOWN_BODY)

    assert headers["X-SePay-Signature"] == KNOWN_SIGNATURE
    assert headers["X-SePay-Timestamp"] == "1700000000"


def test_a_notice_made_here_is_read_as_one_from_the_provider() -> None:
    body = cli.sepay_body(
        event_id=7,
        account_no="0001500200000",
        memo="KQX2K7F9DR",
        amount_vnd=120_000,
        local_at=datetime(2026, 11, 24, 8, 30),
        outgoing=False,
    )

    [read] = sepay.read(body)

    assert (read.event_id, read.account_nos, read.amount_vnd) == ("7", ("0001500200000",), 120_000)
    assert "KQX2K7F9DR" in read.memo
    assert read.occurred_local == datetime(2026, 11, 24, 8, 30)


class Listener(BaseHTTPRequestHandler):
    """A site that keeps what it is sent and answers as its path says."""

    heard: list[tuple[bytes, dict[str, str]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.heard.append((body, dict(self.headers)))
        self.send_response(int(self.path.strip("/")))
        self.end_headers()
        self.wfile.write(b'{"success": true}')

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Listener)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_notice_arrives_as_it_was_signed(site: str) -> None:
    stamp = str(int(time.time()))

    assert cli.post(f"{site}/200", KNOWN_BODY, cli.signed(SECRET, stamp, KNOWN_BODY)) == (200, '{"success": true}')

    body, headers = Listener.heard[-1]
    named = {name.lower(): value for name, value in headers.items()}
    assert sepay.signature_holds(
        secret=SECRET,
        timestamp=named["x-sepay-timestamp"],
        signature=named["x-sepay-signature"],
        body=body,
        now_seconds=time.time(),
    )


def test_a_refusal_of_the_site_is_an_answer(site: str) -> None:
    assert cli.post(f"{site}/401", b"{}", {})[0] == 401


def test_a_site_that_is_not_there_is_said_to_be_missing(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.post("http://127.0.0.1:9/webhooks/sepay", b"{}", {})
    assert "No answer" in capsys.readouterr().err


def test_a_file_is_not_a_site() -> None:
    with pytest.raises(SystemExit):
        cli.post("file:///etc/hostname", b"{}", {})


def test_reading_a_code_loads_nothing_heavy() -> None:
    """What is run once for every printed code must start at once."""
    code = (
        "import sys; from click.testing import CliRunner; from payments import cli;"
        "CliRunner().invoke(cli.vietqr, ['read', 'x']); CliRunner().invoke(cli.check, ['mst', '0100233488']);"
        "print(sorted({'flask', 'sqlalchemy', 'werkzeug', 'PIL', 'segno'} & set(sys.modules)))"
    )

    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert answer.stdout.strip() == "[]"
