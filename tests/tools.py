"""Programs that tests ask for a second opinion; `make test` installs them."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest


def tool(name: str, package: str) -> str:
    """Return a program, or skip saying what to install; where everything is run its absence is a failure."""
    path = shutil.which(name)
    if path is None:
        reason = f"{name} is not here: apt-get install {package}"
        if os.environ.get("LENSAN_TOOLS") == "needed":
            pytest.fail(reason)
        pytest.skip(reason)
    return path


def openssl_cms(data: bytes, signature: bytes, folder: Path, root: Path) -> str:
    """Return what OpenSSL says of a signature beside some bytes, with one root in its trust."""
    program = tool("openssl", "openssl")
    (folder / "data").write_bytes(data)
    (folder / "data.p7s").write_bytes(signature)
    command = [program, "cms", "-verify", "-binary", "-inform", "DER", "-in", "data.p7s", "-content", "data"]
    command += ["-purpose", "any", "-CAfile", str(root), "-out", os.devnull]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stderr


def pdfsig(pdf: bytes, folder: Path, root: Path | None = None) -> str:
    """Return what poppler's pdfsig says of a file, with one root in its trust, or without looking at certificates."""
    program = tool("pdfsig", "poppler-utils")
    path = folder / "checked.pdf"
    path.write_bytes(pdf)
    trust = ["-nocert"]
    if root is not None:
        certutil, store = tool("certutil", "libnss3-tools"), f"sql:{folder}"
        subprocess.run([certutil, "-N", "-d", store, "--empty-password"], check=True)
        subprocess.run([certutil, "-A", "-d", store, "-n", "root", "-t", "C,C,C", "-i", str(root)], check=True)
        trust = ["-nssdir", store]
    return subprocess.run([program, *trust, str(path)], capture_output=True, text=True, check=False).stdout
