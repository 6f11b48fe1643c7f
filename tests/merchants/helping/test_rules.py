"""The arithmetic of helping: months, slips, facts, notices, editions of the questions."""

from datetime import UTC, date, datetime

import pytest

from merchants import rules as merchant_rules
from merchants.helping import rules
from merchants.helping.rules import Edition, Fact
from merchants.helping.states import CODE_BATCH, CONFIRMATION, DELEGATION

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 11, 25), 12, date(2027, 11, 25)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_of_a_shorter_month(start: date, months: int, end: date) -> None:
    assert rules.months_later(start, months) == end


@pytest.mark.parametrize(
    ("typed", "number"),
    [(" 0123 ", "0123"), ("a 12-7", "A12-7"), ("1204-087-354", "1204-087-354"), ("không", ""), ("--", ""), ("12", "")],
)
def test_a_slip_is_known_by_a_number_in_one_form(typed: str, number: str) -> None:
    assert rules.slip_number(typed) == number


def test_marks_and_capitals_of_a_name_do_not_matter_at_the_counter() -> None:
    known = {Fact.NAME: "Nguyễn Thị Mận", Fact.BIRTH_YEAR: 1964, Fact.HAMLET: "33/12826/01/"}

    assert rules.facts_matched({Fact.NAME: "NGUYEN THI MAN", Fact.BIRTH_YEAR: 1965}, known) == {Fact.NAME}
    assert rules.facts_matched({Fact.NAME: "", Fact.BIRTH_YEAR: 1964, Fact.HAMLET: None}, known) == {Fact.BIRTH_YEAR}


@pytest.mark.parametrize(
    ("left", "sent", "due"),
    [(15, (), None), (14, (), 14), (9, (14,), None), (3, (14,), 3), (3, (), 3), (0, (3,), None), (-1, (), None)],
)
def test_a_draft_is_spoken_of_fourteen_and_three_days_before_its_end(
    left: int, sent: tuple[int, ...], due: int | None
) -> None:
    today = date(2026, 11, 25)
    assert rules.notice_due(date.fromordinal(today.toordinal() + left), today, sent) == due


def test_a_minute_has_to_pass_between_two_codes() -> None:
    at = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)

    assert rules.wait_seconds(None, at) == 0
    assert rules.wait_seconds(at, at.replace(second=20)) == 40
    assert rules.wait_seconds(at, at.replace(minute=1)) == 0


EDITIONS = {
    1: Edition(1, date(2026, 11, 20), {"so_dien_thoai": "phone"}, {"kind=mine": "own"}),
    2: Edition(2, None, {}, {}),
}


def test_a_page_of_the_edition_before_is_understood_for_fourteen_days() -> None:
    sent = {"so_dien_thoai": ["0912"], "kind": ["mine"]}

    assert rules.read_answers(sent, 1, date(2026, 12, 4), EDITIONS) == {"phone": ["0912"], "kind": ["own"]}
    assert rules.read_answers(sent, 1, date(2026, 12, 5), EDITIONS) is None
    assert rules.read_answers(sent, 9, date(2026, 12, 4), EDITIONS) is None
    assert rules.read_answers({"kind": ["own"]}, 2, date(2027, 6, 1), EDITIONS) == {"kind": ["own"]}


def test_the_edition_asked_now_is_among_those_that_shipped_and_is_in_force() -> None:
    assert rules.editions()[merchant_rules.FORM_EDITION].superseded_on is None


def test_every_state_is_reached_and_the_ends_are_ends() -> None:
    for machine in (CONFIRMATION, DELEGATION, CODE_BATCH):
        assert machine.reachable() == set(type(machine.initial))
    assert CONFIRMATION.terminal() == {"confirmed"}
    assert DELEGATION.terminal() == {"revoked", "lapsed"}
    assert CODE_BATCH.terminal() == {"voided"}
