"""Signed webhooks over HTTP against a bare page of the same server, and a million statement lines against open codes.

A webhook is answered only after its letter is saved; a job opens it. The server is killed after so many good answers,
with as many letters under way as there are clients, and then whoever opens them, while one is saved: afterwards every
letter that was answered well must have become a notice, once. The database is the one of ``LENSAN_DATABASE_URL``, else
a SQLite file, set as the site sets it. Both servers have a thread for each client, as a site has that many banks'
services write to: letters that come together share one commit.
"""

import hashlib
import hmac
import itertools
import json
import os
import random
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from http_pages import BARE, ROOT, family, free_port, serve, wait

SECRET = "benchmark"  # noqa: S105  of a server that lives for seconds
ASKED, CLIENTS = 1_000, 64
# Many short rounds by turns: whatever else the machine does meanwhile slows both alike, and the middle one stands.
SECONDS, ROUNDS = 1.0, 15
MOST_OF_A_CLIENT = 250
# Long enough that it is the kill that ends it.
KILLED_AFTER, OPENED_BEFORE_KILL, KILLED_WITHIN_S = 400, 150, 60.0
LENGTH = re.compile(rb"(?i)content-length: *([0-9]+)")
# What a worker does when it is told that letters have come; one that is to die does so as it saves what it opened.
OPENER = """
import os, signal, sys
from sqlalchemy import event
from app.core import jobs
from app.core.db import db
from app.factory import create_app
left = int(sys.argv[1])
def count(session):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
with create_app().app_context():
    event.listen(db.session, "before_commit", count)
    jobs.run("payments.open_letters", {})
"""
LINES, OPEN = 1_000_000, 100_000
ACCOUNT_NO = "0000123456789"
LEAST_OF_BARE, MOST_S = 0.5, 60.0


def prepare() -> list[str]:
    """Make a household with many open requests, and return their codes."""
    from app.core import areas, jobs
    from app.core.db import db
    from app.core.migrating import upgrade
    from app.core.transaction import transaction
    from app.factory import create_app

    with create_app().app_context():
        upgrade()
        jobs.migrate_queue()
        with transaction():
            areas.load_shipped(demo=True)
        from tests.factories.payments import make_account, make_merchant, make_request

        with transaction():
            merchant = make_merchant()
            make_account(merchant, account_no=ACCOUNT_NO)
            codes = [make_request(merchant, amount_vnd=120_000).reference for _each in range(ASKED)]
        db.engine.dispose()
    return codes


def letter(number: int, code: str) -> tuple[bytes, dict[str, str]]:
    said = {
        "id": number, "gateway": "Vietcombank", "transactionDate": time.strftime("%Y-%m-%d %H:%M:%S"),
        "accountNumber": ACCOUNT_NO, "content": f"MBVCB.{number}.{code}.CT tu {number:010d} NGUOI MUA toi X",
        "transferType": "in", "transferAmount": 120_000, "referenceCode": f"FT{number}",
    }  # fmt: skip
    body, stamp = json.dumps(said).encode(), str(int(time.time()))
    digest = hmac.new(SECRET.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    return body, {"X-SePay-Timestamp": stamp, "X-SePay-Signature": f"sha256={digest}"}


class Client(threading.Thread):
    """Sends what was written beforehand, one after another until the time is over, and keeps what was answered well."""

    def __init__(
        self, port: int, letters: Iterator[tuple[int, bytes]], said: Callable[[], None], seconds: float
    ) -> None:
        super().__init__()
        self.letters, self.said, self.seconds = letters, said, seconds
        self.answered: list[int] = []
        self.line = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def run(self) -> None:
        until = time.monotonic() + self.seconds
        for number, written in self.letters:
            if time.monotonic() > until:
                break
            try:
                self.line.sendall(written)
                answer = self._answer()
            except OSError:
                break  # the server was killed
            if answer.startswith(b"HTTP/1.1 200"):
                self.answered.append(number)
                self.said()
        self.line.close()

    def _answer(self) -> bytes:
        got = b""
        while b"\r\n\r\n" not in got:
            got += self._more()
        head, _end, body = got.partition(b"\r\n\r\n")
        length = int(LENGTH.search(head)[1])  # type: ignore[index]  # both servers say how long the answer is
        while len(body) < length:
            body += self._more()
        return head

    def _more(self) -> bytes:
        more = self.line.recv(65536)
        if not more:
            raise ConnectionResetError
        return more


def bare_requests() -> Iterator[tuple[int, bytes]]:
    return itertools.repeat((0, b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"))


def signed_requests(codes: list[str], first: int) -> Iterator[tuple[int, bytes]]:
    """Write the signed letters of one client beforehand: what it costs to write them is not the server's."""
    written = []
    for number in range(first, first + MOST_OF_A_CLIENT):
        body, headers = letter(number, codes[number % len(codes)])
        said = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        head = f"POST /webhooks/sepay HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n{said}\r\n"
        written.append((number, head.encode() + body))
    return iter(written)


def rate(
    port: int,
    letters: list[Iterator[tuple[int, bytes]]],
    said: Callable[[], None] = lambda: None,
    *,
    seconds: float = SECONDS,
) -> tuple[float, list[int]]:
    """Return answers a second, and which letters were answered well; ``said`` is called at each good answer."""
    clients = [Client(port, each, said, seconds) for each in letters]
    start = time.monotonic()
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    answered = [number for client in clients for number in client.answered]
    return len(answered) / (time.monotonic() - start), answered


def kept() -> tuple[set[int], list[int]]:
    """Return which letters lie unopened, and which have become notices."""
    from sqlalchemy import select

    from app.core.db import db
    from app.factory import create_app
    from payments.inbox.models import BankNotice, Letter

    with create_app().app_context():
        unopened = {int(json.loads(body)["id"]) for body in db.session.scalars(select(Letter.raw_body))}
        opened = [int(event_id) for event_id in db.session.scalars(select(BankNotice.provider_event_id))]
        db.engine.dispose()
    return unopened, opened


def throw_away() -> None:
    """Take away the letters of the rounds before: opening so many would take longer than anybody waits."""
    from sqlalchemy import delete

    from app.core.db import db
    from app.core.transaction import transaction
    from app.factory import create_app
    from payments.inbox.models import Letter

    with create_app().app_context():
        with transaction():
            db.session.execute(delete(Letter))
        db.engine.dispose()


class Numbers:
    """Gives every client numbers of letters that nobody else has."""

    def __init__(self, codes: list[str]) -> None:
        self.codes, self.next = codes, 0

    def of_each_client(self) -> list[Iterator[tuple[int, bytes]]]:
        starts = [self.next + place * MOST_OF_A_CLIENT for place in range(CLIENTS)]
        self.next += CLIENTS * MOST_OF_A_CLIENT
        return [signed_requests(self.codes, first) for first in starts]


def throughput(ports: tuple[int, int], numbers: Numbers) -> None:
    """Ask the bare page and the webhook by turns, and hold what was answered well against what is kept."""
    shares, answered = [], []
    rate(ports[0], [bare_requests() for _each in range(CLIENTS)])
    rate(ports[1], numbers.of_each_client())
    for _round in range(ROUNDS):
        floor, _answered = rate(ports[0], [bare_requests() for _each in range(CLIENTS)])
        ours, well = rate(ports[1], numbers.of_each_client())
        answered += well
        shares.append(ours / floor)
        print(f"bare Flask page {floor:6.0f}/s   signed and saved {ours:6.0f}/s   {ours / floor:.2f}x", flush=True)
    unopened, _opened = kept()
    share = statistics.median(shares)
    verdict = "yes" if share >= LEAST_OF_BARE else "NO"
    print(f"in the middle {share:.2f}x   wanted {LEAST_OF_BARE}x: {verdict}", flush=True)
    if lost := set(answered) - unopened:
        raise SystemExit(f"{len(lost)} letters were answered and are not there")


def killed(serve_site: Callable[[], "subprocess.Popen[bytes]"], port: int, numbers: Numbers) -> None:
    """Kill the server while letters come, then whoever opens them, and let another go on."""
    letters, answers = numbers.of_each_client(), itertools.count(1)
    site = serve_site()
    wait(port)

    def kill_at_last() -> None:
        if next(answers) == KILLED_AFTER:
            for pid in family(site.pid):
                os.kill(pid, signal.SIGKILL)

    _rate, answered = rate(port, letters, kill_at_last, seconds=KILLED_WITHIN_S)
    site.wait()
    opener = [sys.executable, "-c", OPENER]
    subprocess.run([*opener, f"{OPENED_BEFORE_KILL}"], cwd=ROOT, check=False)
    unopened, opened = kept()
    print(f"answered {len(answered)} before the server was killed, opened {len(opened)} before the opener was")
    start = time.monotonic()
    subprocess.run([*opener, "0"], cwd=ROOT, check=True)
    left, notices = kept()
    took = time.monotonic() - start
    lost, doubled = set(answered) - set(notices), len(notices) - len(set(notices))
    print(f"opened {len(unopened)} more in {took:.0f} s, lost {len(lost)}, doubled {doubled}, left {len(left)}")
    if lost or doubled or left or not unopened or not opened:
        raise SystemExit("a letter was lost, doubled or left, or nobody was killed in the middle")


def webhooks() -> None:
    folder = Path(tempfile.mkdtemp(prefix="lensan-bench-"))
    (folder / "bare.py").write_text(BARE, "utf-8")
    os.environ |= {"LENSAN_STATE_DIR": str(folder / "state"), "LENSAN_SEPAY_SECRET": SECRET, "LENSAN_JOBS": "separate"}
    (folder / "state").mkdir()
    numbers = Numbers(prepare())
    print(os.environ.get("LENSAN_DATABASE_URL", "sqlite").split(":")[0])
    granian = str(Path(sys.executable).parent / "granian")
    flags = ["--interface", "wsgi", "--blocking-threads", str(CLIENTS), "--no-ws", "--log-level", "error"]
    ports = free_port(), free_port()

    def site() -> "subprocess.Popen[bytes]":
        return serve([granian, *flags, "--port", str(ports[1]), "wsgi:app"], ROOT, dict(os.environ))

    servers = [serve([granian, *flags, "--port", str(ports[0]), "bare:app"], folder, dict(os.environ)), site()]
    try:
        for port in ports:
            wait(port)
        throughput(ports, numbers)
    finally:
        for process in servers:
            process.terminate()
            process.wait()
    throw_away()
    killed(site, ports[1], numbers)


def matching() -> None:
    """Find the code in each of a million memos and decide what it settles."""
    from datetime import UTC, datetime, timedelta

    from payments import memo
    from payments.inbox.rules.matching import Asked, decide
    from payments.inbox.rules.notices import Decision, Direction, Notice
    from payments.states import RequestState

    draw = random.Random(1)
    now = datetime(2026, 9, 12, tzinfo=UTC)
    codes = list({memo.new_reference(draw.randrange) for _each in range(OPEN)})
    asked = {code: Asked(code, ACCOUNT_NO, 120_000, RequestState.OPEN, now + timedelta(days=1)) for code in codes}
    shapes = (
        "MBVCB.{n}.{c}.CT tu 0071001104341 TRAN VAN BINH toi {a}",
        "IBFT {c}",
        "{n} 0977496798 {c}",
        "tien gao {n}",
    )
    lines = [draw.choice(shapes).format(n=number, c=draw.choice(codes), a=ACCOUNT_NO) for number in range(LINES)]
    start, paid = time.monotonic(), 0
    for number, said in enumerate(lines):
        found = [asked[code] for code in memo.find_references(said) if code in asked]
        notice = Notice(str(number), (ACCOUNT_NO,), 120_000, Direction.IN, said, None)
        paid += decide(notice, found, at=now).decision is Decision.PAID
    took = time.monotonic() - start
    verdict = "yes" if took <= MOST_S else "NO"
    print(
        f"{LINES:,} lines, {len(codes):,} codes: {took:.1f} s, {paid:,} paid   wanted {MOST_S:.0f} s: {verdict}",
        flush=True,
    )


if __name__ == "__main__":
    matching()
    webhooks()
