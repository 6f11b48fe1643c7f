"""Frozen periods move no more; odd figures raise questions; a restatement is public; the parts of a change add up."""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, update
from sqlalchemy.exc import DatabaseError

from app.core import areas, audit, clock, jobs, storage
from app.core.db import db
from app.core.ids import new_id
from app.core.transaction import transaction
from app.dashboards.counting.rules import Figure, total
from app.dashboards.indicators import services as indicators
from app.dashboards.periods import files, gathering, queries, rules, services, words
from app.dashboards.periods.models import Freeze, FrozenFigure
from app.dashboards.periods.rules import Entry, FlagKind, Parts, Round
from app.policy import Role
from merchants.states import Stage
from payments.rules import Grade
from tests.factories.definitions import official, propose_definition
from tests.factories.figures import prove_payment
from tests.factories.periods import CALENDAR, TERM, frozen, in_time, make_flag, noon, user_of
from tests.factories.training import THAI_THUY, THUY_ANH, make_merchant, someone

NEXT = TERM.after()
END = noon(TERM.last_on) + timedelta(hours=12)


def used(freeze: Freeze, *, commune: str = THAI_THUY) -> Figure:
    return queries.grid(freeze)["CS-04"][commune]


def kinds(freeze: Freeze) -> list[FlagKind]:
    return [each.flag.kind for each in queries.flags(freeze)]


def test_a_period_is_frozen_provisionally_then_finally_by_the_calendar() -> None:
    user_of()
    for days, edition in ((1, 0), (2, 0), (3, 0), (4, 1), (9, 1)):
        with in_time(days=days):
            jobs.run("periods.freeze", {})
        found = queries.latest(TERM)
        assert found is not None
        assert found.edition == edition
    assert [each.edition for each in queries.freezes(TERM)] == [1, 0]


def test_a_running_period_and_a_frozen_one_are_not_frozen() -> None:
    with in_time(days=0), pytest.raises(services.NotOverError):
        services.freeze(TERM, by=CALENDAR)
    frozen()
    with pytest.raises(services.FrozenAlreadyError):
        frozen(days=30)


def test_what_happens_afterwards_never_moves_a_frozen_figure() -> None:
    first, other = user_of(), user_of(times=2)
    kept = frozen()
    assert used(kept) == Figure(1, 2)

    prove_payment(other, times=5, on=TERM.month_end_on)
    first.stage, first.ended_at = Stage.CLOSED, clock.now()
    first.area_path, first.commune_path = THUY_ANH, THUY_ANH
    db.session.flush()

    assert used(kept) == Figure(1, 2)
    assert storage.exists(kept.sha256)
    assert json.loads(storage.read(kept.sha256))["figures"]["CS-04"][THAI_THUY] == [1, 2, 0, 0]


@pytest.mark.parametrize("statement", [update(FrozenFigure).values(numerator=9), delete(FrozenFigure)])
def test_the_database_refuses_to_change_what_is_frozen(statement: Any) -> None:
    user_of()
    frozen()

    with pytest.raises(DatabaseError, match="only ever added"), db.session.begin_nested():
        db.session.execute(statement)


def test_late_records_of_the_window_come_into_the_final_edition() -> None:
    late = user_of(times=2)
    provisional = frozen(days=1)
    prove_payment(late, on=TERM.month_end_on)

    final = frozen()

    assert (used(provisional).numerator, used(final).numerator) == (0, 1)
    assert [each.indicator for each in queries.restated(provisional, final)].count("CS-04") == 1


def test_a_restatement_keeps_both_editions_and_says_why() -> None:
    merchant = user_of(times=2)
    first = frozen()
    prove_payment(merchant, on=TERM.month_end_on)

    with in_time(days=10):
        second = services.restate(TERM, reason=" Tệp ngân hàng về muộn ", by=official())

    assert (second.edition, second.reason, second.previous_sha256) == (2, "Tệp ngân hàng về muộn", first.public_sha256)
    assert (used(first).numerator, used(second).numerator) == (0, 1)
    changed = {
        each.indicator: (each.before.numerator, each.after.numerator) for each in queries.restated(first, second)
    }
    assert changed["CS-04"] == (0, 1)
    actions = [entry.action for entry in audit.entries_about(services.SUBJECT, second.id)]
    assert actions == ["period:restate"]


@pytest.mark.parametrize(
    ("reason", "refusal"), [("  ", services.ReasonMissingError), ("Đếm lại", services.NothingChangedError)]
)
def test_a_restatement_needs_a_reason_and_a_difference(reason: str, refusal: type[Exception]) -> None:
    user_of()
    frozen()

    with in_time(days=10), pytest.raises(refusal), transaction():
        services.restate(TERM, reason=reason, by=official())
    assert [each.edition for each in queries.freezes(TERM)] == [1]


def test_only_a_final_period_is_restated() -> None:
    frozen(days=1)

    with in_time(days=2), pytest.raises(services.NotOverError):
        services.restate(TERM, reason="Sớm quá", by=official())


def test_the_same_facts_make_the_same_bytes_and_every_file_names_the_one_before() -> None:
    for _ in range(6):
        user_of()
    first = frozen()
    second = frozen(NEXT)
    chain = queries.published()

    assert [each.previous_sha256 for each in chain] == ["first", first.public_sha256]
    for each in chain:
        data = storage.read(each.public_sha256)
        assert hashlib.sha256(data).hexdigest() == each.public_sha256
        assert json.loads(data)["sha256_truoc"] == each.previous_sha256
        assert json.loads(data)["sha256_ban_day_du"] == each.sha256
    assert "Mắm" not in storage.read(second.sha256).decode()


def test_the_members_kept_to_explain_a_change_lead_back_to_nobody() -> None:
    merchant = user_of()
    kept = frozen()

    assert list(kept.members.values()) == [THAI_THUY]
    assert str(merchant.id) not in json.dumps(kept.members)
    assert merchant.id.hex not in json.dumps(kept.members)


def test_a_commune_nobody_reported_of_is_unknown_and_never_nought() -> None:
    user_of(times=0)
    user_of(area_path=THUY_ANH)

    grid = queries.grid(frozen())["CS-04"]

    assert grid[THAI_THUY] == Figure(None, 1)
    assert total(grid.values()) == Figure(1, 1, 1)


def test_a_nightly_recount_reports_what_differs_and_moves_nothing() -> None:
    merchant = user_of(times=2)
    kept = frozen()
    with in_time(days=5):
        jobs.run("periods.recount", {})
    assert queries.last_recount(kept) == 0

    prove_payment(merchant, on=TERM.month_end_on)
    for days in (6, 7):
        with in_time(days=days):
            jobs.run("periods.recount", {})

    assert queries.last_recount(kept) >= 1
    assert used(kept) == Figure(0, 1)
    told = [entry for entry in audit.entries_about(services.SUBJECT, kept.id) if entry.action == "period:recount"]
    assert len(told) == 1
    assert services.recount(TERM.before(9), by=CALENDAR) == 0


# Why a number changed.


def test_every_cause_of_a_change_is_told_apart() -> None:
    user_of(TERM)  # falls silent: lapses
    mover = user_of(TERM)
    prove_payment(mover, times=3, on=NEXT.month_end_on)
    tardy = user_of(TERM, times=2)
    sleeper = user_of(NEXT, confirmed_at=noon(TERM.first_on))
    newcomer = user_of(NEXT, confirmed_at=noon(NEXT.first_on))
    frozen(TERM)
    prove_payment(tardy, times=1, on=TERM.month_end_on)
    prove_payment(tardy, times=3, on=NEXT.month_end_on)
    place = areas.at(THUY_ANH, clock.today())
    assert place is not None
    mover.area_path, mover.area_id = THUY_ANH, place.id
    db.session.flush()

    changes = queries.changes(frozen(NEXT))

    assert changes[THAI_THUY] == Parts(
        before=2, territory=-1, late=1, definition=0, joins=1, activations=1, lapses=-1, after=3
    )
    assert changes[THUY_ANH] == Parts(
        before=0, territory=1, late=0, definition=0, joins=0, activations=0, lapses=0, after=1
    )
    summed = queries.summed(changes)
    assert summed is not None
    assert (summed.territory, summed.before, summed.after, summed.adds_up) == (0, 2, 4, True)
    assert {sleeper.commune_path, newcomer.commune_path} == {THAI_THUY}


def test_a_changed_definition_is_a_cause_of_its_own() -> None:
    for _ in range(2):
        both = user_of(TERM, times=2)
        prove_payment(both, times=2, on=NEXT.month_end_on)
    with in_time(TERM, days=4):
        services.freeze(TERM, by=CALENDAR)
        change = propose_definition("CS-04", payments=2, payments_rare=1)
        indicators.agree(change, by=official("Anh Lê Minh Khôi"))

    changes = queries.changes(frozen(NEXT))

    assert changes[THAI_THUY] == Parts(0, 0, 0, 2, 0, 0, 0, 2)
    assert queries.editions_of(frozen(NEXT.after()))["CS-04"] == 3


@pytest.mark.no_database
@settings(deadline=None)
@given(st.data())
def test_the_parts_add_up_whatever_happens(data: st.DataObject) -> None:
    keys = st.sampled_from([f"k{number}" for number in range(8)])
    places = st.sampled_from(["a/", "b/", "c/"])
    homes = data.draw(st.dictionaries(keys, places))
    some = st.dictionaries(keys, places)
    compared = Round(*(data.draw(some) for _ in range(4)), homes=homes, joined=data.draw(st.sets(keys)))

    found = [rules.parts(compared, place) for place in ("a/", "b/", "c/")]

    assert all(each.adds_up for each in found)
    assert sum(each.territory for each in found) == 0
    assert sum(each.after for each in found) == len(compared.now)
    assert sum(each.before for each in found) == len(compared.frozen)
    for each in found:
        bars = rules.waterfall(each)
        assert (bars[0].number, bars[-1].number) == (each.before, each.after)
        assert sum(bar.number for bar in bars[:-1]) == each.after
        assert all(bar.left_pct >= 0 and bar.left_pct + bar.width_pct <= 100.0001 for bar in bars)


@pytest.mark.no_database
def test_each_bar_of_a_change_begins_where_the_one_before_ends() -> None:
    bars = rules.waterfall(
        Parts(before=8, territory=0, late=2, definition=0, joins=0, activations=0, lapses=-5, after=5)
    )

    assert [(each.name, each.number, each.left_pct, each.width_pct) for each in bars] == [
        ("before", 8, 0, 80),
        ("late", 2, 80, 20),
        ("lapses", -5, 50, 50),
        ("after", 5, 0, 50),
    ]
    assert {each.name for each in rules.waterfall(Parts(0, 0, 0, 0, 0, 0, 0, 0))} == {"before", "after"}
    assert set(rules.CAUSES) == set(words.PARTS)


# What looks odd: every case asks for words.


@pytest.mark.parametrize(("last_days", "raised"), [(4, False), (5, True)])
def test_a_heap_on_the_last_two_days_is_asked_about(last_days: int, raised: bool) -> None:
    for number in range(10):
        at = noon(TERM.last_on if number < last_days else TERM.first_on)
        make_merchant(stage=Stage.SUBMITTED, started_at=at, submitted_at=at)

    assert (FlagKind.HEAP in kinds(frozen())) is raised


@pytest.mark.parametrize(("before", "after", "raised"), [(2, 5, True), (2, 4, False), (8, 3, True)])
def test_a_jump_of_more_than_25_points_is_asked_about(before: int, after: int, raised: bool) -> None:
    made = [user_of(TERM, times=3 if number < before else 1) for number in range(10)]
    for number, merchant in enumerate(made):
        prove_payment(merchant, times=3 if number < after else 1, on=NEXT.month_end_on)
    frozen(TERM)

    jumps = [each.flag for each in queries.flags(frozen(NEXT)) if each.flag.kind is FlagKind.JUMP]

    assert ("CS-04" in {each.indicator for each in jumps}) is raised


@pytest.mark.parametrize(("alike", "raised"), [(8, False), (9, True)])
def test_answers_that_are_all_the_same_are_asked_about(alike: int, raised: bool) -> None:
    helper = new_id()
    for number in range(10):
        at = noon(TERM.first_on + timedelta(days=number))
        make_merchant(
            stage=Stage.SUBMITTED, started_at=at, submitted_at=at, filed_by_id=helper,
            birth_year=1970 if number < alike else 1950 + number,
        )  # fmt: skip

    assert (FlagKind.FLAT in kinds(frozen())) is raised


@pytest.mark.parametrize(
    ("number", "seconds", "raised"), [(6, 80, True), (5, 80, False), (20, 600, False), (21, 600, True)]
)
def test_files_sent_too_quickly_are_asked_about(number: int, seconds: int, raised: bool) -> None:
    helper = new_id()
    for each in range(number):
        at = noon(TERM.first_on) + timedelta(seconds=seconds * each)
        make_merchant(stage=Stage.SUBMITTED, started_at=at, submitted_at=at, filed_by_id=helper, birth_year=1950 + each)

    assert (FlagKind.SPEED in kinds(frozen())) is raised


@pytest.mark.no_database
@pytest.mark.parametrize(("numbers", "raised"), [([100, 250, 30], True), ([100, 251, 30], False), ([100, 30], False)])
def test_numbers_that_are_all_round_are_asked_about(numbers: list[int], raised: bool) -> None:
    assert (rules.too_round(THAI_THUY, numbers) is not None) is raised


def test_weak_evidence_and_tests_never_become_use() -> None:
    merchant = user_of(times=0)
    for grade in (Grade.C, Grade.D, Grade.E):
        prove_payment(merchant, times=9, grade=grade, on=TERM.month_end_on)
    user_of(times=3)

    grid = queries.grid(frozen())

    assert grid["CS-04"][THAI_THUY] == Figure(1, 2)
    assert grid["CS-05"][THAI_THUY] == Figure(1, 2)


@pytest.mark.no_database
def test_one_helpers_files_are_not_judged_by_anothers() -> None:
    at = datetime(2026, 10, 1, tzinfo=clock.VIETNAM)
    entries = [Entry(f"h{number}", at + timedelta(seconds=number), ("a",)) for number in range(40)]

    assert rules.speed(THAI_THUY, entries) == rules.flat(THAI_THUY, entries) == []
    assert rules.heap(THAI_THUY, [], END) is None


def test_a_figure_that_was_never_frozen_jumps_from_nowhere() -> None:
    assert gathering.oddities(services.counting.facts_of(TERM), {"CS-12": {THAI_THUY: Figure(9, 10)}}, {}, {}) == []


# Words kept beside the number.


def test_words_stay_beside_the_number_through_every_edition() -> None:
    flag = make_flag()
    services.explain(flag, words=" Ngân hàng gửi tệp muộn ", by=someone(Role.CLERK))
    user_of()
    with in_time(days=12):
        newer = services.restate(TERM, reason="Thêm tệp", by=official())

    assert FlagKind.SILENT not in kinds(newer)
    first = queries.freezes(TERM)[-1]
    said = [answer.words for each in queries.flags(first) for answer in each.answers]
    assert said == ["Ngân hàng gửi tệp muộn"]


# The published file.


@pytest.mark.no_database
@settings(deadline=None)
@given(st.dictionaries(st.sampled_from([f"33/{number}/" for number in range(9)]), st.integers(0, 12)))
def test_no_published_row_can_be_led_back_to_fewer_than_five(sizes: dict[str, int]) -> None:
    small = rules.merged(sizes)
    shown = {place: size for place, size in sizes.items() if place not in small}

    assert all(size >= rules.SMALL for size in shown.values())
    together = sum(sizes[place] for place in small)
    if small and shown:
        assert len(small) > 1 or together == 0
        assert together == 0 or together >= rules.SMALL


@pytest.mark.no_database
def test_places_where_there_is_nobody_hide_no_other_one() -> None:
    assert rules.merged({"a": 0, "b": 0, "c": 7, "d": 9}) == {"a", "b"}
    assert rules.merged({"a": 0, "b": 3, "c": 7, "d": 9}) == {"a", "b", "c"}


def test_small_communes_are_published_together() -> None:
    for place, number in ((THAI_THUY, 7), (THUY_ANH, 3), ("33/12862/", 4)):
        for _ in range(number):
            user_of(area_path=place)
    public = json.loads(storage.read(frozen().public_sha256))

    rows = {row[5]: row[6:8] for row in public["so_lieu"] if row[2] == "CS-04"}
    assert rows == {"Xã Thái Thụy": [7, 7], "Các xã ít cơ sở, gộp": [7, 7]}
    table = files.as_csv(storage.read(queries.published()[0].public_sha256)).decode("utf-8-sig").splitlines()
    assert table[0].startswith("ky,lan,chi_so,phien_ban,ma_xa,ten_xa")
    assert len(table) == len(public["so_lieu"]) + 1


def test_a_series_shows_gaps_where_nothing_was_frozen() -> None:
    user_of(NEXT)
    frozen(NEXT)

    found = queries.series("CS-04", None, NEXT, 24)

    assert [each.code for each, _ in found][-2:] == [TERM.code, NEXT.code]
    assert len(found) == 24
    assert [figure.numerator for _, figure in found[-2:]] == [None, 1]
    assert queries.series("CS-04", (THUY_ANH,), NEXT, 1)[0][1].numerator is None
