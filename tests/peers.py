"""Peers for tests, real and on loopback: a Redis server of the machine, an S3 server from an environment apart."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.core.settings import ROOT


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def redis_server(folder: Path) -> Iterator["tuple[str, subprocess.Popen[bytes]]"]:
    """Run a Redis that keeps nothing, and give its address and its process."""
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    assert program, "redis-server is needed: make test installs it where it can"
    port = free_port()
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    with _running(command, port) as process:
        yield f"redis://127.0.0.1:{port}/0", process


@contextmanager
def s3_server() -> Iterator[str]:
    """Run an S3 server with nothing in it, and give its address."""
    program = ROOT / ".venv/peers/bin/moto_server"
    assert program.exists(), "the S3 server is needed: make test installs it"
    port = free_port()
    with _running([str(program), "-H", "127.0.0.1", "-p", str(port)], port):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def stripe_server() -> Iterator[str]:
    """Run somebody else's stand-in for the card processor, and give its address; it knows payments, not checkouts."""
    program = ROOT / ".venv/peers/bin/localstripe"
    assert program.exists(), "the card processor's stand-in is needed: make test installs it"
    port = free_port()
    with _running([str(program), "--port", str(port), "--from-scratch"], port):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def _running(command: list[str], port: int) -> "Iterator[subprocess.Popen[bytes]]":
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LENSAN_", "AWS_"))}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(2400):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None, command
            time.sleep(0.05)
        yield process
    finally:
        process.kill()
        process.wait()
