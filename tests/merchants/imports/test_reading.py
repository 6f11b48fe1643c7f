"""Lists as they come: any separator and alphabet, headers over two lines, numbers a spreadsheet spoiled, attacks."""

import io
import tracemalloc
import unicodedata
import zipfile
from datetime import date, datetime
from uuid import UUID

import pytest

from app.core.ids import new_id
from app.core.sheets.cells import CellError, text_of
from app.core.sheets.headers import find_header
from app.core.sheets.reading import UnreadableError, open_sheet, said
from merchants.identity.rules import NumberKind
from merchants.imports.rules.cells import phone_of, year_of
from merchants.imports.rules.columns import Column, columns
from merchants.imports.rules.headers import VOCABULARY, guess, missing
from merchants.imports.rules.lines import Entry, Lines, Spot
from merchants.rules import Craft
from tests.factories import imports as make
from tests.factories.imports import line

pytestmark = pytest.mark.no_database
TODAY = date(2026, 11, 28)
HAMLET: UUID = new_id()


class Anywhere:
    def spot(self, commune: str, hamlet: str) -> Spot:
        return Spot(HAMLET, "33/12826/01/", "33/12826/")


def texts(data: bytes) -> list[list[str]]:
    return [said(row) for _, row in open_sheet(data, VOCABULARY).rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_a_csv_is_read_whatever_its_separator_and_alphabet(delimiter: str, encoding: str) -> None:
    given = line(owner_name="Đặng Thị Huế", business_name="Mắm, bánh; rau")
    rows = texts(make.as_csv([given], delimiter=delimiter, encoding=encoding))

    assert rows[0] == [facts.vi for facts in columns()]
    assert rows[1][1] == "Đặng Thị Huế"
    assert rows[1][5] == "Mắm, bánh; rau"


def _tone_apart(sign: str) -> str:
    """Return a letter as Windows 1258 keeps it: the vowel whole, its tone behind it."""
    parts = unicodedata.normalize("NFD", sign)
    tones = [part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323"]
    return unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones)) + "".join(tones)


def test_a_csv_of_old_windows_is_put_together_again() -> None:
    text = "Họ và tên;Nghề;Thôn\nNguyễn Thị Mận;Nước mắm;Thôn Vạn Chài\n"
    data = "".join(_tone_apart(sign) for sign in text).encode("cp1258")

    assert texts(data)[1] == ["Nguyễn Thị Mận", "Nước mắm", "Thôn Vạn Chài"]


@pytest.mark.parametrize(
    ("headers", "column"),
    [
        ("HỌ VÀ TÊN CHỦ HỘ", Column.OWNER_NAME),
        ("Ho va ten", Column.OWNER_NAME),
        ("Họ và tên chủ hộ kinh doanh", Column.OWNER_NAME),
        ("Tên cơ sở", Column.BUSINESS_NAME),
        ("Tên cở sở", Column.BUSINESS_NAME),
        ("SĐT", Column.PHONE),
        ("Số điện thoai", Column.PHONE),
        ("Ngày sinh", Column.BIRTH_YEAR),
        ("Địa chỉ thôn", Column.HAMLET),
        ("Số CCCD", Column.CITIZEN_ID),
        ("MST", Column.TAX_CODE),
        ("Ngành nghề kinh doanh", Column.CRAFT),
    ],
)
def test_a_header_is_recognised_however_it_is_written(headers: str, column: Column) -> None:
    assert guess([headers]) == {0: column}


@pytest.mark.parametrize("header", ["STT", "Ghi chú", "Cần sửa", "", "Vốn đăng ký", "x" * 5_000])
def test_what_means_nothing_here_is_left_out(header: str) -> None:
    assert guess([header]) == {}


def test_headers_merged_over_two_lines_under_a_title_are_put_together() -> None:
    rows = [
        ["UBND XÃ THÁI THỤY", "", "", "", ""],
        ["DANH SÁCH HỘ SẢN XUẤT", "", "", "", ""],
        ["STT", "Họ và tên", "Địa chỉ", "", "Ngành nghề"],
        ["", "", "Thôn", "Xã", ""],
        ["1", "Nguyễn Thị Mận", "Vạn Chài", "Thái Thụy", "Nước mắm"],
    ]
    header = find_header(rows, VOCABULARY)

    assert header is not None
    assert header.row == 3
    found = guess(header.texts)
    assert [found.get(index) for index in range(5)] == [
        None, Column.OWNER_NAME, Column.HAMLET, Column.COMMUNE, Column.CRAFT,
    ]  # fmt: skip
    assert missing(found) == ()


@pytest.mark.parametrize(
    ("cell", "year"),
    [
        (1964.0, 1964),
        ("1964", 1964),
        ("khoảng 1964", 1964),
        ("12/03/1964", 1964),
        ("1964-03-12", 1964),
        (date(1964, 3, 12), 1964),
        (datetime(1964, 3, 12, 8), 1964),
        (23448.0, 1964),
        ("23448", 1964),
        (date(1905, 5, 17), 1964),
        ("Giáp Thìn", 1964),
        ("tuổi Giáp Thìn (1964)", 1964),
        ("", None),
    ],
)
def test_a_year_of_birth_is_read_from_whatever_stands_there(cell: object, year: int | None) -> None:
    assert year_of(cell, TODAY) == year


@pytest.mark.parametrize(
    ("cell", "reason"),
    [("tuổi Thìn", "year"), ("Giáp Tý", "year_lunar"), ("64", "year"), ("1850", "year_range"), (2024.0, "year_range")],
)
def test_a_year_that_is_none_or_two_is_refused(cell: object, reason: str) -> None:
    with pytest.raises(CellError) as refused:
        year_of(cell, TODAY)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    "cell", ["0912345678", "0912 345 678", "0912.345.678", "+84912345678", "84912345678", 912345678.0, "912345678"]
)
def test_a_telephone_is_read_with_or_without_its_nought(cell: object) -> None:
    assert phone_of(cell) == "+84912345678"


def test_a_cell_of_five_thousand_signs_is_refused_and_nfd_becomes_nfc() -> None:
    with pytest.raises(CellError):
        text_of("a" * 5_000)
    assert text_of(unicodedata.normalize("NFD", "Nguyễn  Thị\nMận ")) == "Nguyễn Thị Mận"


def test_everything_wrong_with_a_line_is_said_at_once() -> None:
    cells = line(owner_name="", birth_year="64", phone="123", hamlet="", craft="", business_name="a" * 5_000)
    problems = Lines(Anywhere(), TODAY).read(cells)

    assert isinstance(problems, tuple)
    assert [(each.column.value, each.reason) for each in problems] == [
        ("owner_name", "name_missing"),
        ("birth_year", "year"),
        ("phone", "phone"),
        ("business_name", "long"),
        ("craft", "craft_missing"),
        ("hamlet", "hamlet_missing"),
    ]
    assert "123" not in str(problems), "what stood in a cell is not kept beside it"


def test_a_formula_is_a_word_and_an_unknown_craft_is_taken_as_it_is() -> None:
    entry = Lines(Anywhere(), TODAY).read(line(business_name="=HYPERLINK(1)", craft="Đan lưới"))

    assert isinstance(entry, Entry)
    assert (entry.business_name, entry.craft, entry.craft_other) == ("=HYPERLINK(1)", Craft.OTHER, "Đan lưới")


def test_a_citizen_number_gets_back_the_nought_that_excel_took() -> None:
    entry = Lines(Anywhere(), TODAY).read(line(citizen_id=34164000001.0, birth_year=1964))

    assert isinstance(entry, Entry)
    assert entry.numbers == {NumberKind.CITIZEN_ID: "034164000001"}


def zipped(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        for name, data in parts.items():
            book.writestr(name, data)
    return packed.getvalue()


def changed(book: bytes, change: object) -> bytes:
    """Return a workbook with its first sheet's XML changed."""
    with zipfile.ZipFile(io.BytesIO(book)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    parts["xl/worksheets/sheet1.xml"] = change(parts["xl/worksheets/sheet1.xml"])  # type: ignore[operator]
    return zipped(parts)


def test_a_hundred_thousand_empty_rows_with_a_colour_are_no_hindrance() -> None:
    empty = b"".join(b'<row r="%d"><c r="A%d" s="1"/></row>' % (row, row) for row in range(100, 100_100))
    data = changed(make.workbook([line()]), lambda xml: xml.replace(b"</sheetData>", empty + b"</sheetData>"))

    assert len(texts(data)) < 10


def test_a_cell_at_the_end_of_the_sheet_is_refused_before_memory_is_asked_for() -> None:
    far = b"<row r=\"1048576\"><c\n r='XFD1048576'><v>1</v></c></row></sheetData>"
    data = changed(make.workbook([line()]), lambda xml: xml.replace(b"</sheetData>", far))

    with pytest.raises(UnreadableError) as refused:
        open_sheet(data, VOCABULARY)
    assert refused.value.why == "rows"


def test_a_zip_bomb_is_refused_while_it_is_packed() -> None:
    data = zipped({"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": b" " * 250_000_000})
    assert len(data) < 1_000_000
    tracemalloc.start()
    with pytest.raises(UnreadableError) as refused:
        open_sheet(data, VOCABULARY)
    assert refused.value.why == "size"
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    data = zipped({"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": b" " * 30_000_000})
    honest = (30_000_000).to_bytes(4, "little")
    with pytest.raises(UnreadableError):
        open_sheet(data.replace(honest, (3_000).to_bytes(4, "little")), VOCABULARY)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 broken", "damaged"),
        (zipped({"word/document.xml": b"<x/>"}), "kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "password"),
        (b"%PDF-1.7", "kind"),
        (b"a,b\n" * 60_000, "rows"),
        (b"a" * (21 * 1024 * 1024), "size"),
        (b'"' + b"x" * 200_000, "damaged"),
    ],
)
def test_what_is_no_list_is_refused_with_a_word(data: bytes, why: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        open_sheet(data, VOCABULARY)
    assert refused.value.why == why
