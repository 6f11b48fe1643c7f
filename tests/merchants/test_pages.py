"""Pages of registration and of the desk, walked as people walk them."""

import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from app.core.db import db
from app.policy import ANONYMOUS, Actor, Holding, Role
from merchants import queries, rules, services
from merchants.models import Merchant
from merchants.rules import ConsentPurpose, ContactKind, Craft, Question
from merchants.states import Stage
from tests.browser import Browser
from tests.factories.merchants import (
    HAMLET,
    OTHER_COMMUNE,
    clerk_of,
    confirmed,
    draft,
    hamlet,
    owner,
    returned,
    submitted,
)

CONSENT = dict.fromkeys(("record", "public", "partner", "statistics"), "yes")


@pytest.fixture(autouse=True)
def _places(session: object) -> Iterator[None]:
    hamlet()
    db.session.commit()
    return


def started(browser: Browser, **values: Any) -> str:
    """Answer the first question and return the dossier's address."""
    page = browser.fill("/hs/moi", **({"craft": "fish_sauce"} | values))
    assert page.status == 303, page.text
    return str(page.location).removesuffix("/ma")


def of(address: str) -> Merchant:
    merchant = queries.by_code(address.rsplit("/", 1)[-1])
    assert merchant is not None
    db.session.refresh(merchant)
    return merchant


def test_a_household_answers_eight_questions_and_sends(browser: Browser) -> None:
    assert browser.visit("/dang-ky").status == 200
    here = started(browser)
    assert here.rsplit("/", 1)[-1] in browser.visit(f"{here}/ma").text

    steps = [
        ("nghe", {"craft": "fish_sauce"}, "ten"),
        ("ten", {"owner_name": unicodedata.normalize("NFD", "  Nguyễn Thị  Mận ")}, "ten-co-so"),
        ("ten-co-so", {"business_name": "Nước mắm Bà Mận"}, "nam-sinh"),
        ("nam-sinh", {"birth_year": "1964"}, "o-dau"),
        ("o-dau", {"commune": "12826"}, "o-dau/12826"),
        ("o-dau/12826", {"hamlet": HAMLET, "house_note": "cạnh nhà văn hoá"}, "lien-lac"),
        ("lien-lac", {"kind": "own", "phone": "0912.345.678"}, "giay-to"),
        ("giay-to", {"papers": "none"}, "dong-y"),
        ("dong-y", CONSENT, "kiem-tra"),
    ]
    for path, values, following in steps:
        page = browser.fill(f"{here}/{path}", **values)
        assert (page.status, page.location) == (303, f"{here}/{following}"), page.text

    for path, heading in (
        ("o-dau", "Cơ sở ở xã nào?"),
        ("o-dau/12826", "Cơ sở ở thôn nào?"),
        ("lien-lac", "Gọi cho ai khi cần?"),
        ("giay-to", "Đã có giấy nào?"),
    ):
        assert heading in browser.visit(f"{here}/{path}").text
    check = browser.visit(f"{here}/kiem-tra")
    for wanted in ("Nguyễn Thị Mận", "1964", "Thôn Vạn Chài", "0912 345 678", "Hiện cơ sở trên trang giới thiệu: Có"):
        assert wanted in check.text
    page = browser.fill(f"{here}/kiem-tra", to=f"{here}/da-gui")

    assert (page.status, page.location) == (303, f"{here}/da-gui")
    merchant = of(here)
    assert merchant.stage is Stage.SUBMITTED
    assert (merchant.owner_name, merchant.phone) == ("Nguyễn Thị Mận", "+84912345678")
    done = browser.visit(f"{here}/da-gui")
    assert merchant.review_due_on is not None
    assert f"{merchant.review_due_on:%d/%m/%Y}" in done.text
    slip = browser.visit(f"{here}/giay-tiep-nhan.pdf")
    assert (slip.status, slip.response.mimetype) == (200, "application/pdf")
    assert slip.data.startswith(b"%PDF")
    assert browser.visit(here).status == 200


def test_sending_the_first_form_twice_makes_one_dossier(browser: Browser) -> None:
    shown = browser.visit("/hs/moi")
    values = {"csrf_token": shown.hidden("csrf_token"), "_khoa": shown.hidden("_khoa"), "craft": "rice"}

    first = browser.again("/hs/moi", values)
    # The first answer gave this browser a new cookie, and with it a new forgery token.
    values["csrf_token"] = browser.visit("/hs/moi").hidden("csrf_token")
    second = browser.again("/hs/moi", values)

    assert first.location == second.location
    assert len(_all_merchants()) == 1


def test_sending_to_the_commune_twice_sends_once(browser: Browser) -> None:
    merchant = draft()
    browser.sign_in(owner(merchant))
    shown = browser.visit(f"/hs/{merchant.code}/kiem-tra")
    values = {"csrf_token": shown.hidden("csrf_token"), "_khoa": shown.hidden("_khoa")}

    answers = [browser.again(f"/hs/{merchant.code}/da-gui", values) for _ in range(2)]

    assert [page.location for page in answers] == [f"/hs/{merchant.code}/da-gui"] * 2
    assert of(merchant.code).stage is Stage.SUBMITTED


def test_going_back_and_answering_anew_keeps_the_later_answer(browser: Browser) -> None:
    here = started(browser)
    shown = browser.visit(f"{here}/ten")
    values = {"csrf_token": shown.hidden("csrf_token"), "_khoa": shown.hidden("_khoa")}

    browser.again(f"{here}/ten", values | {"owner_name": "Đỗ Thị Một"})
    browser.again(f"{here}/ten", values | {"owner_name": "Đỗ Thị Hai"})

    assert of(here).owner_name == "Đỗ Thị Hai"


def test_save_and_come_back_keeps_the_answer_and_shows_the_code(browser: Browser) -> None:
    here = started(browser)

    page = browser.fill(f"{here}/ten", owner_name="Đỗ Thị Một", later="1")

    assert page.location == f"{here}/ma"
    assert of(here).owner_name == "Đỗ Thị Một"


REFUSED = [
    ("ten", {"owner_name": "  "}, "Nhập họ và tên chủ cơ sở, ví dụ Nguyễn Thị Mận"),
    ("ten", {"owner_name": "Mận 64"}, "Nhập họ và tên chủ cơ sở, ví dụ Nguyễn Thị Mận"),
    (
        "nam-sinh",
        {"birth_year": ""},
        "Năm sinh phải từ 1920 đến 2011, ví dụ 1964. Nhớ theo tuổi ta thì bấm “Chỉ nhớ tuổi”",
    ),
    ("nam-sinh", {"birth_year": "1919"}, "Năm sinh phải từ 1920 đến 2011, ví dụ 1964"),
    ("nam-sinh", {"birth_year": "2031"}, "Năm sinh phải từ 1920 đến 2011, ví dụ 1964"),
    ("nam-sinh", {"birth_year": "2012"}, "Sinh năm 2012 thì còn nhỏ. Nhập năm sinh của chủ cơ sở, ví dụ 1964"),
    ("nghe", {"craft": "other"}, "Ghi tên nghề"),
    ("lien-lac", {"kind": "own", "phone": "091234567"}, "Số điện thoại có 10 số, bắt đầu bằng 0. Số vừa nhập có 9 số"),
    ("lien-lac", {"kind": "own"}, "Nhập số điện thoại, ví dụ 0912 345 678"),
    ("lien-lac", {"kind": "relative", "phone": "0912345678"}, "Ghi tên người có số này, ví dụ Hà"),
    ("lien-lac", {}, "Chọn một câu trả lời"),
    ("giay-to", {}, "Chọn giấy đang có"),
    ("giay-to", {"papers": ["ocop", "none"]}, "Chọn giấy đang có"),
    ("o-dau", {}, "Chọn xã"),
    ("o-dau/12826", {}, "Chọn thôn. Không thấy tên thôn thì bấm “Không có trong danh sách”"),
    ("o-dau/12826", {"hamlet": "none"}, "Ghi tên thôn"),
    ("dong-y", CONSENT | {"record": "no"}, "Cần đồng ý dòng thứ nhất để xã giữ hồ sơ. Ba dòng còn lại tuỳ gia đình"),
    ("dong-y", {"record": "yes"}, "Chọn một câu trả lời"),
]


@pytest.mark.parametrize(("path", "values", "sentence"), REFUSED)
@time_machine.travel("2026-11-26T02:00:00Z")
def test_a_wrong_answer_is_explained_and_kept(
    browser: Browser, path: str, values: dict[str, Any], sentence: str
) -> None:
    here = started(browser)

    page = browser.fill(f"{here}/{path}", **values)

    assert page.status == 422
    assert sentence in page.text
    assert page.title.startswith("Lỗi: ")
    for typed in (value for value in values.values() if isinstance(value, str) and value.isdigit()):
        assert f'value="{typed}"' in page.html


def test_without_a_craft_nothing_is_opened(browser: Browser) -> None:
    page = browser.fill("/hs/moi")

    assert page.status == 422
    assert "Chọn một câu trả lời" in page.text
    assert _all_merchants() == []


def test_no_phone_asks_for_no_number(browser: Browser) -> None:
    here = started(browser)

    page = browser.fill(f"{here}/lien-lac", kind="none", phone="abc")

    assert page.status == 303
    assert (of(here).contact_kind, of(here).phone) == (ContactKind.NONE, "")


def test_a_hamlet_missing_from_the_list_is_written_by_hand(browser: Browser) -> None:
    here = started(browser)

    assert browser.fill(f"{here}/o-dau/12826", hamlet="none", area_note="xóm Bến").status == 303

    assert (of(here).area_path, of(here).area_note) == ("33/12826/", "xóm Bến")
    assert 'value="none" checked' in " ".join(browser.visit(f"{here}/o-dau/12826").html.split())


def test_an_unknown_commune_is_not_found(browser: Browser) -> None:
    here = started(browser)

    assert browser.visit(f"{here}/o-dau/99999").status == 404
    assert browser.visit(f"{here}/o-dau/33").status == 404


def test_markup_is_shown_as_typed_and_never_run(browser: Browser) -> None:
    here = started(browser, craft="other", craft_other="<script>alert(1)</script>")
    browser.fill(f"{here}/ten-co-so", business_name='"><b class=x>đậm</b>')

    for path in (here, f"{here}/kiem-tra", f"{here}/ten-co-so", f"{here}/nghe"):
        page = browser.visit(path)
        assert "<script>alert" not in page.html
        assert "<b class=x>" not in page.html
    assert "&lt;script&gt;alert(1)" in browser.visit(f"{here}/kiem-tra").html


def test_sixty_signs_of_a_name_are_taken_and_sixty_one_are_not(browser: Browser) -> None:
    here = started(browser)
    name = ("Nguyễn Thị Tường Vy Hoàng Phượng Quỳnh Dương Khuyến Thưởng" + " Ân" * 9)[:60].strip().ljust(60, "ư")

    assert browser.fill(f"{here}/ten", owner_name=name).status == 303
    assert browser.fill(f"{here}/ten", owner_name=name + "ư").status == 422
    assert of(here).owner_name == name


def test_an_unfinished_dossier_names_what_is_missing_and_is_not_sent(browser: Browser) -> None:
    here = started(browser)

    check = browser.visit(f"{here}/kiem-tra")
    page = browser.post(f"{here}/da-gui")

    assert f"{here}/ten?sua=1" in check.links
    assert page.status == 422
    assert of(here).stage is Stage.DRAFT


def test_an_age_counted_the_old_way_gives_years(browser: Browser) -> None:
    with time_machine.travel("2026-09-05T02:00:00Z"):
        page = browser.visit("/dang-ky/tuoi?tuoi=63")
        assert "Giáp Thìn" in page.text
        assert "1964" in page.text
        assert browser.visit("/dang-ky/tuoi?tuoi=abc").status == 422
        named = browser.visit("/dang-ky/tuoi?tuoi=tuổi+giáp+thìn").text
        assert "1964" in named
        assert "1965" in named
        assert "1953" not in named
        assert all(str(year) in browser.visit("/dang-ky/tuoi?tuoi=con+rồng").text for year in (1940, 1952, 1964, 2000))
    assert browser.visit("/dang-ky/tuoi").status == 200


def test_a_stranger_is_asked_to_sign_in_and_another_owner_finds_nothing(browser: Browser) -> None:
    merchant, other = submitted(), submitted(owner_name="Đỗ Văn An")

    assert browser.visit(f"/hs/{merchant.code}").location == "/vao"
    browser.sign_in(owner(other))
    for path in ("", "/kiem-tra", "/ten", "/giay-tiep-nhan.pdf", "/rut"):
        assert browser.visit(f"/hs/{merchant.code}{path}").status == 404


def test_the_code_and_the_year_open_a_draft_on_another_phone(browser: Browser) -> None:
    merchant = draft()

    wrong = browser.fill("/dang-ky/lam-tiep", code=merchant.code, birth_year="1965")
    page = browser.fill("/dang-ky/lam-tiep", code=merchant.code.replace("-", " "), birth_year="1964")

    assert wrong.status == 422
    assert "Chưa tìm thấy mã này" in wrong.text
    assert (page.status, page.location) == (303, f"/hs/{merchant.code}")
    assert browser.visit(f"/hs/{merchant.code}/ten").status == 200


def test_once_sent_a_dossier_with_a_phone_opens_by_a_code_sent_there(browser: Browser) -> None:
    with_phone, without = submitted(), submitted(kind=ContactKind.NONE, birth_year=1950)

    assert browser.fill("/dang-ky/lam-tiep", code=with_phone.code, birth_year="1964").location == "/vao/so"
    assert browser.visit(f"/hs/{with_phone.code}").status == 303
    assert browser.fill("/dang-ky/lam-tiep", code=without.code, birth_year="1950").location == f"/hs/{without.code}"


def test_looking_up_tells_the_stage_and_no_name(browser: Browser) -> None:
    merchant = submitted()

    page = browser.fill("/tra-cuu", code=merchant.code, birth_year="1964")

    assert page.status == 200
    assert "Xã đang xem" in page.text
    assert merchant.review_due_on is not None
    assert f"{merchant.review_due_on:%d/%m/%Y}" in page.text
    for secret in ("Mận", "0912", "Vạn Chài"):
        assert secret not in page.text


def test_a_mistyped_code_is_told_from_an_unknown_one(browser: Browser) -> None:
    mistyped = browser.fill("/tra-cuu", code="1204-087-355", birth_year="1964")
    unknown = browser.fill("/tra-cuu", code="1204-087-354", birth_year="1964")

    assert "Mã hồ sơ chưa đúng. Xem lại từng số: 1204-087-354" in mistyped.text
    assert "Chưa tìm thấy mã này. Một cửa xã tìm giúp bằng tên và năm sinh: 0227 123 4567" in unknown.text
    assert (mistyped.status, unknown.status) == (422, 422)


def test_guessing_years_is_stopped(browser: Browser) -> None:
    merchant = draft()
    shown = browser.visit("/tra-cuu")
    form = {"csrf_token": shown.hidden("csrf_token"), "code": merchant.code}

    answers = [browser.again("/tra-cuu", form | {"birth_year": str(1940 + n)}).status for n in range(11)]

    assert answers[:10] == [422] * 10
    assert answers[10] == 429


def test_an_owner_s_home_lists_only_their_dossiers_with_the_next_step(browser: Browser) -> None:
    merchant = returned()
    submitted(owner_name="Đỗ Văn An", business_name="Gạo nhà An")
    browser.sign_in(owner(merchant))

    page = browser.visit("/toi")

    assert "Nước mắm Bà Mận" in page.text
    assert "Gạo nhà An" not in page.text
    assert "Sửa mục xã yêu cầu" in page.text


def test_a_clerk_finds_late_dossiers_first_and_only_the_commune_s_own(browser: Browser) -> None:
    with time_machine.travel("2026-11-02T02:00:00Z"):
        late = submitted(owner_name="Đỗ Thị Trễ")
    fresh = submitted(owner_name="Vũ Thị Mới")
    far = submitted(owner_name="Phạm Văn Xa", path="33/12865/01/")
    browser.sign_in(clerk_of())

    page = browser.visit("/cb/viec")

    assert page.text.index(late.code) < page.text.index(fresh.code)
    assert far.code not in page.text
    assert "Quá hạn" in page.text


def test_an_empty_queue_says_so(browser: Browser) -> None:
    browser.sign_in(clerk_of())

    assert "Không có hồ sơ nào chờ" in browser.visit("/cb/viec").text


@pytest.mark.parametrize("path", ["/cb/viec", "/cb/hs/{code}"])
def test_the_desk_does_not_exist_for_owners_and_strangers(browser: Browser, path: str) -> None:
    merchant = submitted()

    assert browser.visit(path.format(code=merchant.code)).status == 303
    browser.sign_in(owner(merchant))
    assert browser.visit(path.format(code=merchant.code)).status == 404


def test_an_owner_who_is_a_clerk_elsewhere_sees_but_may_not_confirm(browser: Browser) -> None:
    merchant = submitted()
    both = Actor(None, "Chú An", (Holding(Role.CLERK, OTHER_COMMUNE), Holding(Role.OWNER, merchant_id=merchant.id)))
    browser.sign_in(both)

    page = browser.post(f"/cb/hs/{merchant.code}/xac-nhan", checks=["identity"])

    assert page.status == 403
    assert of(merchant.code).stage is Stage.SUBMITTED


def test_a_clerk_of_another_commune_finds_nothing(browser: Browser) -> None:
    merchant = submitted()
    browser.sign_in(clerk_of(OTHER_COMMUNE))

    for path in ("", "/tra-lai", "/tra-lai/xem"):
        assert browser.visit(f"/cb/hs/{merchant.code}{path}").status == 404
    assert browser.post(f"/cb/hs/{merchant.code}/xac-nhan").status == 404
    assert browser.post(f"/cb/hs/{merchant.code}/tra-lai").status == 404
    assert of(merchant.code).stage is Stage.SUBMITTED


def test_a_clerk_does_not_see_a_draft(browser: Browser) -> None:
    merchant = draft()
    browser.sign_in(clerk_of())

    assert browser.visit(f"/cb/hs/{merchant.code}").status == 404


def test_a_clerk_looks_at_everything_and_confirms(browser: Browser) -> None:
    merchant = submitted()
    browser.sign_in(clerk_of())
    page = browser.visit(f"/cb/hs/{merchant.code}")
    assert "Nguyễn Thị Mận" in page.text

    here = f"/cb/hs/{merchant.code}"
    version = page.hidden("version")
    short = browser.fill(here, to=f"{here}/xac-nhan", version=version, checks=["identity"])
    every = [check.value for check in rules.checks_for(merchant.paper_kinds)]
    done = browser.fill(here, to=f"{here}/xac-nhan", version=version, checks=every)

    assert short.status == 422
    assert "Xem hết các mục trong danh sách" in short.text
    assert (done.status, done.location) == (303, "/cb/viec")
    assert of(merchant.code).stage is Stage.CONFIRMED
    assert "Chú Đỗ Văn Thành" in browser.visit(here).text


def test_a_returned_dossier_is_mended_sent_again_and_confirmed(browser: Browser) -> None:
    merchant = submitted()
    desk, home = f"/cb/hs/{merchant.code}", f"/hs/{merchant.code}"
    clerk = Browser(browser.app)
    clerk.sign_in(clerk_of())
    browser.sign_in(owner(merchant))

    choose = clerk.visit(f"{desk}/tra-lai")
    nothing = clerk.visit(f"{desk}/tra-lai/xem?version={choose.hidden('version')}")
    preview_path = (
        f"{desk}/tra-lai/xem?version={choose.hidden('version')}"
        "&reason_owner_name=owner_name.short&own_owner_name=Ghi+cả+họ+đệm.&own_contact=Gọi+không+được."
    )
    preview = clerk.visit(preview_path)
    sentence = "Họ và tên chưa đủ. Ghi đủ như trên căn cước, ví dụ Nguyễn Thị Mận. Ghi cả họ đệm."
    assert nothing.status == 422
    assert sentence in preview.text
    sent = clerk.fill(
        preview_path,
        to=f"{desk}/tra-lai",
        version=preview.hidden("version"),
        reason_owner_name="owner_name.short",
        own_owner_name="Ghi cả họ đệm.",
        own_contact="Gọi không được.",
    )
    assert (sent.status, sent.location) == (303, "/cb/viec")

    to_fix = browser.visit(f"{home}/bo-sung")
    assert "Cần làm lại 2 mục. Các mục khác giữ nguyên" in to_fix.text
    assert sentence in to_fix.text
    assert browser.post(f"{home}/bo-sung").status == 422
    assert browser.fill(f"{home}/nam-sinh", birth_year="1970").status == 409
    fixed = browser.fill(f"{home}/ten", owner_name="Nguyễn Thị Minh Mận")
    assert fixed.location == f"{home}/bo-sung"
    browser.fill(f"{home}/lien-lac", kind="own", phone="0912345679")
    again = browser.fill(f"{home}/bo-sung")
    assert (again.status, again.location) == (303, f"{home}/da-gui")

    review = clerk.visit(desk)
    assert sentence in review.text
    every = [check.value for check in rules.checks_for(merchant.paper_kinds)]
    clerk.fill(desk, to=f"{desk}/xac-nhan", version=review.hidden("version"), checks=every)
    assert of(merchant.code).stage is Stage.CONFIRMED
    assert of(merchant.code).owner_name == "Nguyễn Thị Minh Mận"


def test_the_second_of_two_clerks_gets_the_overtaken_page(browser: Browser) -> None:
    merchant = submitted()
    desk = f"/cb/hs/{merchant.code}"
    every = [check.value for check in rules.checks_for(merchant.paper_kinds)]
    first, second = Browser(browser.app), Browser(browser.app)
    first.sign_in(clerk_of())
    second.sign_in(clerk_of())
    form = second.visit(desk)
    values = {name: form.hidden(name) for name in ("csrf_token", "_khoa", "version")} | {"checks": every}

    assert first.fill(desk, to=f"{desk}/xac-nhan", version=form.hidden("version"), checks=every).status == 303
    late = second.again(f"{desk}/xac-nhan", values)

    assert late.status == 409
    assert of(merchant.code).stage is Stage.CONFIRMED


def test_an_owner_withdraws_and_takes_part_consents_back(browser: Browser) -> None:
    leaving, staying = submitted(), confirmed(owner_name="Đỗ Văn An")
    browser.sign_in(owner(leaving))
    assert browser.fill(f"/hs/{leaving.code}/rut").status == 303
    assert of(leaving.code).stage is Stage.WITHDRAWN

    other = Browser(browser.app)
    other.sign_in(owner(staying))
    assert other.fill(f"/hs/{staying.code}/dong-y", **(CONSENT | {"public": "no"})).status == 303
    assert not queries.has_consent(staying.id, ConsentPurpose.PUBLIC)


def test_every_page_speaks_english_too(browser: Browser) -> None:
    merchant = returned([Question.OWNER_NAME])
    browser.sign_in(owner(merchant))

    page = browser.visit(f"/hs/{merchant.code}/bo-sung?lang=en")

    assert "The name is not complete." in page.text
    assert browser.visit("/dang-ky?lang=en").title == "Register your family business – Lên Sàn"


def test_a_signed_in_owner_keeps_a_second_dossier(browser: Browser) -> None:
    merchant = confirmed()
    browser.sign_in(owner(merchant))

    here = started(browser, craft="homestay")

    assert browser.visit(f"{here}/ten").status == 200
    assert browser.visit(f"/hs/{merchant.code}").status == 200


def test_a_team_member_fills_in_for_a_family_and_sees_it_sent(browser: Browser) -> None:
    browser.sign_in(Actor(None, "Chị Phạm Thị Lan", (Holding(Role.TEAM, HAMLET),)))
    here = started(browser)
    for path, values in (
        ("ten", {"owner_name": "Đỗ Thị Một"}),
        ("ten-co-so", {"business_name": "Bánh cô Một"}),
        ("nam-sinh", {"birth_year": "1950"}),
        ("o-dau/12826", {"hamlet": HAMLET}),
        ("lien-lac", {"kind": "none"}),
        ("giay-to", {"papers": "none"}),
        ("dong-y", CONSENT),
    ):
        assert browser.fill(f"{here}/{path}", **values).status == 303

    assert browser.fill(f"{here}/kiem-tra", to=f"{here}/da-gui").status == 422
    assert of(here).stage is Stage.DRAFT
    assert browser.fill(f"{here}/xac-nhan/giay", slip_no="0123", mark="signature").status == 303
    browser.fill(f"{here}/kiem-tra", to=f"{here}/da-gui")

    assert (of(here).stage, of(here).filing) == (Stage.SUBMITTED, rules.Filing.TEAM)
    assert browser.visit(f"{here}/da-gui").status == 200
    assert browser.visit(f"{here}/giay-tiep-nhan.pdf").status == 200
    assert browser.fill(f"{here}/ten", owner_name="Đỗ Thị Hai").status == 409
    assert browser.visit(f"/cb/hs/{of(here).code}").status == 404


def test_an_anonymous_household_sees_only_its_own_dossier(browser: Browser) -> None:
    elsewhere = services.start_draft(craft=Craft.RICE, by=ANONYMOUS)
    db.session.commit()

    started(browser)

    assert browser.visit(f"/hs/{elsewhere.code}/ten").status == 404


def _all_merchants() -> list[Merchant]:
    return list(db.session.query(Merchant))
