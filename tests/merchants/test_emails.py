"""Short messages fit one part, carry no mark and no link."""

from datetime import date, datetime

import pytest

from app.core.clock import VIETNAM
from merchants import emails
from merchants.rules import Question

SENT = datetime(2026, 9, 5, 9, 15, tzinfo=VIETNAM)
CODE = "1204-087-354"


@pytest.mark.parametrize(
    "text",
    [
        emails.received(CODE, local=SENT, due_on=date(2026, 9, 12), desk_phone="0227 123 4567"),
        emails.confirmed(CODE, on=date(2026, 9, 15), desk_phone="0227 123 4567"),
        *(
            emails.returned(CODE, questions=tuple(Question)[:count], fix_by_on=date(2026, 9, 19))
            for count in range(1, 9)
        ),
        emails.returned(
            CODE, questions=(Question.CONTACT, Question.CONSENT, Question.BUSINESS_NAME), fix_by_on=date(2026, 9, 19)
        ),
    ],
)
def test_a_message_fits_one_part_without_marks_or_link(text: str) -> None:
    assert len(text) <= 160
    assert text.isascii()
    assert not any(word in text.lower() for word in ("http", "www", "link", "bam ", "truy cap"))


def test_a_message_says_what_to_mend_while_it_is_short_and_how_much_otherwise() -> None:
    few = emails.returned(CODE, questions=(Question.OWNER_NAME, Question.WHERE), fix_by_on=date(2026, 9, 19))
    many = emails.returned(CODE, questions=tuple(Question), fix_by_on=date(2026, 9, 19))

    assert "can sua 2 muc: ho ten, noi o." in few
    assert "can sua 8 muc. Sua tren" in many
