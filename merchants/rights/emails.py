"""What owners are told about their requests, short enough for one text message."""

from datetime import date

from app.core.phones import dialled


def acknowledged(code: str, *, answer_by_on: date, desk_phone: str) -> str:
    """Tell that the request has come in, and by which day it is answered."""
    return (
        f"Xã đã nhận yêu cầu về dữ liệu của hồ sơ {code}. Trả lời trước {answer_by_on:%d/%m/%Y}. "
        f"Không mất phí. Hỏi Một cửa xã: {dialled(desk_phone)}."
    )


def extended(code: str, *, answer_by_on: date, reason: str, desk_phone: str) -> str:
    """Tell the new day and why."""
    return (
        f"Yêu cầu về dữ liệu của hồ sơ {code} cần thêm thời gian: {reason[:80]}. "
        f"Hẹn trước {answer_by_on:%d/%m/%Y}. Hỏi Một cửa xã: {dialled(desk_phone)}."
    )


def fulfilled(code: str, *, desk_phone: str) -> str:
    """Tell that it is done."""
    return f"Yêu cầu về dữ liệu của hồ sơ {code} đã làm xong. Hỏi Một cửa xã: {dialled(desk_phone)}."


def erased(code: str, *, desk_phone: str) -> str:
    """Tell, as the last message, that everything has been deleted."""
    return f"Dữ liệu của hồ sơ {code} đã xoá theo yêu cầu. Phần luật bắt giữ: hỏi Một cửa xã {dialled(desk_phone)}."


def refused(code: str, *, desk_phone: str) -> str:
    """Tell that it could not be done, and where the reason is."""
    return (
        f"Yêu cầu về dữ liệu của hồ sơ {code}: xã chưa làm được. Lý do có trong hồ sơ. "
        f"Hỏi Một cửa xã: {dialled(desk_phone)}."
    )


def look_answered(code: str, *, desk_phone: str) -> str:
    """Tell that the auditor has answered."""
    return (
        f"Người kiểm số liệu đã trả lời về lượt xem lạ ở hồ sơ {code}. Câu trả lời có trong mục Ai đã xem. "
        f"Hỏi Một cửa xã: {dialled(desk_phone)}."
    )


def contradiction_answered(code: str, *, desk_phone: str) -> str:
    """Tell that the auditor has answered what the owner said is not so."""
    return (
        f"Người kiểm số liệu đã trả lời điều bà con nói là không đúng ở hồ sơ {code}. Câu trả lời có trong hồ sơ. "
        f"Hỏi Một cửa xã: {dialled(desk_phone)}."
    )
