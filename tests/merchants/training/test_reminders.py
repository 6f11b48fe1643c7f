"""The day before a class whoever has a place is told of it, once; a class that moves is told of anew."""

from collections.abc import Sequence
from datetime import timedelta

import time_machine

from app.core import clock
from app.core.messages import newest
from app.policy import Actor
from merchants.training import services
from tests.factories import training as make

BY = Actor.system("calendar")


def reminded() -> Sequence[str]:
    return [message.text for message in newest(200) if message.purpose == "class_reminder"]


def test_whoever_has_a_place_tomorrow_is_reminded_once() -> None:
    tomorrow, later = make.make_session(in_days=1), make.make_session(in_days=2)
    comes, cancelled, elsewhere = make.make_merchant(), make.make_merchant(), make.make_merchant()
    services.sign_up(tomorrow, merchant=comes, by=make.BY)
    services.cancel_sign_up(services.sign_up(tomorrow, merchant=cancelled, by=make.BY), by=make.BY)
    services.sign_up(later, merchant=elsewhere, by=make.BY)

    assert services.remind_of_tomorrow(by=BY) == 1
    assert services.remind_of_tomorrow(by=BY) == 0

    [text] = reminded()
    day = clock.today() + timedelta(days=1)
    assert text.startswith(f"Nhắc: 08:00 mai {day:%d/%m} có lớp ")
    assert "tại Nhà văn hoá thôn Vạn Chài." in text


def test_a_class_that_was_moved_is_told_of_anew_and_one_called_off_is_not() -> None:
    moved, called_off = make.make_session(in_days=1), make.make_session(in_days=1)
    for session in (moved, called_off):
        services.sign_up(session, merchant=make.make_merchant(), by=make.BY)
    services.cancel_session(called_off, reason="mưa to", by=make.BY)
    [told] = [message for message in newest(200) if message.purpose == "class_called_off"]
    assert "không mở nữa" in told.text
    assert services.remind_of_tomorrow(by=BY) == 1
    make.move_to(moved, clock.today() + timedelta(days=2))
    assert services.remind_of_tomorrow(by=BY) == 0

    with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
        assert services.remind_of_tomorrow(by=BY) == 1
    assert len(reminded()) == 2
