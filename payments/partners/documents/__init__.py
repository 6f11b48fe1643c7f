"""The poster of a day: who comes, when, where, what to bring; in Vietnamese whatever the screen speaks."""

from pathlib import Path

from app.core import settings
from app.core.documents import render_pdf
from payments.partners.models import PartnerDay
from payments.partners.rules import PartnerKind

_POSTER = Path(__file__).parent / "poster.typ"
_WHAT = {
    PartnerKind.BANK: "Mở tài khoản, làm mã nhận tiền, sửa tên tài khoản",
    PartnerKind.TELECOM: "Làm sim chính chủ, lắp mạng, xem vùng mất sóng",
    PartnerKind.UTILITY: "Đăng ký trả hoá đơn không tiền mặt",
}


def poster(day: PartnerDay, *, area: str) -> bytes:
    """Return the poster as a page of A4."""
    data = {
        "title": day.institution.name,
        "what": _WHAT[day.institution.kind],
        "hour": day.starts,
        "day": f"{day.held_on:%d/%m/%Y}",
        "place": day.place_note,
        "area": area,
        "bring": day.bring,
        "places": f"{day.capacity} chỗ. Giữ chỗ tại xã hoặc trên trang của mình.",
        "contact": settings.current().contact_phone,
        "never": "Không ai hỏi mật khẩu, không ai hỏi mã xác nhận, không thu tiền.",
    }
    return render_pdf(_POSTER, data)
