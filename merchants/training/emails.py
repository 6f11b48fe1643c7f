"""The short messages of classes: one part without its marks, no link, and always whom to ask."""

from datetime import date

from app.core.phones import dialled


def called_off(*, on: date, desk_phone: str) -> str:
    """Tell whoever has a place that the class is not held."""
    return (
        f"Lớp học ngày {on:%d/%m} không mở nữa, ông/bà không phải đến. "
        f"Hỏi lịch mới hoặc ghi tên lớp khác: gọi {dialled(desk_phone)}."
    )


def place_free(*, on: date, desk_phone: str) -> str:
    """Offer a place to whoever waited for one; it is kept for a day."""
    return (
        f"Lớp học ngày {on:%d/%m} vừa có một chỗ trống, giữ cho ông/bà một ngày. "
        f"Nhận hay nhường thì trả lời ở trang lớp học, hoặc gọi {dialled(desk_phone)}."
    )
