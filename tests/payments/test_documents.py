"""The printed card: what a telephone reads from it and what a person reads on it."""

from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
import zxingcpp
from flask import Flask

from payments import documents, vietqr

SHEET = documents.StandeeSheet(
    payload=vietqr.write(bin="970436", account="0000123456789"),
    holder_name="NGUYEN THI MAN",
    shown_name="Nước mắm Bà Mận",
    bank="Vietcombank",
    account_no="0000123456789",
    serial="7K2F9QXA",
    printed_on=date(2026, 9, 12),
    verify_url="lensan.example/xm/7K2F9QXA",
)


def printed(app: Flask, sheet: documents.StandeeSheet) -> pypdfium2.PdfDocument:
    with app.test_request_context("/?lang=vi"):
        return pypdfium2.PdfDocument(documents.standee_pdf(sheet))


def test_a_telephone_reads_the_account_from_the_printed_card(app: Flask) -> None:
    page = printed(app, SHEET)[0]
    found = zxingcpp.read_barcodes(page.render(scale=3).to_pil())
    read = vietqr.read(found[0].text)
    assert (read.bin, read.account, read.amount_vnd) == ("970436", "0000123456789", None)


def test_a_person_reads_name_bank_full_number_serial_day_and_address(app: Flask) -> None:
    text = " ".join(printed(app, SHEET)[0].get_textpage().get_text_bounded().split())
    for said in (
        "NGUYEN THI MAN",
        "Vietcombank",
        "0000123456789",
        "7K2F9QXA",
        "12/09/2026",
        "lensan.example/xm/7K2F9QXA",
        "Xem đúng tên rồi mới bấm chuyển",
    ):
        assert said in text
    assert "napas" not in text.lower()
    assert "vietqr" not in text.lower()


@pytest.mark.parametrize(
    "holder",
    ["LE A", "NGUYEN THI MAN", "CONG HUYEN TON NU THI HONG HANH", "HO KINH DOANH NUOC MAM TRUYEN THONG BA MAN"],
)
def test_the_card_is_one_a6_page_whatever_the_name(app: Flask, holder: str) -> None:
    document = printed(app, replace(SHEET, holder_name=holder))
    width, height = document[0].get_size()
    assert len(document) == 1
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (105, 148)
    assert " ".join(document[0].get_textpage().get_text_bounded().split()).count(holder) == 1


def test_the_picture_to_keep_reads_the_same() -> None:
    drawn = documents.qr_picture(SHEET.payload)
    assert drawn.size == 37 + 8
    assert documents.qr_svg(SHEET.payload).startswith(b"<svg")


def test_a_memo_in_capitals_makes_a_small_code() -> None:
    payload = vietqr.write(bin="970436", account="0000123456789", amount_vnd=120_000, purpose="HSG2345678")
    assert documents.qr_picture(payload).size <= 41 + 8
