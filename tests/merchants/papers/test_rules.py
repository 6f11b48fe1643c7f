"""Kinds of paper as dated data, and the arithmetic of their ends."""

from datetime import date

import pytest

from app.core.calendar import add_months
from merchants.papers import rules
from merchants.papers.rules import Level, Standing

pytestmark = pytest.mark.no_database
TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 36, date(2027, 2, 28)),
        (date(2023, 12, 15), 36, date(2026, 12, 15)),
        (date(2026, 10, 31), 2, date(2026, 12, 31)),
    ],
)
def test_months_are_counted_as_people_count_them(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


def test_a_test_report_holds_twelve_months_and_an_ocop_certificate_thirty_six() -> None:
    issued = date(2026, 3, 1)

    assert rules.expires_on(rules.kind("test_report"), issued, None) == date(2027, 3, 1)
    assert rules.expires_on(rules.kind("ocop_certificate"), issued, None) == date(2029, 3, 1)


def test_what_is_printed_on_the_paper_counts_more_than_the_reckoning() -> None:
    assert rules.expires_on(rules.kind("test_report"), date(2026, 3, 1), date(2026, 9, 1)) == date(2026, 9, 1)


def test_a_paper_without_an_end_has_none_even_with_a_day_of_issue() -> None:
    assert rules.expires_on(rules.kind("story"), date(2026, 3, 1), None) is None


@pytest.mark.parametrize(
    ("last_day", "stands"),
    [
        (None, Standing.LASTING),
        (date(2026, 11, 24), Standing.EXPIRED),
        (TODAY, Standing.SOON),
        (date(2027, 2, 23), Standing.SOON),
        (date(2027, 2, 24), Standing.GOOD),
    ],
)
def test_a_paper_holds_on_its_last_day(last_day: date | None, stands: Standing) -> None:
    assert rules.standing(last_day, TODAY) is stands


@pytest.mark.parametrize(("days", "band"), [(-1, None), (0, 30), (30, 30), (31, 90), (90, 90), (91, None)])
def test_the_narrowest_band_counts(days: int, band: int | None) -> None:
    assert rules.due_band(date.fromordinal(TODAY.toordinal() + days), TODAY) == band


def test_one_of_several_kinds_is_enough() -> None:
    needs = rules.needs_of("fish_sauce", TODAY)

    missing = rules.missing(needs, {"food_safety_commitment", "test_report"})

    assert [need.one_of for need in missing] == [("product_declaration",)]


def test_identity_papers_are_no_kind_that_can_be_kept() -> None:
    keys = {kind.key for kind in rules.kinds_on(TODAY)}

    assert not {kind.value for kind in rules.IdentityKind} & keys


def test_every_need_names_kinds_that_exist_and_nothing_unverified_is_a_must() -> None:
    for craft in ("ocop", "fish_sauce", "homestay", "restaurant", "cake"):
        for need in rules.needs_of(craft, TODAY):
            assert all(rules.kind(key) for key in need.one_of)
            assert need.confirmed or need.level is Level.MAY
