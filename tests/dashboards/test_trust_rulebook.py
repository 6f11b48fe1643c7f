"""The rulebook of trust, row by row: which tests hold each row, and the rows that have no other place to be shown."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from sqlalchemy import BigInteger, select

from app.core.db import Base, db
from app.dashboards.counting.people import PURCHASES
from app.dashboards.counting.rules import Figure
from app.dashboards.periods import queries as periods
from app.dashboards.periods import rules
from app.dashboards.periods.models import Freeze
from app.dashboards.periods.rules import FlagKind
from app.dashboards.reports import queries as reports
from app.dashboards.reports import writing
from app.dashboards.reports.rules import Para
from merchants.models import Merchant
from merchants.training.models import Enrolment
from merchants.visits import rules as visit_rules
from merchants.visits import services as visits
from merchants.visits.models import Visit
from merchants.visits.states import Band, Says, VisitState
from payments.models import PaymentEvidence
from tests.factories.figures import prove_payment
from tests.factories.periods import TERM, frozen, noon, user_of
from tests.factories.training import THAI_THUY, make_session

TESTS = Path(__file__).parents[1]
HAMLETS = (f"{THAI_THUY}01/", f"{THAI_THUY}02/")

# By row of the rulebook: where it is shown that it holds, and that its twin just does not.
ROWS: Mapping[int, Sequence[str]] = {
    # Pairs, grades and four values are kept by the code.
    1: (
        "app/test_shell_templates.py::test_half_of_a_pair_is_not_drawn",
        "dashboards/test_period_pages.py::test_a_number_without_the_one_beside_it_is_not_drawn",
        "dashboards/test_periods.py::test_weak_evidence_and_tests_never_become_use",
        "dashboards/test_periods.py::test_a_commune_nobody_reported_of_is_unknown_and_never_nought",
        "app/test_dashboards.py::test_resting_and_unwilling_are_counted_apart",
    ),
    # A heap at the end, a jump, answers all alike, too quick, too round: each asks.
    2: (
        "dashboards/test_periods.py::test_a_heap_on_the_last_two_days_is_asked_about",
        "dashboards/test_periods.py::test_a_jump_of_more_than_25_points_is_asked_about",
        "dashboards/test_periods.py::test_answers_that_are_all_the_same_are_asked_about",
        "dashboards/test_periods.py::test_files_sent_too_quickly_are_asked_about",
        "dashboards/test_periods.py::test_numbers_that_are_all_round_are_asked_about",
        "dashboards/test_reported.py::test_numbers_that_all_end_in_nought_are_asked_about",
        "dashboards/test_trust_rulebook.py::test_25_points_are_borne_and_a_little_more_is_asked_about",
        "dashboards/test_trust_rulebook.py::test_a_team_that_always_writes_the_same_band_is_asked_about_and_more_is_rung",
    ),
    # Receipts: silence apart, one in twenty rung by a draw nobody can foresee, by the auditor.
    3: (
        "dashboards/test_field_questions.py::test_more_than_a_tenth_of_answers_that_say_nobody_came_is_asked_about",
        "dashboards/test_field_counts.py::test_silence_is_neither_yes_nor_no_and_is_told_apart",
        "merchants/visits/test_visits.py::test_the_draw_takes_one_in_twenty_and_hangs_on_its_seed",
        "merchants/visits/test_visits.py::test_each_month_has_a_seed_of_its_own",
        "merchants/visits/test_pages.py::test_the_commune_does_not_see_what_is_rung_back",
    ),
    # Nobody is ranked, no target makes people chase visits.
    4: (
        "dashboards/test_trends.py::test_nobody_sets_a_target_on_visits_or_records_or_anything_else_that_only_tells",
        "app/test_dashboards.py::test_communes_are_sorted_by_the_gap",
        "merchants/visits/test_visits.py::test_hours_are_ones_own",
    ),
    # Money stays the owner's.
    5: (
        "app/test_dashboards.py::test_no_page_of_figures_carries_an_amount",
        "payments/test_sightings.py::test_what_officials_count_from_has_no_column_for_an_amount",
        "payments/test_sightings.py::test_an_official_of_the_same_commune_reads_no_amount_on_any_page_of_money",
        "payments/test_pages.py::test_the_five_fears_are_answered_in_both_languages",
    ),
    # Papers of identity are looked at, not kept.
    6: (
        "merchants/papers/test_services.py::test_identity_papers_cannot_be_kept_at_all",
        "merchants/papers/test_services.py::test_of_an_identity_card_only_three_digits_are_noted",
        "merchants/identity/test_services.py::test_the_number_is_nowhere_in_the_row_but_sealed",
    ),
    # Helped is not second class, and keying in for people is counted openly.
    7: (
        "merchants/helping/test_consent.py::test_helped_files_are_counted_apart_by_how_their_owners_agreed",
        "dashboards/test_reported.py::test_files_online_are_not_taken_without_how_many_officials_keyed_in",
    ),
    # Whoever contradicts the state has a case that the auditor alone closes.
    8: (
        "merchants/rights/test_contradictions.py::test_an_owner_contradicts_and_the_auditor_alone_closes_the_case",
        "merchants/rights/test_contradictions.py::test_nobody_of_the_commune_closes_it",
        "merchants/visits/test_pages.py::test_the_household_says_that_nobody_came_and_a_neighbour_says_nothing",
        "merchants/visits/test_pages.py::test_an_auditor_rings_back_what_was_drawn_and_what_was_called_wrong",
        "merchants/visits/test_visits.py::test_the_auditor_closes_what_a_household_called_wrong_and_the_day_it_was_said_stays",
        "merchants/rights/test_looks.py::test_a_strange_look_goes_to_the_auditor_whose_answer_comes_back",
        "merchants/rights/test_looks.py::test_only_the_auditor_sees_and_answers",
    ),
    # What the state buys is no use, and is told apart.
    9: (
        "payments/test_sightings.py::test_own_people_the_state_and_the_team_are_kept_and_not_counted",
        "dashboards/test_trust_rulebook.py::test_what_offices_of_the_state_buy_before_the_freeze_is_no_use_and_is_told_apart",
        "dashboards/test_trust_rulebook.py::test_fewer_than_five_that_the_state_bought_from_are_not_told",
    ),
    # Definitions and numbers change in daylight.
    10: (
        "dashboards/test_indicators.py::test_no_version_is_edited_in_place_a_changed_definition_is_a_new_version",
        "dashboards/test_indicators.py::test_nobody_agrees_to_a_proposal_of_their_own",
        "dashboards/test_indicators.py::test_a_dry_run_counts_six_periods_by_both_definitions",
        "dashboards/test_periods.py::test_a_restatement_needs_a_reason_and_a_difference",
        "dashboards/test_period_pages.py::test_the_province_restates_with_a_reason_and_everybody_sees_the_difference",
    ),
    # Nobody is paid for coming to a class, and the picture of the signed sheet goes after twelve months.
    11: (
        "dashboards/test_trust_rulebook.py::test_training_and_visits_have_no_place_for_money",
        "dashboards/test_trust_rulebook.py::test_a_picture_of_a_signed_sheet_is_kept_in_the_one_place_from_which_it_goes",
        "merchants/training/test_signed.py::test_a_sheet_goes_twelve_months_after_its_class_and_is_counted",
        "merchants/training/test_signed.py::test_whoever_may_not_see_the_class_finds_no_sheet",
    ),
    # No link in a text, a page to check every sign, and a sign that many may pause and the commune alone opens.
    12: (
        "core/test_transaction.py::test_a_text_message_holds_no_link",
        "payments/test_signs.py::test_anybody_checks_a_stamp_with_the_public_key_alone",
        "payments/test_signs.py::test_a_code_stuck_over_the_own_one_pauses_the_sign_for_buyers",
        "payments/test_keeping.py::test_whoever_has_signed_in_stops_a_sign_and_the_commune_sees_who",
        "payments/test_keeping.py::test_nobody_but_the_commune_lets_it_go_on",
        "payments/test_keeping.py::test_an_owner_finds_no_way_around_the_commune",
        "payments/test_keeping.py::test_nobody_stops_the_same_sign_twice",
        "payments/test_keeping.py::test_the_public_reports_and_stops_nothing",
    ),
    # Institutions are told by use after thirty days, never by accounts opened alone.
    13: (
        "payments/test_partner_months.py::test_used_after_thirty_days_is_told_for_each_institution",
        "payments/test_partner_months.py::test_accounts_younger_than_thirty_days_are_not_counted_yet",
        "payments/test_partner_months.py::test_a_file_that_does_not_say_that_it_kept_the_rule_is_no_evidence",
    ),
    # What is old goes, and what was done stays written down.
    14: (
        "merchants/helping/test_drafts.py::test_a_draft_is_told_of_fourteen_and_three_days_before_and_once_each",
        "app/test_deletions.py::test_a_file_that_ended_unregistered_is_erased_after_two_years_and_not_before",
        "app/test_deletions.py::test_the_trail_goes_after_five_years_and_the_database_refuses_it_before",
        "app/test_deletions.py::test_everybody_sees_how_much_was_deleted_and_few_are_not_counted_out",
        "core/test_transaction.py::test_an_audit_row_is_kept_and_can_be_neither_changed_nor_deleted",
    ),
}  # fmt: skip

# What holds for every indicator: by rule, in the order in which the rules stand.
RULES: Mapping[str, Sequence[str]] = {
    "versions": ("dashboards/test_indicators.py::test_a_change_is_a_new_version_once_a_second_person_agrees",),
    "periods": (
        "dashboards/test_counting.py::test_a_period_runs_from_the_15th_to_the_14th",
        "dashboards/test_periods.py::test_a_period_is_frozen_provisionally_then_finally_by_the_calendar",
    ),
    "units": ("dashboards/test_field_counts.py::test_hours_for_each_are_no_share_in_per_cent",),
    "grades and threshold": (
        "app/test_dashboards.py::test_weak_signs_are_never_added_to_use",
        "app/test_dashboards.py::test_a_homestay_needs_one_payment_where_a_fish_sauce_maker_needs_three",
        "payments/test_rules.py::test_three_payments_are_of_three_different_payers_since_november",
        "payments/test_partner_months.py::test_a_month_is_not_counted_before_it_is_over",
    ),
    "four values": (
        "app/test_dashboards.py::test_nothing_reported_is_no_data_and_never_nought",
        "app/test_dashboards.py::test_resting_and_unwilling_are_counted_apart",
    ),
    "exclusions": (
        "payments/test_rules.py::test_a_try_is_no_evidence_of_use",
        "payments/test_sightings.py::test_own_people_the_state_and_the_team_are_kept_and_not_counted",
        "payments/test_sightings.py::test_whoever_made_more_than_three_fifths_of_a_months_payments_is_left_out",
        "payments/test_sightings.py::test_money_that_goes_round_between_two_households_is_no_sale",
        "payments/test_sightings.py::test_money_that_comes_back_after_more_than_a_month_is_a_purchase",
        "payments/test_partner_months.py::test_a_file_that_does_not_say_that_it_kept_the_rule_is_no_evidence",
    ),
    "small cells": (
        "dashboards/test_periods.py::test_no_published_row_can_be_led_back_to_fewer_than_five",
        "dashboards/test_periods.py::test_small_communes_are_published_together",
    ),
    "pairs": ("dashboards/test_period_pages.py::test_a_number_without_the_one_beside_it_is_not_drawn",),
    "territory": (
        "dashboards/test_former.py::test_a_frozen_period_is_shown_by_the_former_communes_and_a_hamlet_that_moves_changes_nothing",
    ),
}


@pytest.mark.no_database
@pytest.mark.parametrize("row", [*ROWS, *RULES])
def test_every_row_of_the_rulebook_is_held_by_tests_that_there_are(row: int | str) -> None:
    for each in ROWS[row] if isinstance(row, int) else RULES[row]:
        file, name = each.split("::")
        assert re.search(rf"^def {name}\(", (TESTS / file).read_text("utf-8"), re.MULTILINE), each


# Row 2.


@pytest.mark.no_database
@pytest.mark.parametrize(("after", "raised"), [(65.0, False), (65.1, True), (15.0, False), (14.9, True)])
def test_25_points_are_borne_and_a_little_more_is_asked_about(after: float, raised: bool) -> None:
    assert (rules.jump(THAI_THUY, "CS-04", 40.0, after) is not None) is raised


def visited(band: Band, *, number: int, area_path: str) -> list[Visit]:
    """Return visits that a team paid, each to a family of its own, all with one answer."""
    session, at, made = make_session(in_days=0), noon(TERM.first_on), []
    for _ in range(number):
        merchant = user_of(area_path=area_path, times=0)
        place = Enrolment(session_id=session.id, merchant_id=merchant.id, person_name="Người học", signed_up_at=at)
        db.session.add(place)
        db.session.flush()
        visit = Visit(
            merchant_id=merchant.id, enrolment_id=place.id, after_days=7, due_on=TERM.first_on, says=Says.NOTHING,
            state=VisitState.SEEN, done_at=at, band=band,
        )  # fmt: skip
        made.append(visit)
    db.session.add_all(made)
    db.session.flush()
    return made


@pytest.mark.parametrize(("alike", "measured"), [(80, []), (81, [81])])
def test_a_team_that_always_writes_the_same_band_is_asked_about_and_more_is_rung(
    alike: int, measured: list[int]
) -> None:
    mine = visited(Band.SOME, number=alike, area_path=HAMLETS[0])
    mine += visited(Band.NONE, number=100 - alike, area_path=HAMLETS[0])
    neighbours = visited(Band.SOME, number=9, area_path=HAMLETS[1])
    seed = visits.seed_of(TERM.first_on)
    expected = [visit_rules.is_drawn(seed, str(each.id), of_100=visit_rules.AUDITED_PCT) for each in mine]

    flags = [each.flag for each in periods.flags(frozen()) if each.flag.kind is FlagKind.BAND]

    assert [(each.commune_path, each.measured, each.usual) for each in flags] == [
        (THAI_THUY, each, rules.FLAT_LIMIT_PCT) for each in measured
    ]
    assert [each.is_drawn for each in mine] == (expected if measured else [False] * 100)
    assert not any(each.is_drawn for each in neighbours)


# Row 9.


def bought(merchant: Merchant, *, by_state: int, by_customers: int) -> None:
    """Write that offices of the state and others paid a business in the month that counts."""
    prove_payment(merchant, times=by_state, on=TERM.month_end_on)
    for proof in db.session.scalars(select(PaymentEvidence).where(PaymentEvidence.merchant_id == merchant.id)):
        proof.excluded = "state"
    prove_payment(merchant, times=by_customers, on=TERM.month_end_on)


def said(freeze: Freeze) -> str:
    place = reports.place_at("12826", TERM.last_on)
    assert place is not None
    blocks = writing.compose(reports.material(place, freeze)).blocks
    return "\n".join(each.text for each in blocks if isinstance(each, Para))


def test_what_offices_of_the_state_buy_before_the_freeze_is_no_use_and_is_told_apart() -> None:
    for number in range(6):
        bought(user_of(times=0), by_state=9, by_customers=3 if number < 2 else 2)

    freeze = frozen()
    told = periods.people(freeze, THAI_THUY)

    assert periods.grid(freeze)["CS-04"][THAI_THUY] == Figure(2, 6)
    assert told is not None
    assert told[PURCHASES] == {THAI_THUY: {"sold": Figure(2, 6)}}
    assert "Cơ quan nhà nước mua của 6 cơ sở trong tháng, không tính vào số đang dùng; 2 cơ sở" in said(freeze)


@pytest.mark.parametrize(
    ("sold_to", "sentence"), [(4, "Cơ quan nhà nước mua: dưới 5"), (0, "không thấy cơ quan nhà nước nào mua")]
)
def test_fewer_than_five_that_the_state_bought_from_are_not_told(sold_to: int, sentence: str) -> None:
    for _ in range(sold_to):
        bought(user_of(times=0), by_state=1, by_customers=0)

    assert sentence in said(frozen())


# Row 11.

FIELD = ("training_session", "enrolment", "course", "visit", "team", "team_member")


@pytest.mark.no_database
@pytest.mark.parametrize("table", FIELD)
def test_training_and_visits_have_no_place_for_money(table: str) -> None:
    columns = Base.metadata.tables[table].columns

    assert not [column.name for column in columns if isinstance(column.type, BigInteger) or "vnd" in column.name]


@pytest.mark.no_database
@pytest.mark.parametrize("table", FIELD)
def test_a_picture_of_a_signed_sheet_is_kept_in_the_one_place_from_which_it_goes(table: str) -> None:
    columns = Base.metadata.tables[table].columns

    assert not [column.name for column in columns if any(word in column.name for word in ("sha256", "photo", "image"))]
