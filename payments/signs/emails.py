"""Words that go to the owner's telephone, in Vietnamese; no link, and short enough for one message."""


def look_is_due(code: str) -> str:
    """Return the reminder of the month."""
    return (
        f"Kẻ gian hay dán mã đè lên biển QR. Hồ sơ {code}: bấm Nhận tiền, rồi Chụp biển, máy soi giúp. Hỏi: Một cửa xã."
    )
