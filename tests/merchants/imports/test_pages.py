"""Lists through the browser: bring, try out, name the columns, take over, get back what is wrong, undo."""

import io

import openpyxl
import pytest

from app.core.db import db
from app.policy import Role
from merchants.imports.models import HeaderMapping, ListImport
from merchants.imports.rules.columns import Column
from merchants.imports.states import ImportState
from merchants.models import Merchant
from tests.browser import Browser, Page
from tests.core.test_jobs import waiting
from tests.factories import imports as make
from tests.factories.imports import line


def send(browser: Browser, data: bytes, name: str = "ds.xlsx") -> Page:
    return browser.fill(
        "/cb/nhap/moi",
        file=(io.BytesIO(data), name),
        source_name="Hộ sản xuất 2026",
        listed_on=["12", "9", "2026"],
        area_path="33/12826/",
    )


def lists() -> list[ListImport]:
    return list(db.session.query(ListImport))


def test_an_official_brings_a_list_sees_what_will_happen_and_takes_it_over(browser: Browser) -> None:
    browser.sign_in(make.clerk())
    before = db.session.query(Merchant).count()

    page = send(browser, make.workbook([line(), line(birth_year="64")]))

    assert (page.status, len(lists())) == (303, 1), "two clicks bring one list"
    assert waiting("imports.check") == 1
    reading = browser.visit(page.location)
    assert 'http-equiv="refresh"' in reading.html, "the page asks again by itself, script or not"
    assert browser.visit(f"{page.location}/buoc").data == b'{"state":"reading:0"}\n'
    make.work()
    tried = browser.visit(page.location)
    assert 'http-equiv="refresh"' not in tried.html
    assert "Dòng 3. Năm sinh: Ghi năm sinh bằng bốn số, ví dụ 1964." in tried.text
    assert db.session.query(Merchant).count() == before

    accepted = browser.fill(page.location, to=f"{page.location}/nhan")
    assert waiting("imports.take") == 1
    make.work()

    assert accepted.status == 303
    assert "Đã nhập" in browser.visit(page.location).text
    assert db.session.query(Merchant).count() == before + 1


def test_the_same_file_again_leads_to_the_list_it_was(browser: Browser) -> None:
    browser.sign_in(make.clerk())
    data = make.workbook([line()])
    first, second = send(browser, data), send(browser, data)

    assert second.location == first.location
    assert "Tệp này đã đưa lên trước đây" in browser.visit(second.location).text
    assert len(lists()) == 1


def test_columns_nobody_recognises_are_named_once_and_known_the_next_time(browser: Browser) -> None:
    headers = {Column.OWNER_NAME: "Ai", Column.CRAFT: "Làm gì", Column.HAMLET: "Ở đâu", Column.PHONE: "SĐT"}
    browser.sign_in(make.clerk())
    page = send(browser, make.workbook([line()], headers=headers))
    make.work()
    assert "Chưa nhận ra đủ các cột" in browser.visit(page.location).text

    twice = browser.fill(f"{page.location}/cot", c0="owner_name", c1="owner_name", c2="hamlet", c3="phone")
    assert (twice.status, "Cột này được chọn hai lần" in twice.text) == (422, True)
    short = browser.fill(f"{page.location}/cot", c0="owner_name", c1="", c2="hamlet", c3="phone")
    assert short.status == 422
    assert "Chọn cột cho họ tên, nghề và thôn" in short.text
    named = browser.fill(f"{page.location}/cot", c0="owner_name", c1="craft", c2="hamlet", c3="phone")
    make.work()

    assert named.status == 303
    assert db.session.query(HeaderMapping).count() == 1
    assert lists()[0].expected == {"new": 1}
    again = make.checked(make.workbook([line()], headers=headers))
    assert again.expected == {"new": 1}


def test_the_list_comes_back_with_sentences_and_once_mended_is_taken(browser: Browser) -> None:
    by = make.clerk()
    browser.sign_in(by)
    lines = [line(), line(birth_year="64", business_name="=1+1"), line(phone="12", hamlet=None)]
    found = make.taken(make.workbook(lines, second="Đừng mất"), by=by)

    page = browser.visit(f"/cb/nhap/{found.id}/can-sua.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(page.data))
    sheet = book["Danh sách"]
    last = sheet.max_column

    assert page.response.headers["Content-Disposition"].startswith("attachment")
    assert sheet.cell(1, last).value == "Cần sửa"
    assert sheet.cell(2, last).value is None
    assert sheet.cell(3, last).value == "Năm sinh: Ghi năm sinh bằng bốn số, ví dụ 1964."
    assert (sheet.cell(3, 3).fill.start_color.rgb, sheet.cell(2, 3).fill.fill_type) == ("FFF4D6D2", None)
    assert "Số điện thoại" in str(sheet.cell(4, last).value)
    assert "Ghi tên thôn" in str(sheet.cell(4, last).value)
    assert sheet.cell(3, 6).data_type == "s"
    assert book["Ghi chú"]["A1"].value == "Đừng mất"

    sheet.cell(3, 3).value, sheet.cell(4, 4).value, sheet.cell(4, 10).value = 1964, "0912999888", "Thôn Vạn Chài"
    mended = io.BytesIO()
    book.save(mended)
    again = make.taken(mended.getvalue(), by=by)
    assert again.happened == {"same": 1, "new": 2}
    third = make.checked(make.workbook(lines[:1]), by=by)
    assert third.expected == {"same": 1}


def test_a_formula_goes_back_as_what_it_came_to(browser: Browser) -> None:
    book = openpyxl.load_workbook(io.BytesIO(make.workbook([line(birth_year="64")])))
    book["Danh sách"]["F2"] = '=HYPERLINK("http://x","y")'
    packed = io.BytesIO()
    book.save(packed)
    by = make.clerk()
    browser.sign_in(by)
    found = make.checked(packed.getvalue(), by=by)

    page = browser.visit(f"/cb/nhap/{found.id}/can-sua.xlsx")

    cell = openpyxl.load_workbook(io.BytesIO(page.data))["Danh sách"]["F2"]
    assert cell.data_type == "s"
    assert b"<f>" not in page.data


def test_a_csv_goes_back_as_a_workbook_of_its_wrong_lines_all_text(browser: Browser) -> None:
    by = make.clerk()
    browser.sign_in(by)
    data = make.as_csv([line(), line(birth_year="64", business_name='=HYPERLINK("x")')])
    found = make.checked(data, by=by)

    assert "chỉ trả về những dòng cần sửa" in browser.visit(f"/cb/nhap/{found.id}").text
    page = browser.visit(f"/cb/nhap/{found.id}/can-sua.xlsx")

    book = openpyxl.load_workbook(io.BytesIO(page.data))
    sheet = book["Danh sách"]
    assert sheet.max_row == 2
    assert (sheet["F2"].value, sheet["F2"].data_type) == ('=HYPERLINK("x")', "s")
    assert str(sheet["D2"].value).startswith("0912"), "a telephone keeps its nought"

    sheet["C2"].value = "1964"
    mended = io.BytesIO()
    book.save(mended)
    assert make.taken(mended.getvalue(), by=by).happened == {"new": 1}, "the lines alone are a list like any other"


def test_the_template_is_read_back_as_nothing_but_its_own_headers(browser: Browser) -> None:
    by = make.clerk()
    browser.sign_in(by)
    page = browser.visit("/cb/nhap/mau.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(page.data))

    assert book.sheetnames == ["Danh sách", "Hướng dẫn", "Danh mục"]
    assert len(book["Danh sách"].data_validations.dataValidation) == 4
    empty = make.checked(page.data, by=by)
    assert (empty.state, empty.why_unreadable) == (ImportState.UNREADABLE, "empty")
    for place, value in {"B": "Hồ Thị Mẫu", "C": 1964, "D": "0912777666", "G": "Bánh", "J": "Thôn Vạn Chài"}.items():
        book["Danh sách"][f"{place}3"] = value
    packed = io.BytesIO()
    book.save(packed)
    filled = make.checked(packed.getvalue(), by=by)
    assert filled.expected == {"new": 1}
    assert len(filled.mapping) == len(Column)


def test_undoing_is_asked_for_first_and_done_once(browser: Browser) -> None:
    by = make.clerk()
    browser.sign_in(by)
    found = make.taken([line()], by=by)
    before = db.session.query(Merchant).count()

    asked = browser.visit(f"/cb/nhap/{found.id}/hoan-tac")
    assert "1 hồ sơ lấy từ danh sách này sẽ bị bỏ" in asked.text
    assert db.session.query(Merchant).count() == before
    done = browser.fill(f"/cb/nhap/{found.id}/hoan-tac")
    make.work()

    assert done.status == 303
    assert "Đã hoàn tác" in browser.visit(f"/cb/nhap/{found.id}").text
    assert db.session.query(Merchant).count() == before - 1


@pytest.mark.parametrize(("path", "role"), [("33/12865/", Role.CLERK), ("33/", Role.PROVINCE)])
@pytest.mark.parametrize("verb", ["nhan", "bo", "hoan-tac"])
def test_nobody_of_another_place_may_know_of_a_list_and_nothing_changes(
    browser: Browser, path: str, role: Role, verb: str
) -> None:
    found = make.checked([line()])
    browser.sign_in(make.clerk(path, role))

    page = browser.post(f"/cb/nhap/{found.id}/{verb}")

    assert page.status == 404
    assert make.fresh(found).state is ImportState.CHECKED
    assert found.source_name not in browser.visit("/cb/nhap").text


def test_a_leader_reads_files_but_brings_no_list(browser: Browser) -> None:
    browser.sign_in(make.clerk(role=Role.LEADER))

    assert browser.post("/cb/nhap/moi", source_name="x").status == 404
    assert lists() == []


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"%PDF-1.7", "ds.pdf", "Tệp này không phải danh sách"),
        (b"PK\x03\x04xx", "ds.xlsx", "Tệp bị hỏng"),
        (b"\xd0\xcf\x11\xe0xxxx", "ds.xls", "Excel cũ"),
    ],
)
def test_what_is_no_list_is_explained(browser: Browser, data: bytes, name: str, words: str) -> None:
    browser.sign_in(make.clerk())
    page = send(browser, data, name)
    make.work()

    assert words in browser.visit(page.location).text


def test_an_empty_form_is_explained_at_its_fields(browser: Browser) -> None:
    browser.sign_in(make.clerk())
    page = browser.fill("/cb/nhap/moi", source_name="", listed_on=["", "", ""])

    assert page.status == 422
    assert "Chọn tệp danh sách" in page.text
    assert "Ghi tên danh sách" in page.text
