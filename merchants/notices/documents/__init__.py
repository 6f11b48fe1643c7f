"""Slips to carry: four on a sheet of A4, cut along the dashes."""

from collections.abc import Sequence
from pathlib import Path

from app.core import clock
from app.core.documents import render_pdf
from merchants.notices.rules import Errand

_SLIPS = Path(__file__).parent / "slips.typ"


def slips(errands: Sequence[Errand], *, desk_phone: str) -> bytes:
    """Return the slips as a PDF, in Vietnamese whatever the screen speaks."""
    data = {
        "title": "Giấy báo",
        "from": "Một cửa xã gửi:",
        "contact": f"Hỏi Một cửa xã: {desk_phone}",
        "never": "Cán bộ và tổ công nghệ số không hỏi mật khẩu, không hỏi mã xác nhận, không thu tiền.",
        "printed": f"In ngày {clock.today():%d/%m/%Y}",
        "slips": [
            {
                "owner": errand.owner_name,
                "place": errand.place,
                "code": errand.code,
                "words": errand.words,
                "demo": "DỮ LIỆU MINH HOẠ" if errand.is_demo else "",
            }
            for errand in errands
        ],
    }
    return render_pdf(_SLIPS, data)
