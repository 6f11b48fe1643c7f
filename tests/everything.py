"""Everything `make test` runs: finds or installs a browser, then all tests on SQLite and on PostgreSQL.

Nothing is skipped in silence: what cannot be had is named, and on a build server that is a failure.
"""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed

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


def run(database: str, marks: str) -> tuple[int, str]:
    """Run the tests with some marks on one database, and return how it ended and what it said."""
    environment = os.environ | {"LENSAN_TEST_DATABASE": database}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", marks]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.returncode, f"== tests on {database}: {marks}\n{done.stdout}"


def main() -> int:
    chromium = browser()
    if chromium is None:
        print("The browser tests need Chromium, and it could not be found or installed: install it and run again")
        return 1
    os.environ["LENSAN_CHROMIUM"] = chromium
    # Two at a time: a database each. The browser comes last, when nothing else keeps the machine busy.
    failed = False
    for side_by_side in (
        (("sqlite", "not browser"), ("postgresql", "not browser and not no_database and not both")),
        (("sqlite", "browser"),),
    ):
        with ThreadPoolExecutor() as pool:
            for done in as_completed(pool.submit(run, *each) for each in side_by_side):
                code, said = done.result()
                print(said, flush=True)
                failed = failed or code != 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
