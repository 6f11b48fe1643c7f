"""What to say at the bank, word for word, as a sheet to carry; in Vietnamese whatever the screen speaks."""

from pathlib import Path

from app.core import clock
from app.core.dated_rules import RuleValue
from app.core.documents import render_pdf
from payments.models import PaymentAccount
from payments.names.rules import Ask, Names, wished_holder

_LETTER = Path(__file__).parent / "letter.typ"


def sentence(ask: Ask, names: Names, account: PaymentAccount, rule: RuleValue | None) -> str:
    """Return the exact sentence for one request; empty where the bank has nothing to do."""
    business = f", hộ kinh doanh {names.paper}" if names.paper else ""
    match ask:
        case Ask.OWN_ACCOUNT:
            return (
                f"Tài khoản {account.account_no} đang đứng tên {names.holder}. Tôi là {names.owner}{business}. "
                "Tôi muốn mở tài khoản đứng tên tôi để nhận tiền bán hàng."
            )
        case Ask.SPELLING:
            return (
                f"Tên tôi trên căn cước là {names.owner}. Tài khoản {account.account_no} đang ghi {names.holder}. "
                "Đề nghị ngân hàng sửa tên tài khoản cho đúng căn cước."
            )
        case Ask.CARRY_NAME if rule is not None:
            return (
                f"Giấy đăng ký của tôi ghi tên là {names.paper}. Từ ngày {rule.valid_from:%d/%m/%Y}, tên tài khoản của "
                f"hộ kinh doanh phải có tên trên giấy đăng ký ({rule.basis}). Đề nghị ngân hàng mở hoặc đổi tài khoản "
                f"mang tên {wished_holder(names)}."
            )
        case _:
            return ""


def letter(names: Names, sentences: list[str], *, bank: str) -> bytes:
    """Return the sheet: the four names, the sentences, a place to sign."""
    data = {
        "title": "ĐỀ NGHỊ VỀ TÊN TÀI KHOẢN",
        "to": f"Kính gửi: Ngân hàng {bank}",
        "rows": [
            ["Tên trên căn cước", names.owner],
            ["Tên ở ngân hàng", names.holder],
            ["Tên trên giấy đăng ký kinh doanh", names.paper or "Chưa có"],
            ["Tên trên biển hiệu, nhãn hàng", names.label or "Chưa có"],
        ],
        "sentences": sentences,
        "bring": "Mang theo: căn cước, giấy chứng nhận đăng ký hộ kinh doanh (nếu có).",
        "place": f"Ngày {clock.today():%d/%m/%Y}",
        "signer": "NGƯỜI ĐỀ NGHỊ",
    }
    return render_pdf(_LETTER, data)
