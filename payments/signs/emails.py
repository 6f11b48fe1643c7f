"""Words that go to the owner's telephone, in Vietnamese; no link, and short enough for one message."""


def look_is_due(code: str) -> str:
    """Return the reminder of the month."""
    return (
        f"Kẻ gian hay dán mã đè lên biển QR. Hồ sơ {code}: bấm Nhận tiền, rồi Chụp biển, máy soi giúp. Hỏi: Một cửa xã."
    )


def sign_paused(code: str) -> str:
    """Return what an owner hears when somebody else paused the sign."""
    return f"Biển QR hồ sơ {code} bị tạm dừng: xem có tem lạ dán đè không. Xã xem rồi mở lại."


def sign_resumed(code: str) -> str:
    """Return what an owner hears when the commune let the sign go on."""
    return f"Xã đã xem và mở lại biển QR hồ sơ {code}. Khách trả tiền được rồi."
