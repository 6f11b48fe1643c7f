"""The slips of the desk, 01 to 07: each made by what happened, fetched from its page, and read back out of the PDF."""

import re
from collections.abc import Callable
from datetime import date

import pypdfium2
import pytest
import time_machine
import zxingcpp

from app.core.db import db
from merchants import rules
from merchants import services as dossiers
from merchants.desk import services
from merchants.desk.rules import Leaving
from merchants.models import Merchant
from merchants.rules import Paper, Question
from merchants.services import ReturnedItem
from tests.browser import Browser
from tests.factories.desk import official
from tests.factories.merchants import hamlet, owner, submitted
from tests.merchants.test_documents import words_of

pytestmark = pytest.mark.once
NOW = "2026-11-26T02:15:00Z"

COMMUNE = "UỶ BAN NHÂN DÂN XÃ THÁI THỤY"
HEAD = (
    COMMUNE,
    "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ",
    "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập – Tự do – Hạnh phúc",
)


def received(_merchant: Merchant) -> None:
    """Nothing more has happened: whoever sends a file is given its receipt."""


def sent_back(merchant: Merchant) -> None:
    items = [ReturnedItem(Question.WHERE, "where.house"), ReturnedItem(Question.PAPERS, "papers.not_seen")]
    services.send_back(merchant, items=items, by=official())


def refused(merchant: Merchant) -> None:
    proposed = services.propose(merchant, reason="Làm nghề ở tỉnh khác.", basis="Quy định, mục 2", by=official())
    services.agree(proposed, by=official("Chị Hoa"))


def late(merchant: Merchant) -> None:
    services.extend(
        merchant, reason="Xã đông việc.", new_due_on=date(2026, 12, 10), signer_name="Chị Hoa", by=official()
    )


def stopped(merchant: Merchant) -> None:
    services.leave(merchant, how=Leaving.STOP, reason="bận việc nhà", by=official())


def gone_all_the_way(merchant: Merchant) -> None:
    by = official()
    services.send_back(merchant, items=[ReturnedItem(Question.WHERE, "where.house")], by=by)
    dossiers.answer_where(merchant, area=hamlet(), house_note="cạnh đình", by=owner(merchant))
    dossiers.resubmit(merchant, by=owner(merchant))
    dossiers.confirm(merchant, checks=rules.checks_for(merchant.paper_kinds), by=by)


WHO = "Nguyễn Thị Mận – Nước mắm Bà Mận"
ENTERED = "Sổ theo dõi năm 2026, quyển số 1, số thứ tự 1"
# What happened, and the fields of the printed form that then have to be there.
SLIPS: dict[str, tuple[Callable[[Merchant], None], tuple[str, ...]]] = {
    "01": (
        received,
        (
            "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", "Liên 2: Giao người nộp",
            "Tiếp nhận hồ sơ của: Nguyễn Thị Mận", "Tên cơ sở: Nước mắm Bà Mận",
            "Địa chỉ: cạnh nhà văn hoá, Thôn Vạn Chài, Xã Thái Thụy, Tỉnh Hưng Yên",
            "Số điện thoại: 0912 345 678", "Nội dung yêu cầu giải quyết", "Thành phần hồ sơ nộp gồm",
            "Quyết định công nhận OCOP (xem bản chính, không lưu)", "Số bộ hồ sơ: 01", "là: 5 ngày làm việc",
            "Thời gian nhận hồ sơ: 09 giờ 15 phút, ngày 26/11/2026",
            "Thời gian trả kết quả: thứ Năm, ngày 03/12/2026", "Đăng ký nhận kết quả tại",
            "Quyển số: 1 Số thứ tự: 1/2026", "NGƯỜI NỘP HỒ SƠ", "NGƯỜI TIẾP NHẬN HỒ SƠ", "(Ký và ghi rõ họ tên)",
        ),
    ),
    "02": (
        sent_back,
        (
            "Mẫu số 02", "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ", WHO, ENTERED, "1. Nơi làm nghề:", "2. Giấy tờ:",
            "thời gian giải quyết tạm dừng", "Không mất phí", "NGƯỜI TIẾP NHẬN HỒ SƠ", "Chú Đỗ Văn Thành",
        ),
    ),
    "03": (
        refused,
        (
            "Mẫu số 03", "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ", WHO, ENTERED, "Lý do: Làm nghề ở tỉnh khác.",
            "Căn cứ: Quy định, mục 2", "khiếu nại", "Chị Hoa",
        ),
    ),
    "04": (
        late,
        (
            "Mẫu số 04", "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT", WHO, ENTERED,
            "Ngày đã hẹn: thứ Năm, ngày 03/12/2026", "Vì sao chậm: Xã đông việc.",
            "Ngày hẹn mới: thứ Năm, ngày 10/12/2026", "Chị Hoa",
        ),
    ),
    "05": (
        stopped,
        (
            "Mẫu số 05", "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ", WHO, ENTERED, "Theo đề nghị của chủ cơ sở",
            "Dừng từ: 09:15 ngày 26/11/2026", "Chú Đỗ Văn Thành",
        ),
    ),
    "06": (
        gone_all_the_way,
        (
            "Mẫu số 06", "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ", WHO, ENTERED, "Thời điểm", "Người thực hiện",
            "09:15 26/11/2026 Bà Nguyễn Thị Mận Gửi hồ sơ", "Chú Đỗ Văn Thành Yêu cầu bổ sung",
            "Bà Nguyễn Thị Mận Gửi lại sau khi sửa", "Chú Đỗ Văn Thành Xác nhận", "Tình trạng: Đã xác nhận",
        ),
    ),
}  # fmt: skip


def flat(pdf: bytes) -> str:
    return re.sub(r"\s+", " ", words_of(pdf))


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("number", SLIPS)
def test_each_slip_has_the_fields_of_its_form_and_a_picture_that_leads_to_the_look_up(
    browser: Browser, number: str
) -> None:
    happens, fields = SLIPS[number]
    merchant = submitted(papers=[Paper.OCOP])
    happens(merchant)
    db.session.commit()
    browser.sign_in(official("Cô Hạnh"))

    pdf = browser.visit(f"/cb/hs/{merchant.code}/phieu/{number}.pdf").data

    text, [page] = flat(pdf), pypdfium2.PdfDocument(pdf)
    missing = [field for field in (*HEAD, f"Mã hồ sơ: {merchant.code}", *fields) if field not in text]
    assert not missing, text
    assert sorted(round(side) for side in page.get_size()) == [420, 595]  # A5, in points
    assert [code.text for code in zxingcpp.read_barcodes(page.render(scale=3).to_pil())] == ["http://localhost/tra-cuu"]


@pytest.mark.parametrize("number", ["02", "03", "04", "05", "07", "08", "1"])
def test_a_slip_tells_of_nothing_that_did_not_happen(browser: Browser, number: str) -> None:
    merchant = submitted()
    browser.sign_in(official())

    assert browser.visit(f"/cb/hs/{merchant.code}/phieu/{number}.pdf").status == 404


@time_machine.travel(NOW, tick=False)
def test_the_register_has_every_file_of_its_book_with_its_dates_and_where_it_stands(browser: Browser) -> None:
    waiting, done = submitted(), submitted(owner_name="Trần Văn Huy")
    gone_all_the_way(done)
    elsewhere = submitted(owner_name="Lê Thị Xa", path="33/12865/01/")
    db.session.commit()
    browser.sign_in(official())

    text = flat(browser.visit("/cb/so.pdf").data)

    assert COMMUNE in text
    for wanted in ("SỔ THEO DÕI HỒ SƠ", "Năm 2026 · Quyển số 1", "Mẫu số 07", "Ngày nhận", "Hẹn trả", "Kết quả"):
        assert wanted in text, wanted
    for number, merchant, state in ((1, waiting, "Đang giải quyết"), (2, done, "Đã xác nhận 26/11/2026")):
        who = f"{merchant.owner_name}, {merchant.business_name}"
        assert re.search(rf"{number} {merchant.code} {who} .*?26/11/2026 03/12/2026 {state}", text), text
    assert elsewhere.code not in text
