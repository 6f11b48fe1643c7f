"""Words that go to the house, in Vietnamese: whoever reads them may have no screen."""

from datetime import date


def visit_promised(until: date) -> str:
    """Return the slip that says when somebody comes; it does not say what was lost, for anybody may read it."""
    return f"Xã đã nhận tin báo của nhà mình. Có người đến thăm muộn nhất ngày {until:%d/%m/%Y}. Đừng đọc mã cho ai."
