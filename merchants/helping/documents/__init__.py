"""Printed papers of helping: the twin of the eight questions, and the card with a dossier's code."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import segno

from app.core import settings
from app.core.documents import render_pdf
from merchants.models import Merchant

_TWIN = Path(__file__).parent / "twin.typ"
_CARD = Path(__file__).parent / "card.typ"
BLANK = "…………………"


@dataclass(frozen=True)
class Lines:
    """What may be ticked, in the words of the screen: the paper is its twin."""

    crafts: tuple[str, ...]
    contacts: tuple[str, ...]
    papers: tuple[str, ...]
    consents: tuple[str, ...]


def twin_sheets(codes: Sequence[str], *, lines: Lines, commune: str, desk_phone: str) -> bytes:
    """Return the two-page sheets of some codes as one PDF; without codes one sheet whose code the desk writes in.

    The paper is Vietnamese whatever language the screen has: it is filled in by hand, and kept.
    """
    base_url = settings.current().base_url
    sheets = [
        {"code": code, "qr": f"qr{number}", "qr_alt": f"Mã QR của hồ sơ {code}"} for number, code in enumerate(codes)
    ]
    pictures = {f"qr{number}": _qr(f"{base_url}/ma/{code}") for number, code in enumerate(codes)}
    fields = {
        "agency": f"UỶ BAN NHÂN DÂN {commune.upper()}" if commune else "CHƯƠNG TRÌNH LÊN SÀN",
        "title": "PHIẾU ĐĂNG KÝ CƠ SỞ CỦA GIA ĐÌNH",
        "free": "Miễn phí. Không cần thẻ ngân hàng, không cần giấy phép kinh doanh.",
        "page_one": "Trang 1/2.",
        "page_two": "Trang 2/2.",
        "code_label": "Mã hồ sơ (giữ lấy mã này)",
        "how": "Tám câu, số câu giống trên màn hình. Đánh dấu X vào ô, viết chữ in nếu được. Câu nào chưa biết thì để "
        "trống.",
        "q": {
            "craft": "Ông/bà làm nghề gì?",
            "owner_name": "Họ và tên chủ cơ sở",
            "business_name": "Tên cơ sở",
            "birth_year": "Năm sinh của chủ cơ sở",
            "where": "Cơ sở ở đâu?",
            "contact": "Gọi cho ai khi cần?",
            "papers": "Đã có giấy nào?",
            "consent": "Gia đình đồng ý những gì?",
        },
        "h": {
            "owner_name": "như trên căn cước",
            "business_name": "tên bà con vẫn gọi, ví dụ Nước mắm Bà Mận",
            "birth_year": "đủ bốn số, ví dụ 1964",
            "papers": "chưa có giấy nào vẫn đăng ký được",
            "consent": "đánh dấu Có hoặc Không ở từng dòng",
        },
        "crafts": lines.crafts,
        "craft_other": "Nghề khác là:",
        "age_hint": "Chỉ nhớ tuổi ta:",
        "hamlet": "Thôn:",
        "commune": "Xã:",
        "house": "Nhà ở gần:",
        "contacts": lines.contacts,
        "phone": "Số điện thoại:",
        "contact_name": "Số của con, cháu: tên là",
        "contact_relation": "Là gì của chủ cơ sở:",
        "papers": lines.papers,
        "read_aloud": "Người giúp đọc to từng dòng cho chủ cơ sở nghe rồi mới đánh dấu.",
        "line": "Tôi đồng ý",
        "yes": "Có",
        "no": "Không",
        "consents": lines.consents,
        "first_line": "Cần dòng 1 để xã giữ hồ sơ. Ba dòng còn lại tuỳ gia đình, đổi lúc nào cũng được.",
        "signature": "Chữ ký",
        "thumb": "Điểm chỉ",
        "sign_here": "Chủ cơ sở ký, ghi rõ họ tên",
        "thumb_here": "Không viết được thì điểm chỉ, có người làm chứng",
        "witness": "Người làm chứng (nếu điểm chỉ), họ tên và chữ ký:",
        "helper": "Người giúp điền:",
        "date": "Ngày:",
        "slip_is": "Số cuống giấy",
        "cut": "Cắt theo đường này, phần dưới giao cho chủ cơ sở giữ",
        "slip_title": "CUỐNG GIAO CHỦ CƠ SỞ",
        "slip_text": "Xem hồ sơ hoặc làm tiếp: nhập mã này và năm sinh trên trang của xã, hoặc mang ra Một cửa.",
        "contact": f"Một cửa xã: {desk_phone}",
        "never": "Xã và tổ công nghệ số không hỏi mật khẩu, không hỏi mã trong điện thoại, không thu tiền.",
        "sheets": sheets or [{"code": BLANK, "qr": "", "qr_alt": ""}],
    }
    return render_pdf(_TWIN, fields, pictures)


def code_card(merchant: Merchant, *, desk_phone: str) -> bytes:
    """Return a card the size of a bank card with the code of a dossier."""
    fields = {
        "title": "Mã hồ sơ Lên Sàn",
        "agency": "Lên Sàn",
        "code": merchant.code,
        "business": merchant.business_name[:48],
        "qr_alt": f"Mã QR của hồ sơ {merchant.code}",
        "how": "Làm tiếp trên máy khác: nhập mã này và năm sinh. Mất thẻ: ra Một cửa, đọc tên và năm sinh.",
        "contact": f"Một cửa xã: {desk_phone}",
        "note": "Không đọc mã trong điện thoại cho ai." + (" DỮ LIỆU MINH HOẠ." if merchant.is_demo else ""),
    }
    return render_pdf(_CARD, fields, {"qr": _qr(f"{settings.current().base_url}/ma/{merchant.code}")})


def _qr(content: str) -> bytes:
    picture = io.BytesIO()
    segno.make(content, error="m").save(picture, kind="svg", border=1, xmldecl=False)
    return picture.getvalue()
