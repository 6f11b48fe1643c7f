"""Printed papers of a dossier."""

from pathlib import Path

from app.core import areas, clock
from app.core.documents import render_pdf
from app.core.phones import show_phone
from merchants import rules
from merchants.documents.slips import qr, register, slip
from merchants.models import Merchant, RegisterEntry
from merchants.rules import ContactKind, Craft, Paper

__all__ = ["COPIES", "in_sentence", "receipt", "register", "slip"]

_RECEIPT = Path(__file__).parent / "receipt.typ"

# The slip follows a Vietnamese form word for word, whatever language the screen has.
_CRAFTS = {
    Craft.FISH_SAUCE: "nước mắm",
    Craft.RICE: "gạo",
    Craft.CAKE: "bánh",
    Craft.VEGETABLE: "rau quả",
    Craft.WEAVING: "mây tre đan",
    Craft.HOMESTAY: "nhà nghỉ cho khách (homestay)",
    Craft.RESTAURANT: "quán ăn",
    Craft.TOUR: "đưa khách đi tham quan",
    Craft.ATTRACTION: "điểm tham quan",
}
_PAPERS = {
    Paper.BUSINESS: "Giấy chứng nhận đăng ký hộ kinh doanh (xem bản chính, không lưu)",
    Paper.FOOD_SAFETY: "Giấy hoặc bản cam kết an toàn thực phẩm (xem bản chính, không lưu)",
    Paper.OCOP: "Quyết định công nhận OCOP (xem bản chính, không lưu)",
    Paper.TRADEMARK: "Giấy chứng nhận nhãn hiệu (xem bản chính, không lưu)",
    Paper.NONE: "Chưa có giấy tờ kèm theo",
}
_DAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


COPIES = ("Liên 1: Lưu", "Liên 2: Giao người nộp")


def receipt(
    merchant: Merchant,
    *,
    lookup_url: str,
    desk_phone: str,
    entry: RegisterEntry | None = None,
    copies: tuple[str, ...] = COPIES,
) -> bytes:
    """Return the receipt slip (01) of a dossier that has been sent: two copies on A4, or a single one on A5.

    Raises:
        ValueError: the dossier has not been sent.
    """
    if merchant.submitted_at is None or merchant.review_due_on is None:
        raise ValueError("A slip is given for a dossier that has been sent")
    commune = areas.name_of(areas.commune_path(merchant.area_path))
    local = clock.local(merchant.submitted_at)
    due_on = merchant.review_due_on
    craft = craft_in_words(merchant)
    fields = {
        "agency": f"UỶ BAN NHÂN DÂN {commune.upper()}",
        "desk": "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ",
        "state": "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "motto": "Độc lập – Tự do – Hạnh phúc",
        "title": "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "code_label": "Mã hồ sơ",
        "code": merchant.code,
        "copies": list(copies),
        "from_label": "Tiếp nhận hồ sơ của",
        "owner": merchant.owner_name,
        "business_label": "Tên cơ sở",
        "business": merchant.business_name,
        "address_label": "Địa chỉ",
        "address": _address(merchant, commune),
        "phone_label": "Số điện thoại",
        "phone": _phone(merchant),
        "matter_label": "Nội dung yêu cầu giải quyết",
        "matter": f"Ghi tên cơ sở tham gia chương trình Lên Sàn (nghề: {craft})",
        "parts_label": "Thành phần hồ sơ nộp gồm",
        "parts": ["Tờ khai tám câu hỏi", *(_PAPERS[paper] for paper in merchant.paper_kinds or ())],
        "sets_label": "Số bộ hồ sơ",
        "sets": "01 (bản điện tử)",
        "limit_label": "Thời gian giải quyết hồ sơ theo quy định của chương trình là",
        "limit": f"{rules.review_clock(local.date()).working_days} ngày làm việc",
        "received_label": "Thời gian nhận hồ sơ",
        "received": f"{local:%H} giờ {local:%M} phút, ngày {local:%d/%m/%Y}",
        "due_label": "Thời gian trả kết quả",
        "due": f"{_DAYS[due_on.weekday()]}, ngày {due_on:%d/%m/%Y}",
        "result_label": "Đăng ký nhận kết quả tại",
        "result": f"Một cửa {in_sentence(commune)}"
        if merchant.contact_kind is ContactKind.NONE
        else "tin nhắn và trang tra cứu",
        "register_line": "Vào Sổ theo dõi hồ sơ, Quyển số: "
        + (f"{entry.book}  Số thứ tự: {entry.number}/{entry.year}" if entry else "…………  Số thứ tự: …………"),
        "giver": "NGƯỜI NỘP HỒ SƠ",
        "taker": "NGƯỜI TIẾP NHẬN HỒ SƠ",
        "sign_hint": "(Ký và ghi rõ họ tên)",
        "qr_note": "Quét để tra cứu",
        "qr_alt": f"Mã QR tra cứu hồ sơ {merchant.code}",
        "note": "Hồ sơ của chương trình, không phải thủ tục trên Cổng Dịch vụ công. Miễn phí.",
        "contact": f"Hỏi Một cửa xã: {desk_phone}." + (" DỮ LIỆU MINH HOẠ." if merchant.is_demo else ""),
    }
    return render_pdf(_RECEIPT, fields, {"qr": qr(lookup_url)})


def craft_in_words(merchant: Merchant) -> str:
    """Return what a household does, as papers say it."""
    return merchant.craft_other if merchant.craft is Craft.OTHER else _CRAFTS[merchant.craft]


def address_in_words(merchant: Merchant) -> str:
    """Return house, hamlet, commune and province in one line, as papers say it."""
    return _address(merchant, areas.name_of(areas.commune_path(merchant.area_path)))


def in_sentence(name: str) -> str:
    """Return a place's name as it stands within a sentence: xã Thái Thụy."""
    return name[:1].lower() + name[1:]


def _address(merchant: Merchant, commune: str) -> str:
    hamlet = merchant.area_note if merchant.area_path.count("/") < 3 else areas.name_of(merchant.area_path)
    province = areas.name_of(f"{merchant.area_path.split('/')[0]}/")
    return ", ".join(part for part in (merchant.house_note, hamlet, commune, province) if part)


def _phone(merchant: Merchant) -> str:
    match merchant.contact_kind:
        case ContactKind.OWN:
            return show_phone(merchant.phone)
        case ContactKind.RELATIVE:
            whose = " – ".join(part for part in (merchant.contact_name, merchant.contact_relation) if part)
            return f"{show_phone(merchant.phone)} ({whose})"
        case _:
            return "không có, đến nhà"
