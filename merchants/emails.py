"""The short messages an owner gets: no marks, one part, no link, and always whom to ask."""

from collections.abc import Sequence
from datetime import date, datetime

from merchants.rules import Question

# Without marks one message carries 160 signs, with a single mark 70; people read both.
_SHORT = {
    Question.CRAFT: "nghe",
    Question.OWNER_NAME: "ho ten",
    Question.BUSINESS_NAME: "ten co so",
    Question.BIRTH_YEAR: "nam sinh",
    Question.WHERE: "noi o",
    Question.CONTACT: "so dien thoai",
    Question.PAPERS: "giay to",
    Question.CONSENT: "phan dong y",
}
_NAMED_AT_MOST = 3


def received(code: str, *, local: datetime, due_on: date, desk_phone: str) -> str:
    """Tell that a dossier has arrived and by when the commune answers; ``local`` is Vietnam's wall clock."""
    return (
        f"Da nhan ho so {code} luc {local:%H:%M} ngay {local:%d/%m/%Y}. "
        f"Xa tra loi truoc {due_on:%d/%m/%Y}. Hoi Mot cua xa: {_digits(desk_phone)}."
    )


def returned(code: str, *, questions: Sequence[Question], fix_by_on: date) -> str:
    """Tell that something needs mending, what, and until when."""
    named = f": {', '.join(_SHORT[question] for question in questions)}" if len(questions) <= _NAMED_AT_MOST else ""
    return (
        f"Ho so {code} can sua {len(questions)} muc{named}. "
        f"Sua tren trang cua xa hoac den Mot cua xa truoc {fix_by_on:%d/%m/%Y}. Khong mat phi."
    )


def confirmed(code: str, *, on: date, desk_phone: str) -> str:
    """Tell that the commune has confirmed, and what comes next."""
    return (
        f"Ho so {code} da duoc xa xac nhan ngay {on:%d/%m/%Y}. "
        f"Viec tiep theo: lam ma QR nhan tien. Hoi Mot cua xa: {_digits(desk_phone)}."
    )


def result_ready(code: str, *, number: str, desk_phone: str) -> str:
    """Tell that the signed confirmation is there, and the code by which anybody checks it."""
    return (
        f"Giay xac nhan so {number} da ky xong. Ma kiem tra: {code}. "
        f"Xem trong ho so, hoac nhan ban in tai Mot cua xa: {_digits(desk_phone)}."
    )


def refused(code: str, *, desk_phone: str) -> str:
    """Tell that the commune cannot take a dossier, and where the reason is to be had."""
    return (
        f"Ho so {code}: xa chua nhan duoc. Ly do va cach hoi lai co trong phieu o Mot cua xa. "
        f"Hoi Mot cua xa: {_digits(desk_phone)}."
    )


def late(code: str, *, old_due_on: date, new_due_on: date, desk_phone: str) -> str:
    """Apologise for being late and give the new day."""
    return (
        f"Xa xin loi: ho so {code} hen {old_due_on:%d/%m/%Y} nhung chua xong. "
        f"Hen lai truoc {new_due_on:%d/%m/%Y}. Hoi Mot cua xa: {_digits(desk_phone)}."
    )


def _digits(phone: str) -> str:
    return "".join(sign for sign in phone if sign.isdigit())
