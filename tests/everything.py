"""Everything `make test` runs: finds or installs a browser, then all tests on SQLite and on PostgreSQL.

Nothing is skipped in silence: what cannot be had is named, and on a build server that is a failure.
"""

import os
import shutil
import subprocess
import sys

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")


def browser() -> str | None:
    """Return a Chromium on this machine, installing Debian's if that is possible."""
    found = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    if found is None and shutil.which("apt-get") and os.geteuid() == 0:
        print("No Chromium here: installing Debian's", flush=True)
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": False}
        subprocess.run(["apt-get", "update"], **quiet)
        subprocess.run(["apt-get", "install", "-y", "--no-install-recommends", "chromium"], **quiet)
        found = shutil.which("chromium")
    return found


def run(database: str, *arguments: str) -> int:
    print(f"== tests on {database}: {' '.join(arguments)}", flush=True)
    environment = os.environ | {"LENSAN_TEST_DATABASE": database}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(command, env=environment, check=False).returncode


def main() -> int:
    chromium = browser()
    if chromium is None:
        print("The browser tests need Chromium, and it could not be found or installed: install it and run again")
        return 1
    os.environ["LENSAN_CHROMIUM"] = chromium
    outcomes = [
        run("sqlite", "-m", "not browser"),
        run("postgresql", "-m", "not browser and not no_database and not both"),
        run("sqlite", "-m", "browser"),
    ]
    return 1 if any(outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
