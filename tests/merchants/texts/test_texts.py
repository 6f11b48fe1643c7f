"""A text lands on the one list if it is plain; otherwise a person reads it, and nobody is signed up on a guess."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pypdfium2
import pytest
from flask import Flask

from app.core import clock, settings
from app.core.audit import entries_about
from app.core.db import db
from app.core.messages import Channel, newest
from app.core.messages.rules import sms_parts
from app.core.text import bare
from app.policy import Role
from merchants.models import Merchant
from merchants.texts import jobs, queries, rules, services
from merchants.texts.models import IncomingText
from merchants.texts.rules import Wish
from merchants.texts.states import TEXT, Asks, TextState
from merchants.training import documents
from merchants.training import queries as classes
from merchants.training import services as training
from merchants.training.models import TrainingSession
from merchants.training.states import Attendance
from merchants.training.states import Channel as HowSignedUp
from tests.browser import Browser
from tests.factories.texts import text
from tests.factories.training import BY, THUY_ANH, make_merchant, make_session, move_to, owner_of, someone

KEY = "k" * 20
SENDER, KEPT = "0912345678", "+84912345678"


@pytest.fixture
def class_() -> TrainingSession:
    return make_session()


def places(session: TrainingSession, merchant: Merchant) -> list[HowSignedUp]:
    return [place.channel for place in classes.places_held(session.id, owner_of(merchant))]


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("LOP 40712", Wish(Asks.PLACE, "40712")),
        ("  lớp 40712. ", Wish(Asks.PLACE, "40712")),
        ("Cho tôi đăng ký lớp 40712 ạ", Wish(Asks.PLACE, "40712")),
        ("40712", Wish(Asks.PLACE, "40712")),
        ("LOP 40712 ho so 1204-000-042", Wish(Asks.PLACE, "40712", "1204-000-042")),
        ("HUY 40712", Wish(Asks.NO_PLACE, "40712")),
        ("Em không đi được lớp 40712", Wish(Asks.NO_PLACE, "40712")),
        ("Lớp 40712 học gì vậy?", Wish(Asks.UNCLEAR, "40712")),
        ("Lop 40712 con cho khong", Wish(Asks.UNCLEAR, "40712")),
        ("Lớp 40712, co cho khong", Wish(Asks.UNCLEAR, "40712")),
        ("LOP 40712 LOP 40713", Wish(Asks.UNCLEAR)),
        ("LOP 40712 cho 3 nguoi", Wish(Asks.UNCLEAR, "40712")),
        ("LOP 40712 1204-000-043", Wish(Asks.UNCLEAR, "40712")),
        ("goi lai cho toi 0912345678", Wish(Asks.UNCLEAR)),
        ("", Wish(Asks.UNCLEAR)),
    ],
)
def test_only_what_is_plain_is_a_wish(words: str, wish: Wish) -> None:
    assert rules.read(words) == wish


def test_every_answer_is_one_part_without_marks_and_without_a_link() -> None:
    day, phone = date(2026, 12, 31), "0227 123 4567"
    for said in (
        rules.place_kept("40712", day, time(13, 30), phone),
        rules.line_kept("40712", day, phone),
        rules.place_given_back("40712", day, phone),
    ):
        assert sms_parts(bare(said)) == 1


def test_the_life_of_a_text_is_a_table_whose_every_state_is_reached() -> None:
    assert TEXT.reachable() == frozenset(TextState)


def test_a_text_with_the_number_of_a_class_lands_on_its_list_and_is_answered(class_: TrainingSession) -> None:
    merchant = make_merchant(phone=KEPT)

    found = text(f"LOP {class_.class_no}", sender=SENDER)

    assert (found.state, found.merchant_id) == (TextState.DONE, merchant.id)
    assert places(class_, merchant) == [HowSignedUp.MESSAGE]
    [answer] = newest()
    assert (answer.recipient, answer.purpose) == (KEPT, "class_text_answered")
    assert f"HUY {class_.class_no}" in answer.text


def test_a_text_handed_over_twice_is_taken_once(class_: TrainingSession) -> None:
    make_merchant(phone=KEPT)
    for _time in range(2):
        services.receive(channel=Channel.SMS, provider_id="one", sender=SENDER, text=f"LOP {class_.class_no}", by=BY)

    assert db.session.query(IncomingText).count() == len(newest()) == len(classes.sheet(class_.id)) == 1


def test_a_full_class_makes_a_turn_in_the_line_and_says_so() -> None:
    session = make_session(capacity=1)
    training.sign_up(session, merchant=make_merchant(), by=BY)
    merchant = make_merchant(phone=KEPT)

    text(f"LOP {session.class_no}", sender=SENDER)

    assert places(session, merchant) == []
    assert len(classes.waits_held(session.id, owner_of(merchant))) == 1
    assert "dang dung cho" in newest()[0].text


def test_a_text_gives_a_place_back_and_the_next_is_asked() -> None:
    session, merchant = make_session(capacity=1), make_merchant(phone=KEPT)
    text(f"LOP {session.class_no}", sender=SENDER)
    turn = training.wait(session, merchant=make_merchant(), by=BY)

    found = text(f"HUY {session.class_no}", sender=SENDER)

    assert (found.state, places(session, merchant), turn.state.value) == (TextState.DONE, [], "offered")


def test_nothing_is_given_back_where_nothing_is_held_or_somebody_came(class_: TrainingSession) -> None:
    merchant = make_merchant(phone=KEPT)
    assert text(f"HUY {class_.class_no}", sender=SENDER).state is TextState.WAITING
    place = training.sign_up(class_, merchant=merchant, by=BY)
    move_to(class_, clock.today())
    training.record_attendance(class_, marks={place.id: Attendance.PRESENT}, by=BY)

    assert text(f"HUY {class_.class_no}", sender=SENDER).state is TextState.WAITING
    assert places(class_, merchant) == [HowSignedUp.PAGE]


def test_a_number_of_two_businesses_must_say_which(class_: TrainingSession) -> None:
    first, second = make_merchant(phone=KEPT), make_merchant(phone=KEPT)

    assert text(f"LOP {class_.class_no}", sender=SENDER).state is TextState.WAITING
    assert text(f"LOP {class_.class_no} {second.code}", sender=SENDER).state is TextState.DONE

    assert (places(class_, first), places(class_, second)) == ([], [HowSignedUp.MESSAGE])


def test_nobody_signs_up_a_business_whose_number_it_is_not(class_: TrainingSession) -> None:
    theirs = make_merchant(phone="+84987654321")

    found = text(f"LOP {class_.class_no} {theirs.code}", sender=SENDER)

    assert (found.state, found.merchant_id) == (TextState.WAITING, None)
    assert (places(class_, theirs), newest()) == ([], [])


@pytest.mark.parametrize("case", ["past", "planned", "called off", "wrong number"])
def test_a_class_that_takes_nobody_leaves_the_text_to_a_person(case: str) -> None:
    session, merchant = make_session(is_open=case != "planned"), make_merchant(phone=KEPT)
    number = session.class_no or "10000"
    if case == "past":
        move_to(session, clock.today() - timedelta(days=1))
    if case == "called off":
        training.cancel_session(session, reason="Bão", by=BY)

    found = text(f"LOP {'00001' if case == 'wrong number' else number}", sender=SENDER)

    assert (found.state, places(session, merchant)) == (TextState.WAITING, [])


def test_a_zalo_text_is_read_by_a_person_for_it_bears_no_number(class_: TrainingSession) -> None:
    make_merchant(phone=KEPT)

    found = text(f"LOP {class_.class_no}", sender="6712345678901", channel=Channel.ZALO)

    assert (found.state, found.session_id) == (TextState.WAITING, class_.id)


def test_whoever_runs_the_class_reads_what_waits_nobody_elsewhere(browser: Browser, class_: TrainingSession) -> None:
    found = text(f"Lớp {class_.class_no} học gì vậy?", sender="0987654321")
    db.session.commit()

    browser.sign_in(someone(Role.TEAM, THUY_ANH))
    assert "học gì vậy" not in browser.visit("/day/tin-nhan").text
    assert browser.post(f"/day/tin-nhan/{found.id}").status == 404
    browser.sign_in(someone(Role.TEAM))
    page = browser.visit("/day/tin-nhan")
    assert "học gì vậy" in page.text
    assert f"/day/{class_.id}/ghi-ten" in page.links
    assert browser.fill("/day/tin-nhan", to=f"/day/tin-nhan/{found.id}").status == 303

    assert "học gì vậy" not in browser.visit("/day/tin-nhan").text
    db.session.refresh(found)
    assert found.read_by == "Chú Đỗ Văn Thành"
    assert [entry.action for entry in entries_about("incoming_text", found.id)] == ["texts:read"]


def test_a_text_that_names_no_place_is_for_whoever_plans_classes() -> None:
    text("Cho hỏi bao giờ có lớp", sender="0987654321")

    assert len(queries.waiting(someone(Role.OFFICIAL, THUY_ANH))) == 1
    assert queries.waiting(someone(Role.TEAM)) == []


def test_the_texts_of_a_season_ago_are_forgotten() -> None:
    old, new = text("chào"), text("chào")
    old.at = clock.now() - timedelta(days=rules.KEPT_DAYS, seconds=1)
    db.session.commit()

    jobs.forget_old()

    assert [each.id for each in db.session.query(IncomingText)] == [new.id]


@contextmanager
def set_up(**known: str) -> Iterator[None]:
    before = settings.current()
    settings.use(replace(before, **known))
    try:
        yield
    finally:
        settings.use(before)


def handed(app: Flask, sent: Any, *, key: str = KEY, own: str = KEY) -> int:
    how = {"data": sent} if isinstance(sent, str) else {"json": sent}
    with set_up(texts_key=own):
        headers = {"Authorization": f"Bearer {key}"}
        return app.test_client().post("/webhooks/tin-nhan", headers=headers, **how).status_code


def test_the_door_takes_what_a_provider_proves(app: Flask, class_: TrainingSession) -> None:
    merchant = make_merchant(phone=KEPT)
    db.session.commit()
    sent = {"id": "a1", "from": "84912345678", "text": f"LOP {class_.class_no}"}

    assert [handed(app, sent), handed(app, sent)] == [200, 200]
    assert places(class_, merchant) == [HowSignedUp.MESSAGE]


@pytest.mark.parametrize(
    ("changed", "status"),
    [({"text": "x" * 20_000}, 413), ({"text": ""}, 422), ({"channel": "fax"}, 422), ({"id": "1" * 200}, 422)],
)
def test_the_door_keeps_no_text_that_is_not_whole(app: Flask, changed: dict[str, str], status: int) -> None:
    assert handed(app, {"id": "a", "from": SENDER, "text": "x"} | changed) == status
    assert db.session.query(IncomingText).count() == 0


def test_the_door_is_shut_to_whoever_has_no_key_and_without_one(app: Flask) -> None:
    sent = {"id": "a", "from": SENDER, "text": "x"}

    assert [handed(app, sent, key="wrong"), handed(app, sent, key="", own="")] == [401, 503]
    assert [handed(app, "[1]"), handed(app, "no json")] == [422, 422]
    assert db.session.query(IncomingText).count() == 0


def test_a_class_says_its_number_on_page_and_paper_where_there_is_one_to_text_to(
    app: Flask, class_: TrainingSession
) -> None:
    words = f"LOP {class_.class_no}"
    assert words not in Browser(app).visit(f"/lop-hoc/{class_.id}").text
    with set_up(texts_number="0900 000 000"):
        assert words in Browser(app).visit(f"/lop-hoc/{class_.id}?x").text
        [page] = pypdfium2.PdfDocument(documents.poster(classes.card(class_), class_.course))
        assert words in page.get_textpage().get_text_bounded()
