"""The slips of the one-stop desk, 02 to 06, on A5, and the register (07) on A4: Vietnamese forms, word for word.

A slip is made from a dossier and the facts it tells; whoever signs documents takes the PDF from here unsigned.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import segno

from app.core import areas, clock
from app.core.documents import render_pdf
from merchants.models import Merchant, RegisterEntry
from merchants.states import Stage

_SLIP = Path(__file__).parent / "slip.typ"
_REGISTER = Path(__file__).parent / "register.typ"
_DAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


class Slip(StrEnum):
    """The numbers of circular 03/2025/TT-VPCP."""

    RECEIPT = "01"
    SUPPLEMENT = "02"
    REFUSAL = "03"
    APOLOGY = "04"
    STOPPED = "05"
    CONTROL = "06"
    REGISTER = "07"


TITLES = {
    Slip.RECEIPT: "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
    Slip.SUPPLEMENT: "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
    Slip.REFUSAL: "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ",
    # Too long for one line: what belongs together goes over together.
    Slip.APOLOGY: "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI\u00a0GIAN\u00a0GIẢI\u00a0QUYẾT",
    Slip.STOPPED: "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ",
    Slip.CONTROL: "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ",
    Slip.REGISTER: "SỔ THEO DÕI HỒ SƠ",
}
FILE_NAMES = {
    Slip.RECEIPT: "giay-tiep-nhan",
    Slip.SUPPLEMENT: "phieu-yeu-cau-bo-sung",
    Slip.REFUSAL: "phieu-tu-choi",
    Slip.APOLOGY: "xin-loi-gia-han",
    Slip.STOPPED: "thong-bao-dung",
    Slip.CONTROL: "phieu-kiem-soat",
    Slip.REGISTER: "so-theo-doi-ho-so",
}
STAGES = {
    Stage.DRAFT: "Chủ cơ sở đang sửa lại",
    Stage.SUBMITTED: "Đang giải quyết",
    Stage.RETURNED: "Chờ bổ sung",
    Stage.CONFIRMED: "Đã xác nhận",
    Stage.RESTING: "Đã xác nhận, đang nghỉ vụ",
    Stage.WITHDRAWN: "Đã rút",
    Stage.DECLINED: "Chưa muốn tham gia",
    Stage.CLOSED: "Đã xác nhận, nghỉ làm nghề",
    Stage.EXPIRED: "Quá hạn chưa gửi",
    Stage.REFUSED: "Từ chối",
    Stage.STOPPED: "Dừng theo đề nghị",
    Stage.MOVED: "Chuyển đi",
    Stage.MERGED: "Gộp vào hồ sơ cũ hơn",
}


@dataclass(frozen=True)
class Told:
    """The facts a slip tells; each number reads those it needs."""

    at: datetime
    by_name: str
    signer_name: str = ""
    items: tuple[str, ...] = ()
    reason: str = ""
    basis: str = ""
    old_due_on: date | None = None
    new_due_on: date | None = None
    fix_by_on: date | None = None
    # When, who, and what was done, for the control slip.
    steps: tuple[tuple[datetime, str, str], ...] = ()
    entry: RegisterEntry | None = None


def slip(number: Slip, merchant: Merchant, told: Told, *, lookup_url: str, desk_phone: str) -> bytes:
    """Return one of the slips 02 to 06 as a PDF on A5, unsigned.

    Raises:
        KeyError: 01 is the receipt and 07 the register; each has its own function.
    """
    form, title, body = f"Mẫu số {number.value}", TITLES[number], _BODIES[number](merchant, told)
    return letter(merchant, told, form=form, title=title, body=body, lookup_url=lookup_url, desk_phone=desk_phone)


def letter(
    merchant: Merchant, told: Told, *, form: str, title: str, body: dict[str, Any], lookup_url: str, desk_phone: str
) -> bytes:
    """Return a sheet of the desk on A5 with a body of one's own, for what the circular has no number for."""
    commune = areas.name_of(merchant.commune_path)
    local = clock.local(told.at)
    fields: dict[str, Any] = {
        "agency": f"UỶ BAN NHÂN DÂN {commune.upper()}",
        "desk": "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ",
        "state": "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "motto": "Độc lập – Tự do – Hạnh phúc",
        "place": f"{commune.removeprefix('Xã ').removeprefix('Phường ')}, ngày {local:%d} tháng {local:%m} năm "
        f"{local:%Y}",
        "form": form,
        "title": title,
        "code": merchant.code,
        "register": _register_words(told.entry),
        "to": f"{merchant.owner_name} – {merchant.business_name}",
        "qr_alt": f"Mã QR tra cứu hồ sơ {merchant.code}",
        "qr_note": "Quét để tra cứu",
        "sign_hint": "(Ký và ghi rõ họ tên)",
        "signer_name": told.signer_name or told.by_name,
        "note": "Hồ sơ của chương trình, không phải thủ tục trên Cổng Dịch vụ công. Miễn phí.",
        "contact": f"Hỏi Một cửa xã: {desk_phone}." + (" DỮ LIỆU MINH HOẠ." if merchant.is_demo else ""),
        "steps": [[f"{clock.local(at):%H:%M %d/%m/%Y}", who, what] for at, who, what in told.steps],
        **body,
    }
    return render_pdf(_SLIP, fields, {"qr": qr(lookup_url)})


def register(rows: Sequence[tuple[RegisterEntry, Merchant]], *, commune_path: str, year: int, book: int) -> bytes:
    """Return one book of a commune's register (slip 07) as a PDF on A4 across."""
    commune = areas.name_of(commune_path)
    hamlets = areas.names_of({merchant.area_path for _, merchant in rows})
    fields = {
        "agency": f"UỶ BAN NHÂN DÂN {commune.upper()}",
        "title": TITLES[Slip.REGISTER],
        "subtitle": f"Năm {year} · Quyển số {book}",
        "form": "Mẫu số 07",
        "heads": [
            "Số",
            "Mã hồ sơ",
            "Chủ cơ sở, tên cơ sở",
            "Nơi làm nghề",
            "Ngày nhận",
            "Hẹn trả",
            "Kết quả",
            "Ghi chú",
        ],
        "rows": [_line(entry, merchant, hamlets.get(merchant.area_path, "")) for entry, merchant in rows],
        "empty": "Chưa có hồ sơ nào trong quyển này.",
        "page": "Trang",
        "note": "DỮ LIỆU MINH HOẠ." if any(merchant.is_demo for _, merchant in rows) else "",
    }
    return render_pdf(_REGISTER, fields)


def qr(content: str) -> bytes:
    """Return a QR code as SVG."""
    picture = io.BytesIO()
    segno.make(content, error="m").save(picture, kind="svg", border=1, xmldecl=False)
    return picture.getvalue()


def _supplement(_merchant: Merchant, told: Told) -> dict[str, Any]:
    until = f" trước ngày {told.fix_by_on:%d/%m/%Y}" if told.fix_by_on else ""
    return {
        "intro": "Để giải quyết hồ sơ, đề nghị sửa hoặc bổ sung các mục sau. Các mục khác giữ nguyên:",
        "items": list(told.items),
        "rows": [],
        "closing": [
            f"Sửa ngay trên trang của xã hoặc đến Một cửa xã{until}. Không mất phí.",
            "Trong lúc chờ sửa, thời gian giải quyết tạm dừng; sửa xong thì tính tiếp số ngày còn lại.",
        ],
        "signer": "NGƯỜI TIẾP NHẬN HỒ SƠ",
    }


def _refusal(merchant: Merchant, told: Told) -> dict[str, Any]:
    commune = areas.name_of(merchant.commune_path)
    return {
        "intro": "Sau khi hai người cùng xem hồ sơ, xã chưa nhận giải quyết được, vì:",
        "items": [],
        "rows": [["Lý do", told.reason], ["Căn cứ", told.basis]],
        "closing": [
            "Khi đã đủ điều kiện, gia đình mở lại hồ sơ này và gửi tiếp, không phải khai lại từ đầu.",
            f"Nếu chưa đồng ý, gửi khiếu nại đến Chủ tịch Uỷ ban nhân dân {commune[:1].lower()}{commune[1:]}.",
        ],
        "signer": "NGƯỜI TIẾP NHẬN HỒ SƠ",
    }


def _apology(_merchant: Merchant, told: Told) -> dict[str, Any]:
    return {
        "intro": "Xã xin lỗi gia đình vì chưa trả kết quả đúng hẹn.",
        "items": [],
        "rows": [
            ["Ngày đã hẹn", _day(told.old_due_on)],
            ["Vì sao chậm", told.reason],
            ["Ngày hẹn mới", _day(told.new_due_on)],
        ],
        "closing": ["Gia đình không phải làm thêm việc gì. Mong gia đình thông cảm."],
        "signer": "NGƯỜI KÝ",
    }


def _stopped(_merchant: Merchant, told: Told) -> dict[str, Any]:
    return {
        "intro": "Theo đề nghị của chủ cơ sở, xã dừng giải quyết hồ sơ này.",
        "items": [],
        "rows": [["Dừng từ", f"{clock.local(told.at):%H:%M ngày %d/%m/%Y}"]],
        "closing": ["Khi nào muốn tham gia lại, gia đình mở lại hồ sơ bằng mã này. Không mất phí."],
        "signer": "NGƯỜI TIẾP NHẬN HỒ SƠ",
    }


def _control(merchant: Merchant, _told: Told) -> dict[str, Any]:
    return {
        "intro": "",
        "items": [],
        "rows": [["Hẹn trả kết quả", _day(merchant.review_due_on)], ["Tình trạng", STAGES[merchant.stage]]],
        "closing": [],
        "step_heads": ["Thời điểm", "Người thực hiện", "Việc"],
        "signer": "NGƯỜI LẬP PHIẾU",
    }


_BODIES = {
    Slip.SUPPLEMENT: _supplement,
    Slip.REFUSAL: _refusal,
    Slip.APOLOGY: _apology,
    Slip.STOPPED: _stopped,
    Slip.CONTROL: _control,
}


def _day(on: date | None) -> str:
    return f"{_DAYS[on.weekday()]}, ngày {on:%d/%m/%Y}" if on else "chưa hẹn"


def _register_words(entry: RegisterEntry | None) -> str:
    return f"Sổ theo dõi năm {entry.year}, quyển số {entry.book}, số thứ tự {entry.number}" if entry else ""


def _line(entry: RegisterEntry, merchant: Merchant, hamlet: str) -> list[str]:
    due_on = merchant.review_due_on
    return [
        str(entry.number),
        merchant.code,
        f"{merchant.owner_name}, {merchant.business_name}",
        merchant.area_note or hamlet,
        f"{clock.local(entry.entered_at):%d/%m/%Y}",
        f"{due_on:%d/%m/%Y}" if due_on else "",
        STAGES[merchant.stage] + (f" {clock.local(merchant.confirmed_at):%d/%m/%Y}" if merchant.confirmed_at else ""),
        "",
    ]
