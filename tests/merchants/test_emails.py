"""Short messages fit one part with their longest real values, carry no mark and no link; Zalo's limits hold."""

import csv
import json
from datetime import date, datetime

import pytest

from app.accounts.rules import code_words
from app.core.clock import VIETNAM
from app.core.messages import rules
from app.core.messages.rules import ZaloMessage
from app.core.settings import ROOT
from app.core.text import bare
from merchants import emails
from merchants.rules import Question
from merchants.training import emails as classes
from merchants.training.services.classes import COURSES

pytestmark = pytest.mark.no_database

AT = datetime(2026, 9, 12, 8, 30, tzinfo=VIETNAM)
CODE, DESK = "1204-087-354", "0227 123 4567"


def longest(path: str, column: str) -> str:
    with (ROOT / path).open(encoding="utf-8", newline="") as file:
        return max((row[column] for row in csv.DictReader(file)), key=len)


HAMLET = longest("app/core/data/hamlets_demo.csv", "name")
COMMUNE = longest("app/core/data/areas.csv", "name")
COURSE = max((each["title"] for each in json.loads(COURSES.read_text("utf-8"))), key=len)
PLACE = f"nhà văn hoá {HAMLET}, {COMMUNE}"
PERSON = "Nguyễn Thị Tường Vy Hoàng Phượng Quỳnh Dương Khuyến Thưởng"
EVERY = {
    "S1 code": code_words("482913"),
    "S3 received": emails.received(CODE, local=AT, due_on=date(2026, 12, 12), desk_phone=DESK),
    **{
        f"S4 returned {count}": emails.returned(CODE, questions=tuple(Question)[:count], fix_by_on=date(2026, 12, 19))
        for count in range(1, 9)
    },
    "S4 returned, the longest": emails.returned(
        CODE, questions=(Question.CONTACT, Question.CONSENT, Question.BUSINESS_NAME), fix_by_on=date(2026, 12, 19)
    ),
    "S5 confirmed": emails.confirmed(CODE, on=date(2026, 12, 15), desk_phone=DESK),
    "refused": emails.refused(CODE, desk_phone=DESK),
    "late": emails.late(CODE, old_due_on=date(2026, 12, 15), new_due_on=date(2026, 12, 22), desk_phone=DESK),
    "a class is called off": classes.called_off(on=date(2026, 12, 15), desk_phone=DESK),
    "a place is free": classes.place_free(on=date(2026, 12, 15), desk_phone=DESK),
    "S7 reminder": emails.class_reminder(COURSE, at=AT, where=PLACE, desk_phone=DESK),
    "S9 visit receipt": emails.visit_receipt(on=date(2026, 12, 15), desk_phone=DESK),
    "S12 certificate": emails.certificate_ready(COURSE, code="2608-447153-5"),
    "result ready": emails.result_ready("2608-447153-5", number="99999/GXN-UBND", desk_phone=DESK),
}


@pytest.mark.parametrize("text", EVERY.values(), ids=EVERY)
def test_a_message_fits_one_part_with_its_longest_real_values(text: str) -> None:
    sent = bare(text)

    assert len(sent) <= 160
    assert rules.sms_parts(sent) == 1
    assert rules.is_plain(sent)
    assert not rules.LINK.search(sent)
    assert not any(word in f" {sent.lower()} " for word in ("http", "www", " link ", " bam ", "truy cap"))


@pytest.mark.parametrize("text", list(EVERY.values())[1:], ids=list(EVERY)[1:])
def test_what_is_read_out_has_its_marks(text: str) -> None:
    assert text != bare(text)


def test_a_message_says_what_to_mend_while_it_is_short_and_how_much_otherwise() -> None:
    few = emails.returned(CODE, questions=(Question.OWNER_NAME, Question.WHERE), fix_by_on=date(2026, 9, 19))
    many = emails.returned(CODE, questions=tuple(Question), fix_by_on=date(2026, 9, 19))

    assert "cần sửa 2 mục: họ tên, nơi ở." in few
    assert "cần sửa 8 mục. Sửa trên" in many


def test_a_long_name_is_cut_at_the_end_of_a_word() -> None:
    text = emails.class_reminder("Nhận tiền", at=AT, where=f"nhà văn hoá {PERSON}", desk_phone=DESK)

    assert text.startswith("Nhắc: 08:30 mai 12/09 có lớp Nhận tiền tại nhà văn hoá Nguyễn Thị Tường Vy. ")


@pytest.mark.parametrize("template", emails.ZALO_TEMPLATES, ids=lambda template: template.key)
def test_zalo_would_take_the_template(template: rules.ZaloTemplate) -> None:
    assert template.faults() == []


def test_what_zalo_would_refuse_is_found() -> None:
    bad = rules.ZaloTemplate("x", "Ngắn", "Xem tại https://xa.example.vn, gọi 0912345678 anh/chị nhé", ("Bấm",) * 3)

    assert len(bad.faults()) == 6


BY_ZALO = (
    emails.returned_by_zalo(
        CODE, business="Cơ sở " + PERSON * 2, questions=tuple(Question), fix_by_on=date(2026, 12, 19)
    ),
    emails.class_by_zalo(COURSE, at=AT, where=PLACE * 2),
    emails.visit_by_zalo(on=date(2026, 12, 19), helper=PERSON, hamlet=HAMLET, business="Cơ sở " + PERSON * 2),
)


@pytest.mark.parametrize("message", BY_ZALO, ids=lambda message: message.template.key)
def test_the_longest_values_fit_zalo(message: ZaloMessage) -> None:
    assert set(message.values) == set(message.template.parameters)
    assert len(message.text) <= 400
    assert "<" not in message.text
