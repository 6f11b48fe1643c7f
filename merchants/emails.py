"""The short messages an owner gets: one part, no link, and always whom to ask.

They are written with their marks, as they are read out on the telephone and printed on slips; as text messages they
lose them, because one mark would shrink 160 signs to 70. What is long is cut so that the longest still fits.
"""

from collections.abc import Sequence
from datetime import date, datetime

from app.core.messages.rules import ZaloMessage, ZaloTemplate
from app.core.phones import dialled
from merchants.rules import Question

_SHORT = {
    Question.CRAFT: "nghề",
    Question.OWNER_NAME: "họ tên",
    Question.BUSINESS_NAME: "tên cơ sở",
    Question.BIRTH_YEAR: "năm sinh",
    Question.WHERE: "nơi ở",
    Question.CONTACT: "số điện thoại",
    Question.PAPERS: "giấy tờ",
    Question.CONSENT: "phần đồng ý",
}
_NAMED_AT_MOST = 3

TO_MEND = ZaloTemplate(
    "z1_to_mend",
    "Hồ sơ cần bổ sung một mục",
    "Hồ sơ <ma_ho_so> của cơ sở <ten_co_so> còn thiếu: <muc_thieu>. Vui lòng bổ sung trước ngày <han>. Có thể chụp lại "
    "ngay trên điện thoại hoặc mang giấy tờ đến bộ phận Một cửa của xã. Không mất phí.",
    ("Bổ sung ngay", "Gọi Một cửa xã"),
)
CLASS_IN_HAMLET = ZaloTemplate(
    "z2_class",
    "Lịch lớp học tại thôn",
    "Lớp <ten_lop> bắt đầu lúc <gio> ngày <ngay> tại <dia_diem>. Lớp miễn phí. Vui lòng mang theo điện thoại đang "
    "dùng. Bấm nút bên dưới để giữ chỗ hoặc báo không tham dự.",
    ("Giữ chỗ cho tôi", "Không tham dự"),
)
HELPED_AT_HOME = ZaloTemplate(
    "z3_visit",
    "Đã ghi nhận buổi hỗ trợ tại nhà",
    "Ngày <ngay>, thành viên <ten_thanh_vien> của tổ công nghệ số <ten_thon> đã hỗ trợ cơ sở <ten_co_so> với nội dung: "
    "<noi_dung>. Nếu thông tin không đúng, vui lòng bấm nút Báo sai để xã kiểm tra lại.",
    ("Đúng rồi ạ", "Báo sai"),
)
ZALO_TEMPLATES = (TO_MEND, CLASS_IN_HAMLET, HELPED_AT_HOME)


def received(code: str, *, local: datetime, due_on: date, desk_phone: str) -> str:
    """Tell that a dossier has arrived and by when the commune answers; ``local`` is Vietnam's wall clock."""
    return (
        f"Đã nhận hồ sơ {code} lúc {local:%H:%M} ngày {local:%d/%m/%Y}. "
        f"Xã trả lời trước {due_on:%d/%m/%Y}. Hỏi Một cửa xã: {dialled(desk_phone)}."
    )


def returned(code: str, *, questions: Sequence[Question], fix_by_on: date) -> str:
    """Tell that something needs mending, what, and until when."""
    named = f": {_named(questions)}" if len(questions) <= _NAMED_AT_MOST else ""
    return (
        f"Hồ sơ {code} cần sửa {len(questions)} mục{named}. "
        f"Sửa trên trang của xã hoặc đến Một cửa xã trước {fix_by_on:%d/%m/%Y}. Không mất phí."
    )


def returned_by_zalo(code: str, *, business: str, questions: Sequence[Question], fix_by_on: date) -> ZaloMessage:
    """Tell the same through Zalo, which knows the words beforehand."""
    values = {
        "ma_ho_so": code,
        "ten_co_so": business[:60],
        "muc_thieu": _named(questions)[:90],
        "han": f"{fix_by_on:%d/%m/%Y}",
    }
    return ZaloMessage(TO_MEND, values)


def confirmed(code: str, *, on: date, desk_phone: str) -> str:
    """Tell that the commune has confirmed, and what comes next."""
    return (
        f"Hồ sơ {code} đã được xã xác nhận ngày {on:%d/%m/%Y}. "
        f"Việc tiếp theo: làm mã QR nhận tiền. Hỏi Một cửa xã: {dialled(desk_phone)}."
    )


def result_ready(code: str, *, number: str, desk_phone: str) -> str:
    """Tell that the signed confirmation is there, and the code by which anybody checks it."""
    return (
        f"Giấy xác nhận số {number} đã ký xong. Mã kiểm tra: {code}. "
        f"Xem trong hồ sơ, hoặc nhận bản in tại Một cửa xã: {dialled(desk_phone)}."
    )


def refused(code: str, *, desk_phone: str) -> str:
    """Tell that the commune cannot take a dossier, and where the reason is to be had."""
    return (
        f"Hồ sơ {code}: xã chưa nhận được. Lý do và cách hỏi lại có trong phiếu ở Một cửa xã. "
        f"Hỏi Một cửa xã: {dialled(desk_phone)}."
    )


def late(code: str, *, old_due_on: date, new_due_on: date, desk_phone: str) -> str:
    """Apologise for being late and give the new day."""
    return (
        f"Xã xin lỗi: hồ sơ {code} hẹn {old_due_on:%d/%m/%Y} nhưng chưa xong. "
        f"Hẹn lại trước {new_due_on:%d/%m/%Y}. Hỏi Một cửa xã: {dialled(desk_phone)}."
    )


def class_reminder(title: str, *, at: datetime, where: str, desk_phone: str) -> str:
    """Remind, the day before, somebody who has a place."""
    return (
        f"Nhắc: {at:%H:%M} mai {at:%d/%m} có lớp {_cut(title, 30)} tại {_cut(where, 32)}. "
        f"Không đi được thì gọi {dialled(desk_phone)} để nhường chỗ."
    )


def season_begins(code: str, *, on: date, desk_phone: str) -> str:
    """Tell a resting family that its season is about to begin."""
    return (
        f"Ngày {on:%d/%m/%Y} hồ sơ {code} tự mở lại vì hết kỳ nghỉ vụ. "
        f"Chưa làm lại thì vào trang của xã hoặc gọi {dialled(desk_phone)}."
    )


def visit_receipt(*, on: date, desk_phone: str) -> str:
    """Ask the household whether the visit that was written down took place."""
    return (
        f"Ngày {on:%d/%m} tổ công nghệ số ghi là đã đến nhà giúp ông/bà. "
        f"Không có ai đến thì gọi {dialled(desk_phone)}. Tin này miễn phí."
    )


def certificate_ready(title: str, *, code: str) -> str:
    """Tell that a course is finished and by which code its certificate is checked."""
    return (
        f"Ông/bà đã hoàn thành lớp {_cut(title, 40)}. Mã giấy chứng nhận: {code}. "
        "Nhận bản in tại nhà văn hoá thôn hoặc Một cửa xã."
    )


def class_by_zalo(title: str, *, at: datetime, where: str) -> ZaloMessage:
    """Remind of a class through Zalo."""
    values = {"ten_lop": title[:60], "gio": f"{at:%H:%M}", "ngay": f"{at:%d/%m/%Y}", "dia_diem": where[:90]}
    return ZaloMessage(CLASS_IN_HAMLET, values)


def visit_by_zalo(*, on: date, helper: str, hamlet: str, business: str) -> ZaloMessage:
    """Ask through Zalo whether a visit took place."""
    values = {
        "ngay": f"{on:%d/%m/%Y}",
        "ten_thanh_vien": helper[:40],
        "ten_thon": hamlet[:30],
        "ten_co_so": business[:60],
        "noi_dung": "hỏi thăm sau lớp học",
    }
    return ZaloMessage(HELPED_AT_HOME, values)


def _named(questions: Sequence[Question]) -> str:
    return ", ".join(_SHORT[question] for question in questions)


def _cut(words: str, most: int) -> str:
    """Cut at a word's end, so that no name is broken in the middle."""
    return words if len(words) <= most else words[: most + 1].rpartition(" ")[0].rstrip(",") or words[:most]
