"""The report says the same on screen, on paper, in Word, Excel and CSV; its numbers are locked, its words kept."""

import csv
import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pypdfium2
import pytest
import zxingcpp

from app.core import areas, audit, clock, signatures, storage
from app.core.db import db
from app.dashboards.counting.rules import Figure, Term
from app.dashboards.periods import demo as closed
from app.dashboards.periods import queries as frozen_periods
from app.dashboards.periods import services as periods
from app.dashboards.periods.models import Freeze
from app.dashboards.periods.rules import Parts
from app.dashboards.reports import demo, queries, services, writing
from app.dashboards.reports.rules import NO_FIGURE, Paper, Para, Pct, Section, Table, written
from app.dashboards.reports.writing.composing import why
from app.dashboards.trends.rules import Aim
from app.dashboards.trends.services import set_target
from app.policy import Role
from merchants.helping.rules import WhyNot
from merchants.results import queries as results
from merchants.results.states import DocumentState
from tests.browser import Browser
from tests.factories import results as signed
from tests.factories.definitions import official
from tests.factories.figures import prove_payment
from tests.factories.periods import CALENDAR, TERM, frozen, in_time, make_flag, noon, user_of
from tests.factories.training import THAI_THUY, THUY_ANH, make_merchant, owner_of, someone

HERE = f"/cb/bao-cao/{TERM.code}/12826"
PROVINCE = f"/cb/bao-cao/{TERM.code}/33"
KINDS = ("pdf", "docx", "xlsx", "csv")


def two_communes() -> Freeze:
    for number in range(4):
        user_of(times=3 if number else 0)
    user_of(area_path=THUY_ANH, times=0)
    return frozen()


def composed(freeze: Freeze, code: str = "33") -> Paper:
    place = queries.place_at(code, TERM.last_on)
    assert place is not None
    return writing.compose(queries.material(place, freeze))


def table(paper: Paper, name: str) -> Table:
    return next(each for each in paper.tables if each.name == name)


def row(found: Table, beginning: str) -> list[Any]:
    return list(next(each for each in found.rows if str(each[0]).startswith(beginning)))


def test_every_headline_stands_beside_its_pair_and_says_what_is_unknown() -> None:
    paper = composed(two_communes())

    used = row(table(paper, "Cặp số"), "CS-04")
    assert used[1:4] == [3, 4, Pct(75.0)]
    assert used[6].startswith("CS-03")
    electricity = row(table(paper, "Cặp số"), "CS-01")
    assert electricity[1:4] == [None, None, None]
    assert written(electricity[1]) == NO_FIGURE
    communes = table(paper, "Theo xã")
    assert row(communes, "Xã Thái Thụy")[1:3] == [4, 3]
    assert row(communes, "Xã Thụy Anh")[1:3] == [1, None]
    assert row(communes, "Cộng")[1:3] == [5, 3]
    assert len(communes.rows) == 12


def test_a_target_stands_beside_its_number_with_its_document_or_says_that_there_is_none() -> None:
    aim = Aim(50, date(2027, 12, 31), None, None)
    with in_time(days=1):
        set_target("CS-04", "33/", aim, owner="Sở", document="", by=CALENDAR)
    freeze = two_communes()
    with in_time(days=30):
        set_target("CS-04", "33/", replace(aim, value_pct=80), owner="Sở", document="12/KH", by=CALENDAR)

    aimed = row(table(composed(freeze), "Cặp số"), "CS-04")
    later = row(table(composed(frozen(TERM.after())), "Cặp số"), "CS-04")

    assert aimed[8:10] == [Pct(50), "chưa có văn bản; đến 31/12/2027"]
    assert later[8:10] == [Pct(80), "12/KH; đến 31/12/2027"]
    assert row(table(composed(freeze), "Cặp số"), "CS-05")[8:10] == ["–", "–"]


def said(paper: Paper) -> list[str]:
    return [each.text for each in paper.blocks if isinstance(each, Para)]


def test_five_lines_say_each_pair_with_what_it_was_and_why() -> None:
    two_communes()
    prove_payment(user_of(times=0), times=3, on=TERM.after().month_end_on)
    place = queries.place_at("33", TERM.after().last_on)
    assert place is not None

    paper = writing.compose(queries.material(place, frozen(TERM.after())))

    assert said(paper)[:5] == [
        "Cơ sở đã đăng ký: 6 (kỳ trước 5); đang dùng thanh toán số thật: 1 (kỳ trước 3).",
        "Số cơ sở đang dùng từ 3 thành 1: thêm 1 cơ sở đăng ký từ trước nay dùng; bớt 3 cơ sở không còn dùng.",
        "Cơ sở có người đã học: 0 (kỳ trước 0); học rồi dùng: chưa có số.",
        "Hồ sơ trả đúng hạn: chưa có số; một lần là xong: chưa có số.",
        "Sản phẩm sẵn sàng lên kênh: chưa có số; đang bán: chưa có số.",
    ]


def test_a_report_says_by_how_good_evidence_use_is_known() -> None:
    frozen_before = two_communes()
    told = next(each for each in said(composed(frozen_before)) if each.startswith("Độ phủ"))

    assert told == "Độ phủ bằng chứng: trong 5 cơ sở, 3 có bằng chứng A hoặc B, 0 chỉ có C hoặc D, 2 chưa có."


def test_every_way_of_writing_says_the_same() -> None:
    paper = composed(two_communes())
    cells = [written(cell) for found in paper.tables for each in found.rows for cell in each]

    book = openpyxl.load_workbook(io.BytesIO(writing.workbook(paper)))
    document = zipfile.ZipFile(io.BytesIO(writing.docx(paper))).read("word/document.xml")
    in_word = "".join(ET.fromstring(document).itertext())  # noqa: S314  our own file
    lines = list(csv.reader(io.StringIO(writing.table_csv(paper).decode("utf-8-sig"))))
    pages = pypdfium2.PdfDocument(writing.pdf(paper))
    on_paper = " ".join(page.get_textpage().get_text_range() for page in pages)

    assert book.sheetnames == [each.name for each in paper.tables]
    assert all(cell in in_word for cell in cells)
    assert len(lines) == sum(len(each.rows) + 3 for each in paper.tables) + 1
    flat = re.sub(r"\s+", "", on_paper)
    assert all(re.sub(r"\s+", "", cell) in flat for cell in cells if len(cell) < 12)
    assert paper.sha256[:32] in on_paper
    assert writing.docx(paper) == writing.docx(paper)
    assert writing.workbook(paper) == writing.workbook(paper)


def test_a_state_paper_has_letters_with_serifs_and_its_tables_have_none() -> None:
    printed = writing.pdf(composed(two_communes()))

    assert b"LibertinusSerif-Regular" in printed
    assert b"BeVietnamPro-Regular" in printed


def test_a_report_signed_by_hand_leads_to_the_page_where_its_numbers_stand(browser: Browser) -> None:
    paper = composed(two_communes())
    printed = pypdfium2.PdfDocument(writing.pdf(paper))

    read = zxingcpp.read_barcodes(printed[len(printed) - 1].render(scale=3).to_pil())

    assert [each.text for each in read] == [f"http://localhost{paper.path}"]
    browser.sign_in(someone(Role.PROVINCE, "33/"))
    assert paper.sha256[:32] in browser.visit(paper.path).html


def test_numbers_in_excel_are_numbers_and_what_is_unknown_is_words() -> None:
    book = openpyxl.load_workbook(io.BytesIO(writing.workbook(composed(two_communes()))))
    rows = {each[0].value: each for each in book["Cặp số"].iter_rows(min_row=4)}

    used = next(each for name, each in rows.items() if str(name).startswith("CS-04"))
    assert [cell.value for cell in used[1:4]] == [3, 4, 0.75]
    assert [cell.data_type for cell in used[1:4]] == ["n", "n", "n"]
    assert used[3].number_format == "0.0%"
    power = next(each for name, each in rows.items() if str(name).startswith("CS-01"))
    assert power[1].value == NO_FIGURE


def test_no_words_of_anybody_become_a_formula() -> None:
    flag = make_flag()
    periods.explain(flag, words='=HYPERLINK("http://x")', by=someone(Role.CLERK))
    paper = composed(periods.queries.freezes(TERM)[0])

    book = openpyxl.load_workbook(io.BytesIO(writing.workbook(paper)))
    values = [cell for each in book["Cần hỏi lại"].iter_rows(min_row=4) for cell in each]
    assert "f" not in {cell.data_type for cell in values}
    assert "'=HYPERLINK" in writing.table_csv(paper).decode("utf-8-sig")


@pytest.mark.no_database
def test_the_reasons_of_a_change_are_told_in_words_that_add_up() -> None:
    told = why(Parts(before=12, territory=0, late=1, definition=0, joins=1, activations=4, lapses=-2, after=16))

    assert told == (
        "Số cơ sở đang dùng từ 12 thành 16: thêm 4 cơ sở đăng ký từ trước nay dùng; "
        "thêm 1 cơ sở mới đăng ký và dùng ngay; bớt 2 cơ sở không còn dùng; thêm 1 do số nộp muộn của kỳ trước."
    )
    assert "giữ nguyên 3" in why(Parts(3, 0, 0, 0, 0, 0, 0, 3))


def test_a_province_says_which_commune_gained_and_which_lost_most_and_why() -> None:
    for place, before, now in ((THAI_THUY, 3, 0), (THUY_ANH, 0, 3)):
        merchant = user_of(TERM.before(), area_path=place, times=before)
        prove_payment(merchant, times=now, on=TERM.month_end_on)
        prove_payment(user_of(TERM.before(), area_path=place, times=1), times=1, on=TERM.month_end_on)
    frozen(TERM.before())
    freeze = frozen()

    whole, one = (
        "\n".join(each.text for each in composed(freeze, code).blocks if isinstance(each, Para))
        for code in ("33", "12826")
    )

    assert "Tăng nhiều nhất, Xã Thụy Anh: Số cơ sở đang dùng từ 0 thành 1: thêm 1" in whole
    assert "Giảm nhiều nhất, Xã Thái Thụy: Số cơ sở đang dùng từ 1 thành 0: bớt 1" in whole
    assert "nhiều nhất" not in one


def test_a_jump_nobody_explained_is_marked_in_the_report() -> None:
    made = [user_of(TERM, times=3) for _ in range(10)]
    for merchant in made[:2]:
        prove_payment(merchant, times=3, on=TERM.after().month_end_on)
    frozen(TERM)
    freeze = frozen(TERM.after())
    place = queries.place_at("33", TERM.after().last_on)
    assert place is not None
    paper = writing.compose(queries.material(place, freeze))

    assert row(table(paper, "Cặp số"), "CS-04")[-1] == "⚑ xem mục 8"
    assert row(table(paper, "Cặp số"), "CS-04")[4] == Pct(100.0)
    assert ("Xã Thái Thụy", "CS-04 đổi 80 điểm trong một kỳ", "chưa giải trình") in table(paper, "Cần hỏi lại").rows


def test_a_restated_report_says_why_and_what() -> None:
    late = user_of(times=2)
    frozen()
    prove_payment(late, on=TERM.month_end_on)
    with in_time(days=10):
        freeze = periods.restate(TERM, reason="Tệp ngân hàng về muộn", by=official())
    paper = composed(freeze)

    assert ("CS-04", "Xã Thái Thụy", 0, 1) in table(paper, "Chốt lại").rows
    assert "lần 2" in paper.stamp


def test_the_places_of_a_report_are_those_of_its_day() -> None:
    areas.load_shipped()
    text = " ".join(getattr(block, "text", "") for block in composed(two_communes()).blocks)

    assert "Địa bàn tính theo đơn vị ngày 14/10/2026" in text


@pytest.mark.parametrize("kind", KINDS)
def test_an_official_takes_only_their_own_communes_report(browser: Browser, kind: str) -> None:
    two_communes()
    db.session.commit()
    browser.sign_in(someone(Role.OFFICIAL))

    assert browser.client.get(f"{HERE}/bao-cao.{kind}").status_code == 200
    for path in (f"/cb/bao-cao/{TERM.code}/12865", PROVINCE, f"/cb/bao-cao/{TERM.code}/99999", "/cb/bao-cao/x/12826"):
        assert browser.client.get(f"{path}/bao-cao.{kind}").status_code == 404
        assert browser.client.get(path).status_code == 404
    assert browser.client.get(f"{HERE}/bao-cao.exe").status_code == 404


def test_numbers_are_locked_and_words_are_kept_with_what_stood_before(browser: Browser) -> None:
    two_communes()
    db.session.commit()
    browser.sign_in(someone(Role.CLERK))
    here = f"{HERE}/loi-binh/de-nghi"
    assert here in browser.visit(HERE).links

    assert browser.fill(here, words="Xin trạm phát sóng trước 30/11").status == 303
    assert "Xin trạm phát sóng trước 30/11" in browser.visit(HERE).text
    assert browser.fill(here, words="Xin trạm phát sóng trước 15/12").status == 303
    page = browser.visit(HERE).text
    assert "trước 15/12" in page
    assert "trước 30/11" not in page
    kept = queries.comment_of(TERM, THAI_THUY, Section.ASKS)
    assert kept is not None
    changes = [entry.changes["words"] for entry in audit.entries_about("report_comment", kept.id)]
    assert changes[-1] == ["Xin trạm phát sóng trước 30/11", "Xin trạm phát sóng trước 15/12"]
    assert browser.visit(f"{HERE}/loi-binh/so-lieu").status == 404
    assert browser.fill(here, words="").status == 303
    assert "trước 15/12" not in browser.visit(HERE).text


@pytest.mark.parametrize(("role", "status"), [(Role.AUDITOR, 403), (Role.TEAM, 403), (Role.PROVINCE, 422)])
def test_whoever_only_reads_adds_no_words(browser: Browser, role: Role, status: int) -> None:
    two_communes()
    db.session.commit()
    browser.sign_in(someone(role, "33/" if role is Role.PROVINCE else THAI_THUY))

    answer = browser.post(f"{HERE}/loi-binh/de-nghi", words="x" * 3000)
    assert answer.status == status
    assert queries.comments(TERM, THAI_THUY) == {}


def test_a_report_is_signed_by_an_official_then_sealed_and_anybody_checks_it(browser: Browser) -> None:
    freeze = two_communes()
    db.session.commit()
    browser.sign_in(someone(Role.CLERK))

    assert browser.fill(HERE, to=f"{HERE}/trinh-ky").status == 303
    assert "đã trình ký" in browser.visit(HERE).text
    place = queries.place_at("12826", TERM.last_on)
    assert place is not None
    paper = results.by_reference(services.reference_of(freeze, place))
    assert paper is not None
    assert (paper.merchant_id, paper.state, paper.symbol) == (None, DocumentState.PREPARED, "BC-UBND")
    signed.sealed(paper, number=7)
    db.session.refresh(paper)

    assert paper.state is DocumentState.ISSUED
    assert paper.issued_sha256 is not None
    verdict = signatures.check(storage.read(paper.issued_sha256))
    assert verdict.is_sound
    assert len(verdict.findings) == 2
    page = Browser(browser.app).visit(f"/xac-minh/{paper.code}")
    assert "Uỷ ban nhân dân Xã Thái Thụy".lower() in page.text.lower()


def test_what_is_provisional_or_a_province_s_is_not_laid_on_the_desk(browser: Browser) -> None:
    user_of()
    frozen(days=1)
    db.session.commit()
    browser.sign_in(someone(Role.CLERK))

    assert f"{HERE}/trinh-ky" not in browser.visit(HERE).html
    browser.post(f"{HERE}/trinh-ky")
    other = Browser(browser.app)
    other.sign_in(someone(Role.PROVINCE, "33/"))
    assert other.post(f"{PROVINCE}/trinh-ky").status == 403
    place = queries.place_at("12826", TERM.last_on)
    assert place is not None
    assert results.by_reference(services.reference_of(periods.queries.freezes(TERM)[0], place)) is None


def test_a_report_is_read_in_vietnamese_whatever_the_site_speaks_and_says_so(browser: Browser) -> None:
    two_communes()
    db.session.commit()
    browser.sign_in(someone(Role.OFFICIAL))

    vietnamese, english = (browser.visit(f"{HERE}?lang={language}").html for language in ("vi", "en"))

    article = re.compile(r'(?s)<article class="board report" lang="vi">.*?</article>')
    ours, theirs = (re.sub(r"(?s)<nav.*?</nav>", "", article.findall(page)[0]) for page in (vietnamese, english))
    assert ours == theirs
    assert "A report of the state is in Vietnamese" in english
    assert "A report of the state is in Vietnamese" not in vietnamese
    assert re.search(r"(?s)<details[^>]*><summary>Bảng 9. Định nghĩa</summary>.*CS-04 v1.*</details>", ours)


def test_an_owner_reads_no_report(browser: Browser) -> None:
    two_communes()
    owner = owner_of(make_merchant(started_at=noon(TERM.last_on)))
    db.session.commit()
    browser.sign_in(owner)

    assert browser.visit(HERE).status == 404


def test_the_demonstration_closes_periods_restates_one_for_a_late_file_and_loads_once() -> None:
    last = Term.ended_before(clock.today())
    merchant = user_of(last.before(), times=0)
    user_of(last.before(), times=0, is_demo=True, owner_name="Tạ Thị Muối")
    user_of(last.before(), times=0, is_demo=True, owner_name="Hoàng Văn Bãi")
    for _ in range(2):
        closed.load(by=CALENDAR)
    prove_payment(merchant, times=3, on=last.before().month_end_on)

    for _ in range(2):
        demo.load(by=CALENDAR)

    terms = dict(frozen_periods.terms())
    assert list(terms) == [each.code for each in (last, last.before(), last.before(2))]
    assert (terms[last.before().code], terms[last.before(2).code]) == (2, 1)
    [asked] = frozen_periods.flags(frozen_periods.freezes(last.before())[1])
    assert "minh hoạ" in asked.answers[0].words
    assert queries.comments(last, THAI_THUY).keys() == {Section.SUMMARY, Section.WHY, Section.ASKS}
    latest = frozen_periods.latest(last)
    assert latest is not None
    told = frozen_periods.people(latest, THAI_THUY)
    assert told is not None
    assert told["refusals"] == {THAI_THUY: {WhyNot.FRAUD: Figure(1, None)}}
    assert told["losses"] == {THAI_THUY: {"new": Figure(1, 1)}}
