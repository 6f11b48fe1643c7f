"""CPU per request of our pages against a bare Flask page, both behind the same server, over loopback.

Prints, for each page, milliseconds of server CPU per request and the ratio to the bare page measured in the same run.
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
REQUESTS = 400
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
    for _ in range(600):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


def ask(port: int, path: str, times: int) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    body = b""
    for _ in range(times):
        connection.request("GET", path)
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
    before, clock = cpu_seconds(pid), time.monotonic()
    ask(port, path, REQUESTS)
    used = cpu_seconds(pid) - before - idle * (time.monotonic() - clock)
    return max(used, 0.0) * 1000 / REQUESTS


def serve(arguments: list[str], folder: Path, environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        arguments, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


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
        listed = ask(port, "/san-pham", 1).decode()
        found = re.search(r"/san-pham/[a-z0-9-]+", listed)
        if found is None:
            raise SystemExit("no product is shown")
        floor = measure(bare.pid, bare_port, "/")
        print(f"{'bare Flask page':24} {floor:6.2f} ms   1.0x")
        for name, path in (
            ("question page", "/hs/moi"),
            ("product page", found.group()),
            ("product list", "/san-pham"),
        ):
            cost = measure(site.pid, port, path)
            print(f"{name:24} {cost:6.2f} ms {cost / floor:5.1f}x")
    finally:
        for process in (bare, site):
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


if __name__ == "__main__":
    main()
