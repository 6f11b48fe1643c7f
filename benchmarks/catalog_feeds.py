"""Files of a hundred thousand products for marketplaces: written, put together from kept parts, fetched, renewed.

On both databases, beside the floor in the same process: the same values, put between their names by hand. Prints
ratios and the peak of memory of that process; what was asked stands beside them. Everything is made up.

    python benchmarks/catalog_feeds.py [PRODUCTS]
"""

import csv
import io
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import IO, Any
from xml.sax.saxutils import escape, unescape

from ground.shelves import begin, fill_up, judge_long_ago
from ground.site import megabytes, of_server, seconds, site

# Asked is a hundred thousand: name it to wait for it.
PRODUCTS = 20_000
MOST = {"google": 0.6, "meta": 1.5}
# A file is put together so many times, and the middle one is told: what else a machine does comes in gusts.
ROUNDS = 5
_ELEMENT = re.compile(r"<([\w:]+)>([^<]*)</")


def measure(kind: str, total: int) -> None:
    """Make the shelves of one database, then measure each file in processes of their own."""
    from app.core.db import db

    with tempfile.TemporaryDirectory() as folder, site(kind, Path(folder)) as app:
        url = app.config["SQLALCHEMY_DATABASE_URI"]
        print(f"{kind}:", flush=True)
        shelf = begin()
        fill_up(shelf, 0, total)
        judge_long_ago(shelf)  # which gives each its photograph and its verdicts
        db.session.rollback()  # SQLite lets nobody else write until the last question is over
        for outlet in MOST:
            for step in ("write", "join"):
                subprocess.run([sys.executable, __file__, step, url, folder, outlet], check=True)


def opened(url: str, folder: Path, work: Callable[[], None]) -> None:
    """Do something in an application over a database and files that are there."""
    from app.factory import create_app
    from tests import conftest

    with create_app(conftest.settings_for(folder, url)).app_context():
        work()


def write(outlet: Any) -> None:
    """Write every part for the first time and give the file out, as the night's job does."""
    from catalog import jobs, queries

    before = megabytes()
    took = seconds(lambda: jobs.make_feed(outlet, None))
    count = queries.count_items(outlet.key)
    print(f"  {outlet.file_name} of {count:,}: written for the first time and packed {took:.1f} s, "
          f"peak {megabytes():.0f} MB, {megabytes() - before:.0f} more than before", flush=True)  # fmt: skip


def join(outlet: Any) -> None:
    """Put the file together from the parts in the database, some times; then let it be fetched and renewed."""
    from catalog import queries

    before = megabytes()
    rounds = [put_together(outlet) for _round in range(ROUNDS)]
    parts = sum(block.parts for block in queries.blocks(outlet.key))
    ratios = sorted(ours / floor for ours, floor, _size in rounds)
    ours, floor, size = (median(each) for each in zip(*rounds, strict=True))
    print(f"  {outlet.file_name} of {parts:,}, {size:.0f} MB: from kept parts {ours:.2f} s, {median(ratios):.2f} x the "
          f"floor ({ratios[0]:.2f}-{ratios[-1]:.2f}), at most {MOST[outlet.key]}; peak {megabytes():.0f} MB, "
          f"{megabytes() - before:.0f} more than before, at most 120", flush=True)  # fmt: skip
    give_out(outlet, parts, floor)


def put_together(outlet: Any) -> tuple[float, float, float]:
    """Put the file together; beside it, block by block, the same by hand. Return seconds of both, and megabytes."""
    from app.core import settings
    from catalog import queries

    spent = {"ours": 0.0, "floor": 0.0}
    is_table = outlet.file_name.endswith("csv")
    server = of_server("select pg_backend_pid()")

    def blocks(floor: IO[str]) -> Iterator[bytes]:
        for block in queries.blocks(outlet.key):
            at = time.process_time()
            _items, joined = queries.joined_parts(outlet.key, block.number, outlet.writing.between)
            spent["ours"] += time.process_time() - at
            by_hand(joined.decode(), floor, is_table=is_table, spent=spent)
            yield joined

    with tempfile.TemporaryFile() as file, tempfile.TemporaryFile("w", encoding="utf-8") as floor:
        for piece in outlet.writing.around(settings.current().base_url, blocks(floor), str.encode):
            at = time.process_time()
            file.write(piece)
            spent["ours"] += time.process_time() - at
        size = file.tell() / 1e6
    # What the database took goes to us: the floor asks it nothing.
    return spent["ours"] + of_server("select pg_backend_pid()") - server, spent["floor"], size


def give_out(outlet: Any, parts: int, floor: float) -> None:
    """Let somebody fetch the file, then change one product and make anew what that costs."""
    from flask import current_app
    from sqlalchemy import select

    from app.core.db import db
    from app.core.transaction import transaction
    from catalog import jobs, queries, services
    from catalog.models import FeedPart, Product
    from tests.factories.catalog import owner_of

    def fetch(packing: str) -> None:
        with current_app.test_client() as client:
            answer = client.get(f"/feeds/{outlet.file_name}", headers={"Accept-Encoding": packing})
            for _piece in answer.response:
                pass

    def refreshed(price_vnd: int) -> float:
        in_it = select(Product).join(FeedPart).where(FeedPart.outlet == outlet.key)
        product = db.session.scalars(in_it.limit(1)).one()
        with transaction():
            services.answer(product, by=owner_of(product.merchant), price_vnd=price_vnd)
        changes = queries.feed_changes(jobs.CHANGES)
        took = seconds(lambda: jobs.make_feed(outlet, changes))
        with transaction():
            services.forget_changes(changes)
        return took

    plain, packed = seconds(lambda: fetch("identity")), seconds(lambda: fetch("gzip"))
    one = median(refreshed(300_000 + number) for number in range(5))
    print(f"  {outlet.file_name} of {parts:,} fetched {plain:.2f} s, "
          f"{plain / floor:.2f} x the floor, packed {packed:.2f} s; refreshed after one change {one * 1000:.0f} ms",
          flush=True)  # fmt: skip


def by_hand(text: str, file: IO[str], *, is_table: bool, spent: dict[str, float]) -> None:
    """Write the same values with nothing of ours; reading them out of the text is not counted."""
    if is_table:
        rows = list(csv.reader(io.StringIO(text)))
        at = time.process_time()
        csv.writer(file).writerows(rows)
    else:
        items = [[(name, unescape(value)) for name, value in _ELEMENT.findall(each)] for each in text.split("</item>")]
        at = time.process_time()
        file.writelines(
            "<item>" + "".join([f"<{name}>{escape(value)}</{name}>" for name, value in item]) + "</item>"
            for item in items
        )
    spent["floor"] += time.process_time() - at


def main() -> None:
    """Measure both databases, each in a process of its own."""
    total = sys.argv[1] if len(sys.argv) > 1 else str(PRODUCTS)
    for kind in ("sqlite", "postgresql"):
        subprocess.run([sys.executable, __file__, total, kind], check=True)


if __name__ == "__main__":
    if sys.argv[1:2] in (["write"], ["join"]):
        from catalog.outlets import OUTLETS

        step = write if sys.argv[1] == "write" else join
        opened(sys.argv[2], Path(sys.argv[3]), lambda: step(OUTLETS[sys.argv[4]]))
    elif len(sys.argv) > 2:
        measure(sys.argv[2], int(sys.argv[1]))
    else:
        main()
