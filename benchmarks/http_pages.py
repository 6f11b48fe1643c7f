"""CPU per request of our pages against a bare Flask page, both behind the same server, over loopback.

Prints, for each page, milliseconds of server CPU per request and the ratio to the bare page: new (made for this
visitor, as after every change) and kept (sent as it was made for the visitor before), then the list again with ten and
a hundred times as many products. Pages are asked for as browsers do, packed. Each page takes turns with the bare one,
many short rounds of both, and the round in the middle stands: what else the machine does meanwhile slows both alike.
"""

import http.client
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

BATCH, ROUNDS = 200, 15
GROWTH = (200, 2_000, 20_000)
# A question the page does not know: nothing kept is sent, and nothing sent is kept.
NEW = "?moi=1"
# A kept product page and a kept list of twenty may cost so many times a bare page.
TARGETS = {"product page": 3.5, "product list": 6.0}
BARE = """
from flask import Flask
app = Flask(__name__)
@app.get("/")
def hello():
    return "<!doctype html><title>x</title><p>Xin chào"
"""


class Page(NamedTuple):
    """What is asked for, of which server."""

    pid: int
    port: int
    path: str


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def family(pid: int) -> list[int]:
    """Return a process and everything it started."""
    found = [pid]
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            found += family(int(status.parent.name))
    return found


def cpu_seconds(pid: int) -> float:
    """Return what a process and everything it started have used so far, to the nanosecond."""
    told = (tasks.read_text() for each in family(pid) for tasks in Path(f"/proc/{each}/task").glob("*/schedstat"))
    return sum(int(one.split()[0]) for one in told) / 1e9


def wait(port: int) -> None:
    for _ in range(1800):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


def ask(port: int, path: str, times: int, *, packed: bool = True) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    body = b""
    for _ in range(times):
        connection.request("GET", path, headers={"Accept-Encoding": "gzip, deflate, br, zstd"} if packed else {})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status}")
    connection.close()
    return body


def measure(pid: int, port: int, path: str) -> float:
    """Return milliseconds of server CPU per request."""
    before = cpu_seconds(pid)
    ask(port, path, BATCH)
    return (cpu_seconds(pid) - before) * 1000 / BATCH


def serve(arguments: list[str], folder: Path, environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        arguments, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def grow(folder: Path, wanted: int) -> None:
    """Copy one shown product until there are so many, straight into the tables."""
    os.environ["LENSAN_STATE_DIR"] = str(folder / "state")
    from sqlalchemy import func, insert, select

    from app.core.clock import now
    from app.core.db import db
    from app.core.ids import new_id
    from app.core.transaction import transaction
    from app.factory import create_app
    from catalog.models import Product
    from catalog.states import Stage

    with create_app().app_context(), transaction():
        one = db.session.scalars(select(Product).where(Product.stage == Stage.LISTED).limit(1)).one()
        values = {column.key: getattr(one, column.key) for column in Product.__mapper__.column_attrs}
        there = db.session.scalar(select(func.count()).where(Product.stage == Stage.LISTED)) or 0
        rows = [
            values | {"id": new_id(), "slug": f"mau-{number}", "sku": f"MAU{number}", "listed_at": now()}
            for number in range(there, wanted)
        ]
        if rows:
            db.session.execute(insert(Product), rows)


def show(name: str, page: Page, bare: Page) -> None:
    for each in (page, bare):
        ask(each.port, each.path, 50)
    costs, ratios = [], []
    for _round in range(ROUNDS):
        cost, floor = measure(*page), measure(*bare)
        costs.append(cost)
        ratios.append(cost / floor)
    most = next((most for kind, most in TARGETS.items() if name == f"{kind}, kept"), None)
    ratio = statistics.median(ratios)
    verdict = "" if most is None else f"   wanted {most}x or less: {'yes' if ratio <= most else 'NO'}"
    print(f"{name:32} {statistics.median(costs):6.2f} ms {ratio:5.1f}x{verdict}", flush=True)


def compare(folder: Path, bare: Page, site: Page) -> None:
    listed = ask(site.port, "/san-pham", 1, packed=False).decode()
    found = re.search(r"/san-pham/[a-z0-9-]+", listed)
    if found is None:
        raise SystemExit("no product is shown")
    show("bare Flask page", bare, bare)
    show("question page", site._replace(path="/hs/moi"), bare)
    for name, path in (("product page", found.group()), ("product list", "/san-pham"), ("first page", "/")):
        show(f"{name}, new", site._replace(path=path + NEW), bare)
        show(f"{name}, kept", site._replace(path=path), bare)
    for many in GROWTH:
        grow(folder, many)
        show(f"list of {many:,}, new", site._replace(path=f"/san-pham{NEW}"), bare)
        show(f"list of {many:,}, kept", site._replace(path="/san-pham"), bare)


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="lensan-bench-"))
    (folder / "bare.py").write_text(BARE, "utf-8")
    granian = str(Path(sys.executable).parent / "granian")
    bare_port, port = free_port(), free_port()
    environment = os.environ | {"LENSAN_STATE_DIR": str(folder / "state"), "PORT": str(port)}
    flags = ["--interface", "wsgi", "--blocking-threads", "8", "--no-ws", "--port", str(bare_port)]
    bare = serve([granian, *flags, "bare:app"], folder, environment)
    site = serve([sys.executable, "-m", "app", "start"], ROOT, environment)
    try:
        wait(bare_port)
        wait(port)
        time.sleep(3)
        grow(folder, GROWTH[0])
        compare(folder, Page(bare.pid, bare_port, "/"), Page(site.pid, port, "/"))
    finally:
        for process in (bare, site):
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


if __name__ == "__main__":
    main()
