"""What speaks against the day of a class: told before it is planned, and never forbidden."""

from datetime import date, time, timedelta
from uuid import UUID

import pytest
import time_machine

from app.core import clock
from app.policy import Role
from merchants.training import rules, services
from merchants.training.queries import Wish, worries
from tests.browser import Browser, account_of, counts
from tests.factories.training import BY, THAI_THUY, THUY_ANH, make_course, make_session, someone

QUIET = date(2026, 12, 8)


@pytest.fixture(autouse=True)
def _in_november() -> object:
    with time_machine.travel("2026-11-28T03:00:00Z", tick=True):
        yield


def wish(
    on: date = QUIET, *, trainer_id: UUID | None = None, area_path: str = THAI_THUY, at: time = time(8, 0)
) -> Wish:
    return Wish(make_course(), area_path, "Nhà văn hoá thôn Đông", on, at, trainer_id)


def test_a_quiet_day_worries_nobody() -> None:
    assert worries(wish()) == []


def test_classes_meet_only_while_both_last() -> None:
    assert rules.overlap(time(8, 0), 90, time(9, 0), 90)
    assert not rules.overlap(time(8, 0), 90, time(9, 30), 90)
    assert not rules.overlap(time(9, 30), 90, time(8, 0), 90)


def test_another_class_of_the_commune_at_that_hour_is_named() -> None:
    there = make_session(in_days=10)

    assert "Nhà văn hoá thôn Vạn Chài" in worries(wish(there.held_on))[0]
    assert worries(wish(there.held_on, at=time(14, 0))) == []
    assert worries(wish(there.held_on, area_path=THUY_ANH)) == []
    services.cancel_session(there, reason="Bão", by=BY)
    assert worries(wish(there.held_on)) == []


def test_a_trainer_is_told_of_a_class_of_their_own_in_another_commune() -> None:
    there, me = make_session(in_days=10, area_path=THUY_ANH), account_of(someone(Role.TRAINER))
    assert worries(wish(there.held_on, trainer_id=me.id)) == []

    there.trainer_id = me.id

    assert there.course.title in worries(wish(there.held_on, trainer_id=me.id))[0]
    assert worries(wish(there.held_on, trainer_id=me.id, at=time(14, 0))) == []


@pytest.mark.parametrize(
    ("on", "named"),
    [
        (date(2027, 2, 6), "Tết Nguyên đán"),
        (date(2027, 2, 20), "Rằm tháng Giêng"),
        (date(2027, 8, 16), "Rằm tháng Bảy"),
        (date(2027, 9, 14), "Tết Trung thu"),
        (date(2027, 1, 1), "Tết Dương lịch"),
    ],
)
def test_feast_days_and_the_day_before_are_named(on: date, named: str) -> None:
    assert named in worries(wish(on))[0]


def test_whoever_plans_is_told_first_and_may_plan_all_the_same(browser: Browser) -> None:
    there = make_session(in_days=10)
    browser.sign_in(someone(Role.TRAINER))
    day = there.held_on
    answers = {
        "course": "nhan-tien", "area": THAI_THUY, "place_note": "Nhà văn hoá thôn Đông", "start_time": "08:30",
        "held_on": [str(day.day), str(day.month), str(day.year)], "capacity": "20",
    }  # fmt: skip
    before = counts()["training_session"]

    told = browser.fill("/day/moi", **answers)

    assert told.status == 422
    assert "Nhà văn hoá thôn Vạn Chài" in told.text
    assert counts()["training_session"] == before
    assert browser.fill("/day/moi", **answers, anyway="y").status == 303
    assert counts()["training_session"] == before + 1
    assert there.held_on - clock.today() == timedelta(days=10)
