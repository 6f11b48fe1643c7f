"""Everything `make test` runs: finds or installs what the tests use, then all tests on SQLite and on PostgreSQL.

Nothing is skipped in silence: what cannot be had is named, and on a build server that is a failure.
"""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed
from tempfile import TemporaryDirectory

from tests import databases

# Chromium without its windows shows and says of a page the same, for half the work; else the whole of it will do.
BARE = ("chromium-headless-shell", "chrome-headless-shell")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")

REDIS = ("redis-server", "valkey-server")
# Signed papers are checked by tools that are not ours, and signed by a token that is a file.
SIGNING = {"pdfsig": "poppler-utils", "certutil": "libnss3-tools", "softhsm2-util": "softhsm2"}


# Every test is in one part, and those that ask for the run's database are in two; but a walk of the whole site as
# everybody, which takes a minute and asks about rights, is made once, and so are most tests of single pages: what they
# ask of a database is asked by those of its slice as well, and by the walks over every address.
ON_THE_DATABASE = "not browser and not no_database and not both"
PARTS = (
    ("sqlite", ON_THE_DATABASE, "tests"),
    ("sqlite", "browser", "tests/journeys/test_every_page.py"),
    ("postgresql", f"{ON_THE_DATABASE} and not once", "tests"),
    ("sqlite", "browser", "tests/journeys", "--ignore=tests/journeys/test_every_page.py"),
    ("sqlite", "not browser and (no_database or both)", "tests"),
)


def found(names: tuple[str, ...], package: str) -> str | None:
    """Return the first of some programs on this machine, installing Debian's package if that is possible."""
    path = next((path for name in names if (path := shutil.which(name))), None)
    if path is None and shutil.which("apt-get") and os.geteuid() == 0:
        print(f"No {names[0]} here: installing Debian's", flush=True)
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": False}
        hurry = ["-o", "Acquire::Retries=0", "-o", "Acquire::http::Timeout=15"]
        subprocess.run(["apt-get", "update", *hurry], **quiet)
        subprocess.run(["apt-get", "install", "-y", "--no-install-recommends", package], **quiet)
        path = shutil.which(names[0])
    return path


def run(database: str, marks: str, *where: str) -> tuple[int, str]:
    """Run the tests of a place with some marks on one database, and return how it ended and what it said."""
    environment = os.environ | {"LENSAN_TEST_DATABASE": database}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", marks, *where]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.returncode, f"== tests on {database}: {marks} of {' '.join(where)}\n{done.stdout}"


def main() -> int:
    chromium = found(BARE, "chromium-headless-shell") or found(CHROMIUM, "chromium")
    others = (("Redis", REDIS, "redis-server"), *((name, (name,), package) for name, package in SIGNING.items()))
    missing = [name for name, names, package in others if not found(names, package)]
    missing += [] if chromium else ["Chromium"]
    if missing:
        print(f"The tests need {' and '.join(missing)}, not found here and not to be installed: install and run again")
        return 1
    os.environ["LENSAN_CHROMIUM"] = str(chromium)
    os.environ["LENSAN_TOOLS"] = "needed"  # from here on a tool that is not there fails its tests instead of skipping
    # The longest first; one more at a time than there are cores, for each waits now and then for a disk or a process.
    failed = False
    os.environ["LENSAN_TEST_POSTGRESQL"] = databases.server()
    workers = (os.cpu_count() or 1) + 1
    with TemporaryDirectory(prefix="lensan-kept-") as kept, ThreadPoolExecutor(workers) as pool:
        os.environ["LENSAN_TEST_KEPT"] = kept
        for done in as_completed([pool.submit(run, *part) for part in PARTS]):
            code, said = done.result()
            print(said, flush=True)
            failed = failed or code != 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
