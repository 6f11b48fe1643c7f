"""What a text says, and how it is answered: one part without its marks, no link, and always whom to ask."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from app.core.ids import CodeError, parse_dossier_code
from app.core.phones import dialled
from app.core.text import fold
from merchants.texts.states import Asks

# What is kept of a text: three parts of a telephone's, longer ones are no sign-up.
LONGEST = 480
KEPT_DAYS = 90

_DOSSIER = re.compile(r"(?<!\d)\d{4}[-. ]?\d{3}[-. ]?\d{3}(?!\d)")
_CLASS = re.compile(r"(?<!\d)\d{5}(?!\d)")
_LETTER = re.compile(r"[a-z]")
_POLITE = re.compile(
    r"\b(lop|hoc|toi|em|chau|bac|co|chu|ba|ong|di|den|dang|ky|ki|xin|cho|nhe|a|ho|so|ma|cua|nha|duoc)\b"
)
# "Có chỗ không" is a question, "không đi được" is none.
_GIVES_BACK = re.compile(r"\b(huy|nhuong|khong (di|den|hoc))\b")


@dataclass(frozen=True)
class Wish:
    """What a text asks for: a class by its number, and a business by its code where it names one."""

    asks: Asks
    class_no: str = ""
    dossier_code: str = ""


def read(text: str) -> Wish:
    """Return what a text asks for.

    It is plain if it holds the number of one class and nothing but the words people sign up with: "Lớp 40712 học gì
    vậy?" holds a number too, and asks for no place.
    """
    plain = fold(text)
    found = _DOSSIER.search(plain)
    dossier = _code_in(found.group()) if found else ""
    rest = plain.replace(found.group(), " ") if found else plain
    numbers = _CLASS.findall(rest)
    class_no = numbers[0] if len(set(numbers)) == 1 else ""
    words, gives_back = _GIVES_BACK.subn(" ", rest)
    is_plain = not _LETTER.search(_POLITE.sub(" ", words)) and "?" not in rest and (bool(dossier) or not found)
    if not class_no or not is_plain or _has_more_digits(rest, class_no):
        return Wish(Asks.UNCLEAR, class_no, dossier)
    return Wish(Asks.NO_PLACE if gives_back else Asks.PLACE, class_no, dossier)


def place_kept(class_no: str, held_on: date, start_time: time, desk_phone: str) -> str:
    """Say that a place is kept, and how to give it back."""
    return (
        f"Đã giữ một chỗ ở lớp {class_no}: {start_time:%H:%M} ngày {held_on:%d/%m}. "
        f"Lớp miễn phí, mang theo điện thoại. Không đi được thì nhắn HUY {class_no}. Hỏi: {dialled(desk_phone)}."
    )


def line_kept(class_no: str, held_on: date, desk_phone: str) -> str:
    """Say that the class is full and that the sender stands in its line."""
    return (
        f"Lớp {class_no} ngày {held_on:%d/%m} đã đủ người. Ông/bà đang đứng chờ, có chỗ trống sẽ được hỏi ngay. "
        f"Hỏi: {dialled(desk_phone)}."
    )


def place_given_back(class_no: str, held_on: date, desk_phone: str) -> str:
    """Thank for a place given back."""
    return f"Đã trả chỗ ở lớp {class_no} ngày {held_on:%d/%m}. Cảm ơn ông/bà đã báo. Hỏi: {dialled(desk_phone)}."


@dataclass(frozen=True)
class TextRow:
    """A text as the list shows it."""

    id: UUID
    sender: str
    text: str
    at: datetime
    is_phone: bool
    owner_name: str = ""
    business_name: str = ""
    dossier_code: str = ""
    merchant_id: UUID | None = None
    session_id: UUID | None = None
    session_title: str = ""
    held_on: date | None = None


def _code_in(digits: str) -> str:
    try:
        return parse_dossier_code(digits)
    except CodeError:
        return ""


def _has_more_digits(rest: str, class_no: str) -> bool:
    """Whether another number stands beside that of the class: a telephone or a count is for a person to read."""
    return any(sign.isdigit() for sign in rest.replace(class_no, ""))
