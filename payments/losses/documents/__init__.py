"""The owner's statement to police and bank, ready to be signed and carried."""

from pathlib import Path

from app.core import clock
from app.core.documents import render_pdf
from app.core.phones import show_phone
from payments.losses.models import Loss
from payments.losses.rules import LossKind
from payments.models import PaymentAccount

_STATEMENT = Path(__file__).parent / "statement.typ"
_HOW = {
    LossKind.FAKE_RECEIPT: "Người mua cho xem ảnh chuyển tiền giả",
    LossKind.OVERLAY: "Mã QR lạ dán đè lên biển của nhà tôi",
    LossKind.OTHER: "Cách khác (viết thêm ở dưới)",
}


def statement(loss: Loss, *, commune: str, bank: str, account: PaymentAccount | None) -> bytes:
    """Return the statement as a PDF, in Vietnamese whatever the screen speaks."""
    merchant = loss.merchant
    amount = f"{loss.amount_vnd:,}".replace(",", ".")
    data = {
        "title": "ĐƠN TRÌNH BÁO MẤT TIỀN",
        "to": [f"Kính gửi: Công an {commune[:1].lower()}{commune[1:]}", *([f"Ngân hàng {bank}"] if bank else [])],
        "rows": [
            ["Tôi là", merchant.owner_name],
            ["Cơ sở", merchant.business_name or "Không có tên riêng"],
            ["Điện thoại", show_phone(merchant.phone) if merchant.phone else "Không có"],
            ["Tài khoản của tôi", f"{account.account_no}, {account.holder_name}" if account else "Chưa ghi"],
            ["Ngày mất tiền", f"{loss.happened_on:%d/%m/%Y}"],
            ["Số tiền", f"{amount} đồng"],
            ["Mất thế nào", _HOW[loss.kind]],
            ["Tiền đến tay ai", loss.went_to or "Tôi không biết"],
        ],
        "more": "Tôi kể thêm:",
        "asks": "Tôi xin được ghi nhận trình báo, giữ lại số tiền nếu còn kịp, và trả lời tôi bằng văn bản.",
        "bring": "Mang theo: căn cước, điện thoại có tin nhắn và ảnh, biển QR nếu bị dán đè.",
        "place": f"Ngày {clock.today():%d/%m/%Y}",
        "signer": "NGƯỜI TRÌNH BÁO",
    }
    return render_pdf(_STATEMENT, data)
