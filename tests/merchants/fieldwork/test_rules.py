"""How answers given apart come together, which numbers are missing, and what is too old."""

from datetime import date, timedelta
from itertools import product

import pytest

from app.core import clock
from merchants.fieldwork import rules
from merchants.fieldwork.rules import Merge
from merchants.fieldwork.states import ITEM, ItemState

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "expected"),
    [
        ("none", "few", "none", Merge.TAKE),
        ("none", "few", "few", Merge.SAME),
        ("none", "none", "few", Merge.SAME),
        ("none", "few", "many", Merge.CLASH),
        ("none", "none", "none", Merge.SAME),
    ],
)
def test_an_answer_nobody_else_changed_is_taken_and_a_real_difference_is_not(
    base: str, ours: str, theirs: str, expected: Merge
) -> None:
    assert rules.merge(base=base, ours=ours, theirs=theirs) is expected


def test_two_who_write_apart_clash_in_either_order_or_in_none() -> None:
    for base, one, other in product("abc", repeat=3):
        first = rules.merge(base=base, ours=one, theirs=other) is Merge.CLASH
        assert first is (rules.merge(base=base, ours=other, theirs=one) is Merge.CLASH)


def test_a_number_is_missing_if_it_neither_came_nor_waits() -> None:
    assert rules.missing(last=9, received={1, 2, 3, 5, 8, 9}, waiting={4}) == [6, 7]
    assert rules.missing(last=0, received=set(), waiting=set()) == []


def test_more_numbers_are_given_before_they_run_out() -> None:
    first = rules.issued_for(0, 0)

    assert first >= rules.BLOCK
    assert rules.issued_for(first, 10) == first
    assert rules.issued_for(first, first) >= first + rules.FEW_LEFT


def test_a_clock_that_goes_wrong_is_not_believed() -> None:
    now = clock.now()

    assert rules.believed(now - timedelta(hours=5), now) == now - timedelta(hours=5)
    assert rules.believed(now + timedelta(minutes=1), now) == now
    assert rules.believed(now - timedelta(days=15), now) == now


def test_u19_an_older_layout_is_read_for_a_fortnight_after_it_was_retired() -> None:
    retired = {1: date(2026, 11, 1)}

    assert rules.is_read(2, date(2027, 1, 1), retired=retired, current=2)
    assert rules.is_read(1, date(2026, 11, 15), retired=retired, current=2)
    assert not rules.is_read(1, date(2026, 11, 16), retired=retired, current=2)
    assert not rules.is_read(3, date(2026, 11, 1), retired=retired, current=2)


def test_u20_twenty_households_or_one_quick_step_are_borne_and_more_are_asked_about() -> None:
    now = clock.now()
    moments = [now, now + timedelta(seconds=89), now + timedelta(seconds=179), now + timedelta(minutes=30)]

    assert rules.quick_visits(moments) == 1
    assert not rules.is_too_fast(20, 1)
    assert rules.is_too_fast(21, 0)
    assert rules.is_too_fast(4, 2)


def test_an_item_ends_written_the_same_refused_or_withdrawn() -> None:
    assert ITEM.reachable() == set(ItemState)
    assert ITEM.terminal() == {ItemState.WRITTEN, ItemState.SAME, ItemState.REFUSED, ItemState.WITHDRAWN}
