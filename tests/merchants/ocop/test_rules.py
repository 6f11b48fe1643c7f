"""Sets, stars, months and bands: every number of the programme is data, and adds up."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from merchants.ocop import rules
from merchants.ocop.rules import Validity
from merchants.ocop.states import BY_COMMUNE, BY_DISTRICT, CERTIFICATE, CertificateState, DossierState, Route

pytestmark = pytest.mark.no_database
TODAY = date(2026, 11, 25)
SETS = [each.key for each in rules.sets()]


def test_there_are_six_groups_and_26_sets_and_each_set_has_its_ministry() -> None:
    groups, sets, _older = rules.taxonomy()

    assert (len(groups), len(sets), len({each.key for each in sets})) == (6, 26, 26)
    assert all(each.ministries and rules.group(each.group) for each in sets)


def test_names_of_before_2023_lead_to_todays_sets() -> None:
    assert {each.key for each in rules.sets_named_before("Thảo dược")} == {"III.1", "III.2", "III.3"}
    assert [each.key for each in rules.sets_named_before("Vải và may mặc")] == ["IV.2"]
    assert [each.key for each in rules.sets_named_before("Dịch vụ du lịch nông thôn, bán hàng")] == ["VI.1"]
    assert rules.sets_named_before("không có") == ()


def test_a_certificate_holds_36_months_also_from_a_leap_day() -> None:
    assert rules.expires_on(date(2023, 12, 20)) == date(2026, 12, 20)
    assert rules.expires_on(date(2024, 2, 29)) == date(2027, 2, 28)


def test_the_letter_is_due_30_days_before_the_end() -> None:
    assert rules.letter_due_on(date(2026, 12, 25)) == TODAY


@pytest.mark.parametrize(
    ("days", "band"),
    [(-1, None), (0, 30), (30, 30), (31, 60), (60, 60), (61, 90), (90, 90), (91, 180), (180, 180), (181, None)],
)
def test_a_certificate_lies_in_the_narrowest_band(days: int, band: int | None) -> None:
    assert rules.band(TODAY + timedelta(days=days), TODAY) == band


@pytest.mark.parametrize(
    ("days", "stands"),
    [(-1, Validity.EXPIRED), (0, Validity.ENDING), (180, Validity.ENDING), (181, Validity.VALID)],
)
def test_a_certificate_still_holds_on_its_last_day(days: int, stands: Validity) -> None:
    assert rules.validity(TODAY + timedelta(days=days), TODAY) is stands


@pytest.mark.parametrize(
    ("day", "route"),
    [
        (date(2023, 1, 1), Route.DISTRICT),
        (date(2023, 2, 24), Route.DISTRICT),
        (date(2025, 7, 5), Route.DISTRICT),
        (date(2025, 7, 6), Route.COMMUNE),
        (TODAY, Route.COMMUNE),
    ],
)
def test_the_day_of_handing_in_decides_the_way(day: date, route: Route) -> None:
    assert rules.route_on(day) is route


@pytest.mark.parametrize(
    ("score", "stars"),
    [
        ("100", 5), ("90", 5), ("89.99", 4), ("70", 4), ("69.99", 3), ("50", 3), ("49.99", 2), ("30", 2),
        ("29.99", 1), ("0", 1),
    ],
)  # fmt: skip
def test_bands_of_stars_are_half_open(score: str, stars: int) -> None:
    assert rules.stars(Decimal(score), TODAY) == stars


@pytest.mark.parametrize("set_key", SETS)
def test_every_line_at_its_best_comes_to_the_totals_of_today(set_key: str) -> None:
    tree = rules.tree(set_key)
    best = rules.score(tree, {line.code: line.most for line in tree.criteria})
    points = {part.letter: part.points for part in best.parts}

    assert (points["A"], points["B"]) == (40, 25)
    assert points["C"] == (35 if tree.knows_quality else 0)
    assert best.most == 100
    assert best.is_whole is tree.knows_quality


def test_part_c_is_known_for_five_sets_and_said_to_be_unknown_for_the_others() -> None:
    known = {key for key in SETS if rules.tree(key).knows_quality}

    assert known == {"I.1.a", "I.4.a", "I.3.d", "IV.1", "VI.1"}


def test_points_of_the_older_criteria_are_brought_to_todays_weight_without_rounding() -> None:
    score = rules.score(rules.tree("I.4.a"), {"1.1": 3, "6.5": 6})

    assert score.parts[0].points == Fraction(3 * 40, 35)
    assert score.parts[2].points == Fraction(6 * 35, 38)  # the source is two points short of forty
    assert rules.shown_points(score.parts[0].points) == Decimal("3.4")


def test_what_is_not_answered_counts_nothing_at_least_and_everything_at_most() -> None:
    nothing = rules.score(rules.tree("I.2.a"), {})

    assert (nothing.least, nothing.most) == (0, 100)


@settings(max_examples=30, deadline=None)
@given(some.sampled_from(SETS), some.randoms())
def test_a_score_lies_between_nought_and_a_hundred_and_answers_only_narrow_it(set_key: str, chance: object) -> None:
    tree = rules.tree(set_key)
    points: dict[str, int] = {}
    before = rules.score(tree, points)
    for line in tree.criteria:
        points[line.code] = chance.choice(line.choices)  # type: ignore[attr-defined]
        after = rules.score(tree, points)
        assert 0 <= before.least <= after.least <= after.most <= before.most <= 100
        before = after


def test_a_claim_without_a_customary_paper_is_named() -> None:
    tree = rules.tree("I.4.a")

    missing = rules.without_proof(tree, {"1.1": 3, "1.4": 0, "6.1": 2, "5.1": 4}, {"5.1"})

    assert [line.code for line in missing] == ["1.1"]  # nothing claimed, no paper customary, or a paper there


def test_points_of_the_tree_are_marked_as_not_verified() -> None:
    assert not rules.tree("I.4.a").confirmed
    assert all(rule.confirmed for rule in rules.dated() if rule.key in ("certificate_months", "notice_days_before"))


def test_from_july_2025_a_commune_gives_no_stars() -> None:
    recognising = {start for (start, step), end in BY_COMMUNE.table.items() if end is DossierState.RECOGNISED}

    assert recognising == {DossierState.AT_PROVINCE, DossierState.AT_CENTRE}
    assert DossierState.AT_DISTRICT not in BY_COMMUNE.reachable()


def test_before_that_the_district_gave_three_stars_and_no_commune_appears() -> None:
    assert DossierState.AT_COMMUNE not in BY_DISTRICT.reachable()
    assert DossierState.RECOGNISED in BY_DISTRICT.reachable()


def test_every_state_is_reached_by_some_way() -> None:
    assert BY_COMMUNE.reachable() | BY_DISTRICT.reachable() == set(DossierState)
    assert CERTIFICATE.reachable() == set(CertificateState)
