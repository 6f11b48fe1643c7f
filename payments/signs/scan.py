"""The codes on a photograph, read by another library than the one that draws them."""

import zxingcpp

from app.core.pictures import opened

# Enough for a card that fills a third of the photograph.
_SIDE = 2400
_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


def codes_in(photo: bytes) -> tuple[str, ...]:
    """Return what the QR codes on a photograph say; the photograph is not kept.

    Raises:
        PhotoRefusedError: it is no photograph; the sentence says what to do.
    """
    found = zxingcpp.read_barcodes(opened(photo, side=_SIDE), formats=_QR)
    return tuple(code.text for code in found if code.valid)
