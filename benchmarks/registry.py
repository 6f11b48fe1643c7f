"""A list of 50,000 households from its spreadsheet to committed drafts, and a desk with 20,000 and 200,000 files.

Prints, for both databases, rows a second against a floor in the same run (the same spreadsheet read and its rows and
audit rows put by the driver alone), the peak of memory, and for the queue its statements and its cost as files grow.
SQLite runs inside the process, so its seconds are those of the processor, whatever else the machine does; PostgreSQL
has processes of its own, so its seconds are those of the clock.
"""

import json
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

from ground.site import site

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

ROWS = 50_000
GROWTH = (20_000, 200_000)
LEAST_ROWS_A_SECOND = 5_000
MOST_MEGABYTES = 200
MOST_STATEMENTS = 8
MOST_GROWTH = 1.5
PAGES = ("/cb/viec", "/cb/viec?muc=qua-han", "/cb/viec?muc=cho-dan")
HERE = "33/12826/"
# Where the site runs these are not installed; where they are, the library that writes logs loads them.
TOOLS_OF_DEVELOPMENT = ("rich", "pygments")
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô")
MIDDLE = ("Thị", "Văn", "Đức", "Ngọc", "Thanh", "Minh", "Hữu", "Quốc", "Xuân", "Kim")
GIVEN = ("Mận", "Huy", "Lạch", "Hoa", "Lan", "Thành", "Yến", "Nam", "Hà", "Tâm", "Bình", "Cường", "Dung", "Giang")
CRAFTS = ("Nước mắm", "Gạo", "Bánh", "Rau quả", "Mây tre đan", "Đan lưới")
HAMLETS = ("Thôn Vạn Chài", "Thôn Hải Trung", "Thôn Cửa Lạch", "Thôn Chợ Bến")


def workbook(path: Path) -> None:
    """Write the list: nobody twice, every second household with a citizen number."""
    import xlsxwriter

    draw = random.Random(1)
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Danh sách")
        headers = ("Họ và tên", "Năm sinh", "Điện thoại", "Tên cơ sở", "Nghề", "Thôn", "Địa chỉ", "Số căn cước", "STT")
        sheet.write_row(0, 0, headers)
        for number in range(ROWS):
            name = name_of(number // 60)
            year = 1940 + number % 60
            citizen = f"034{draw.randrange(2)}{year % 100:02d}{number:06d}" if number % 2 else ""
            row = (name, year, f"09{12000000 + number:08d}", f"Cơ sở {name}", draw.choice(CRAFTS), draw.choice(HAMLETS),
                   "cạnh nhà văn hoá", citizen, number)  # fmt: skip
            sheet.write_row(number + 1, 0, row)


def name_of(number: int) -> str:
    """Return one of fourteen thousand names."""
    number, family = divmod(number, len(FAMILY))
    number, middle = divmod(number, len(MIDDLE))
    number, second = divmod(number, len(MIDDLE))
    return f"{FAMILY[family]} {MIDDLE[middle]} {MIDDLE[second]} {GIVEN[number % len(GIVEN)]}"


def bring(kind: str, path: Path) -> dict[str, float]:
    """Bring the list, and let a process that holds what a worker holds and no more take it over."""
    from app.core.db import db
    from app.core.transaction import transaction
    from merchants.imports import services
    from tests.factories.desk import official

    with tempfile.TemporaryDirectory() as folder, site(kind, Path(folder)) as app:
        by = official()
        with transaction():
            found, _ = services.bring(
                data=path.read_bytes(), file_name="ds.xlsx", source_name="Danh sách", listed_on=date(2026, 9, 12),
                area_path=HERE, by=by,
            )  # fmt: skip
            import_id, account_id = found.id, by.account_id
        db.session.remove()
        url = app.extensions["settings"].database_url
        return alone("take", kind, folder, url, str(import_id), str(account_id))


def take(kind: str, folder: str, url: str, import_id: UUID, account_id: UUID) -> dict[str, float]:
    """Take a list over as a worker does; return seconds for the trial and the real run, and the peak of memory."""
    for tool in TOOLS_OF_DEVELOPMENT:
        sys.modules[tool] = None  # type: ignore[assignment]  # what is not installed there cannot be loaded
    from app.accounts.models import Account
    from app.core import collector
    from app.core.db import db
    from app.core.settings import Settings
    from app.core.transaction import transaction
    from app.factory import create_app
    from merchants.imports import services
    from merchants.imports.models import ListImport
    from merchants.models import Merchant

    app = create_app(Settings.from_environment({"LENSAN_STATE_DIR": folder, "LENSAN_DATABASE_URL": url}))
    with app.app_context():
        by = db.session.get_one(Account, account_id).actor()
        collector.settle()
        before = peak()
        took = processor_seconds if kind == "sqlite" else seconds
        tried = took(lambda: services.check(import_id))
        with transaction():
            services.accept(db.session.get_one(ListImport, import_id), by=by)
        taken = took(lambda: services.take(import_id))
        found = db.session.get_one(ListImport, import_id)
        assert found.expected == found.happened == {"new": ROWS}, found.happened
        assert db.session.query(Merchant).count() == ROWS
    return {"tried": tried, "taken": taken, "before": before, "megabytes": peak()}


def peak() -> float:
    """Return the most megabytes this process has held so far, without what it was started from."""
    told = Path("/proc/self/status")
    if not told.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return next(int(line.split()[1]) for line in told.read_text().splitlines() if line.startswith("VmHWM")) / 1024


def floor(path: Path) -> float:
    """Read the same spreadsheet and put its rows and one audit row each with the driver alone; return the seconds."""
    import python_calamine

    with tempfile.TemporaryDirectory() as folder:
        plain = sqlite3.connect(Path(folder) / "floor.db", isolation_level=None)
        plain.execute("pragma journal_mode = wal")
        plain.execute("create table row (id integer primary key, a, b, c, d, e, f, g, h, i)")
        plain.execute("create table audit (id integer primary key, subject, said)")

        def put() -> None:
            sheet = python_calamine.load_workbook(BytesIO(path.read_bytes())).get_sheet_by_index(0)
            rows = [tuple(row) for row in sheet.iter_rows()][1:]
            for start in range(0, len(rows), 1_000):
                plain.execute("begin")
                batch = rows[start : start + 1_000]
                plain.executemany("insert into row (a, b, c, d, e, f, g, h, i) values (?,?,?,?,?,?,?,?,?)", batch)
                plain.executemany("insert into audit (subject, said) values (?, 'list')", [row[:1] for row in batch])
                plain.execute("commit")

        return processor_seconds(put)


def queue(kind: str) -> dict[str, dict[str, float]]:
    """Ask for the desk's queue with few and many files; return statements and milliseconds for each number."""
    from flask import Flask
    from sqlalchemy import event, text

    from app.core.db import db
    from tests.browser import Browser
    from tests.factories.desk import official

    found: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder, site(kind, Path(folder)) as app:
        assert isinstance(app, Flask)
        browser = Browser(app)
        browser.sign_in(official())
        statements: list[str] = []
        event.listen(db.engine, "before_cursor_execute", lambda _c, _cur, said, *_rest: statements.append(said))
        before = 0
        for count in GROWTH:
            fill(before, count)
            before = count
            if kind == "postgresql":
                db.session.execute(text("analyze"))
                db.session.commit()
            for path in PAGES:
                browser.visit(path)  # notes who looked, once a day
                statements.clear()
                page = browser.visit(path)
                assert page.status == 200, page.text[:200]
                asked = [said for said in statements if said.split()[0].lower() in ("select", "insert", "update")]
                times = sorted(seconds(lambda path=path: browser.visit(path)) for _ in range(25))
                found[f"{path} {count}"] = {"statements": len(asked), "ms": times[len(times) // 2] * 1000}
    return found


def fill(start: int, end: int) -> None:
    """Make files in one commune, as a full year leaves them: most confirmed, one in five waiting."""
    from sqlalchemy import insert

    from app.core import areas, clock
    from app.core.db import db
    from app.core.ids import dossier_code, new_id
    from app.core.text import fold
    from merchants.models import Merchant
    from merchants.rules import ContactKind, Craft, Filing
    from merchants.states import Stage

    draw, now, today = random.Random(start), clock.now(), clock.today()
    places = areas.hamlets(HERE, today)
    stages = [Stage.CONFIRMED] * 12 + [Stage.SUBMITTED] * 4 + [Stage.RETURNED] + [Stage.DRAFT] * 3
    common = {
        "craft": Craft.RICE,
        "filing": Filing.SELF,
        "contact_kind": ContactKind.OWN,
        "commune_path": HERE,
        "started_at": now,
        "version": 1,
    }
    for first in range(start, end, 5_000):
        rows = []
        for number in range(first, min(first + 5_000, end)):
            stage, place, name = stages[number % 20], places[number % len(places)], name_of(draw.randrange(14_000))
            sent = None if stage is Stage.DRAFT else now - timedelta(minutes=draw.randrange(40_000))
            own = {
                "id": new_id(),
                "code": dossier_code(block=2000 + number // 90_000, running=number % 90_000),
                "owner_name": name,
                "owner_name_fold": fold(name),
                "birth_year": 1940 + number % 60,
                "area_id": place.id,
                "area_path": place.path,
                "phone": f"+849{12_000_000 + number}",
                "stage": stage,
                "submitted_at": sent,
                "confirmed_at": now if stage is Stage.CONFIRMED else None,
                "review_due_on": today + timedelta(days=draw.randrange(-30, 30)) if sent else None,
                "review_days_left": 3 if stage is Stage.RETURNED else None,
            }
            rows.append(common | own)
        db.session.execute(insert(Merchant.__table__), rows)  # type: ignore[arg-type]  # the table itself: no objects are made
        db.session.commit()


def seconds(work: Callable[[], object]) -> float:
    """Return how long something takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def processor_seconds(work: Callable[[], object]) -> float:
    """Return how long something keeps this process's processor busy."""
    start = time.process_time()
    work()
    return time.process_time() - start


def alone(what: str, *words: str) -> dict[str, Any]:
    """Do one measurement in a process of its own, so that its memory is its own."""
    done = subprocess.run([sys.executable, __file__, what, *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr[-3000:])
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        workbook(path)
        print(f"a list of {ROWS:,} rows, {path.stat().st_size / 1e6:.1f} MB")
        least = floor(path)
        print(f"floor: {ROWS / least:,.0f} rows/s, read and put by the driver alone")
        for kind in ("sqlite", "postgresql"):
            took = alone("bring", kind, str(path))
            print(
                f"{kind}: {ROWS / took['taken']:,.0f} rows/s from spreadsheet to committed with audit "
                f"(asked: {LEAST_ROWS_A_SECOND:,}), {took['taken'] / least:.1f} times the floor; "
                f"trial run {ROWS / took['tried']:,.0f} rows/s; "
                f"peak {took['megabytes']:.0f} MB, {took['megabytes'] - took['before']:.0f} of them for the list "
                f"(asked: {MOST_MEGABYTES})"
            )
    for kind in ("sqlite", "postgresql"):
        found = alone("queue", kind)
        for path in PAGES:
            few, many = (found[f"{path} {count}"] for count in GROWTH)
            print(
                f"{kind} {path}: {many['statements']:.0f} statements (asked: at most {MOST_STATEMENTS}), "
                f"{few['ms']:.0f} ms with {GROWTH[0]:,} files, {many['ms']:.0f} ms with {GROWTH[1]:,}: "
                f"{many['ms'] / few['ms']:.2f} times as much (asked: at most {MOST_GROWTH})"
            )


if __name__ == "__main__":
    if len(sys.argv) > 2 and sys.argv[1] == "queue":
        print(json.dumps(queue(sys.argv[2])))
    elif len(sys.argv) > 2 and sys.argv[1] == "take":
        print(json.dumps(take(*sys.argv[2:5], *map(UUID, sys.argv[5:]))))
    elif len(sys.argv) > 2:
        print(json.dumps(bring(sys.argv[2], Path(sys.argv[3]))))
    else:
        main()
