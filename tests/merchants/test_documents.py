"""The receipt slip: what it says, read back out of the PDF."""

import pypdfium2
import pytest
import time_machine
import zxingcpp

from merchants import documents
from merchants.models import Merchant
from merchants.rules import Paper
from tests.factories.merchants import draft, submitted


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(page.get_textpage().get_text_bounded() for page in document).replace("\r\n", " ")


def slip(merchant: Merchant) -> bytes:
    return documents.receipt(merchant, lookup_url="http://localhost/tra-cuu", desk_phone="0227 123 4567")


@time_machine.travel("2026-11-26T02:15:00Z", tick=False)
def test_the_slip_names_code_owner_place_and_promised_day_on_both_copies() -> None:
    merchant = submitted(papers=[Paper.OCOP])

    text = words_of(slip(merchant))

    for wanted in (
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        merchant.code,
        "Nguyễn Thị Mận",
        "cạnh nhà văn hoá, Thôn Vạn Chài, Xã Thái Thụy, Tỉnh Hưng Yên",
        "09 giờ 15 phút, ngày 26/11/2026",
        "thứ Năm, ngày 03/12/2026",
        "5 ngày làm việc",
        "0912 345 678",
    ):
        assert text.count(wanted) == 2, wanted
    assert text.count("Liên 1") == text.count("Liên 2") == 1


def test_the_slip_is_one_page_even_for_long_names() -> None:
    long = "Nguyễn Thị Tường Vy Hoàng Phượng Quỳnh Dương Khuyến Thưởng"
    merchant = submitted(owner_name=long, business_name="Cơ sở sản xuất " + long, papers=list(Paper)[:4])

    pdf = slip(merchant)

    assert len(pypdfium2.PdfDocument(pdf)) == 1
    assert words_of(pdf).replace(" ", "").count(long.replace(" ", "")) == 4


def test_the_picture_on_the_slip_leads_to_the_look_up_page() -> None:
    page = pypdfium2.PdfDocument(slip(submitted()))[0]

    found = zxingcpp.read_barcodes(page.render(scale=3).to_pil())

    assert {code.text for code in found} == {"http://localhost/tra-cuu"}


def test_what_has_not_been_sent_has_no_slip() -> None:
    with pytest.raises(ValueError, match="sent"):
        slip(draft())
