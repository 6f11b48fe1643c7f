"""Whole đồng are read as people write them and never change their worth."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.money import GREATEST_VND, MoneyError, apply_rate, format_vnd, parse_vnd

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("120.000", 120_000),
        ("120,000 đ", 120_000),
        ("120000", 120_000),
        (" 1 250 000 VND ", 1_250_000),
        ("1.250.000 ₫", 1_250_000),
        ("1.250.000₫", 1_250_000),
        ("350.000 đồng", 350_000),
        ("0", 0),
        ("120k", 120_000),
        ("85 nghìn đồng", 85_000),
        ("62,5 ngàn", 62_500),
        ("1,25 Triệu", 1_250_000),
        ("2.5 tr", 2_500_000),
        ("999.999.999.999.999", GREATEST_VND),
    ],
)
def test_an_amount_is_read_as_people_write_it(written: str, amount: int) -> None:
    assert parse_vnd(written) == amount


@pytest.mark.parametrize(
    "written",
    [
        "",
        "đ",
        "1.25",
        "120,5",
        "12.0000",
        "1.000,000",
        "-5",
        "+5",
        "1e6",
        "012.000",
        "１２０",
        "1.000.",
        "120.000 k",
        "1,255 triệu",
        "012k",
        "k",
        "5 tỉ",
        "9" * 16,
        "1" * 70,
    ],
)
def test_what_is_not_whole_dong_is_refused(written: str) -> None:
    with pytest.raises(MoneyError):
        parse_vnd(written)


@given(st.integers(0, GREATEST_VND))
def test_showing_and_reading_an_amount_changes_nothing(amount: int) -> None:
    assert parse_vnd(format_vnd(amount)) == amount
    assert parse_vnd(format_vnd(amount).replace(".", ",")) == amount


def test_a_share_is_rounded_half_up_once() -> None:
    assert apply_rate(100_100, Decimal("0.015")) == 1_502
    assert apply_rate(99_999, Decimal("0.005")) == 500
    with pytest.raises(TypeError):
        apply_rate(100, 0.015)  # type: ignore[arg-type]  the point of the test
