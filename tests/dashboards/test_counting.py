"""The fast count of every indicator equals a slow one on random histories, and periods are what they say."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.core import areas, clock
from app.core.db import db
from app.dashboards.counting import queries
from app.dashboards.counting.rules import Figure, Term, TermCodeError, month_end, total
from app.dashboards.indicators.queries import shipped
from merchants.states import Stage
from payments.signs.models import SignLook
from payments.signs.rules import Seen
from payments.states import StandeeState
from tests.factories.field_histories import SlowField, make_field_history
from tests.factories.figures import give_sign, prove_payment
from tests.factories.histories import Slow, SlowCount, make_history, refuse
from tests.factories.training import THAI_THUY, make_merchant

TERM = Term.named("2026-10")
# By the definitions as they were first, and as they are today: in its first month, and when all its months are whole.
TERMS = (TERM, Term.named("2026-12"), Term.named("2027-06"))


def params(number: str, term: Term = TERM) -> dict[str, int]:
    definition = shipped().on(number, term.last_on)
    assert definition is not None
    return dict(definition.params)


def with_any(found: Slow) -> Slow:
    return {place: halves for place, halves in found.items() if any(halves)}


def recount(seed: int, size: int, term: Term) -> None:
    areas.load_shipped(demo=True)
    make_history(seed, term, size=size)
    make_field_history(random.Random(seed), term)

    slow, facts = SlowCount(term), queries.facts_of(term)
    field = SlowField(slow)
    recounted = slow.all() | field.all()
    assert recounted.keys() == queries.COUNTED.keys()
    for number, expected in recounted.items():
        counted = queries.count(number, params(number, term), facts)
        fast = {place: (each.numerator, each.denominator) for place, each in counted.items()}
        assert with_any(fast) == with_any(expected), number
    assert total(queries.count("CS-23", {}, facts).values()).unknown == field.silent()


@pytest.mark.usefixtures("session")
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9), size=st.integers(1, 40), term=st.sampled_from(TERMS))
@example(seed=1, size=60, term=TERMS[1])
@example(seed=2, size=60, term=TERMS[2])
def test_every_indicator_recounted_slowly_is_the_same(seed: int, size: int, term: Term) -> None:
    point = db.session.begin_nested()
    try:
        recount(seed, size, term)
    finally:
        point.rollback()


@pytest.mark.parametrize(("back", "is_asked"), [(2, False), (3, True), (14, True), (15, False)])
def test_steady_use_is_asked_of_whoever_used_it_three_to_fourteen_months_before(back: int, *, is_asked: bool) -> None:
    merchant = make_merchant(confirmed_at=clock.start_of(date(2024, 1, 5)))
    first = month_end(TERM.month_end_on, back)
    prove_payment(merchant, times=3, on=first)

    asked = queries.count("CS-06", params("CS-06"), queries.facts_of(TERM))

    assert {place: (each.numerator, each.denominator) for place, each in asked.items()} == (
        {THAI_THUY: (0, 1)} if is_asked else {}
    )


@pytest.mark.parametrize("missed", [0, 1, 2, None])
def test_use_is_steady_only_if_no_month_of_three_is_missing(missed: int | None) -> None:
    merchant = make_merchant(confirmed_at=clock.start_of(date(2024, 1, 5)))
    for back in {0, 1, 2, 7} - {missed}:
        prove_payment(merchant, times=3, on=month_end(TERM.month_end_on, back))

    [figure] = queries.count("CS-06", params("CS-06"), queries.facts_of(TERM)).values()

    assert (figure.numerator, figure.denominator) == (int(missed is None), 1)


@pytest.mark.parametrize("number", ["CS-13", "CS-16", "CS-17"])
def test_a_file_that_is_refused_is_answered_as_any_other_is(number: str) -> None:
    """Refusing late must not be a way to keep files out of the count of those that were late."""
    term, sent = Term.named("2026-12"), clock.start_of(date(2026, 11, 16))
    merchant = make_merchant(
        stage=Stage.REFUSED, submitted_at=sent, confirmed_at=None, review_due_on=date(2026, 11, 20)
    )
    refuse(merchant, at=sent + timedelta(days=8))
    refuse(make_merchant(stage=Stage.SUBMITTED, submitted_at=sent, confirmed_at=None), at=sent, is_agreed=False)

    facts = queries.facts_of(term)
    good = number == "CS-13"

    assert queries.count(number, params(number, term), facts) == {THAI_THUY: Figure(int(good), 1)}
    assert queries.count(number, params(number), facts) == {}, "by the words of before it was no decision"


@pytest.mark.parametrize(
    ("looks", "figure"),
    [
        ([], Figure(None, 2)),
        ([(Seen.OWN, 1)], Figure(1, 2, unknown=1)),
        ([(Seen.OWN, 90)], Figure(1, 2, unknown=1)),
        ([(Seen.OWN, 91)], Figure(None, 2)),
        ([(Seen.OWN, 0)], Figure(None, 2)),
        ([(Seen.OWN, 9), (Seen.OTHER_ACCOUNT, 2)], Figure(0, 2, unknown=1)),
        ([(Seen.DAMAGED, 9), (Seen.OWN, 2)], Figure(1, 2, unknown=1)),
        ([(Seen.OWN, 9), (Seen.NOTHING, 2)], Figure(1, 2, unknown=1)),
        ([(Seen.NOTHING, 2)], Figure(None, 2)),
    ],
)
def test_a_sign_is_right_as_its_last_readable_photograph_of_ninety_days_shows(
    looks: list[tuple[Seen, int]], figure: Figure
) -> None:
    end = clock.start_of(TERM.last_on + timedelta(days=1))
    signs = [give_sign(make_merchant(confirmed_at=clock.start_of(date(2024, 1, 5)))) for _ in range(4)]
    for sign in signs:
        sign.issued_at = end - timedelta(days=200)
    signs[2].state, signs[3].issued_at = StandeeState.PAUSED, end
    for seen, days in looks:
        db.session.add(SignLook(standee_id=signs[0].id, at=end - timedelta(days=days), seen=seen))
    db.session.flush()

    [counted] = queries.count("CS-09", params("CS-09"), queries.facts_of(TERM)).values()

    assert counted == figure
    assert total([counted]).unknown == (2 if figure.numerator is None else 1)


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("code", "first", "last", "month"),
    [
        ("2026-09", date(2026, 8, 15), date(2026, 9, 14), date(2026, 8, 31)),
        ("2026-01", date(2025, 12, 15), date(2026, 1, 14), date(2025, 12, 31)),
        ("2028-03", date(2028, 2, 15), date(2028, 3, 14), date(2028, 2, 29)),
    ],
)
def test_a_period_runs_from_the_15th_to_the_14th(code: str, first: date, last: date, month: date) -> None:
    term = Term.named(code)

    assert (term.first_on, term.last_on, term.month_end_on, term.code) == (first, last, month, code)
    assert Term.around(first) == Term.around(last) == term
    assert Term.ended_before(first) == term.before()
    assert term.before(12).after() == Term(term.year - 1, term.month).after()


@pytest.mark.no_database
@pytest.mark.parametrize("code", ["2026-13", "2026-9", "1926-09", "2026-00", "", "2026-09\n", "２０２６-09"])
def test_what_is_no_period_is_refused(code: str) -> None:
    with pytest.raises(TermCodeError):
        Term.named(code)


@pytest.mark.no_database
@settings(deadline=None)
@given(st.dates(date(2001, 1, 1), date(2090, 1, 1)), st.integers(0, 40))
def test_months_are_counted_back_without_a_slip(day: date, back: int) -> None:
    last = month_end(Term.around(day).month_end_on, back)

    assert month_end(Term.around(day).before(back).month_end_on, 0) == last
    assert last.day >= 28


@pytest.mark.no_database
def test_a_place_nobody_reported_of_leaves_both_sums() -> None:
    added = total([Figure(2, 6, 0, 1), Figure(None, 9), Figure(0, 3)])

    assert added == Figure(2, 9, 9, 1)
    assert added.share == 2 / 9
    assert total([Figure(None, 4)]) == Figure(None, None, 4)
    assert total([Figure(5, None), Figure(2, 3)]) == Figure(7, None)
    assert total([]).share is None
