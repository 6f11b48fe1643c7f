"""A catalogue in the database: judged on a save and all again, shown by commune, its feed refreshed, a list taken over.

On both databases, and beside each the floor in the same run: what the driver alone would take to write the same rows or
the library to read and write the same sheet. Prints figures; what was asked stands beside them. Everything is made up.

    python benchmarks/catalog_database.py [PRODUCTS]
"""

import gc
import io
import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import python_calamine
from ground.shelves import HERE, Shelf, begin, fill, fill_up, judge_long_ago
from ground.site import megabytes, of_server, seconds, site

# Asked is a million: name it to wait for it.
PRODUCTS = 20_000
SAVES, FED = 40, (500, 5_000)
# SQLite lets one write at a time, and whoever judges holds the place of the writer meanwhile.
JUDGES = {"sqlite": 1, "postgresql": 2}
# As much as one maker's shelf holds, in thirty columns: what two families ask.
LISTED, PACKS = 1_000, 50
ASKING = ("I.4.a", "IV.1")


def saving(shelf: Shelf) -> None:
    """Judge on a save: where the change turns verdicts over and where it does not; and what a whole save takes."""
    from app.core import clock
    from app.core.db import db
    from app.core.transaction import transaction
    from catalog import services
    from catalog.services import record
    from tests.factories.catalog import DESCRIPTION, owner_of

    product, by = shelf.product, owner_of(shelf.maker)

    def judged(**answers: Any) -> float:
        with transaction():
            # Who may change it has been asked before, so that the maker is at hand.
            product.place()
            for name, value in answers.items():
                setattr(product, name, value)
            db.session.flush()
            return seconds(lambda: (record.recheck(product, clock.now()), db.session.flush()))

    def save(price_vnd: int) -> None:
        with transaction():
            services.answer(product, by=by, price_vnd=price_vnd)

    same = [judged(price_vnd=90_000 + number) for number in range(SAVES)]
    turned = [judged(description=DESCRIPTION if number % 2 else "") for number in range(SAVES)]
    whole = [seconds(partial(save, 100_000 + number)) for number in range(SAVES)]
    print(f"  readiness on a save: {median(same) * 1000:.1f} ms where verdicts stay, {median(turned) * 1000:.1f} where "
          f"they turn, at most 5; the whole save {median(whole) * 1000:.1f} ms")  # fmt: skip


def judging(kind: str, shelf: Shelf, url: str) -> None:
    """Judge everything again, as after a change to the demands of every marketplace at once."""
    from sqlalchemy import func, select

    from app.core.db import db
    from catalog import queries
    from catalog.models import Product, ProductReadiness

    judge_long_ago(shelf)
    total, verdicts = (
        db.session.scalar(select(func.count()).select_from(each)) or 0 for each in (Product, ProductReadiness)
    )
    stretches = list(queries.stretches(math.ceil(total / JUDGES[kind])))
    db.session.commit()
    start = time.perf_counter()
    judges = [
        subprocess.Popen(
            [sys.executable, __file__, "judge", url, *map(str, stretch)], stdout=subprocess.PIPE, text=True
        )
        for stretch in stretches
    ]
    spent = sum(float(each.communicate()[0].split()[-1]) for each in judges)
    minutes = (time.perf_counter() - start) / 60
    left = db.session.scalar(select(func.count()).where(ProductReadiness.rules_version == ""))
    assert left == 0, f"{left} verdicts are as they were"
    print(f"  {total:,} judged again, {verdicts:,} verdicts written anew by {len(judges)}: {minutes:.1f} min by the "
          f"clock, a million at most 10; {spent / total * 1000:.2f} ms of the processor each")  # fmt: skip


def judge_stretch(url: str, after: str, last: str) -> None:
    """Judge a stretch of products as a worker does, and say what it took of the processor."""
    from app.factory import create_app
    from catalog import jobs
    from tests import conftest

    with tempfile.TemporaryDirectory() as folder, create_app(conftest.settings_for(Path(folder), url)).app_context():
        ours = "select pg_backend_pid()"
        start = time.process_time() + of_server(ours)
        jobs.recheck_stretch(after, last)
        print(time.process_time() + of_server(ours) - start)


def commune(app: Any, total: int) -> None:
    """Open the page of a commune and its list of products."""
    from tests.browser import Browser

    browser = Browser(app)
    for path in (f"/dia-ban/{HERE}", f"/san-pham?xa={HERE}", f"/san-pham?xa={HERE}&tim=nuoc+mam"):
        browser.visit(path)
        times = []
        for _ in range(9):
            app.extensions["pages"].clear()
            times.append(seconds(lambda path=path: browser.visit(path)))
        print(f"  {path} among {total:,}: {median(times) * 1000:.0f} ms, at most 20")


def feeding(shelf: Shelf) -> None:
    """Refresh a feed after one product of few and of many has changed: what it takes, and what is written again."""
    from sqlalchemy import func, select

    from app.core.db import db
    from app.core.transaction import transaction
    from catalog import jobs, queries, services
    from catalog.models import FeedPart
    from catalog.outlets import FETCHED
    from tests.factories.catalog import owner_of

    google, by = FETCHED["google.xml"], owner_of(shelf.maker)

    def refresh() -> None:
        changes = queries.feed_changes(jobs.CHANGES)
        while changes:
            jobs.make_feed(google, changes)
            with transaction():
                services.forget_changes(changes)
            changes = queries.feed_changes(jobs.CHANGES)

    def changed(price_vnd: int) -> float:
        with transaction():
            services.answer(shelf.product, by=by, price_vnd=price_vnd)
        return seconds(refresh)

    whole = seconds(refresh)
    count = db.session.scalar(select(func.count()).select_from(FeedPart)) or 0
    one = median(changed(200_000 + number) for number in range(9))
    print(f"  feed of {count:,}: written for the first time {whole:.1f} s, refreshed after one change "
          f"{one * 1000:.0f} ms")  # fmt: skip


def listing() -> None:
    """Take a list over from its workbook to committed products, and give the shelf out again."""
    from app.core.transaction import transaction
    from catalog import families, queries, services
    from catalog.goods_lists import workbooks
    from tests.factories.catalog import make_maker, owner_of

    maker = make_maker()
    by, rows = owner_of(maker), LISTED * PACKS
    asking = [families.shipped()[key] for key in ASKING]
    asked = workbooks.asked_columns(asking)
    data = workbooks.workbook(made_up(asking), asking)

    def take() -> None:
        with transaction():
            list_id = services.bring(maker, data=data, file_name="ds.xlsx", by=by).id
        services.read_later(list_id)
        with transaction():
            services.accept(list_for(list_id), by=by)
        services.take(list_id, by=by)

    def list_for(list_id: Any) -> Any:
        return queries.goods_list(list_id)

    before = megabytes()
    took = seconds(take)
    held = megabytes() - before
    found = [line for product in queries.all_of(maker.id) for line in workbooks.lines_of(product)]
    # One line more for each product, above its packs.
    assert len(found) == rows + LISTED, len(found)
    read = seconds(lambda: python_calamine.load_workbook(io.BytesIO(data)).get_sheet_by_index(0).to_python())
    ours, floor = seconds(lambda: workbooks.workbook(found, asking)), seconds(lambda: alone(found, asked))
    print(f"  list of {rows:,} x {len(asked)} read, tried out and committed: {rows / took:,.0f} lines/s, at least "
          f"3,000; {took / read:.1f} x reading it alone; written {ours / floor:.2f} x XlsxWriter, "
          f"at most 1.0; {held:.0f} MB more than before, at most 80")  # fmt: skip


def made_up(asking: Sequence[Any]) -> Iterator[dict[str, str]]:
    """Return the lines of a list whose rows say everything again for every pack, as those of other shops do."""
    answers = {"flag": "Có", "number": "30"}
    of_all = {f"attr:{each.key}": answers.get(each.kind, "Theo công bố") for family in asking
              for each in family.attributes}  # fmt: skip
    for number in range(LISTED):
        of_one = of_all | {
            "name": f"Nước mắm cốt Diêm Điền số {number}", "family": asking[0].name_vi, "content": "500 ml",
            "description": f"Mẻ thứ {number}. " + "Ủ chượp mười hai tháng. " * 8, "ingredients": "Cá cơm, muối",
            "name_en": f"Fish sauce, batch {number}", "description_en": "Twelve months in the jar. " * 8,
            "shelf_life_days": "360", "storage": "Nơi khô, thoáng", "axis_1": "Khối lượng",
        }  # fmt: skip
        for pack in range(PACKS):
            yield of_one | {"price_vnd": str(90_000 + pack), "weight_g": "900", "option_1": f"{pack + 1} chai"}


def alone(lines: Sequence[Mapping[str, Any]], asked: Sequence[Any]) -> None:
    """Write the same cells with the library and nothing of ours."""
    import xlsxwriter

    book = xlsxwriter.Workbook(io.BytesIO(), {"constant_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet()
    for row, line in enumerate(lines, start=1):
        for place, facts in enumerate(asked):
            if value := line.get(facts.key, ""):
                sheet.write_string(row, place, str(value))
    book.close()


def measure(kind: str, total: int) -> None:
    """Print everything of one database; the process is its own, so that its memory is."""
    from app.core.db import db

    with tempfile.TemporaryDirectory() as folder, site(kind, Path(folder)) as app:
        url = app.config["SQLALCHEMY_DATABASE_URI"]
        print(f"{kind}:", flush=True)
        shelf = begin()
        saving(shelf)
        listing()
        filled = 0
        for count in FED:
            fill(shelf, filled, count)
            filled = count
            feeding(shelf)
        fill_up(shelf, filled, total)
        gc.collect()
        judging(kind, shelf, url)
        commune(app, total)
        print(f"  peak of memory {megabytes():.0f} MB, with everything that was made up", flush=True)
        db.session.rollback()


def main() -> None:
    """Measure both databases, each in a process of its own."""
    total = sys.argv[1] if len(sys.argv) > 1 else str(PRODUCTS)
    for kind in ("sqlite", "postgresql"):
        subprocess.run([sys.executable, __file__, total, kind], check=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["judge"]:
        judge_stretch(*sys.argv[2:])
    elif len(sys.argv) > 2:
        measure(sys.argv[2], int(sys.argv[1]))
    else:
        main()
