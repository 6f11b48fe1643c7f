"""Instants are UTC; Vietnam's midnight is at 17:00 UTC."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from app.core import clock

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize(
    ("instant", "day"), [("2026-12-31T16:59:59Z", date(2026, 12, 31)), ("2026-12-31T17:00:00Z", date(2027, 1, 1))]
)
def test_today_is_vietnams_today(instant: str, day: date) -> None:
    with time_machine.travel(instant, tick=False):
        assert clock.today() == day


def test_now_is_aware_and_in_utc() -> None:
    assert clock.now().tzinfo is UTC


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError):
        clock.local(datetime(2026, 1, 1))
