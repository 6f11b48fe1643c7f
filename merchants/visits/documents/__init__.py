"""The letter that thanks somebody for the hours of a month, and an afternoon's way on paper."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from app.core import settings
from app.core.documents import render_pdf
from app.core.phones import show_phone
from merchants.visits import rules
from merchants.visits.rules import Month, Stop

_THANKS = Path(__file__).parent / "thanks.typ"
_SLIPS = Path(__file__).parent / "slips.typ"
_AFTER = {7: "sau lớp một tuần", 30: "sau lớp một tháng", 90: "sau lớp ba tháng"}
_BLANK = {"name": "……………………………………", "code": "", "about": "Thôn, ngõ: ……………………………………", "looks": False}


def thanks(name: str, month: Month) -> bytes:
    """Return the letter; it says what was given and compares nobody with anybody."""
    facts = {
        "title": "THƯ CẢM ƠN",
        "name": name,
        "month": f"tháng {month.on:%m/%Y}",
        "hours": rules.in_hours(month.minutes),
        "visits": str(month.visits),
        "classes": str(month.classes),
        "contact": settings.current().contact_phone,
    }
    return render_pdf(_THANKS, facts)


def slips(stops: Sequence[Stop], on: date) -> bytes:
    """Return the way with a slip for each household, and an empty one: for phones that cannot, and for those that fail.

    The paper is Vietnamese whatever language the screen has: it is filled in at the door.
    """
    facts = {
        "title": "PHIẾU ĐI THĂM",
        "day": f"{on:%d/%m/%Y}",
        "how": "Câu hỏi giống trên máy. Ghi xong, khi có mạng thì nhập lại ở trang Tuyến đi chiều nay.",
        "rows": [_slip(stop) for stop in stops] + [_BLANK],
        "outcome": "Đến nơi thì sao?",
        "steps": ["Đã gặp và giúp", "Vắng nhà", "Nhà không muốn được thăm"],
        "minutes": "Ở lại bao nhiêu phút?",
        "band": "Bảy ngày qua nhận chuyển khoản mấy lần? (không hỏi số tiền)",
        "bands": ["Không hỏi", "Không lần nào", "1 đến 5", "6 đến 20", "Trên 20"],
        "alone": "Không ai nhắc, người nhà tự làm được gì? (đứng chờ, không làm hộ)",
        "alones": ["Nhận tiền bằng mã QR", "Xem tiền đã về", "Nhận ra biên lai giả"],
        "never": "Không hỏi mật khẩu, không hỏi mã xác nhận, không thu tiền. Cần giúp thì gọi",
        "contact": settings.current().contact_phone,
    }
    return render_pdf(_SLIPS, facts)


def _slip(stop: Stop) -> dict[str, str | bool]:
    about = (stop.hamlet, stop.house_note, show_phone(stop.phone) if stop.phone else "", _AFTER[stop.after_days])
    return {
        "name": stop.owner_name,
        "code": stop.code,
        "about": " · ".join(each for each in about if each),
        "looks": stop.after_days == rules.LOOKS_AFTER_DAYS,
    }
