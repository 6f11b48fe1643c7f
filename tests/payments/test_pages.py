"""Pages of payments as owners, buyers, clerks and strangers meet them."""

import io

import pypdfium2
import pytest
import zxingcpp
from sqlalchemy import func, select

from app.core import areas
from app.core.db import db
from app.policy import Actor, Holding, Role
from merchants.models import Merchant
from merchants.states import Stage
from payments import queries, services, vietqr
from payments.models import PaymentRequest, Standee
from tests.browser import Browser, Page
from tests.factories.payments import (
    ACCOUNT_NO,
    VIETCOMBANK,
    clerk_of,
    deliver,
    make_account,
    make_merchant,
    make_request,
    notice_body,
    owner_of,
    receive,
    signed_headers,
)

ANSWERS = {"bank_bin": VIETCOMBANK, "account_no": "0000 1234 567 89", "holder_name": "nguyen thi man"}


@pytest.fixture
def merchant() -> Merchant:
    return make_merchant()


@pytest.fixture
def owner(browser: Browser, merchant: Merchant) -> Browser:
    browser.sign_in(owner_of(merchant))
    return browser


def issued(merchant: Merchant) -> Standee:
    make_account(merchant)
    standee = services.issue_standee(merchant, confirmed_holder="NGUYEN THI MAN", by=owner_of(merchant))
    db.session.commit()
    return standee


def test_an_owner_goes_from_account_to_card_to_request_to_paid(owner: Browser, merchant: Merchant) -> None:
    base = f"/hs/{merchant.code}/tt"
    assert owner.visit(base).status == 200
    assert owner.fill(f"{base}/tai-khoan", **ANSWERS).location == f"{base}/ten"
    assert "vẫn là một người" in owner.visit(f"{base}/ten").text
    assert "NGUYEN THI MAN" in owner.visit(f"{base}/bien-qr").text
    assert owner.fill(f"{base}/bien-qr", confirmed_holder="Nguyen Thi Man").location == base

    standee = queries.live_standee(merchant.id)
    assert standee is not None
    printed = owner.visit(f"{base}/bien-qr/{standee.serial}/a6.pdf")
    page = pypdfium2.PdfDocument(io.BytesIO(printed.data))[0]
    payments = [code.text for code in zxingcpp.read_barcodes(page.render(scale=3).to_pil()) if "/xm/" not in code.text]
    [read] = map(vietqr.read, payments)
    assert (printed.response.mimetype, read.bin, read.account) == ("application/pdf", VIETCOMBANK, ACCOUNT_NO)

    made = owner.fill(f"{base}/yeu-cau/moi", amount_vnd="120.000", note="2 chai nước mắm")
    reference = (made.location or "").rsplit("/", 1)[-1]
    buyer = Browser(owner.app)
    waiting = buyer.visit(f"/tt/{reference}")
    assert "120.000 ₫" in waiting.text
    assert "Chờ tiền về" in waiting.text
    assert 'http-equiv="refresh" content="5"' in waiting.html

    body = notice_body(reference, 120_000)
    assert deliver(buyer.client, body, signed_headers(body)) == 200
    paid = buyer.visit(f"/tt/{reference}")
    assert "Đã nhận" in paid.text
    assert "refresh" not in paid.html
    assert "Đã nhận" in owner.visit(f"{base}/yeu-cau").text


def test_another_persons_account_asks_before_it_is_saved(owner: Browser, merchant: Merchant) -> None:
    path = f"/hs/{merchant.code}/tt/tai-khoan"
    answers = ANSWERS | {"holder_name": "Trần Văn Bình"}
    refused = owner.fill(path, **answers)
    assert refused.status == 422
    assert "Tài khoản đứng tên người khác: TRAN VAN BINH" in refused.text
    assert queries.account_of(merchant.id) is None
    assert owner.fill(path, **answers, use_anyway="y").status == 303
    assert queries.account_of(merchant.id) is not None


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("bank_bin", "", "Chọn ngân hàng"),
        ("bank_bin", "999999", "Chọn"),
        ("account_no", "12", "4 đến 19"),
        ("holder_name", " ", "Nhập tên"),
    ],
)
def test_a_wrong_answer_about_the_account_says_what_to_do(
    owner: Browser, merchant: Merchant, field: str, value: str, sentence: str
) -> None:
    answer = owner.fill(f"/hs/{merchant.code}/tt/tai-khoan", **(ANSWERS | {field: value}))
    assert answer.status == 422
    assert sentence in answer.text


@pytest.mark.parametrize("amount", ["0", "500.000.000", "mười", ""])
def test_an_amount_that_cannot_be_asked_for_is_refused(owner: Browser, merchant: Merchant, amount: str) -> None:
    make_account(merchant)
    db.session.commit()
    assert owner.fill(f"/hs/{merchant.code}/tt/yeu-cau/moi", amount_vnd=amount).status == 422


def test_two_clicks_make_one_request(owner: Browser, merchant: Merchant) -> None:
    make_account(merchant)
    db.session.commit()
    path = f"/hs/{merchant.code}/tt/yeu-cau/moi"
    form = owner.visit(path)
    values = {name: form.hidden(name) for name in ("csrf_token", "_khoa")} | {"amount_vnd": "50000", "note": ""}
    first, second = owner.again(path, values), owner.again(path, values)
    assert (first.status, second.status) == (303, 303)
    assert first.location == second.location
    assert db.session.scalar(select(func.count()).select_from(PaymentRequest)) == 1


def test_an_open_request_can_be_handed_on_as_a_picture_and_says_aloud_only_what_is_verified(
    owner: Browser, merchant: Merchant
) -> None:
    make_account(merchant)
    request = make_request(merchant)
    db.session.commit()
    path = f"/hs/{merchant.code}/tt/yeu-cau/{request.reference}"

    waiting = owner.visit(path)

    assert 'data-paid="Đã nhận 120.000 đồng"' in waiting.html
    assert f"/tt/{request.reference}/ma.png" in waiting.links
    assert f"ghi nội dung {request.reference}: http" in waiting.html
    receive(notice_body(request.reference, 100_000))
    db.session.commit()
    assert "data-paid" not in owner.visit(path).html


def test_a_hostile_note_is_only_text(owner: Browser, merchant: Merchant) -> None:
    make_account(merchant)
    request = make_request(merchant, note='<script>alert("x")</script>')
    db.session.commit()
    for path in (f"/tt/{request.reference}", f"/hs/{merchant.code}/tt/yeu-cau"):
        page = owner.visit(path)
        assert "<script>alert" not in page.html
        assert "&lt;script&gt;" in page.html


def test_the_owner_sees_both_amounts_and_decides(owner: Browser, merchant: Merchant) -> None:
    make_account(merchant)
    request = make_request(merchant)
    receive(notice_body(request.reference, 100_000))
    db.session.commit()
    path = f"/hs/{merchant.code}/tt/yeu-cau/{request.reference}"
    page = owner.visit(path)
    assert "100.000 ₫" in page.text
    assert "120.000 ₫" in page.text
    assert "Đã nhận" not in Browser(owner.app).visit(f"/tt/{request.reference}").text
    assert owner.fill(path, to=f"{path}/giai-quyet").status == 422
    assert owner.fill(path, to=f"{path}/giai-quyet", decision="accept").status == 303
    assert "Đã nhận" in owner.visit(path).text


def test_a_cancelled_request_shows_no_code_to_buyers(owner: Browser, merchant: Merchant) -> None:
    make_account(merchant)
    request = make_request(merchant)
    db.session.commit()
    path = f"/hs/{merchant.code}/tt/yeu-cau/{request.reference}"
    assert owner.fill(path, to=f"{path}/huy").status == 303
    public = owner.visit(f"/tt/{request.reference}")
    assert 'class="qr"' not in public.html
    assert owner.visit(f"/tt/{request.reference}/ma.png").status == 404


def money_pages(merchant: Merchant, request: PaymentRequest, serial: str) -> list[str]:
    base = f"/hs/{merchant.code}/tt"
    return [
        base,
        f"{base}/tai-khoan",
        f"{base}/bien-qr",
        f"{base}/bien-qr/{serial}/a6.pdf",
        f"{base}/yeu-cau",
        f"{base}/yeu-cau/moi",
        f"{base}/yeu-cau/{request.reference}",
    ]


@pytest.mark.parametrize(("who", "status"), [("owner", 200), ("clerk", 403), ("other owner", 404), ("admin", 404)])
def test_money_is_the_owners_alone(browser: Browser, merchant: Merchant, who: str, status: int) -> None:
    serial = issued(merchant).serial
    request = make_request(merchant)
    actors = {
        "owner": owner_of(merchant),
        "clerk": clerk_of(merchant),
        "other owner": owner_of(make_merchant(owner_name="Lê Văn Chài")),
        "admin": Actor(None, "Quản trị", (Holding(Role.ADMIN),)),
    }
    db.session.commit()
    browser.sign_in(actors[who])
    assert {browser.visit(path).status for path in money_pages(merchant, request, serial)} == {status}


@pytest.mark.parametrize("role", [Role.OFFICIAL, Role.LEADER])
def test_nobody_of_the_commune_sees_an_amount(browser: Browser, merchant: Merchant, role: Role) -> None:
    commune = areas.commune_path(merchant.area_path)
    browser.sign_in(Actor(None, "Cán bộ", (Holding(role, area_path=commune),)))
    assert browser.visit(f"/hs/{merchant.code}/tt/yeu-cau").status == 403


def test_a_stranger_is_asked_to_sign_in(browser: Browser, merchant: Merchant) -> None:
    answer = browser.visit(f"/hs/{merchant.code}/tt")
    assert (answer.status, answer.location) == (303, "/vao")


def test_an_owner_cannot_reach_a_neighbours_request_or_card_under_their_own_code(
    owner: Browser, merchant: Merchant
) -> None:
    neighbour = make_merchant(owner_name="Lê Văn Chài")
    make_account(neighbour)
    request = make_request(neighbour)
    standee = services.issue_standee(neighbour, confirmed_holder="LE VAN CHAI", by=owner_of(neighbour))
    db.session.commit()
    base = f"/hs/{merchant.code}/tt"
    assert owner.visit(f"{base}/yeu-cau/{request.reference}").status == 404
    assert owner.visit(f"{base}/bien-qr/{standee.serial}/a6.pdf").status == 404
    assert owner.post(f"{base}/yeu-cau/{request.reference}/huy").status == 404


def verify(browser: Browser, serial: str, language: str = "vi") -> Page:
    return browser.visit(f"/xm/{serial}?lang={language}")


def test_a_right_card_is_green_small_and_without_script(browser: Browser, merchant: Merchant) -> None:
    serial = issued(merchant).serial
    page = verify(browser, serial)
    assert "NGUYEN THI MAN" in page.text
    assert 'class="green"' in page.html
    assert len(page.data) <= 12 * 1024
    assert "<script" not in page.html
    assert ACCOUNT_NO not in page.html
    assert "This card is right" in verify(browser, serial, "en").text
    assert verify(browser, serial.lower()).status == 200
    assert verify(browser, "00000000").status == 404


def test_a_card_of_an_unconfirmed_household_is_not_green(browser: Browser) -> None:
    serial = issued(make_merchant(stage=Stage.DRAFT)).serial
    assert 'class="amber"' in verify(browser, serial).html


def test_a_paused_card_is_amber_and_a_withdrawn_one_red(owner: Browser, merchant: Merchant) -> None:
    serial = issued(merchant).serial
    base = f"/hs/{merchant.code}/tt"
    assert owner.fill(base, to=f"{base}/bien-qr/tam-dung").status == 303
    assert 'class="amber"' in verify(owner, serial).html
    assert "Nhờ xã mở lại" in owner.visit(base).text
    assert owner.fill(f"{base}/tai-khoan", to=f"{base}/bien-qr/da-xem").status == 409
    assert 'class="amber"' in verify(owner, serial).html
    standee = queries.standee(serial)
    assert standee is not None
    services.resume_standee(standee, by=clerk_of(merchant))
    db.session.commit()
    assert 'class="green"' in verify(owner, serial).html
    assert owner.fill(f"{base}/bien-qr", confirmed_holder="NGUYEN THI MAN").status == 303
    red = verify(owner, serial)
    assert 'class="red"' in red.html
    assert "NGUYEN THI MAN" not in red.text


def test_anybody_may_report_a_wrong_name_but_not_without_end(browser: Browser, merchant: Merchant) -> None:
    standee = issued(merchant)
    path = f"/xm/{standee.serial}"
    token = browser.visit(path).hidden("csrf_token")
    answers = [
        browser.again(f"{path}/bao-sai", {"csrf_token": token, "saw_name": "LE VAN GIAN"}).status for _time in range(4)
    ]
    assert answers == [303, 303, 303, 429]
    assert [report.saw_name for report in queries.open_reports(standee.id)] == ["LE VAN GIAN"] * 3
    assert 'class="green"' in verify(browser, standee.serial).html


def test_the_owner_hears_of_reports_and_answers_them(owner: Browser, merchant: Merchant) -> None:
    standee = issued(merchant)
    owner.fill(f"/xm/{standee.serial}", to=f"/xm/{standee.serial}/bao-sai", saw_name="<b>LE VAN GIAN")
    base = f"/hs/{merchant.code}/tt"

    told = owner.visit(base)
    assert "Khách thấy tên: <b>LE VAN GIAN" in told.text or "Khách thấy: <b>LE VAN GIAN" in told.text
    assert "&lt;b&gt;LE VAN GIAN" in told.html
    assert owner.fill(base, to=f"{base}/bien-qr/da-xem").status == 303
    assert "LE VAN GIAN" not in owner.visit(base).text


def test_the_five_fears_are_answered_in_both_languages(browser: Browser) -> None:
    page = browser.visit("/tien-mat-va-chuyen-khoan")
    assert "Thuế tính theo doanh thu, không phải theo cách nhận tiền" in page.text
    assert page.html.count("<h2") == 5
    assert "Tax depends on turnover" in browser.visit("/tien-mat-va-chuyen-khoan?lang=en").text


def test_the_open_page_answers_its_script_with_the_state_only(browser: Browser) -> None:
    request = make_request()
    db.session.commit()
    assert browser.visit(f"/tt/{request.reference}/trang-thai").response.json == {"state": "open"}
    picture = browser.visit(f"/tt/{request.reference}/ma.png")
    assert picture.response.mimetype == "image/png"
    assert "attachment" in picture.response.headers["Content-Disposition"]


def test_a_bank_is_found_by_its_old_name_without_script(browser: Browser) -> None:
    merchant = make_merchant()
    browser.sign_in(owner_of(merchant))

    found = browser.visit(f"/hs/{merchant.code}/tt/tai-khoan?tim=Đông Á")
    assert "970406" in found.html
    assert "970436" not in found.html
    nothing = browser.visit(f"/hs/{merchant.code}/tt/tai-khoan?tim=khong co that")
    assert "970436" in nothing.html


def test_the_rule_on_business_names_warns_and_never_blocks(browser: Browser) -> None:
    merchant = make_merchant()
    make_account(merchant)
    browser.sign_in(owner_of(merchant))

    page = browser.visit(f"/hs/{merchant.code}/tt")
    assert "Từ 01/03/2026, tài khoản mở cho hộ kinh doanh" in page.text
    make_account(merchant, holder="HKD NUOC MAM BA MAN")
    assert "Từ 01/03/2026" not in browser.visit(f"/hs/{merchant.code}/tt").text


def test_the_printed_card_speaks_vietnamese_to_an_owner_who_reads_english(browser: Browser) -> None:
    merchant = make_merchant()
    make_account(merchant)
    browser.sign_in(owner_of(merchant))
    standee = services.issue_standee(merchant, confirmed_holder="NGUYEN THI MAN", by=owner_of(merchant))
    db.session.commit()

    browser.visit("/?lang=en")
    card = browser.visit(f"/hs/{merchant.code}/tt/bien-qr/{standee.serial}/a6.pdf")
    words = pypdfium2.PdfDocument(card.data)[0].get_textpage().get_text_range()
    assert "Xem đúng tên rồi mới bấm chuyển" in " ".join(words.split())
