"""Workbooks read as a stream: the same whatever program wrote them, memory flat, hostile ones refused."""

import io
import random
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest
import xlsxwriter

from app.core.sheets.cells import Cell
from app.core.sheets.rows import Rows
from app.core.sheets.workbook import Book, DamagedError, TooFarError

pytestmark = [pytest.mark.no_database, pytest.mark.once]
SHEET, MAIN = "xl/worksheets/sheet1.xml", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def rows(data: bytes) -> list[list[Cell]]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        book = Book(packed, most_rows=1_000, most_columns=20)
        return list(book.rows(book.sheets[0]))


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def zipped(told: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        for name, data in told.items():
            book.writestr(name, data)
    return packed.getvalue()


def with_sheet(xml: bytes) -> bytes:
    """Return a workbook with one sheet that says this."""
    return zipped(parts(by_openpyxl([["x"]])) | {SHEET: xml})


def prefixed(data: bytes) -> bytes:
    """Return the same workbook as other programs write it: every element with a prefix, so that no pattern fits."""
    found = parts(data)
    for name, xml in found.items():
        if MAIN in xml:
            named = re.sub(rb"<(/?)(?=[A-Za-z])", rb"<\1x:", xml)
            found[name] = named.replace(b'xmlns="' + MAIN, b'xmlns:x="' + MAIN)
    return zipped(found)


def by_openpyxl(lines: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for line in lines:
        book.worksheets[0].append(line)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def by_xlsxwriter() -> bytes:
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed) as book:
        sheet = book.add_worksheet()
        when = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        sheet.write(1, 1, "Mắm & <muối>")
        sheet.write(3, 0, 46_000.5, when)
        sheet.write(3, 1, 120_000, book.add_format({"num_format": '#,##0 "đồng mỗi ngày"'}))
        sheet.write(3, 2, 1.25, book.add_format({"num_format": "[h]:mm"}))
        sheet.write_formula(4, 0, '="a"&"b"', None, "ab")
        sheet.write_rich_string(5, 0, "Mắm ", book.add_format({"bold": True}), "cốt")
        sheet.write_string(6, 0, "_x000D_")
        sheet.write_blank(9, 9, None, when)
    return packed.getvalue()


@pytest.mark.parametrize("change", [bytes, prefixed])
def test_a_workbook_says_the_same_whichever_way_it_is_read(change: object) -> None:
    told = [
        ["Tên", "Giá & <b>", True], [1, 2.5, False], [date(2026, 1, 2), datetime(2026, 1, 2, 3, 4), time(3, 4)],
        [], ["", "  a ", "một\nhai"], [-5.5, 1e20, timedelta(hours=30)],
    ]  # fmt: skip

    assert rows(change(by_openpyxl(told))) == told  # type: ignore[operator]
    assert rows(change(by_xlsxwriter())) == [  # type: ignore[operator]
        [], ["", "Mắm & <muối>"], [], [datetime(2025, 12, 9, 12), 120_000, timedelta(hours=30)], ["ab"], ["Mắm cốt"],
        ["_x000D_"],
    ]  # fmt: skip


def test_rows_of_many_shapes_say_the_same_whichever_way_they_are_read() -> None:
    draw = random.Random(7)
    values = [
        None,
        None,
        "Mắm",
        "cốt & <b>",
        " hai  ba ",
        "0912",
        1,
        2.5,
        -3e7,
        True,
        date(2026, 1, 2),
        timedelta(hours=30),
    ]
    told = [["tên", "giá", "ngày"], *([draw.choice(values) for _ in range(draw.randrange(1, 7))] for _ in range(200))]
    data = by_openpyxl(told)

    assert rows(data) == rows(prefixed(data))
    assert rows(data)[0] == told[0]
    assert sum(cell not in (None, "") for row in rows(data) for cell in row) == sum(
        cell is not None for row in told for cell in row
    )


def test_days_are_counted_from_1904_where_the_workbook_says_so() -> None:
    found = parts(by_openpyxl([[date(2026, 1, 2)]]))
    told = re.sub(rb"<workbookPr[^>]*>", b'<workbookPr date1904="1"/>', found["xl/workbook.xml"])

    assert rows(zipped(found | {"xl/workbook.xml": told})) == [[date(2030, 1, 3)]]


def test_cells_without_a_place_follow_one_another() -> None:
    line = b"<row><c><v>1</v></c><c t='inlineStr'><is><t>a</t><rPh><t>b</t></rPh></is></c></row>"

    assert rows(with_sheet(b"<worksheet><sheetData>" + line * 2 + b"</sheetData></worksheet>")) == [[1, "a"], [1, "a"]]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b'<row r="1"><c r="A1" t="s"><v>99</v></c></row>', DamagedError),
        (b'<row r="1"><c r="A1"><v>much</v></c></row>', DamagedError),
        (b'<row r="1"><c r="1"><v>1</v></c></row>', DamagedError),
        (b'<row r="5"><c r="A5"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>', DamagedError),
        (b'<row r="1"><c r="A1"><v>1</v></c>', DamagedError),
        (b'<row r="1"><c r="A1" t="str"><v>&huge;</v></c></row>', DamagedError),
        (b'<row r="1">' + b"<c><v>1</v></c>" * 20_000 + b"</row>", DamagedError),
        (b'<row r="1"><c t="str"><v>' + b"a" * 2_000_000 + b"</v></c></row>", DamagedError),
        (b'<row r="1"><c r="XFD1"><v>1</v></c></row>', TooFarError),
        (b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>', TooFarError),
    ],
)
def test_a_sheet_that_is_not_whole_or_too_far_out_is_refused(line: bytes, why: type[Exception]) -> None:
    with pytest.raises(why):
        rows(with_sheet(b"<worksheet><sheetData>" + line + b"</sheetData></worksheet>"))


def swollen(part: str, before: bytes, piece: bytes, times: int) -> bytes:
    found = parts(by_openpyxl([["x"]]))
    assert before in found[part]
    return zipped(found | {part: found[part].replace(before, piece * times + before, 1)})


@pytest.mark.parametrize(
    "data",
    [
        swollen("xl/styles.xml", b"</cellXfs>", b"<xf/>", 65_501),
        swollen("xl/workbook.xml", b"</sheets>", b'<sheet name="a" sheetId="1"/>', 1_001),
        with_sheet(b"<worksheet><sheetData><row r='" + b">" * 2_000_000),
        with_sheet(b"<worksheet><sheetData><row><c t='str'><v>" + b"a" * 2_000_000),
    ],
    ids=["styles", "sheets", "an attribute", "a text"],
)
def test_a_part_that_swells_is_refused(data: bytes) -> None:
    with pytest.raises(DamagedError):
        rows(data)


@pytest.mark.parametrize("line", [b"<row/>", b"<row><c/><c/><c/></row>"])
def test_empty_elements_are_counted_for_going_through_them_takes_the_time(
    line: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.core.sheets.workbook._MOST_SIGNS", 10_000)
    data = with_sheet(b"<worksheet><sheetData>" + line * 10_000 + b"</sheetData></worksheet>")

    with pytest.raises(TooFarError):
        rows(data)


def test_a_document_type_is_refused_before_anything_in_it_swells() -> None:
    huge = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY huge "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    line = b'<row r="1"><c r="A1" t="str"><v>&huge;</v></c></row>'

    with pytest.raises(DamagedError):
        rows(with_sheet(huge + b"<worksheet><sheetData>" + line + b"</sheetData></worksheet>"))


def test_rows_are_the_same_again_and_one_by_one() -> None:
    told: list[list[Cell]] = [["Mắm\n", 1.5, None], [], [True, date(2026, 1, 2), datetime(2026, 1, 2, 3), time(4)]]
    kept = Rows.of(told)
    again = Rows.again([piece[at : at + 7] for piece in kept.pieces() for at in range(0, len(piece), 7)])

    for each in (kept, again):
        assert list(each) == list(enumerate(told, start=1))
        assert [each[number] for number in (3, 1)] == [told[2], told[0]]
        assert len(each) == 3
    with pytest.raises(IndexError):
        kept[4]


# Twenty columns of two hundred signs: held in memory, its cells would be thirty megabytes.
_LONG = """
import io, resource, zipfile
from app.core.sheets.rows import Rows
from app.core.sheets.workbook import Book

cell = '<c r="%s%%d" t="inlineStr"><is><t>%s</t></is></c>'
cells = "".join(cell % (chr(65 + at), chr(97 + at) * 200) for at in range(20))
packed = io.BytesIO()
with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
    book.writestr("xl/workbook.xml", '<workbook xmlns:r="r"><sheets><sheet name="a" r:id="a"/></sheets></workbook>')
    book.writestr("xl/_rels/workbook.xml.rels", '<R><Relationship Id="a" Type="x/worksheet" Target="a.xml"/></R>')
    with book.open("xl/a.xml", "w") as sheet:
        sheet.write(b"<worksheet><sheetData>")
        for row in range(1, 6_001):
            sheet.write((f'<row r="{row}">' + cells % ((row,) * 20) + "</row>").encode())
        sheet.write(b"</sheetData></worksheet>")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
with zipfile.ZipFile(packed) as unpacked:
    kept = Rows.of(Book(unpacked, most_rows=50_000, most_columns=200).rows("a"))
assert len(kept) == 6_000 and kept[9][3] == "d" * 200
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_a_long_sheet_is_read_without_holding_it() -> None:
    ran = subprocess.run([sys.executable, "-c", _LONG], capture_output=True, check=True, text=True)

    assert int(ran.stdout) < 12_000, "kilobytes"
