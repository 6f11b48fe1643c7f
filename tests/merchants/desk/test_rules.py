"""What the desk holds to, as arithmetic."""

from datetime import UTC, datetime, timedelta

import pytest

from merchants.desk import rules
from merchants.rules import reasons

NOW = datetime(2026, 11, 25, 2, tzinfo=UTC)

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize(("minutes", "holds"), [(0, True), (29, True), (30, False), (31, False)])
def test_a_claim_lapses_after_thirty_minutes_without_a_step(minutes: int, holds: bool) -> None:
    assert rules.claim_holds(NOW - timedelta(minutes=minutes), NOW) is holds


@pytest.mark.parametrize(("size", "samples"), [(0, 0), (1, 1), (2, 2), (3, 3), (15, 3), (16, 4), (25, 5)])
def test_a_fifth_of_a_batch_is_opened_three_at_least(size: int, samples: int) -> None:
    codes = [f"1204-000-{number:03}" for number in range(size)]

    assert rules.samples_of(size) == samples
    assert len(rules.sample(codes)) == samples
    assert rules.sample(codes) <= set(codes)


def test_the_samples_are_spread_over_the_batch() -> None:
    assert rules.sample([str(number) for number in range(15)]) == {"0", "5", "10"}


def test_the_clock_says_nothing_from_nine_dossiers_and_never_less_than_was_promised() -> None:
    assert rules.typical_days([1] * 9, promised=5) is None
    assert rules.typical_days([1] * 10, promised=5) == 5
    assert rules.typical_days([2] * 7 + [9, 9, 30], promised=5) == 9


def test_there_are_twenty_four_prepared_reasons_and_each_ends_as_a_sentence() -> None:
    assert len(reasons()) == 24
    assert len({reason.key for reason in reasons()}) == 24
    for reason in reasons():
        assert reason.vi.endswith(".")
        assert reason.en.endswith(".")
        assert "không hợp lệ" not in reason.vi
