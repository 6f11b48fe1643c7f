"""The short messages of helping: no marks, one part, no link, and always whom to ask."""

from datetime import date

from app.core.phones import dialled


def consent_code(code: str, *, dossier: str, desk_phone: str) -> str:
    """Give the owner the code with which they agree to what a helper wrote down."""
    return (
        f"Ma dong y ho so {dossier}: {code}. Dung trong 15 phut. Tu bam vao may, khong doc cho ai. "
        f"Khong nho ai lam thi goi {dialled(desk_phone)}."
    )


def delegate_code(code: str, *, dossier: str) -> str:
    """Give a delegate the code that shows the telephone is theirs."""
    return (
        f"Ma nhan lam thay ho so {dossier}: {code}. Dung trong 15 phut. Chi nhap tren trang cua xa, khong doc cho ai."
    )


def owner_code(code: str, *, phone: str, desk_phone: str) -> str:
    """Ask the owner whether somebody may act for them (S13)."""
    return (
        f"Co yeu cau cho so {hidden(phone)} lam thay ho so cua ong/ba. Dong y thi tu nhap ma {code}. "
        f"Khong thi bo qua, hoac goi {dialled(desk_phone)}."
    )


def delegation_began(*, dossier: str, phone: str, ends_on: date, desk_phone: str) -> str:
    """Tell the owner that a delegate may begin, and until when."""
    return (
        f"So {hidden(phone)} duoc lam thay ho so {dossier} den {ends_on:%d/%m/%Y}, tru phan tien. "
        f"Muon thoi thi goi {dialled(desk_phone)}."
    )


def delegation_ended(*, dossier: str, phone: str) -> str:
    """Tell that somebody no longer acts for an owner."""
    return f"So {hidden(phone)} khong con lam thay ho so {dossier} nua."


def product_help_began(name: str, *, dossier: str, until: date, desk_phone: str) -> str:
    """Tell a registered family who fills in its products, and until when; with marks, for it may go on paper."""
    return (
        f"{name} khai giúp sản phẩm hồ sơ {dossier} đến {until:%d/%m/%Y}, không đụng phần tiền. "
        f"Không nhờ thì gọi {dialled(desk_phone)}."
    )


def receipt(*, dossier: str, phone: str, did: str, desk_phone: str) -> str:
    """Tell the owner what a delegate did, the first time on a day."""
    return (
        f"Hom nay so {hidden(phone)} lam thay ho so {dossier}: {did}. "
        f"Khong phai nguoi nha thi goi {dialled(desk_phone)}."
    )


def draft_ends(*, dossier: str, kept_until: date, left: int) -> str:
    """Tell that a draft is kept only so long, and how to go on (S2)."""
    return (
        f"Ho so {dossier} chua gui, con {left} muc. Giu den {kept_until:%d/%m/%Y}. "
        "Lam tiep: nhap ma nay tren trang cua xa, hoac mang ma den Mot cua xa."
    )


def hidden(phone: str) -> str:
    """Return a telephone number with only its first and last digits: 09xx xxx 356."""
    national = f"0{phone.removeprefix('+84')}"
    return f"{national[:2]}xx xxx {national[-3:]}"
