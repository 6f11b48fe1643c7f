"""CPU per request of our pages against a bare Flask page, both behind the same server, over loopback.

Prints, for each page, milliseconds of server CPU per request and the ratio to the bare page measured in the same run:
new (made for this visitor, as after every change) and kept (sent as it was made for the visitor before), then the list
again with ten and a hundred times as many products. Pages are asked for as browsers do, packed.
"""

import http.client
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

BATCH = 400
ENOUGH_S = 0.8  # the system counts CPU by hundredths of a second
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
    ticks = 0
    for each in family(pid):
        fields = Path(f"/proc/{each}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


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
    """Return milliseconds of server CPU per request, less what the idle server uses meanwhile."""
    ask(port, path, 50)
    idle_from, clock = cpu_seconds(pid), time.monotonic()
    time.sleep(1)
    idle = (cpu_seconds(pid) - idle_from) / (time.monotonic() - clock)
    before, clock, asked, used = cpu_seconds(pid), time.monotonic(), 0, 0.0
    while used < ENOUGH_S:
        ask(port, path, BATCH)
        asked += BATCH
        used = cpu_seconds(pid) - before - idle * (time.monotonic() - clock)
    return used * 1000 / asked


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


def show(name: str, cost: float, floor: float) -> None:
    most = next((most for page, most in TARGETS.items() if name == f"{page}, kept"), None)
    ratio = cost / floor
    verdict = "" if most is None else f"   wanted {most}x or less: {'yes' if ratio <= most else 'NO'}"
    print(f"{name:32} {cost:6.2f} ms {ratio:5.1f}x{verdict}", flush=True)


def compare(folder: Path, bare: int, bare_port: int, site: int, port: int) -> None:
    listed = ask(port, "/san-pham", 1, packed=False).decode()
    found = re.search(r"/san-pham/[a-z0-9-]+", listed)
    if found is None:
        raise SystemExit("no product is shown")
    floor = measure(bare, bare_port, "/")
    show("bare Flask page", floor, floor)
    show("question page", measure(site, port, "/hs/moi"), floor)
    for name, path in (("product page", found.group()), ("product list", "/san-pham"), ("first page", "/")):
        show(f"{name}, new", measure(site, port, path + NEW), floor)
        show(f"{name}, kept", measure(site, port, path), floor)
    for many in GROWTH:
        grow(folder, many)
        show(f"list of {many:,}, new", measure(site, port, f"/san-pham{NEW}"), floor)
        show(f"list of {many:,}, kept", measure(site, port, "/san-pham"), floor)


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
        compare(folder, bare.pid, bare_port, site.pid, port)
    finally:
        for process in (bare, site):
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


if __name__ == "__main__":
    main()
