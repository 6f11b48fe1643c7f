"""The ladder: quiet nights, two a week, what people refuse, and what happens where no message gets through."""

from dataclasses import replace
from datetime import datetime
from http.server import HTTPServer

import pytest
import time_machine
from sqlalchemy import text

from app.core import jobs, messages, settings
from app.core.clock import VIETNAM
from app.core.db import db
from app.core.ids import new_id
from app.core.messages import Channel, MessageClass, MessageState, OutgoingMessage, rules
from app.core.messages.rules import ZaloMessage, ZaloTemplate
from app.core.states import TransitionNotAllowedError
from app.core.transaction import transaction
from app.policy import Actor
from tests.core.test_delivery import Provider, running

BY = Actor.system("test")
TO = "+84912345678"
MORNING = "2026-11-25T03:00:00Z"  # ten o'clock in Vietnam
NIGHT = "2026-11-25T14:30:00Z"  # half past nine in the evening
TEMPLATE = ZaloTemplate("z", "Hồ sơ cần bổ sung", "Hồ sơ <ma> cần sửa trước ngày <han>.")


def sent(purpose: str = "class_invitation", to: str = TO, **more: object) -> OutgoingMessage:
    with transaction():
        return messages.send(Channel.SMS, to, "Mời dự lớp sáng thứ Bảy", purpose, by=BY, **more)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("moment", "awake"),
    [
        ("2026-11-25 07:00", "2026-11-25 07:00"),
        ("2026-11-25 19:59", "2026-11-25 19:59"),
        ("2026-11-25 20:00", "2026-11-26 07:00"),
        ("2026-11-25 06:59", "2026-11-25 07:00"),
        ("2026-12-31 23:30", "2027-01-01 07:00"),
    ],
)
def test_nights_are_quiet_from_eight_to_seven(moment: str, awake: str) -> None:
    assert rules.awake(at(moment)) == at(awake)


@pytest.mark.no_database
def test_the_third_message_of_a_week_waits_until_the_first_is_seven_days_old() -> None:
    others = [at("2026-11-20 10:00"), at("2026-11-23 09:00")]

    assert rules.first_free(at("2026-11-25 10:00"), others[:1]) == at("2026-11-25 10:00")
    assert rules.first_free(at("2026-11-25 10:00"), others) == at("2026-11-27 10:00")
    assert rules.first_free(at("2026-11-25 10:00"), [*others, at("2026-11-27 10:00")]) == at("2026-11-30 09:00")


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("words", "parts"), [("a" * 160, 1), ("a" * 161, 2), ("ă" * 70, 1), ("ă" * 71, 2), ("a" * 159 + "€", 2)]
)
def test_the_parts_of_a_text_message(words: str, parts: int) -> None:
    assert rules.sms_parts(words) == parts


@time_machine.travel(MORNING, tick=False)
def test_by_day_a_message_goes_out_at_once_and_without_marks() -> None:
    message = sent()
    jobs.run_pending()

    assert (message.state, message.not_before) == (MessageState.DELIVERED, None)
    assert (message.text, message.spoken) == ("Moi du lop sang thu Bay", "Mời dự lớp sáng thứ Bảy")


def test_at_night_a_message_waits_for_seven_in_the_morning() -> None:
    with time_machine.travel(NIGHT, tick=False):
        message = sent()
        jobs.run_pending()
        assert (message.state, message.not_before) == (MessageState.WAITING, at("2026-11-26 07:00"))

    with time_machine.travel("2026-11-26T00:00:01Z", tick=False):
        messages.deliver_message(str(message.id))

    assert db.session.get_one(OutgoingMessage, message.id).state is MessageState.DELIVERED


@time_machine.travel(NIGHT, tick=False)
def test_a_sign_in_code_goes_out_at_night_and_however_many() -> None:
    codes = [sent("sign_in_code") for _ in range(4)]
    jobs.run_pending()

    assert all(code.state is MessageState.DELIVERED for code in codes)


@time_machine.travel(MORNING, tick=False)
def test_nobody_gets_more_than_two_a_week() -> None:
    first, second, third = sent(), sent(), sent()
    elsewhere = sent(to="+84912345679")
    jobs.run_pending()

    assert [each.state for each in (first, second, elsewhere)] == [MessageState.DELIVERED] * 3
    assert (third.state, third.not_before) == (MessageState.WAITING, at("2026-12-02 10:00"))


@time_machine.travel(MORNING, tick=False)
def test_what_must_arrive_does_not_wait_a_week_but_is_told_on_the_telephone() -> None:
    sent(), sent()

    third = sent("dossier_returned")

    assert (third.state, third.channel) == (MessageState.TO_CALL, Channel.CALL)


@time_machine.travel(MORNING, tick=False)
def test_a_reminder_of_a_class_and_its_calling_off_do_not_wait_past_the_class() -> None:
    sent(), sent()

    assert [sent(each).state for each in ("class_reminder", "class_called_off")] == [MessageState.TO_CALL] * 2
    assert sent("class_place_free").state is MessageState.WAITING


@time_machine.travel(MORNING, tick=False)
def test_whoever_refuses_messages_about_classes_is_rung_of_one_called_off_alone() -> None:
    messages.choose(TO, refused=[(MessageClass.CLASSES, Channel.SMS)], by=BY)

    assert sent("class_called_off").state is MessageState.TO_CALL
    assert sent("class_reminder").state is MessageState.STOPPED


@time_machine.travel(MORNING, tick=False)
def test_a_refused_kind_is_not_sent_and_others_are() -> None:
    messages.choose(TO, refused=[(MessageClass.CLASSES, Channel.SMS)], by=BY)

    invitation, paper = sent("class_invitation"), sent("paper_ends")
    jobs.run_pending()

    assert (invitation.state, paper.state) == (MessageState.STOPPED, MessageState.DELIVERED)


@time_machine.travel(MORNING, tick=False)
def test_whoever_refuses_messages_about_the_file_is_rung() -> None:
    messages.choose(TO, refused=[(MessageClass.DOSSIER, Channel.SMS)], by=BY)

    assert sent("dossier_returned").state is MessageState.TO_CALL
    assert sent("dossier_received").state is MessageState.STOPPED


def test_codes_cannot_be_refused_and_a_wish_can_be_taken_back() -> None:
    messages.choose(TO, refused=[(MessageClass.CODE, Channel.SMS), (MessageClass.VISITS, Channel.SMS)], by=BY)
    assert messages.choices_of(TO) == {(MessageClass.VISITS, Channel.SMS)}

    messages.choose(TO, refused=[], by=BY)

    assert messages.choices_of(TO) == frozenset()


@time_machine.travel(MORNING, tick=False)
def test_what_zalo_refuses_goes_as_a_text_message() -> None:
    with running(HTTPServer(("127.0.0.1", 0), Provider), status=404) as server:
        zalo = f"http://127.0.0.1:{server.server_address[1]}/"
        settings.use(replace(settings.current(), zalo_url=zalo, zalo_key="khoa"))
        message = sent("dossier_returned", zalo=ZaloMessage(TEMPLATE, {"ma": "1204-087-354", "han": "19/12/2026"}))
        assert message.channel is Channel.ZALO
        jobs.run_pending()

    _headers, body = server.received[0]
    assert (body["template"], body["values"]["ma"]) == ("z", "1204-087-354")
    assert (message.state, message.channel) == (MessageState.DELIVERED, Channel.SMS)
    assert [entry["outcome"] for entry in message.history] == ["failed: 404"]


@time_machine.travel(MORNING, tick=False)
def test_a_provider_that_fails_three_times_hands_over_to_the_team() -> None:
    with running(HTTPServer(("127.0.0.1", 0), Provider), status=503) as server:
        sms = f"http://127.0.0.1:{server.server_address[1]}/"
        settings.use(replace(settings.current(), sms_url=sms, sms_key="khoa"))
        message = sent("dossier_returned")
        for _ in range(2):
            with pytest.raises(messages.DeliveryError):
                messages.deliver_message(str(message.id))
            db.session.refresh(message)
            assert message.state is MessageState.WAITING
        messages.deliver_message(str(message.id))

    db.session.refresh(message)
    assert (message.state, message.channel) == (MessageState.TO_CALL, Channel.CALL)
    assert len(server.received) == 3


@time_machine.travel(MORNING, tick=False)
def test_three_calls_without_answer_make_a_slip_and_the_slip_ends_it() -> None:
    messages.choose(TO, refused=[(MessageClass.DOSSIER, Channel.SMS)], by=BY)
    message = sent("dossier_returned")
    for _ in range(3):
        messages.try_again_later(message, by=BY)
    assert message.state is MessageState.ON_PAPER

    messages.reach(message, by=BY)

    assert (message.state, message.reached_by) == (MessageState.REACHED, "test")
    with pytest.raises(TransitionNotAllowedError):
        messages.reach(message, by=BY)


@time_machine.travel(MORNING, tick=False)
def test_from_the_minute_of_silence_nothing_goes_out() -> None:
    about = new_id()
    with time_machine.travel(NIGHT, tick=False):
        waiting = sent(about=about)
    messages.choose(TO, refused=[(MessageClass.DOSSIER, Channel.SMS)], by=BY)
    to_call = sent("dossier_returned", about=about)

    messages.hush(about)
    later = sent("paper_ends", about=about)
    jobs.run_pending()

    assert {each.state for each in (waiting, to_call, later)} == {MessageState.STOPPED}
    assert waiting.stopped_at is not None
    messages.speak_again(about)
    assert sent("paper_ends", about=about).state is MessageState.WAITING


def test_a_waiting_message_is_promised_for_its_moment() -> None:
    with time_machine.travel(NIGHT, tick=False):
        message = sent()
    table = "workflow_status" if db.engine.dialect.name == "sqlite" else "dbos.workflow_status"
    found = db.session.execute(
        text(f"select status, delay_until_epoch_ms from {table} where workflow_uuid like :key"),
        {"key": f"core.deliver_message:{message.id}%"},
    ).one()

    assert found[0] == "DELAYED"
    assert message.history == []


@pytest.mark.parametrize(
    ("purpose", "kind"),
    [
        ("sign_in_code", MessageClass.CODE),
        ("consent_code", MessageClass.CODE),
        ("dossier_returned", MessageClass.DOSSIER),
        ("paper_ends", MessageClass.PAPERS),
        ("ocop_180", MessageClass.PAPERS),
        ("greeting", MessageClass.OTHER),
    ],
)
@pytest.mark.no_database
def test_the_first_word_of_a_purpose_names_its_kind(purpose: str, kind: MessageClass) -> None:
    assert rules.class_of(purpose) is kind
