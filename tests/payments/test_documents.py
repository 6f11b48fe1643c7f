"""The code as a picture: small, and read again by another library."""

import io

import zxingcpp
from PIL import Image

from payments import documents, vietqr

PAYLOAD = vietqr.write(bin="970436", account="0000123456789")


def test_the_picture_to_keep_reads_the_same() -> None:
    drawn = documents.qr_picture(PAYLOAD)
    [found] = zxingcpp.read_barcodes(Image.open(io.BytesIO(documents.qr_png(PAYLOAD))))
    assert drawn.size == 37 + 8
    assert documents.qr_svg(PAYLOAD).startswith(b"<svg")
    assert found.text == PAYLOAD


def test_a_memo_in_capitals_makes_a_small_code() -> None:
    payload = vietqr.write(bin="970436", account="0000123456789", amount_vnd=120_000, purpose="HSG2345678")
    assert documents.qr_picture(payload).size <= 41 + 8
