"""The short messages of changes: one part, no link, and always whom to ask."""

from datetime import date

from app.core.phones import dialled


def correction_made(code: str, *, desk_phone: str) -> str:
    """Tell that an answer has been corrected."""
    return (
        f"Hồ sơ {code}: đã sửa theo đề nghị đính chính. Xem trên trang của xã. "
        f"Không phải ông/bà xin sửa thì gọi {dialled(desk_phone)}."
    )


def correction_refused(code: str, *, desk_phone: str) -> str:
    """Tell that an answer stays as it is, and where the reason stands."""
    return (
        f"Hồ sơ {code}: xã chưa sửa theo đề nghị đính chính. Lý do có trên trang của xã. "
        f"Hỏi thêm: {dialled(desk_phone)}."
    )


def new_phone_code(code: str, *, dossier: str) -> str:
    """Carry the code that shows that a new number is the owner's."""
    return f"Mã {code} để đổi số gọi của hồ sơ {dossier}. Không đọc mã này cho ai, cán bộ cũng không hỏi."


def phone_changed(dossier: str, *, desk_phone: str) -> str:
    """Tell the former number that it is no longer that of the dossier."""
    return (
        f"Số này không còn là số gọi của hồ sơ {dossier}. "
        f"Không phải ông/bà đổi thì gọi ngay Một cửa xã {dialled(desk_phone)}."
    )


def handover_asked(code: str, *, until: date, desk_phone: str) -> str:
    """Tell the old owner that somebody asks for the business, and by when to object."""
    return (
        f"Hồ sơ {code}: có người xin sang tên chủ. Không đồng ý thì vào trang của xã "
        f"hoặc gọi {dialled(desk_phone)} trước hết ngày {until:%d/%m/%Y}."
    )


def handed_over(code: str, *, desk_phone: str) -> str:
    """Tell the old owner that the business has another one now."""
    return f"Hồ sơ {code} đã sang tên chủ mới. Số này không vào hồ sơ được nữa. Hỏi: {dialled(desk_phone)}."


def yours_now(code: str, *, desk_phone: str) -> str:
    """Tell the new owner that the business is theirs, and what to do first."""
    return (
        f"Hồ sơ {code} nay đứng tên ông/bà. Vào trang bằng số này, trả lời phần đồng ý và xem lại tài khoản. "
        f"Hỏi: {dialled(desk_phone)}."
    )


def handover_refused(code: str, *, desk_phone: str) -> str:
    """Tell whoever asked that the business keeps its owner."""
    return f"Hồ sơ {code}: xã chưa cho sang tên chủ. Lý do có trên trang của xã. Hỏi: {dialled(desk_phone)}."
