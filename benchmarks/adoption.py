"""Figures of a whole country, made up: 3,321 communes, and up to 5 million businesses with four proofs of payment each.

Prints, for each database and size, how long counting everything takes, what the pages of the country, of a province and
of a commune cost (the 95th of a hundred visits: the server's whole time, and the time inside queries), both when all is
counted and just after a change in one place, and by how much one new proof is dearer with the notes that rollups need.
Milliseconds are those of the processor, of this process and of the server process that answers it, so that whatever
else the machine does says nothing; the count of everything is told by the clock as well.

    python benchmarks/adoption.py [sqlite] [postgresql] [50000] [500000] [5000000]
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from datetime import time as clock_time
from pathlib import Path
from typing import Any
from uuid import UUID

from ground.site import site

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.core import clock  # noqa: E402  the path comes first

SIZES = (50_000, 500_000)
PROVINCES, COMMUNES, HAMLETS, PROOFS = 34, 3_321, 10, 4
VISITS, FACTS, PIECE = 60, 200, 100_000
START, TODAY = clock_time(8), clock.today()
ASKED_MS, ASKED_QUERIES_MS, ASKED_FACT_MS, ASKED_REBUILD_S = 60, 10, 1, 15 * 60
PAGES = (
    ("country", "/cb", 0),
    ("province", "/cb", 1),
    ("commune", "/cb/bang/20000", 2),
    ("way", "/cb/bang/20000/duong-di", 2),
    ("its way", "/cb/bang/100/duong-di", 1),
    ("snags", "/cb/bang/20000/vuong-mac", 2),
    ("crafts", "/cb/theo-nghe", 0),
    ("its craft", "/cb/bang/20000/theo-nghe", 2),
)


@contextmanager
def watched(kind: str, folder: Path) -> Iterator[Any]:
    """Open an application over a fresh database, each of whose processes is seen."""
    from sqlalchemy import text

    from app.core.db import db

    with site(kind, folder) as made:
        if kind == "postgresql":  # processes that help another would not be seen
            alone = "set max_parallel_workers_per_gather = 0"
            db.session.execute(text(f"alter database {db.engine.url.database} {alone}"))
            db.session.commit()
            db.engine.dispose()
            # Exchanged after half an hour, a connection would have another process, whose time nobody looks at.
            db.engine.pool._recycle = -1  # noqa: SLF001  there is no other way once it is made
        yield made


@contextmanager
def unwatched(kind: str) -> Iterator[Any]:
    """Give a connection on which neither triggers nor references are minded: the made-up rows need none."""
    from sqlalchemy import text

    from app.core.db import db
    from app.dashboards.rollups import triggers

    with db.engine.connect() as connection:
        if kind == "sqlite":
            driver: Any = connection.connection.driver_connection
            driver.execute("pragma foreign_keys = off")
            triggers.remove(connection)
        else:
            connection.execute(text("set session_replication_role = replica"))
        yield connection
        if kind != "sqlite":
            connection.execute(text("set session_replication_role = default"))
        connection.execute(text("update place_state set settled_at = null"))
        triggers.install(connection)
        connection.commit()
        connection.invalidate()


def fill(kind: str, size: int) -> None:
    """Make places and businesses: nine in ten confirmed, one in five in use this month."""
    from app.core.bulk import insert_many, look_again
    from app.core.db import db

    tables: dict[str, Any] = {}
    with unwatched(kind) as connection:
        for table, rows in places():
            insert_many(table, rows, connection=connection)
            tables[table.name] = table
        made = list(businesses(Words(kind)))
        # An index over all rows at once is made far quicker than row by row; but triggers look products up by theirs.
        filled = {table for table, _, _ in made if table.name != "product"}
        indexes = [index for table in filled for index in table.indexes]
        for index in indexes:
            index.drop(connection)
        for first in range(0, size, PIECE):
            for table, columns, source in made:
                put(connection, table, columns, source.format(first=first, end=min(first + PIECE, size)))
                tables[table.name] = table
            connection.commit()
        for index in indexes:
            index.create(connection)
        connection.commit()
    look_again(*tables.values())
    db.session.commit()


def put(connection: Any, table: Any, columns: dict[str, str], source: str) -> None:
    """Let the database make rows out of numbers; columns that are not named get what the model gives them."""
    from sqlalchemy import insert, literal_column, select, text

    chosen = select(*map(literal_column, columns.values())).select_from(text(source))
    connection.execute(insert(table).from_select(list(columns), chosen))


class Words:
    """The few words that the two databases do not share."""

    def __init__(self, kind: str) -> None:
        self.is_sqlite = kind == "sqlite"
        self.then = f"{'' if self.is_sqlite else 'timestamptz'} '2025-08-01 00:00:00.000000'"

    def key(self, kind: int, number: str) -> str:
        """Return the key of a number, the same as in Python."""
        if self.is_sqlite:
            return f"printf('{kind:08x}%024x', {number})"
        return f"('{kind:08x}' || lpad(to_hex({number}), 24, '0'))::uuid"

    def padded(self, number: str, length: int) -> str:
        """Return a number of so many digits."""
        return f"printf('%0{length}d', {number})" if self.is_sqlite else f"lpad(({number})::text, {length}, '0')"

    def day(self, back: str) -> str:
        """Return the day so many days before today."""
        if self.is_sqlite:
            return f"date('{TODAY}', printf('%+d days', -({back})))"
        return f"(date '{TODAY}' - ({back})::int)"

    def moment(self, day: str) -> str:
        """Return an instant of a day."""
        return f"{day} || ' 03:00:00.000000'" if self.is_sqlite else f"({day} + time '03:00') at time zone 'UTC'"


def key(kind: int, number: int) -> UUID:
    """Return a key that is the same for the same number."""
    return UUID(int=(kind << 96) + number)


def commune_of(number: int) -> str:
    """Return one of the communes."""
    return f"{100 + number % COMMUNES % PROVINCES}/{20_000 + number % COMMUNES}/"


def hamlet_of(number: int) -> str:
    """Return one of the hamlets."""
    return f"{commune_of(number)}{10 + number // COMMUNES % HAMLETS}/"


def places() -> Iterator[tuple[Any, list[dict[str, Any]]]]:
    """Yield provinces, communes and hamlets, and one class in each hamlet."""
    from app.core.areas import Area, Level
    from merchants.training.models import TrainingSession

    since = {
        "valid_from": date(2025, 7, 1),
        "valid_to": None,
        "parent_id": None,
        "successor_id": None,
        "name_fold": "x",
    }
    rows = [("province", f"{100 + number}/", Level.PROVINCE) for number in range(PROVINCES)]
    rows += [("xã", commune_of(number), Level.COMMUNE) for number in range(COMMUNES)]
    rows += [("thôn", hamlet_of(number), Level.HAMLET) for number in range(COMMUNES * HAMLETS)]
    yield Area.__table__, [
        since | {"id": key(9, number), "name": f"{name} {number}", "path": path, "level": level,
                 "code": "".join(path.split("/")[-3 if level is Level.HAMLET else -2:])}
        for number, (name, path, level) in enumerate(rows)
    ]  # fmt: skip
    yield TrainingSession.__table__, [
        {"id": key(10, number), "course_id": key(11, 0), "area_path": hamlet_of(number), "place_note": "x",
         "capacity": 25, "trainer_id": None, "held_on": TODAY - timedelta(days=number % 400), "start_time": START,
         "paper_present": None, "paper_companions": None, "counted_at": None, "version": 1}
        for number in range(COMMUNES * HAMLETS)
    ]  # fmt: skip


def businesses(words: Words) -> Iterator[tuple[Any, dict[str, str], str]]:
    """Yield of what businesses have the table, the columns made out of a number n, and whence the numbers come."""
    from catalog.channel_rules import Channel
    from catalog.models import Product, ProductReadiness
    from merchants.models import Merchant, MerchantConsent
    from merchants.training.models import Enrolment
    from merchants.visits.models import Visit
    from payments.models import PaymentEvidence, Standee

    mine = words.key(1, "n")
    commune = f"(100 + n % {COMMUNES} % {PROVINCES}) || '/' || (20000 + n % {COMMUNES}) || '/'"
    stages = {17: "resting", 18: "submitted", 19: "declined_for_now"}
    stage = " ".join(("case n % 20", *(f"when {rest} then '{name}'" for rest, name in stages.items())))
    yield Merchant.__table__, {
        "id": mine, "code": words.padded("n", 12), "area_id": words.key(9, "0"), "birth_year": "1970",
        "craft": "case n % 3 when 0 then 'fish_sauce' when 1 then 'homestay' else 'rice' end",
        "area_path": f"{commune} || (10 + n / {COMMUNES} % {HAMLETS}) || '/'", "commune_path": commune,
        "stage": f"{stage} else 'confirmed' end",
        "business_name": "'Cơ sở ' || n", "owner_name": "'Chủ ' || n", "owner_name_fold": "'chu ' || n",
        "review_due_on": f"case when n % 20 = 18 then {words.day('4 - n % 9')} end", "started_at": words.then,
        "submitted_at": words.then, "confirmed_at": f"case when n % 20 < 18 then {words.then} end", "version": "1",
    }, numbers()  # fmt: skip
    proof = f"(n * {PROOFS} + proof)"
    yield PaymentEvidence.__table__, {
        "id": words.key(2, proof), "merchant_id": mine, "request_id": words.key(3, proof), "payer": "'p' || proof",
        "grade": "case n % 4 when 0 then 'A' when 3 then 'C' else 'B' end", "source": "'x'",
        "occurred_on": words.day(f"case when n % 5 = 0 then {proof} % 25 else ({proof} * 7 + n * 61) % 730 end"),
    }, f"{numbers()} cross join (select 0 as proof union select 1 union select 2 union select 3) proofs"  # fmt: skip
    yield Standee.__table__, {
        "id": words.key(4, "n"), "serial": words.padded("n", 8), "merchant_id": mine, "bank_bin": "'970436'",
        "account_no": "'0'", "holder_name": "'X'", "payload": "'x'", "issued_at": words.then, "version": "1",
        "state": "'issued'",
    }, numbers("n % 3 = 0")  # fmt: skip
    yield MerchantConsent.__table__, {
        "id": words.key(5, "n"), "merchant_id": mine, "purpose": "'statistics'", "given": "n % 25 <> 0",
        "how": "'screen'", "at": words.then,
    }, numbers()  # fmt: skip
    yield Product.__table__, {
        "id": words.key(6, "n"), "merchant_id": mine, "sku": "'s' || n", "slug": "'s' || n", "name": "'Mắm'",
        "created_at": words.then, "updated_at": words.then, "stage": "'draft'", "attrs": "'{}'", "cover": "'{}'",
        "version": "1",
    }, numbers("n % 10 = 0")  # fmt: skip
    yield ProductReadiness.__table__, {
        "id": words.key(7, "n"), "product_id": words.key(6, "n"), "channel": f"'{next(iter(Channel)).value}'",
        "score_met": "9", "score_required": "9", "computed_at": words.then, "rules_version": "'x'",
        "verdict": "case when n % 20 = 0 then 'missing' else 'ready' end",
    }, numbers("n % 10 = 0")  # fmt: skip
    yield Enrolment.__table__, {
        "id": words.key(8, "n"), "session_id": words.key(10, f"n % {COMMUNES * HAMLETS}"), "merchant_id": mine,
        "person_name": "'x'", "signed_up_at": words.then,
        "attendance": "case when n % 50 = 0 then 'not_recorded' else 'present' end",
        "recorded_at": f"case when n % 50 <> 0 then {words.then} end",
    }, numbers("n % 7 = 0")  # fmt: skip
    # Half of them paid on the day, by the class that was held there.
    due_on = words.day(f"n % {COMMUNES * HAMLETS} % 400 - after_days")
    yield Visit.__table__, {
        "id": words.key(12, "(n * 100 + after_days)"), "merchant_id": mine, "enrolment_id": words.key(8, "n"),
        "after_days": "after_days", "due_on": due_on, "version": "1",
        "state": "case when n % 2 = 0 then 'seen' else 'planned' end",
        "done_at": f"case when n % 2 = 0 then {words.moment(due_on)} end",
    }, f"{numbers('n % 7 = 0')} cross join (select 7 as after_days union select 30 union select 90) days"  # fmt: skip


def numbers(which: str = "n = n") -> str:
    """Return the numbers of one piece, to select from: those that fit."""
    series = "select {first} as n union all select n + 1 from each_number where n + 1 < {end}"
    return f"(with recursive each_number(n) as ({series}) select n from each_number where {which}) numbered"  # noqa: S608  ours


# The clocks of processes on whose processor time a measure looks.
clocks: list[int] = []


def look_at_processes() -> None:
    """Find the processes whose time is measured: this one, and those of the server that work for it."""
    from sqlalchemy import text

    from app.core.db import db

    clocks[:] = [time.CLOCK_PROCESS_CPUTIME_ID]
    if db.engine.dialect.name == "postgresql":
        # A cleaner of the database is there and gone again, and answers nobody.
        clients = "datname = current_database() and backend_type = 'client backend'"
        working = f"select pid from pg_stat_activity where {clients}"  # noqa: S608  ours
        # The number of another process's clock, as clock_getcpuclockid makes it.
        clocks.extend(~pid << 3 | 2 for pid in db.session.scalars(text(working)))
        db.session.rollback()


def now() -> float:
    """Return the seconds that processors have spent."""
    return sum(map(time.clock_gettime, clocks))


def visit(browser: Any, path: str, spent: list[float]) -> tuple[float, float]:
    """Return how long one visit took the server, and how much of that was inside queries."""
    spent.clear()
    start = now()
    page = browser.client.get(path)
    took = (now() - start) * 1000
    assert page.status_code == 200, path
    return took, sum(spent) * 1000


@contextmanager
def clocked() -> Iterator[list[float]]:
    """Collect how long each statement takes, from its being sent to its rows being there."""
    from sqlalchemy import event
    from sqlalchemy.engine.cursor import CursorFetchStrategy

    from app.core.db import db

    spent: list[float] = []

    def before(*which: Any) -> None:
        which[4].began = now()

    def after(*which: Any) -> None:
        spent.append(now() - which[4].began)

    # SQLite reads most rows only when they are fetched, which belongs to the query.
    reader: Any = CursorFetchStrategy
    fetch = reader.fetchall

    def fetched(*which: Any) -> Any:
        start = now()
        rows = fetch(*which)
        spent[-1] += now() - start
        return rows

    event.listen(db.engine, "before_cursor_execute", before)
    event.listen(db.engine, "after_cursor_execute", after)
    reader.fetchall = fetched
    yield spent
    reader.fetchall = fetch
    event.remove(db.engine, "before_cursor_execute", before)
    event.remove(db.engine, "after_cursor_execute", after)


def ask_for_pages(app: Any) -> None:
    """Visit each page many times, when all is counted and just after a change; print the 95th of a hundred."""
    from app.core.ids import new_id
    from app.policy import Actor, Holding, Role
    from tests.browser import Browser

    steps = commune_of(0).split("/")
    for name, path, depth in PAGES:
        reach = "".join(f"{step}/" for step in steps[:depth])
        role = (Role.AUDITOR, Role.PROVINCE, Role.OFFICIAL)[depth]
        with app.app_context():  # of its own: who is signed in is kept there
            browser = Browser(app)
            browser.sign_in(Actor(new_id(), "x", (Holding(role, reach),)))
            for state in ("counted", "changed"):
                if state == "changed":
                    prove(1)
                tell(f"{name:<9} {state:<8}", browser, path)
            settle()


def tell(name: str, browser: Any, path: str) -> None:
    """Visit a page many times and print the 95th of a hundred."""
    with clocked() as spent:
        visit(browser, path, spent)
        both = [visit(browser, path, spent) for _ in range(VISITS)]
    total, queries = (statistics.quantiles(each, n=20)[-1] for each in zip(*both, strict=True))
    print(f"  {name} p95 {total:6.1f} ms (asked {ASKED_MS}), queries {queries:5.1f} ms (asked {ASKED_QUERIES_MS}), "
          f"{len(spent)} statements", flush=True)  # fmt: skip


def settle() -> None:
    """Count whatever changed."""
    from app.core import jobs

    jobs.run("rollups.settle", {})


def prove(times: int) -> list[float]:
    """Write down new proofs, each in its own transaction, and return the milliseconds each took."""
    from app.core.db import db
    from merchants.models import Merchant
    from tests.factories.figures import prove_payment

    merchant, took = db.session.get(Merchant, key(1, 0)), []
    assert merchant is not None
    for _ in range(times):
        start = now()
        prove_payment(merchant)
        db.session.commit()
        took.append((now() - start) * 1000)
        db.session.refresh(merchant)
    db.session.rollback()
    return took


def cost_of_a_fact() -> float:
    """Return by how many milliseconds the middle proof is dearer with notes than without, in turns."""
    from sqlalchemy import text

    from app.core.db import db
    from app.dashboards.rollups import triggers

    took: dict[bool, list[float]] = {True: [], False: []}
    prove(1)
    look_at_processes()
    for turn in range(10):
        is_watched = turn % 2 == 0
        with db.engine.begin() as connection:
            if is_watched:
                triggers.install(connection)
            else:
                for name in triggers.present(connection):
                    drop = (
                        f"drop function {name} cascade"
                        if connection.dialect.name == "postgresql"
                        else f"drop trigger {name}"
                    )
                    connection.execute(text(drop))
        took[is_watched] += prove(FACTS // 10)[2:]
    with db.engine.begin() as connection:
        triggers.install(connection)
    return statistics.median(took[True]) - statistics.median(took[False])


def measure(kind: str, size: int) -> None:
    """Fill, count, ask, print."""
    from app.core.transaction import transaction
    from app.dashboards.rollups import services

    folder = os.environ.get("LENSAN_BENCH_FOLDER")
    with tempfile.TemporaryDirectory(dir=folder) as made, watched(kind, Path(made)) as app:
        start = time.perf_counter()
        fill(kind, size)
        proofs = size * PROOFS
        print(f"{kind}, {size:,} businesses, {proofs:,} proofs, {COMMUNES:,} communes "
              f"(filled in {time.perf_counter() - start:.0f} s)", flush=True)  # fmt: skip
        look_at_processes()
        start, spent = time.perf_counter(), now()
        with transaction():
            places = services.forget()
        settle()
        took, spent = time.perf_counter() - start, now() - spent
        print(f"  everything counted: {places:,} places in {took:.0f} s by the clock (asked {ASKED_REBUILD_S}), "
              f"{spent:.0f} s of the processor, {spent / size * 1e6:.0f} µs a business", flush=True)  # fmt: skip
        ask_for_pages(app)
        print(f"  one new proof: {cost_of_a_fact():+.2f} ms with notes (asked {ASKED_FACT_MS})", flush=True)


if __name__ == "__main__":
    words = sys.argv[1:]
    kinds = [word for word in words if word in ("sqlite", "postgresql")] or ["sqlite", "postgresql"]
    sizes = [int(word) for word in words if word.isdecimal()] or list(SIZES)
    if len(kinds) == len(sizes) == 1:
        measure(kinds[0], sizes[0])
    else:
        for kind in kinds:
            for size in sizes:
                if subprocess.run([sys.executable, __file__, kind, str(size)], check=False).returncode:
                    raise SystemExit(f"{kind} {size} failed")
