"""Signed webhooks over HTTP against a bare page of the same server, and a million statement lines against open codes.

A webhook is answered only after its notice, its entries and its trail are saved. Afterwards every notice that was
answered well must be there, once. The database is the one of ``LENSAN_DATABASE_URL``, else a SQLite file, set as the
site sets it.
"""

import hashlib
import hmac
import http.client
import json
import os
import random
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from http_pages import BARE, ROOT, free_port, serve, wait

SECRET = "benchmark"  # noqa: S105  of a server that lives for seconds
ASKED, CLIENTS, SECONDS = 1_000, 8, 4.0
LINES, OPEN = 1_000_000, 100_000
ACCOUNT_NO = "0000123456789"
LEAST_OF_BARE, MOST_S = 0.5, 60.0


def prepare() -> list[str]:
    """Make a household with many open requests, and return their codes."""
    from flask_migrate import upgrade

    from app.core import areas
    from app.core.db import db
    from app.core.transaction import transaction
    from app.factory import create_app

    with create_app().app_context():
        upgrade()
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
    """Asks one after another until the time is over, and keeps what was answered well."""

    def __init__(self, port: int, codes: list[str] | None, first: int) -> None:
        super().__init__()
        self.port, self.codes, self.first = port, codes, first
        self.answered: list[int] = []

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        until, number = time.monotonic() + SECONDS, self.first
        while time.monotonic() < until:
            if self.codes is None:
                connection.request("GET", "/")
            else:
                body, headers = letter(number, self.codes[number % len(self.codes)])
                connection.request("POST", "/webhooks/sepay", body, headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status == 200:
                self.answered.append(number)
            number += CLIENTS


def rate(port: int, codes: list[str] | None) -> tuple[float, list[int]]:
    """Return answers a second, and which notices were answered well."""
    clients = [Client(port, codes, place) for place in range(CLIENTS)]
    start = time.monotonic()
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    answered = [number for client in clients for number in client.answered]
    return len(answered) / (time.monotonic() - start), answered


def kept() -> list[str]:
    from sqlalchemy import select

    from app.core.db import db
    from app.factory import create_app
    from payments.inbox.models import BankNotice

    with create_app().app_context():
        return list(db.session.scalars(select(BankNotice.provider_event_id)))


def webhooks() -> None:
    folder = Path(tempfile.mkdtemp(prefix="lensan-bench-"))
    (folder / "bare.py").write_text(BARE, "utf-8")
    os.environ |= {"LENSAN_STATE_DIR": str(folder / "state"), "LENSAN_SEPAY_SECRET": SECRET, "LENSAN_JOBS": "separate"}
    (folder / "state").mkdir()
    codes = prepare()
    granian = str(Path(sys.executable).parent / "granian")
    flags = ["--interface", "wsgi", "--blocking-threads", "8", "--no-ws", "--log-level", "error"]
    ports = free_port(), free_port()
    bare = serve([granian, *flags, "--port", str(ports[0]), "bare:app"], folder, dict(os.environ))
    site = serve([granian, *flags, "--port", str(ports[1]), "wsgi:app"], ROOT, dict(os.environ))
    try:
        for port in ports:
            wait(port)
        rate(ports[0], None)
        floor, _answered = rate(ports[0], None)
        ours, answered = rate(ports[1], codes)
    finally:
        for process in (bare, site):
            process.kill()  # in the middle of whatever it does: what was answered must be there
            process.wait()
    there = kept()
    missing = {str(number) for number in answered} - set(there)
    share = ours / floor
    kind = os.environ.get("LENSAN_DATABASE_URL", "sqlite").split(":")[0]
    print(f"bare Flask page           {floor:8.0f}/s")
    verdict = "yes" if share >= LEAST_OF_BARE else "NO"
    print(f"signed, saved ({kind})    {ours:8.0f}/s   {share:.2f}x   wanted {LEAST_OF_BARE}x: {verdict}", flush=True)
    print(f"answered {len(answered)}, lost {len(missing)}, doubled {len(there) - len(set(there))}")
    if missing or len(there) != len(set(there)):
        raise SystemExit("a notice was lost or doubled")


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
