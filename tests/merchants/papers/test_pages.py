"""The shelf through the browser: bring, open, replace, take away; and what others may not even know of."""

import io
from datetime import timedelta

import pytest

from app.core import clock
from app.core.db import db
from app.policy import Role
from merchants.papers import queries
from merchants.papers.models import KeptPaper
from tests.browser import Browser
from tests.catalog import pictures
from tests.core.test_pdfs import with_script
from tests.factories.merchants import CLERK, OTHER_COMMUNE, clerk_of, confirmed, draft, owner
from tests.factories.papers import make_paper, pdf, small_photo


def sent(data: bytes, name: str = "giay.jpg") -> tuple[io.BytesIO, str]:
    return (io.BytesIO(data), name)


def test_an_owner_brings_a_photo_and_it_stands_on_the_shelf(browser: Browser) -> None:
    merchant = confirmed()
    browser.sign_in(owner(merchant))
    issued = clock.today() - timedelta(days=10)

    page = browser.fill(
        f"/hs/{merchant.code}/giay/moi",
        kind="test_report",
        number="12/KN",
        issued_on=[str(issued.day), str(issued.month), str(issued.year)],
        file=sent(small_photo()),
    )

    assert (page.status, page.location) == (303, f"/hs/{merchant.code}/giay")
    shelf = browser.visit(f"/hs/{merchant.code}/giay")
    assert "Phiếu kết quả kiểm nghiệm" in shelf.text
    assert "Số 12/KN" in shelf.text
    [kept] = queries.papers_of(merchant.id)
    assert kept.expires_on is not None
    assert kept.expires_on > clock.today()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04 word", "Tệp vừa chọn là Word hoặc Excel"),
        (b"", "Chọn lại"),
        (pictures.photo(200, 100)[:900], "Chọn lại"),
        (b"%PDF-1.7 broken", "Chọn lại"),
    ],
)
def test_a_bad_file_is_explained_at_the_field_and_what_was_typed_stays(
    browser: Browser, data: bytes, words: str
) -> None:
    merchant = confirmed()
    browser.sign_in(owner(merchant))

    page = browser.fill(f"/hs/{merchant.code}/giay/moi", kind="story", number="giữ lại", file=sent(data, "giay.jpg"))

    assert page.status == 422
    assert words in page.text
    assert 'value="giữ lại"' in page.html
    assert queries.papers_of(merchant.id) == []


def test_a_pdf_with_a_program_is_refused_on_the_page(browser: Browser) -> None:
    merchant = confirmed()
    browser.sign_in(owner(merchant))

    page = browser.fill(f"/hs/{merchant.code}/giay/moi", kind="story", file=sent(pdf(1, with_script), "a.pdf"))

    assert page.status == 422
    assert "có chương trình" in page.text
    assert queries.papers_of(merchant.id) == []


def test_an_identity_card_is_not_offered_and_not_taken(browser: Browser) -> None:
    merchant = confirmed()
    browser.sign_in(owner(merchant))

    page = browser.fill(f"/hs/{merchant.code}/giay/moi", kind="citizen_card", file=sent(small_photo()))

    assert page.status == 422
    assert queries.count_of(merchant.id) == 0


def test_a_file_is_served_so_that_nothing_in_it_can_act(browser: Browser) -> None:
    merchant = confirmed()
    picture, document = make_paper(merchant, kind="label", data=small_photo()), make_paper(merchant)
    browser.sign_in(owner(merchant))

    shown, saved = browser.visit(f"/giay/{picture.id}/tep"), browser.visit(f"/giay/{document.id}/tep")

    assert (shown.status, shown.response.mimetype) == (200, "image/jpeg")
    assert shown.response.headers["Content-Disposition"].startswith("inline")
    assert saved.response.headers["Content-Disposition"].startswith("attachment")
    for answer in (shown, saved):
        assert "sandbox" in answer.response.headers["Content-Security-Policy"]
        assert answer.response.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("role", [Role.TEAM, Role.TRAINER, Role.PROVINCE, Role.PARTNER, Role.AUDITOR, Role.ADMIN])
def test_nobody_but_owner_and_desk_is_told_that_a_paper_exists(browser: Browser, role: Role) -> None:
    merchant = confirmed()
    kept = make_paper(merchant)
    browser.sign_in(clerk_of("33/12826/", role))

    for path in (f"/giay/{kept.id}", f"/giay/{kept.id}/tep", f"/hs/{merchant.code}/giay"):
        assert browser.visit(path).status == 404


def test_the_desk_of_another_commune_and_a_neighbour_are_not_told_either(browser: Browser) -> None:
    kept, other = make_paper(confirmed()), confirmed(owner_name="Trần Văn Sáu", phone="+84912345679")
    for who in (clerk_of(OTHER_COMMUNE), owner(other)):
        browser.sign_in(who)
        assert browser.visit(f"/giay/{kept.id}/tep").status == 404


def test_a_draft_belongs_to_its_household_alone(browser: Browser) -> None:
    merchant = draft()
    kept = make_paper(merchant)
    browser.sign_in(CLERK)

    assert browser.visit(f"/giay/{kept.id}").status == 404
    assert browser.visit(f"/hs/{merchant.code}/giay").status == 404


def test_the_desk_ticks_a_paper_and_may_not_change_it(browser: Browser) -> None:
    merchant = confirmed()
    kept = make_paper(merchant)
    browser.sign_in(CLERK)

    page = browser.fill(f"/giay/{kept.id}", to=f"/giay/{kept.id}/da-xem")

    assert page.status == 303
    db.session.expire_all()
    assert db.session.get_one(KeptPaper, kept.id).checked_by_name == CLERK.name
    for path in (f"/giay/{kept.id}/xoa", f"/giay/{kept.id}/ban-moi", f"/hs/{merchant.code}/giay/moi"):
        assert browser.visit(path).status == 403
    assert queries.papers_of(merchant.id) == [kept]


def test_an_owner_may_not_tick_their_own_paper(browser: Browser) -> None:
    merchant = confirmed()
    kept = make_paper(merchant)
    browser.sign_in(owner(merchant))

    assert browser.post(f"/giay/{kept.id}/da-xem").status == 403
    db.session.expire_all()
    assert db.session.get_one(KeptPaper, kept.id).checked_at is None


def test_an_owner_takes_a_paper_away_and_nobody_opens_it_any_more(browser: Browser) -> None:
    merchant = confirmed()
    kept = make_paper(merchant)
    browser.sign_in(owner(merchant))

    page = browser.fill(f"/giay/{kept.id}/xoa")

    assert page.status == 303
    assert browser.visit(f"/giay/{kept.id}/tep").status == 404


def test_a_newer_version_is_sent_from_the_old_one(browser: Browser) -> None:
    merchant = confirmed()
    kept = make_paper(merchant)
    browser.sign_in(owner(merchant))

    page = browser.fill(f"/giay/{kept.id}/ban-moi", file=sent(pdf(4), "moi.pdf"))

    assert page.status == 303
    assert "Bản thứ 2" in browser.visit(page.location or "").text


def test_the_desk_notes_what_it_saw_and_the_whole_number_is_never_shown_again(browser: Browser) -> None:
    merchant = confirmed()
    browser.sign_in(CLERK)
    path = f"/cb/hs/{merchant.code}/giay-tuy-than"

    refused = browser.fill(path, kind="citizen_card", last_digits="034064001234")
    taken = browser.fill(path, kind="citizen_card", last_digits="234")

    assert refused.status == 422
    assert "034064001234" not in refused.html
    assert taken.status == 303
    assert "tận cùng 234" in browser.visit(path).text


def test_only_the_desk_notes_what_it_saw(browser: Browser) -> None:
    merchant = confirmed()
    browser.sign_in(owner(merchant))

    assert browser.visit(f"/cb/hs/{merchant.code}/giay-tuy-than").status == 404
    assert queries.sightings_of(merchant.id) == []


def test_the_shelf_in_english_and_with_a_very_long_name(browser: Browser) -> None:
    merchant = confirmed(business_name="Cơ sở chế biến " + "nước mắm " * 7)
    make_paper(merchant, until=clock.today() - timedelta(days=3))
    browser.sign_in(owner(merchant))

    page = browser.visit(f"/hs/{merchant.code}/giay?lang=en")

    assert "Ran out on" in page.text
    assert "not verified" in page.text
