"""Figures that others report: read strictly, looked at twice, kept with their source, never shown as measured."""

import io
import json
from typing import Any

import openpyxl
import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from app.core import audit, storage
from app.core.db import db
from app.core.second_person import SecondPersonError
from app.core.sheets.cells import CellError
from app.core.sheets.reading import UnreadableError
from app.core.states import TransitionNotAllowedError
from app.dashboards.counting.queries import COUNTED
from app.dashboards.counting.rules import Figure, Term
from app.dashboards.indicators.queries import shipped
from app.dashboards.indicators.rules import Method
from app.dashboards.periods import queries as periods
from app.dashboards.periods import services as freezing
from app.dashboards.periods.rules import FlagKind
from app.dashboards.reported import queries, rules, services
from app.dashboards.reported.documents.template import workbook
from app.dashboards.reported.models import ReportedSheet
from app.dashboards.reported.rules import FIGURES, Problem
from app.dashboards.reported.states import SheetState
from app.policy import Actor, Role
from tests.browser import Browser, Page
from tests.factories.definitions import official
from tests.factories.periods import TERM, frozen, user_of
from tests.factories.reported import NAMES, POWER, accepted, bring, desk, sheet_csv
from tests.factories.training import THAI_THUY, THUY_ANH, make_merchant, owner_of, someone

HOME = "/cb/so-bao-ve"
FILES = {"files_all": 412, "files_online": 371}
GIVEN = {"term": TERM.code, "area_path": THAI_THUY, "reporter": "Điện lực", "document": "45/BC-ĐL",
         "issued_on": ["5", "10", "2026"], "seen": "y"}  # fmt: skip


def held(number: str = "CS-01", commune: str = THAI_THUY) -> Figure | None:
    found = queries.in_force(TERM).get(number, {}).get(commune)
    return found.figure if found else None


def problems(*lines: dict[str, object], area_path: str = THAI_THUY) -> list[tuple[str, str]]:
    found = services.read_again(bring(*lines, area_path=area_path))[1]
    return [(each.column, each.reason) for line in found.wrong for each in line.problems]


def send(browser: Browser, data: bytes, name: str = "so.csv", **changed: Any) -> Page:
    return browser.fill(f"{HOME}/moi", file=(io.BytesIO(data), name), **(GIVEN | changed))


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("cell", "count"),
    [(12, 12), (12.0, 12), ("1.284", 1284), ("67,000", 67_000), ("67 000", 67_000), (0, 0), ("", None), (None, None),
     ("–", None), ("Chưa có số", None)],
)  # fmt: skip
def test_a_cell_is_a_whole_number_or_no_figure(cell: Any, count: int | None) -> None:
    assert rules.count_of(cell) == count


@pytest.mark.no_database
@pytest.mark.parametrize("cell", ["12,5", "12 %", -3, "khoảng 30", 1.5, True, "=1+1", 200_000_000])
def test_anything_else_is_asked_again(cell: Any) -> None:
    with pytest.raises(CellError):
        rules.count_of(cell)


@pytest.mark.no_database
def test_every_column_belongs_to_a_figure_and_every_figure_is_reported_by_others() -> None:
    used = {key for pair in FIGURES.values() for key in pair}

    assert {facts.key for facts in rules.columns()} - used == {rules.COMMUNE}
    assert {shipped().versions[number][-1].method for number in FIGURES} == {Method.REPORTED}
    assert not FIGURES.keys() & COUNTED.keys()


@pytest.mark.no_database
def test_files_online_are_not_taken_without_how_many_officials_keyed_in() -> None:
    assert rules.faults(FILES, list(FIGURES)) == [Problem("files_keyed", "keyed_missing")]
    assert rules.faults(FILES | {"files_keyed": 0}, list(FIGURES)) == []


def test_what_is_wrong_goes_back_and_nothing_of_the_sheet_is_taken() -> None:
    assert problems(
        {"commune": "Xã Thái Thụy", "power_billed": 10, "power_cashless": 11},
        {"commune": "12826", "power_billed": 10, "power_cashless": "nhiều"},
        {"commune": "Xã Thụy Anh", "power_billed": 10, "power_cashless": 1},
        {"commune": "Xã Không Đâu", "power_billed": 10, "power_cashless": 1},
        {"commune": "", "power_billed": 0, "power_cashless": 0},
        {"commune": "Xã Thái Thụy", "power_cashless": 1},
    ) == [
        ("power_cashless", "more"), ("commune", "commune_twice"), ("power_cashless", "number"),
        ("commune", "commune_elsewhere"), ("commune", "commune_unknown"), ("commune", "commune_missing"),
        ("power_billed", "of_none"), ("commune", "commune_twice"), ("power_billed", "half"),
    ]  # fmt: skip
    assert db.session.query(ReportedSheet).one().state is SheetState.SENT_BACK
    assert queries.in_force(TERM) == {}


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"mot,hai\n1,2\n", sheet_csv({"power_billed": ""}), b"PK\x03\x04"])
def test_a_file_that_is_no_sheet_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        services.bring(data, file_name="x", term=TERM, area_path=THAI_THUY, reporter="x", document="x",
                       issued_on=TERM.last_on, by=desk())  # fmt: skip
    assert db.session.query(ReportedSheet).count() == 0


def test_the_template_comes_back_as_it_went_out() -> None:
    term = Term.named("2026-12")
    asked = rules.asked([each.id for each in queries.offered(term.last_on)])
    book = openpyxl.load_workbook(io.BytesIO(workbook(queries.communes_within("33/", term.last_on), asked)))
    sheet = book.worksheets[0]
    for row in range(2, sheet.max_row + 1):
        for column in range(2, len(asked) + 1):
            sheet.cell(row, column, 7)
    packed = io.BytesIO()
    book.save(packed)

    brought, _ = services.bring(packed.getvalue(), file_name="mau.xlsx", term=term, area_path="33/", reporter="Tỉnh",
                                document="1", issued_on=term.last_on, by=official())  # fmt: skip

    assert brought.state is SheetState.WAITING
    assert {each.indicator for each in brought.figures} == set(FIGURES)
    assert len({each.commune_path for each in brought.figures}) == 11


def test_a_sheet_holds_once_a_second_person_has_accepted_it() -> None:
    first = desk()
    sheet = bring(POWER | FILES | {"files_keyed": 146}, by=first)

    for somebody in (first, Actor.system("night")):
        with pytest.raises(SecondPersonError):
            services.accept(sheet, by=somebody)
    assert held() is None
    services.accept(sheet, by=desk(name="Chị Trần Thị Hoa"))

    assert (held(), held("CS-14"), held("CS-14b")) == (Figure(7106, 9418), Figure(371, 412), Figure(146, 371))
    assert [each.action for each in audit.entries_about("reported_sheet", sheet.id)] == [
        "reported:brought", "reported:accepted",
    ]  # fmt: skip
    with pytest.raises(TransitionNotAllowedError):
        services.accept(sheet, by=desk(name="Anh Ba"))


def test_the_database_refuses_one_person_as_both_and_a_part_above_its_whole() -> None:
    sheet = accepted()
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(update(ReportedSheet).values(second_id=ReportedSheet.by_id))
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(update(type(sheet.figures[0])).values(numerator=99_999))


def test_a_later_sheet_takes_the_place_of_an_earlier_one_until_it_is_taken_back() -> None:
    accepted()
    later = accepted({"power_billed": 9_418, "power_cashless": 7_200})
    assert held() == Figure(7_200, 9_418)

    with pytest.raises(services.ReasonMissingError):
        services.withdraw(later, reason=" ", by=desk())
    services.withdraw(later, reason="Điện lực gửi lại", by=desk())

    assert held() == Figure(7_106, 9_418)
    assert later.withdrawn_because == "Điện lực gửi lại"


def test_the_same_file_again_is_the_same_sheet_and_one_not_accepted_may_come_again() -> None:
    first = bring()
    assert bring() is first
    services.not_accept(first, note="Sai tháng", by=desk(name="Chị Trần Thị Hoa"))

    assert bring() is not first
    assert first.second_note == "Sai tháng"
    assert held() is None


def test_what_was_reported_is_frozen_with_the_period_and_told_apart_in_the_open_file() -> None:
    for _ in range(5):
        user_of()
    sheet = accepted()
    kept = frozen()
    services.withdraw(sheet, reason="Sai", by=desk())

    assert periods.grid(kept)["CS-01"][THAI_THUY] == Figure(7106, 9418)
    published = json.loads(storage.read(kept.public_sha256))
    told = {each["chi_so"]: each["cach"] for each in published["tu_dien"]}
    assert told["CS-01"] == "bao_ve"
    assert told["CS-04"] == "dem_tren_trang"
    assert "CS-02" not in told, "nobody reported it: it is not in the file"
    assert freezing.recount(TERM, by=desk()) == 0


def test_registered_stands_beside_the_communes_own_list_until_it_is_a_year_old() -> None:
    for _ in range(3):
        user_of()
    accepted({"frame_all": 41, "frame_asked": 0}, term=TERM.before(12))
    assert periods.grid(frozen())["CS-03"][THAI_THUY] == Figure(3, None)

    accepted({"frame_all": 37, "frame_asked": 20}, term=TERM.before(11))
    accepted({"frame_all": 38, "frame_asked": 26}, term=TERM.before())
    again = periods.grid(freezing.restate(TERM, reason="Danh sách nền đến muộn", by=desk()))["CS-03"]

    assert again[THAI_THUY] == Figure(3, 38)
    assert again[THUY_ANH] == Figure(0, None), "nobody is registered there, which this site knows"


def test_few_that_are_registered_are_published_together_however_long_the_list_is() -> None:
    for number, place, name in ((7, THAI_THUY, "Xã Thái Thụy"), (3, THUY_ANH, "Xã Thụy Anh")):
        for _ in range(number):
            user_of(area_path=place)
        accepted({"commune": name, "frame_all": 41, "frame_asked": 30}, area_path=place)

    published = json.loads(storage.read(frozen().public_sha256))

    assert {row[5] for row in published["so_lieu"] if row[2] == "CS-03"} == {"Các xã ít cơ sở, gộp"}


def test_a_commune_with_a_list_and_nobody_registered_has_nought_of_it() -> None:
    accepted({"commune": "Xã Thụy Anh", "frame_all": 12, "frame_asked": 12}, area_path=THUY_ANH)

    assert periods.grid(frozen())["CS-03"][THUY_ANH] == Figure(0, 12)


def test_a_month_in_which_nothing_is_reported_has_no_figure_and_not_nought() -> None:
    user_of()

    assert "CS-01" not in periods.grid(frozen())


@pytest.mark.parametrize(("billed", "kinds"), [(9_000, [FlagKind.ROUND]), (9_418, [])])
def test_numbers_that_all_end_in_nought_are_asked_about(billed: int, kinds: list[FlagKind]) -> None:
    accepted({"power_billed": billed, "power_cashless": 7_000, "homes_all": 8_970, "homes_fibre": 5_120})

    assert [each.flag.kind for each in periods.flags(frozen())] == kinds


def test_a_leap_of_a_reported_share_is_asked_about() -> None:
    accepted({"power_billed": 1_003, "power_cashless": 301}, term=TERM.before())
    frozen(TERM.before())
    accepted({"power_billed": 1_003, "power_cashless": 812})

    flags = [each.flag for each in periods.flags(frozen())]
    assert [(each.kind, each.indicator, each.measured) for each in flags] == [(FlagKind.JUMP, "CS-01", 51)]


def test_two_officials_bring_and_accept_a_sheet_through_the_pages(browser: Browser) -> None:
    first, second = desk(), desk(name="Chị Trần Thị Hoa")
    browser.sign_in(first)
    assert send(browser, b"%PDF-1.7").status == 422
    assert send(browser, sheet_csv(POWER), issued_on=["1", "1", "2090"]).status == 422
    assert send(browser, sheet_csv(POWER), seen="").status == 422
    brought = send(browser, sheet_csv(POWER))
    here = str(brought.location)

    own = browser.visit(here)
    assert "7.106 / 9.418" in own.text
    assert f"{here}/nhan" not in own.html
    browser.sign_in(second)
    assert browser.fill(here, to=f"{here}/nhan").status == 303

    assert "Đã nhận" in browser.visit(here).text
    assert "Điện lực" in browser.visit(HOME).text
    assert held() == Figure(7106, 9418)
    assert browser.fill(here, to=f"{here}/rut", reason="").status == 422
    assert browser.fill(here, to=f"{here}/rut", reason="Nhầm kỳ").status == 303
    assert held() is None


def test_a_second_official_does_not_accept_a_sheet_and_says_why(browser: Browser) -> None:
    here = f"{HOME}/{bring().id}"
    db.session.commit()
    browser.sign_in(desk(name="Chị Trần Thị Hoa"))

    assert browser.fill(here, to=f"{here}/khong-nhan", note="").status == 422
    assert browser.fill(here, to=f"{here}/khong-nhan", note="Sai tháng").status == 303
    assert "Sai tháng" in browser.visit(here).text
    assert held() is None


def test_a_sheet_comes_back_as_the_same_workbook_with_what_to_mend(browser: Browser) -> None:
    browser.sign_in(desk())
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in ([NAMES["commune"], NAMES["power_billed"], NAMES["power_cashless"]], ["Xã Thái Thụy", 10, 11]):
        sheet.append(row)
    packed = io.BytesIO()
    book.save(packed)
    here = str(send(browser, packed.getvalue(), "so.xlsx").location)

    assert "Dòng 2. Điện không tiền mặt: 11 lớn hơn tổng là 10" in browser.visit(here).text
    mended = openpyxl.load_workbook(io.BytesIO(browser.visit(f"{here}/can-sua.xlsx").data)).worksheets[0]

    assert mended.cell(1, 4).value == "Cần sửa"
    assert "11 lớn hơn tổng" in str(mended.cell(2, 4).value)
    assert browser.visit(f"{HOME}/mau.csv").data.startswith(b"\xef\xbb\xbfX\xc3\xa3,")


def test_nobody_else_reads_or_decides_about_a_communes_sheet(browser: Browser) -> None:
    sheet = bring()
    db.session.commit()
    here = f"{HOME}/{sheet.id}"
    for actor, read, decide in (
        (desk(THUY_ANH), 404, 404),
        (someone(Role.AUDITOR, ""), 200, 403),
        (someone(Role.LEADER), 200, 403),
        (someone(Role.TEAM, f"{THAI_THUY}01/"), 404, 404),
        (owner_of(make_merchant()), 404, 404),
    ):
        browser.sign_in(actor)
        assert browser.visit(here).status == read
        assert browser.post(f"{here}/nhan").status == decide
        assert browser.post(f"{here}/khong-nhan", note="x").status == decide
        assert browser.post(f"{here}/rut", reason="x").status == decide
    assert sheet.state is SheetState.WAITING
    assert held() is None
