"""Products judged, written and read in bulk, each against a floor in the same run: what Python alone would take.

Seconds are those of the processor. Prints ratios; the targets stand beside them. The catalogue is made up.
"""

import csv
import io
import re
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

BASE = "https://lensan.vn"
ON = date(2026, 11, 28)
JUDGED, FED, LISTED, READ = 2_000, 10_000, 5_000, 3_000
_ELEMENT = re.compile(r"<([\w:]+)>([^<]*)</")


def seconds(work: Callable[[], object], rounds: int = 3) -> float:
    """Return the median of the processor's seconds."""
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return median(taken)


def shown(number: int) -> Any:
    """Return one product as visitors see it."""
    from catalog.rules import PublicProduct, Storage, Unit

    return PublicProduct(
        slug=f"nuoc-mam-{number}", sku=f"{number:08X}", name=f"Nước mắm Diêm Điền 40 độ đạm số {number}",
        description="Cá cơm và muối Thụy Hải, ủ chượp mười hai tháng trong chum sành rồi rút nỏ. " * 4,
        ingredients="Cá cơm, muối", price_vnd=120_000, content="500 ml", shelf_life_days=720, storage=Storage.DRY,
        cover={"sq1500": {"sha256": f"{number:064x}", "width": 1500, "height": 1500}}, business_name="Mắm Bà Mận",
        owner_name="Nguyễn Thị Mận", phone="+84912345678", area_path="33/12826/01/", is_demo=True, family="I.4.a",
        attrs={"protein_degree": 40, "fish": "Cá cơm"}, weight_g=900, unit=Unit.ML, seller="0f1e2d3c4b5a",
    )  # fmt: skip


def judging() -> None:
    """Judge products for every marketplace, as a save does: at most 5 ms for one."""
    from catalog.channel_rules import shipped_book
    from catalog.judging import judge
    from catalog.rules import PhotoFacts, PhotoRole, ProductFacts, Storage, Unit
    from catalog.services.verdicts import demands_on

    front = PhotoFacts(PhotoRole.FRONT, 1500, 1500, 400_000, "a" * 64)
    one = ProductFacts(
        name="Nước mắm Diêm Điền 40 độ đạm", description="Cá cơm và muối. " * 20, price_vnd=120_000,
        net_content=Decimal(500), unit=Unit.ML, shelf_life_days=720, storage=Storage.DRY, weight_g=900,
        ingredients="Cá cơm, muối", brand="Mắm Bà Mận", photos=(front,) * 4, is_shown=True, family="I.4.a",
    )  # fmt: skip
    demands = demands_on(shipped_book(), ON)
    facts = [replace(one, name=f"{one.name} {number}") for number in range(JUDGED)]

    def judge_all() -> None:
        for each in facts:
            judge(each, {}, demands)

    each_ms = seconds(judge_all) / JUDGED * 1000
    minutes = each_ms * 1_000_000 / 1000 / 60 / 2
    print(f"judge one product for {len(demands.of)} places: {each_ms:.2f} ms, at most 5")
    print(f"a million products on two cores: {minutes:.1f} min without the database, at most 10")


def feeds() -> None:
    """Write the files that marketplaces fetch: anew, and from the parts that are kept."""
    from catalog.outlets import OUTLETS

    products = [shown(number) for number in range(FED)]
    for key, most in (("google", 0.6), ("meta", 1.5)):
        feed(OUTLETS[key], products, most=most)


def feed(outlet: Any, products: Sequence[Any], *, most: float) -> None:
    """Write one file both ways, and by hand."""
    kept = [outlet.writing.part(each, BASE) for each in products]
    anew = seconds(lambda: drained(part.text for part in outlet.written(products, BASE)), 1)
    put = seconds(lambda: drained(part.text for part in outlet.writing.joined(BASE, kept)))
    floor = seconds(by_hand([part.text for part in kept], is_table=outlet.file_name.endswith("csv")))
    size = sum(len(part.text) for part in kept) / 1e6
    print(
        f"{outlet.file_name}, {len(products):,} products, {size:.0f} M signs: from kept parts {put / floor:.2f} x the "
        f"floor, at most {most}; anew {anew / floor:.2f} x"
    )


def by_hand(texts: Sequence[str], *, is_table: bool) -> Callable[[], object]:
    """Return the floor: the same values, already there as strings, put between their names and escaped."""
    from xml.sax.saxutils import escape, unescape

    if is_table:
        rows = list(csv.reader(io.StringIO("".join(texts))))
        return lambda: csv.writer(tempfile.TemporaryFile("w", encoding="utf-8")).writerows(rows)
    items = [[(name, unescape(value)) for name, value in _ELEMENT.findall(text)] for text in texts]
    return lambda: drained(
        "<item>" + "".join([f"<{name}>{escape(value)}</{name}>" for name, value in item]) + "</item>" for item in items
    )


def drained(texts: Iterable[str]) -> None:
    """Put texts into a file that is forgotten."""
    with tempfile.TemporaryFile("w", encoding="utf-8") as file:
        file.writelines(texts)


def lists() -> None:
    """Write a shelf as a workbook against the library alone, and read a list into what it wants."""
    import xlsxwriter

    from app.core.sheets.reading import open_sheet
    from catalog import families
    from catalog.goods_lists import workbooks
    from catalog.goods_lists.columns import vocabulary
    from catalog.goods_lists.reading import Goods

    family = families.shipped()["I.4.a"]
    asked = workbooks.asked_columns((family,))
    told = {"name": "Nước mắm cốt", "price_vnd": "120000", "content": "500 ml", "description": "Ủ chượp " * 20,
            "ingredients": "Cá cơm, muối", "weight_g": "900"}  # fmt: skip
    lines = [told | {"code": f"{number:08X}", "name": f"Nước mắm cốt số {number}"} for number in range(LISTED)]

    def library_alone() -> None:
        book = xlsxwriter.Workbook(io.BytesIO(), {"constant_memory": True, "strings_to_formulas": False})
        sheet = book.add_worksheet()
        for row, line in enumerate(lines, start=1):
            for place, facts in enumerate(asked):
                if value := line.get(facts.key, ""):
                    sheet.write_string(row, place, value)
        book.close()

    ours, floor = seconds(lambda: workbooks.workbook(lines, (family,)), 1), seconds(library_alone, 1)
    print(
        f"workbook of {LISTED:,} lines: {ours / floor:5.2f} x XlsxWriter alone, at most 1.0 and its guide and choices"
    )
    data = workbooks.table(lines[:READ], (family,))

    def read() -> None:
        sheet = open_sheet(data, vocabulary())
        header = sheet.header()
        assert header
        goods = Goods(sheet.rows, vocabulary().guess(header.texts), after=header.row + 1)
        assert len(list(goods)) == READ

    print(f"{READ:,} lines read into products: {READ / seconds(read):,.0f} lines/s, before the database")


def main() -> None:
    """Print every ratio."""
    for part in (judging, feeds, lists):
        part()
    print(f"peak of memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB, everything held at once")


if __name__ == "__main__":
    main()
