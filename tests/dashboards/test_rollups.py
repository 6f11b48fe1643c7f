"""What is kept of each place is what a slow recount finds, whatever happens; pages read nothing else."""

import random
import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
import structlog
import time_machine
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text, update

from app.core import areas, clock
from app.core.areas import Area, Level
from app.core.db import db, within
from app.dashboards.counting.rules import Term
from app.dashboards.periods.queries import grid
from app.dashboards.queries import commune_board, home
from app.dashboards.queries.boards import AT_ONCE, MOST
from app.dashboards.rollups import cli, jobs, queries, services, triggers
from app.dashboards.rollups.models import (
    PlaceCount,
    PlaceDifference,
    PlaceDue,
    PlaceField,
    PlaceSnag,
    PlaceState,
    PlaceTouch,
)
from app.dashboards.rows import rules
from app.dashboards.rows.rules import NAMES, NONE, Counts, CraftUse, DueKind, FieldKind, SnagKind, Ways
from app.policy import Role
from merchants.rules import Craft
from merchants.states import Stage
from merchants.visits.models import Visit
from tests import databases
from tests.browser import Browser
from tests.factories.catalog import make_maker, make_product
from tests.factories.figures import prove_payment
from tests.factories.histories import make_history
from tests.factories.periods import frozen, user_of
from tests.factories.places import (
    HAMLETS,
    change_something,
    slow_counts,
    slow_crafts,
    slow_due,
    slow_field,
    slow_snags,
)
from tests.factories.training import THAI_THUY, THUY_ANH, make_merchant, someone
from tests.factories.visits import went
from tests.factories.ways import slow_ways
from tests.plans import plan_of

OFFICIAL = someone(Role.OFFICIAL)
PROVINCE = someone(Role.PROVINCE, "33/")
REACHES = (None, ("33/",), (THAI_THUY,), (f"{THAI_THUY}01/", THUY_ANH), ())


def settle() -> None:
    while services.settle():
        pass


def shown(reach: tuple[str, ...] | None) -> tuple[Counts, dict[str, Counts], dict[object, int]]:
    view = queries.view(reach, clock.today())
    due = {(kind, day): number for kind, days in view.due().items() for day, number in days.items() if number}
    return view.total(), view.of((THAI_THUY, THUY_ANH, f"{THAI_THUY}01/")), due


def lies_in(path: str, reach: tuple[str, ...] | None) -> bool:
    return reach is None or any(path.startswith(held) for held in reach)


def inside(found: Mapping[str, Any], reach: tuple[str, ...] | None) -> dict[str, Any]:
    return {path: numbers for path, numbers in found.items() if lies_in(path, reach)}


def expected(slow: dict[str, Counts]) -> tuple[Counts, dict[str, Counts]]:
    places = {
        place: rules.added(counts for path, counts in slow.items() if path.startswith(place))
        for place in (THAI_THUY, THUY_ANH, f"{THAI_THUY}01/")
    }
    return rules.added(slow.values()), places


def together(found: Mapping[tuple[str, Craft], CraftUse], reach: tuple[str, ...] | None) -> dict[Craft, CraftUse]:
    by_craft: dict[Craft, CraftUse] = {}
    for (path, craft), use in found.items():
        if lies_in(path, reach):
            by_craft[craft] = by_craft.get(craft, CraftUse()) + use
    return by_craft


def shown_ways(reach: tuple[str, ...] | None) -> dict[str, Ways]:
    found = queries.ways(reach, clock.today()).by_place
    return {path: each for path, each in found.items() if each.registered}


@pytest.mark.usefixtures("session")
@settings(
    max_examples=6, phases=[Phase.generate], deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 10**9), size=st.integers(1, 15))
def test_what_is_kept_is_what_a_slow_recount_finds(seed: int, size: int) -> None:
    point = db.session.begin_nested()
    areas.load_shipped(demo=True)
    lot = random.Random(seed)
    made = make_history(seed, Term.around(clock.today()), size=size)

    for step in range(2):
        settle()
        slow, ways = slow_counts(clock.today()), slow_ways(clock.today())
        snags, crafts = slow_snags(clock.today()), slow_crafts(clock.today())
        field = slow_field(clock.today())
        for reach in REACHES:
            total, places, due = shown(reach)
            assert (total, places) == expected(inside(slow, reach)), (step, reach)
            assert shown_ways(reach) == inside(ways, reach), (step, reach)
            assert queries.view(reach, clock.today()).crafts() == together(crafts, reach), (step, reach)
            kept = queries.snags(reach, clock.today()).found
            assert kept == {each: number for each, number in snags.items() if lies_in(each.area_path, reach)}
            kept_field = queries.kept_field(reach, clock.today())
            assert kept_field == {each: number for each, number in field.items() if lies_in(each.area_path, reach)}
            if reach is None:
                assert due == slow_due()
        change_something(lot, made)
    settle()
    assert services.check(services.all_places()) == 0
    point.rollback()


def test_after_counting_nothing_raw_is_read(count_queries: list[str]) -> None:
    make_merchant(f"{THAI_THUY}01/")
    settle()
    count_queries.clear()

    board = home(OFFICIAL)

    assert board.total.headline.denominator == 1
    assert not [each for each in count_queries if "FROM merchant" in each or "JOIN merchant" in each]
    assert len(count_queries) <= 12


def test_whoever_writes_past_the_application_is_noticed_too() -> None:
    merchant = make_merchant(f"{THAI_THUY}01/")
    settle()

    db.session.execute(text("update merchant set craft = 'homestay'"))
    assert queries.touched_places() == [merchant.area_path]
    db.session.execute(text(f"update merchant set area_path = '{THAI_THUY}02/'"))
    assert sorted(queries.touched_places()) == [f"{THAI_THUY}01/", f"{THAI_THUY}02/"]


def test_a_visit_notes_the_place_of_its_household() -> None:
    place = went(make_merchant(f"{THAI_THUY}01/"))
    settle()

    db.session.add(Visit(merchant_id=place.merchant_id, enrolment_id=place.id, after_days=7, due_on=clock.today()))
    db.session.flush()
    assert queries.touched_places() == [f"{THAI_THUY}01/"]


def test_a_verdict_that_is_kept_anew_notes_its_place_only_where_it_turns() -> None:
    maker = make_maker()
    make_product(maker)
    settle()

    db.session.execute(text("update product_readiness set rules_version = 'newer'"))
    assert queries.touched_places() == []
    db.session.execute(text("update product_readiness set verdict = 'warn' where channel = 'zalo'"))
    assert queries.touched_places() == [maker.area_path]


def test_every_watched_table_has_its_triggers_after_all_migrations() -> None:
    assert triggers.present(db.session.connection()) == sorted(triggers.names())


def test_what_changed_waits_for_the_worker_and_the_page_says_since_when() -> None:
    make_merchant(f"{THAI_THUY}01/")
    with time_machine.travel(clock.now(), tick=False):
        settle()
        before = clock.now()
    make_merchant(THUY_ANH)

    waiting, elsewhere = home(PROVINCE), home(OFFICIAL)
    assert (waiting.total.headline.denominator, waiting.computed_at) == (1, before)
    assert elsewhere.computed_at > before
    settle()
    counted = home(PROVINCE)
    assert counted.total.headline.denominator == sum(line.headline.denominator for line in counted.lines) == 2
    assert counted.computed_at > before


def test_a_new_month_begins_with_everything_but_use() -> None:
    merchant = make_merchant(f"{THAI_THUY}01/")
    prove_payment(merchant, times=3)
    settle()
    this = clock.today().replace(day=1)
    later = month_after(this)

    with time_machine.travel(clock.start_of(later), tick=False):
        untouched = home(OFFICIAL).total
        settle()
        opened = home(OFFICIAL).total
        make_merchant(f"{THAI_THUY}02/")
        settle()
        old = home(OFFICIAL, as_of=this)

    for total in (untouched, opened):
        assert (total.headline.denominator, total.headline.numerator) == (1, 0)
    assert (old.total.headline.denominator, old.total.headline.numerator) == (1, 1)
    assert home(OFFICIAL, as_of=later).total.headline.denominator == 2


def month_after(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def test_a_hamlet_that_moves_takes_its_figures_along_and_leaves_months_and_periods_as_they_were() -> None:
    merchant = user_of(area_path=f"{THAI_THUY}01/")
    prove_payment(merchant, times=3)
    period = frozen()
    before = grid(period)
    settle()
    this = clock.today().replace(day=1)
    later = month_after(this)

    with time_machine.travel(clock.start_of(later), tick=False):
        merchant.area_path = THUY_ANH
        db.session.flush()
        settle()
        now = {line.path: line.headline.denominator for line in home(PROVINCE).lines if line.headline.denominator}

    then = {line.path: line.headline for line in home(PROVINCE, as_of=this).lines if line.headline.denominator}
    assert now == {THUY_ANH: 1}
    assert {path: (each.denominator, each.numerator) for path, each in then.items()} == {THAI_THUY: (1, 1)}
    assert grid(period) == before
    assert before["CS-04"][THAI_THUY].denominator == 1


def test_the_night_finds_what_differs_mends_it_and_says_so(browser: Browser) -> None:
    make_merchant(f"{THAI_THUY}01/")
    make_merchant(THUY_ANH)
    settle()
    chosen = (PlaceCount.area_path == f"{THAI_THUY}01/") & PlaceCount.is_sum.is_(False)
    db.session.execute(update(PlaceCount).where(chosen).values(registered=7))
    db.session.commit()

    with structlog.testing.capture_logs() as logs:
        jobs.check()

    [found] = queries.differences(None)
    assert (found.area_path, found.name, found.kept, found.counted) == (f"{THAI_THUY}01/", "registered", 7, 1)
    assert [each["event"] for each in logs if each["log_level"] == "warning"] == ["rollup_differs"]
    assert home(OFFICIAL).total.headline.denominator == 1
    browser.sign_in(OFFICIAL)
    page = browser.visit("/cb/kiem-so")
    assert "Thôn Vạn Chài" in page.text
    assert "Đăng ký" in page.text
    browser.sign_in(someone(Role.OFFICIAL, THUY_ANH))
    assert "Thôn Vạn Chài" not in browser.visit("/cb/kiem-so").text
    jobs.check()
    assert len(queries.differences(None)) == 1


def test_the_night_finds_and_mends_what_was_kept_wrongly_of_what_waits(browser: Browser) -> None:
    make_merchant(f"{THAI_THUY}01/", stage=Stage.SUBMITTED, review_due_on=clock.today())
    settle()
    db.session.execute(update(PlaceDue).where(PlaceDue.is_sum.is_(False)).values(number=7))
    db.session.commit()

    jobs.check()

    [found] = queries.differences(None)
    assert (found.name, found.kept, found.counted) == (f"file:{clock.today()}", 7, 1)
    assert queries.view(None, clock.today()).due()[DueKind.FILE] == {clock.today(): 1}
    browser.sign_in(OFFICIAL)
    assert "Hồ sơ chờ trả lời, theo ngày hẹn" in browser.visit("/cb/kiem-so").text
    jobs.check()
    assert len(queries.differences(None)) == 1


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (PlaceField(kind=FieldKind.VISIT, about="on_time"), "Lần thăm, theo ngày hẹn"),
        (PlaceField(kind=FieldKind.WORK, about=""), "Ngày tổ có làm"),
        (PlaceSnag(kind=SnagKind.SIGN, about="", reason=""), "Biển QR, theo ngày soi"),
    ],
)
def test_a_difference_of_what_is_kept_by_day_is_named_on_the_page(
    browser: Browser, kept: PlaceField | PlaceSnag, said: str
) -> None:
    make_merchant(f"{THAI_THUY}01/")
    settle()
    kept.area_path, kept.on_day, kept.number = f"{THAI_THUY}01/", clock.today(), 3
    db.session.add(kept)
    db.session.commit()

    with structlog.testing.capture_logs():
        jobs.check()

    browser.sign_in(OFFICIAL)
    page = browser.visit("/cb/kiem-so")
    assert (page.status, said in page.text) == (200, True)


def test_the_command_tells_what_this_check_found_however_much_was_found_before(app: Flask) -> None:
    make_merchant(f"{THAI_THUY}01/")
    settle()
    long_ago = clock.now() - timedelta(days=1)
    db.session.add_all(
        PlaceDifference(found_at=long_ago, area_path=THUY_ANH, name="registered", kept=number, counted=0)
        for number in range(1, 251)
    )
    own = PlaceCount.is_sum.is_(False)
    db.session.execute(update(PlaceCount).where(own).values(registered=7))
    db.session.commit()

    said = [app.test_cli_runner().invoke(cli.group, ["check"]).output.splitlines()[-1] for _ in range(2)]

    assert said == ["1 differences; see /cb/kiem-so", "0 differences; see /cb/kiem-so"]


def test_a_change_that_waits_is_no_difference() -> None:
    make_merchant(f"{THAI_THUY}01/")

    assert services.check(services.all_places()) == 0


def test_counting_everything_again_gives_the_same() -> None:
    for path in HAMLETS:
        make_merchant(path)
    settle()
    kept = {each.area_path: each.counts() for each in db.session.scalars(select(PlaceCount).where(PlaceCount.is_sum))}

    services.forget()
    assert home(OFFICIAL).total.headline.denominator == 3
    settle()

    again = db.session.scalars(select(PlaceCount).where(PlaceCount.is_sum).execution_options(populate_existing=True))
    assert {each.area_path: each.counts() for each in again} == kept
    assert kept[""].registered == 4
    assert db.session.scalars(select(PlaceTouch)).all() == []


def test_a_count_of_everything_that_is_broken_off_goes_on_where_it_stood(monkeypatch: pytest.MonkeyPatch) -> None:
    for path in HAMLETS:
        make_merchant(path)
    settle()
    db.session.execute(update(PlaceCount).values(registered=7))
    monkeypatch.setattr(services, "BATCH", 2)
    services.forget()
    everywhere = len(queries.touched_places())

    services.settle()  # and here the process dies: what is committed is the places counted, and the notes of the others

    left = queries.touched_places()
    assert len(left) == everywhere - 2
    kept = select(PlaceCount.registered).where(PlaceCount.is_sum.is_(False))
    counted, waiting = (
        kept.where(which) for which in (PlaceCount.area_path < left[0], PlaceCount.area_path >= left[0])
    )
    assert set(db.session.scalars(counted)) == {1}
    assert set(db.session.scalars(waiting)) == {7}
    settle()
    assert set(db.session.scalars(kept)) == {1}
    assert services.check(services.all_places()) == 0


def test_while_everything_is_counted_again_pages_say_since_when_they_are_and_read_no_raw_rows(
    count_queries: list[str],
) -> None:
    make_merchant(f"{THAI_THUY}01/")
    with time_machine.travel(clock.now(), tick=False):
        settle()
        before = clock.now()
    services.forget()
    count_queries.clear()

    assert home(PROVINCE).computed_at == before
    assert not [each for each in count_queries if "FROM merchant" in each or "JOIN merchant" in each]


def test_a_business_that_goes_leaves_nothing_behind() -> None:
    merchant = make_merchant(f"{THAI_THUY}01/")
    settle()

    db.session.delete(merchant)
    db.session.flush()
    settle()

    left = db.session.scalars(select(PlaceCount).where(within(PlaceCount.area_path, (THAI_THUY,)))).all()
    assert all(each.counts() == NONE for each in left)


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize("days_later", [0, 31])
def test_of_very_many_communes_those_that_need_help_most_come_first(days_later: int) -> None:
    province, month, communes = someone(Role.PROVINCE, "77/"), rules.month_of(clock.today()), MOST + 20
    since = {"valid_from": date(2025, 7, 1), "name_fold": "x"}
    for number in range(communes):
        path, code = f"77/{30_000 + number}/", str(30_000 + number)
        db.session.add(Area(code=code, level=Level.COMMUNE, name=f"Xã {number}", path=path, **since))
        # The higher its number the more are registered; half of them in use; of every third nobody has reported.
        use = number // 2 if number % 3 else 0
        counts = dict.fromkeys(NAMES, 0) | {"registered": number, "in_use": use, "proven": use}
        db.session.add(PlaceCount(month=month, is_sum=True, area_path=path, above="77/", **counts))
    db.session.execute(update(PlaceState).values(settled_at=clock.now()))
    db.session.flush()

    with time_machine.travel(clock.now() + timedelta(days=days_later)):
        whole = [line for first in (0, AT_ONCE, 2 * AT_ONCE) for line in home(province, first=first).lines]
        board = home(province)

    heard = [line for line in whole if line.headline.is_known]
    gaps = [line.headline.denominator - (0 if days_later else line.headline.denominator // 2) for line in heard]
    assert [line.headline.gap for line in heard] == gaps == sorted(gaps, reverse=True)
    assert whole[: len(heard)] == heard
    assert len({line.code for line in whole}) == len(whole) == board.places == communes
    assert (
        board.work.communes_without_figures == communes - len(heard) == sum(n < 2 or not n % 3 for n in range(communes))
    )


def test_a_commune_board_reads_no_raw_rows(count_queries: list[str]) -> None:
    areas.load_shipped(demo=True)
    make_merchant(f"{THAI_THUY}01/")
    settle()
    count_queries.clear()

    board = commune_board(OFFICIAL, "12826")

    assert board is not None
    assert board.total.headline.denominator == 1
    assert not [each for each in count_queries if "FROM merchant" in each or "JOIN merchant" in each]


@pytest.mark.parametrize("role", [Role.OWNER])
def test_the_check_is_for_officials(browser: Browser, role: Role) -> None:
    assert browser.visit("/cb/kiem-so").status == 303
    browser.sign_in(someone(role))
    assert browser.visit("/cb/kiem-so").status == 404


@pytest.mark.usefixtures("session")
def test_a_page_looks_up_what_is_kept_of_its_places_and_reads_no_others() -> None:
    month = rules.month_of(clock.today())
    shown = queries.View(None, month, month, clock.now())

    for is_sum, path in ((True, ""), (True, THAI_THUY), (False, f"{THAI_THUY}01/")):
        plan = plan_of(queries._kept_rows(month, [path], is_sum=is_sum))
        assert re.search(r"(INDEX|Index Cond).*month.*is_sum.*area_path", plan), plan
        plan = plan_of(queries._crafts_at(month, [path]))
        assert re.search(r"(INDEX|Index Cond).*month.*is_sum.*area_path", plan), plan
        assert "ix_place_due_is_sum_above" in plan_of(select(PlaceDue.number).where(queries._due_at(path)))
    if databases.kind() == "postgresql":  # a few rows it would rather sort
        db.session.execute(text("set local enable_sort = off"))
    plan = plan_of(queries._by_need(shown))
    assert "ix_place_count_neediest_first" in plan
    assert not re.search("B-TREE|Sort", plan), plan
