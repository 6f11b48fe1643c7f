"""Printed papers of a class: invitations, the sheet to sign, the poster, the words for the loudspeaker, the leaf.

Paper is Vietnamese whatever language the screen has: it is carried from house to house.
"""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import segno

from app.core import settings
from app.core.documents import render_pdf
from merchants.training.documents import spoken
from merchants.training.models import Course
from merchants.training.rules import Card, SheetRow

INVITATIONS_A_SHEET = 4
EMPTY_LINES = 6
NEVER = "Tổ công nghệ số không hỏi mật khẩu, không hỏi mã xác nhận, không thu tiền."
_HERE = Path(__file__).parent
_LINE = "……………………………………………"


def invitations(card: Card, names: Sequence[str]) -> bytes:
    """Return the invitations, four to a sheet of A4 to be cut crosswise; what is left of the last sheet has no name."""
    empty = -len(names) % INVITATIONS_A_SHEET or (INVITATIONS_A_SHEET if not names else 0)
    given = [*names, *[""] * empty]
    facts = _facts(card) | {"title": "GIẤY MỜI", "names": [name or _LINE for name in given]}
    return render_pdf(_HERE / "invitations.typ", facts, {"qr": _qr(card)})


def sign_sheet(card: Card, people: Sequence[SheetRow]) -> bytes:
    """Return the sheet people sign, in the order of the screen, with empty lines for those who walk in."""
    rows = [
        [str(number), row.person_name, row.hint_for_sheet, str(row.companions or "")]
        for number, row in enumerate(people, 1)
    ]
    rows += [[str(len(rows) + more), "", "", ""] for more in range(1, EMPTY_LINES + 1)]
    return render_pdf(_HERE / "sheet.typ", _facts(card) | {"title": "DANH SÁCH NGƯỜI HỌC", "rows": rows})


def poster(card: Card, course: Course) -> bytes:
    """Return a poster for the notice board: what, when, where, and what one can do afterwards."""
    facts = _facts(card) | {"title": card.title, "skills": [skill["says"] for skill in course.skills]}
    return render_pdf(_HERE / "poster.typ", facts, {"qr": _qr(card)})


def board(card: Card, word: str) -> bytes:
    """Return the four digits and the code for the board of the class."""
    facts = {"title": "CÓ MẶT", "course": card.title, "day": _day(card), "word": word}
    return render_pdf(_HERE / "board.typ", facts, {"qr": _qr(card, f"/lop/{card.id}/co-mat")})


def loudspeaker(card: Card) -> bytes:
    """Return what the loudspeaker says, in large type to read from."""
    facts = {"title": "LỜI ĐỌC LOA THÔN", "says": loudspeaker_words(card), "about": f"{card.title}, {_day(card)}"}
    return render_pdf(_HERE / "loudspeaker.typ", facts)


def loudspeaker_words(card: Card) -> str:
    """Return some 110 syllables, which take forty seconds to read out."""
    when = f"{spoken.hour(card.start_time)}, {spoken.day(card.held_on)}"
    return (
        f"Mời bà con nghe thông báo. {when[0].upper()}{when[1:]}, tại {_mid_sentence(card.place_note)}, có lớp "
        f"{_mid_sentence(card.title)}. Lớp miễn phí. Bà con mang theo điện thoại đang dùng, con cháu đi cùng càng tốt. "
        "Ai chưa có điện thoại vẫn đến được. Xin nhớ: tổ công nghệ số không hỏi mật khẩu, không hỏi mã xác nhận, không "
        "thu tiền. Ai gọi điện tự xưng cán bộ để hỏi mã, bà con đừng đọc. Xin cảm ơn bà con."
    )


def leaf(course: Course) -> bytes:
    """Return a course's leaf to take home: what is done, and what one can do afterwards to tick off by oneself."""
    facts = {
        "title": course.title,
        "summary": course.summary,
        "bring": course.bring,
        "agenda": [[f"{minutes} phút", what] for minutes, what in course.agenda],
        "skills": [skill["says"] for skill in course.skills],
        "needed": f"Giấy chứng nhận ghi điều đã làm được trước mặt người dạy: {course.needed} trong "
        f"{len(course.skills)} việc.",
        "never": NEVER,
        "contact": settings.current().contact_phone,
    }
    return render_pdf(_HERE / "leaf.typ", facts)


def _facts(card: Card) -> dict[str, Any]:
    here = settings.current()
    return {
        "course": card.title,
        "summary": card.summary,
        "day": _day(card),
        "hour": f"{card.start_time:%H:%M}",
        "place": card.place_note,
        "area": card.area_name,
        "bring": card.bring,
        "trainer": card.trainer_name,
        "never": NEVER,
        "contact": _unbroken(here.contact_phone),
        "texts": _by_text(card, here.texts_number),
        "address": f"{here.base_url}/lop-hoc",
    }


def _by_text(card: Card, number: str) -> str:
    return f"nhắn LOP {card.class_no} tới {_unbroken(number)}" if number and card.class_no else ""


def _unbroken(phone: str) -> str:
    """Return a number that stays on one line."""
    return phone.replace(" ", "\N{NO-BREAK SPACE}")


def _day(card: Card) -> str:
    return f"{spoken.weekday(card.held_on)}, {card.held_on:%d/%m/%Y}"


def _mid_sentence(words: str) -> str:
    """Return words as they stand inside a sentence; a name keeps its capital."""
    first, _, rest = words.partition(" ")
    return f"{first.lower()} {rest}" if rest else words


def _qr(card: Card, path: str = "") -> bytes:
    picture = io.BytesIO()
    address = f"{settings.current().base_url}{path or f'/lop-hoc/{card.id}'}"
    segno.make(address, error="m").save(picture, kind="svg", border=1, xmldecl=False)
    return picture.getvalue()
