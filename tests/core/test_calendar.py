"""Working days: the holidays of three years, sample due dates, and what happens where the data ends."""

from datetime import date, timedelta

import pytest

from app.core import calendar, clock
from app.core.calendar import CalendarMissingError, add_working_days, is_working_day, working_days_between

OFF = [
    "2025-01-01", "2025-01-27", "2025-01-28", "2025-01-29", "2025-01-30", "2025-01-31", "2025-04-07", "2025-04-30",
    "2025-05-01", "2025-05-02", "2025-09-01", "2025-09-02",
    "2026-01-01", "2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20", "2026-04-27", "2026-04-30",
    "2026-05-01", "2026-08-31", "2026-09-01", "2026-09-02", "2026-11-24",
    "2027-01-01", "2027-02-04", "2027-02-05", "2027-02-08", "2027-02-09", "2027-02-10", "2027-04-16", "2027-04-30",
    "2027-05-03", "2027-09-02", "2027-09-03", "2027-11-24",
]  # fmt: skip


@pytest.mark.parametrize("day", OFF)
def test_a_holiday_on_a_weekday_is_not_worked(day: str) -> None:
    assert date.fromisoformat(day).weekday() < 5
    assert not is_working_day(date.fromisoformat(day))


def test_no_other_weekday_is_off() -> None:
    off = {day.isoformat() for year in calendar.years().values() for day in year.off}

    assert off == set(OFF)


@pytest.mark.parametrize("day", ["2025-04-26", "2026-08-22"])
def test_an_announced_make_up_saturday_is_worked(day: str) -> None:
    assert date.fromisoformat(day).weekday() == 5
    assert is_working_day(date.fromisoformat(day))


@pytest.mark.parametrize("day", ["2025-04-19", "2026-08-23", "2026-02-14", "2026-04-26", "2027-02-06", "2027-05-01"])
def test_an_ordinary_weekend_is_not_worked(day: str) -> None:
    assert not is_working_day(date.fromisoformat(day))


@pytest.mark.parametrize(("year", "count"), [(2025, 249), (2026, 248), (2027, 249)])
def test_weekdays_after_holidays_add_up(year: int, count: int) -> None:
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(365))

    assert sum(is_working_day(day) for day in days if day.weekday() < 5) == count


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        (date(2026, 2, 12), 5, date(2026, 2, 26)),
        (date(2026, 8, 27), 3, date(2026, 9, 4)),
        (date(2026, 11, 23), 3, date(2026, 11, 27)),
        (date(2026, 8, 20), 2, date(2026, 8, 22)),
        (date(2026, 12, 31), 1, date(2027, 1, 4)),
        (date(2026, 11, 25), 0, date(2026, 11, 25)),
    ],
)
def test_the_day_of_receipt_is_not_counted(received: date, days: int, due: date) -> None:
    assert add_working_days(received, days) == due
    assert working_days_between(received, due) == days


def test_counting_backwards_is_negative() -> None:
    assert working_days_between(date(2026, 11, 27), date(2026, 11, 23)) == -3


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="forwards"):
        add_working_days(date(2026, 11, 25), -1)


@pytest.mark.parametrize("day", [date(2024, 12, 31), date(2028, 1, 3)])
def test_a_year_the_data_has_not_is_refused_and_not_guessed(day: date) -> None:
    with pytest.raises(CalendarMissingError, match=str(day.year)) as refused:
        is_working_day(day)

    assert refused.value.year == day.year


def test_a_count_that_runs_into_a_missing_year_is_refused() -> None:
    with pytest.raises(CalendarMissingError, match="2028"):
        add_working_days(date(2027, 12, 30), 2)


def test_only_decided_years_are_marked_confirmed() -> None:
    assert {year: row.confirmed for year, row in calendar.years().items()} == {2025: True, 2026: True, 2027: False}
    assert all(row.basis and row.source for row in calendar.years().values())
    assert not calendar.confirmed_through(date(2027, 2, 11))


@pytest.mark.parametrize(
    ("today", "missing"),
    [
        (date(2026, 11, 24), ()),
        (date(2026, 12, 1), ()),
        (date(2027, 11, 30), ()),
        (date(2027, 12, 1), (2028,)),
        (date(2028, 3, 1), (2028,)),
    ],
)
def test_next_year_is_wanted_from_the_first_of_december(today: date, missing: tuple[int, ...]) -> None:
    assert calendar.missing_years(today) == missing


def test_the_data_reaches_as_far_as_today_asks() -> None:
    missing = calendar.missing_years(clock.today())

    assert not missing, (
        f"Working days of {missing} are missing. Copy the newest year in app/core/data/working_days.json, put in the "
        "days off and make-up days of the Prime Minister's decision with its number as basis, set confirmed, and "
        "extend the OFF list in this test."
    )
