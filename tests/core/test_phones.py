"""Telephone numbers are read in any common writing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.phones import PhoneError, parse_phone, show_phone

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize(
    "text", ["0912345678", "0912 345 678", "0912.345.678", "+84912345678", "84912345678", " (091) 234-5678 "]
)
def test_a_mobile_number_is_one_number_however_written(text: str) -> None:
    assert parse_phone(text) == "+84912345678"


@pytest.mark.parametrize(
    "text",
    ["0362345678", "0522345678", "0562345678", "0592345678", "0772345678", "0862345678", "0872345678", "02273831234"],
)
def test_ranges_operators_issue_are_taken(text: str) -> None:
    assert parse_phone(text).startswith("+84")


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("0551234567", 10),
        ("0662345678", 10),
        ("091234567", 9),
        ("", 0),
        ("abc", 0),
        ("+1 202 555 0100", 11),
        ("9" * 500, 60),
    ],
)
def test_others_are_refused_with_the_number_of_digits(text: str, digits: int) -> None:
    with pytest.raises(PhoneError) as refusal:
        parse_phone(text)

    assert refusal.value.digits == digits


def test_a_number_is_shown_in_groups() -> None:
    assert show_phone("+84912345678") == "0912 345 678"


@given(digits=st.text("0123456789", min_size=8, max_size=9))
@settings(max_examples=400, deadline=None)
def test_the_short_way_says_of_every_number_what_the_library_says(digits: str) -> None:
    def read(text: str) -> str | None:
        try:
            return parse_phone(text)
        except PhoneError:
            return None

    # A space is read the long way.
    assert read(f"0{digits}") == read(f"0{digits[:3]} {digits[3:]}")
