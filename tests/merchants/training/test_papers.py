"""Papers of a class and its courses: what a telephone reads from them, what a person reads on them, what they weigh."""

from datetime import date, time

import pypdfium2
import pytest
import zxingcpp
from icalendar import Calendar

from app.core.db import db
from app.policy import Role
from merchants.training import documents, queries, services
from merchants.training.documents import spoken
from merchants.training.documents.calendar import calendar_file
from tests.browser import Browser
from tests.factories.training import BY, make_merchant, make_session, owner_of, someone

A4 = (210, 297)
MM = 72 / 25.4


def words(page: pypdfium2.PdfPage) -> str:
    return " ".join(page.get_textpage().get_text_bounded().split())


def opened(data: bytes) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(data)


@pytest.mark.parametrize(
    ("value", "said"), [(1, "một"), (10, "mười"), (11, "mười một"), (15, "mười lăm"), (21, "hai mươi mốt")]
)
def test_numbers_are_said_as_people_say_them(value: int, said: str) -> None:
    assert spoken.number(value) == said


def test_hours_and_days_are_said_in_words() -> None:
    assert spoken.hour(time(8, 0)) == "tám giờ sáng"
    assert spoken.hour(time(13, 30)) == "một giờ rưỡi chiều"
    assert spoken.day(date(2026, 9, 12)) == "thứ Bảy, ngày mười hai tháng Chín"
    assert spoken.day(date(2026, 12, 4)) == "thứ Sáu, ngày mồng bốn tháng Mười Hai"


def test_there_are_six_courses_each_with_what_one_can_do_afterwards() -> None:
    assert services.load_courses() == 6
    for course in queries.courses():
        codes = [skill["code"] for skill in course.skills]
        assert 4 <= len(codes) <= 6
        assert len(codes) == len(set(codes))
        assert 0 < course.needed <= len(codes)
        assert any(skill.get("must") for skill in course.skills)
        assert course.minutes == 90


def test_a_leaf_is_one_page_and_light_enough_for_a_telephone() -> None:
    services.load_courses()
    for course in queries.courses():
        data = documents.leaf(course)
        assert len(data) <= 1_000_000, course.code
        assert len(opened(data)) == 1, course.code
        assert course.skills[0]["says"][:20] in words(opened(data)[0])


def test_invitations_are_four_to_a_sheet_and_each_has_its_name_and_its_code() -> None:
    session = make_session()
    names = ["Nguyễn Thị Mận", "Phạm Văn An", "Bùi Thị Lan", "Vũ Thị Sen", "Trần Văn Bình"]
    sheets = opened(documents.invitations(queries.card(session), names))

    assert len(sheets) == 2
    width, height = sheets[0].get_size()
    assert (round(width / MM), round(height / MM)) == A4
    assert all(name in words(sheets[0]) for name in names[:4])
    read = zxingcpp.read_barcodes(sheets[0].render(scale=3).to_pil())
    assert [each.text for each in read] == [f"http://localhost/lop-hoc/{session.id}"] * 4
    assert words(sheets[1]).count("GIẤY MỜI") == 4


def test_the_sheet_to_sign_stands_in_the_order_of_the_screen_with_lines_for_who_walks_in() -> None:
    session = make_session()
    for name in ("Vũ Thị Sen", "Phạm Văn An", "Bùi Thị Lan"):
        services.sign_up(session, merchant=make_merchant(owner_name=name), by=BY)
    sheet = opened(documents.sign_sheet(queries.card(session), queries.sheet(session.id)))

    text = words(sheet[0])
    places = [text.index(row.person_name) for row in queries.sheet(session.id)]
    assert places == sorted(places)
    assert f" {3 + documents.EMPTY_LINES} " in text
    width, height = sheet[0].get_size()
    assert width > height


def test_a_full_class_fits_its_sheet() -> None:
    session = make_session(capacity=25)
    for number in range(25):
        services.sign_up(session, merchant=make_merchant(owner_name=f"Nguyễn Thị Rất Dài Tên Số {number}"), by=BY)

    sheet = opened(documents.sign_sheet(queries.card(session), queries.sheet(session.id)))

    assert len(sheet) <= 3
    assert "Có mặt" in words(sheet[len(sheet) - 1])


def test_the_poster_is_one_page_whose_code_leads_to_the_class() -> None:
    session = make_session()
    poster = opened(documents.poster(queries.card(session), session.course))

    assert len(poster) == 1
    assert session.course.title in words(poster[0])
    read = zxingcpp.read_barcodes(poster[0].render(scale=2).to_pil())
    assert [each.text for each in read] == [f"http://localhost/lop-hoc/{session.id}"]


def test_the_loudspeaker_needs_forty_seconds_and_says_nothing_in_numerals() -> None:
    services.load_courses()
    session = make_session()
    for course in queries.courses():
        session.course = course
        db.session.flush()
        said = documents.loudspeaker_words(queries.card(session))
        # A loudspeaker reads some 165 syllables a minute.
        assert 90 <= len(said.split()) <= 120, course.code
        assert not any(sign.isdigit() for sign in said)
    assert len(opened(documents.loudspeaker(queries.card(session)))) == 1


def test_a_telephone_puts_the_class_into_its_calendar() -> None:
    session = make_session()
    event = Calendar.from_ical(calendar_file(queries.card(session))).events[0]

    assert str(event["summary"]) == session.course.title
    assert event.start.utcoffset().total_seconds() == 7 * 3600
    assert (event.start.date(), event.start.time()) == (session.held_on, session.start_time)
    assert (event.end - event.start).total_seconds() == 90 * 60


def test_a_class_called_off_says_so_in_the_calendar() -> None:
    session = make_session()
    services.cancel_session(session, reason="Bão", by=BY)

    event = Calendar.from_ical(calendar_file(queries.card(session))).events[0]

    assert str(event["status"]) == "CANCELLED"


def test_who_runs_the_class_prints_its_papers(browser: Browser) -> None:
    session = make_session()
    services.sign_up(session, merchant=make_merchant(owner_name="Vũ Thị Sen"), by=BY)
    browser.sign_in(someone(Role.TRAINER))
    chosen = browser.visit(f"/day/{session.id}/in")

    papers = [link for link in chosen.links if link.endswith(".pdf")]
    assert len(papers) == 5
    for link in papers:
        paper = browser.visit(link)
        assert (paper.status, paper.response.mimetype) == (200, "application/pdf")
        assert ("Vũ Thị Sen" in words(opened(paper.data)[0])) is link.endswith(("giay-moi.pdf", "danh-sach-ky.pdf"))


@pytest.mark.parametrize("paper", ["in", "giay-moi.pdf", "danh-sach-ky.pdf", "to-dan.pdf", "loa-thon.pdf", "bang.pdf"])
def test_an_owner_prints_no_papers_of_a_class(browser: Browser, paper: str) -> None:
    browser.sign_in(owner_of(make_merchant()))

    assert browser.visit(f"/day/{make_session().id}/{paper}").status == 404


def test_anybody_reads_what_is_taught_and_takes_the_leaf_home(browser: Browser) -> None:
    make_session()
    page = browser.visit("/khoa-hoc")

    leaves = [link for link in page.links if link.endswith("to-phat.pdf")]
    assert len(leaves) == 6
    assert browser.visit(leaves[0]).response.mimetype == "application/pdf"
    assert browser.visit("/khoa-hoc/khong-co/to-phat.pdf").status == 404
