"""Whether classes were followed by use: counted once, signs apart, beside places not yet taught."""

import random
import re
from datetime import date, timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core import clock
from app.core.db import db
from app.dashboards.cohorts import jobs, queries, rules, services
from app.dashboards.cohorts.models import CohortCount
from app.dashboards.cohorts.rules import WINDOWS, Business
from app.policy import Role
from merchants.models import Merchant, MerchantConsent
from merchants.rules import ConsentHow, ConsentPurpose
from merchants.training import services as classes
from merchants.training.states import Attendance
from merchants.visits import services as visits
from merchants.visits.states import Band
from payments.rules import Grade
from tests.browser import Browser
from tests.factories import figures
from tests.factories.training import BY, make_merchant, make_session, move_to, someone

TODAY = date(2026, 11, 28)
OFFICIAL = someone(Role.OFFICIAL)
HERE, THERE = "33/12826/01/", "33/12826/02/"
AUGUST = date(2026, 8, 1)


def business(
    trained: date | None = date(2026, 8, 10),
    *,
    measured: date | None = None,
    signs: tuple[date, ...] = (),
    path: str = HERE,
    confirmed: date = date(2026, 1, 5),
) -> Business:
    return Business(path, confirmed, measured, signs, trained)


def test_a_business_counts_in_the_window_in_which_it_was_first_paid() -> None:
    [count] = rules.trained([business(measured=date(2026, 9, 20))], TODAY).values()

    assert count.asked == {30: 1, 60: 1, 90: 1}
    assert count.measured == {30: 0, 60: 1, 90: 1}


def test_whoever_was_paid_without_cash_before_is_left_out_of_the_shares() -> None:
    [count] = rules.trained([business(measured=date(2026, 8, 10)), business()], TODAY).values()

    assert (count.businesses, count.already, count.asked[30]) == (2, 1, 1)


def test_a_window_that_is_not_over_is_not_asked_about() -> None:
    [count] = rules.trained([business(date(2026, 10, 20), measured=date(2026, 10, 25))], TODAY).values()

    assert count.asked == {30: 1, 60: 0, 90: 0}
    assert count.measured == {30: 1, 60: 0, 90: 0}


def test_signs_are_counted_apart_and_never_beside_a_measure_of_the_same_business() -> None:
    only_signs = business(signs=(date(2026, 8, 1), date(2026, 8, 20)))
    both = business(measured=date(2026, 8, 15), signs=(date(2026, 8, 20),))
    too_early = business(signs=(date(2026, 8, 1),))

    [count] = rules.trained([only_signs, both, too_early], TODAY).values()

    assert (count.measured[30], count.signs[30]) == (1, 1)


def test_places_not_yet_taught_stop_being_asked_on_the_day_they_are() -> None:
    still = business(None, path=THERE)
    taught_later = [business(None, path=HERE), business(date(2026, 9, 20), path=HERE)]

    counts = rules.untrained([still, *taught_later], TODAY)

    assert counts[AUGUST, THERE].asked == {30: 1, 60: 1, 90: 1}
    assert counts[AUGUST, HERE].businesses == 2
    assert counts[AUGUST, HERE].asked == {30: 2, 60: 0, 90: 0}
    assert (date(2026, 10, 1), HERE) not in counts


def test_whoever_was_not_registered_yet_is_not_compared() -> None:
    counts = rules.untrained([business(None, path=THERE, confirmed=date(2026, 10, 20))], TODAY)

    assert (AUGUST, THERE) not in counts
    assert (date(2026, 11, 1), THERE) in counts


DAYS = st.integers(0, 330).map(lambda number: date(2026, 1, 1) + timedelta(days=number))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.builds(
            Business,
            st.sampled_from([HERE, THERE]),
            DAYS,
            st.none() | DAYS,
            st.lists(DAYS, max_size=4).map(sorted).map(tuple),
            st.none() | DAYS,
        ),
        max_size=12,
    )
)
def test_the_parts_of_a_cohort_never_exceed_the_whole(everybody: list[Business]) -> None:
    for count in [*rules.trained(everybody, TODAY).values(), *rules.untrained(everybody, TODAY).values()]:
        assert count.already + count.asked[30] <= count.businesses
        for days in WINDOWS:
            assert count.measured[days] + count.signs[days] <= count.asked[days]
        assert count.measured[30] <= count.measured[60] + (count.asked[30] - count.asked[60])
    taught = [each for each in everybody if each.trained_on and rules.month_of(each.trained_on) >= date(2025, 12, 1)]
    assert sum(count.businesses for count in rules.trained(everybody, TODAY).values()) == len(taught)


def untaught(path: str) -> Merchant:
    return make_merchant(path, confirmed_at=clock.now() - timedelta(days=300))


def attended(days_ago: int, *, path: str = HERE, **fields: object) -> Merchant:
    merchant = make_merchant(path, **fields)
    merchant.confirmed_at = clock.now() - timedelta(days=300)
    session = make_session(in_days=0)
    place = classes.sign_up(session, merchant=merchant, by=BY)
    classes.record_attendance(session, marks={place.id: Attendance.PRESENT}, by=BY)
    move_to(session, clock.today() - timedelta(days=days_ago))
    return merchant


@pytest.fixture
def _late_november() -> object:
    with time_machine.travel("2026-11-28T03:00:00Z", tick=True):
        yield


@pytest.mark.usefixtures("_late_november")
def test_the_night_counts_what_is_in_the_tables_and_twice_is_once() -> None:
    used, unused, signs = (attended(100) for _ in range(3))
    figures.prove_payment(used, on=clock.today() - timedelta(days=90))
    figures.prove_payment(signs, on=clock.today() - timedelta(days=90), grade=Grade.C)
    untaught = make_merchant(THERE)
    untaught.confirmed_at = clock.now() - timedelta(days=300)
    db.session.flush()

    services.reckon(clock.today())
    services.reckon(clock.today())
    [month] = queries.table(None, clock.today()).months

    assert unused is not None
    assert (month.month, month.trained.businesses) == (date(2026, 8, 1), 3)
    assert (month.trained.measured_pct(30), month.trained.signs_pct(30)) == (33, 33)
    assert (month.untrained.asked(90), month.untrained.measured_pct(90)) == (1, 0)
    assert queries.table(("33/12865/",), clock.today()).months == []


@pytest.mark.usefixtures("_late_november")
def test_a_business_that_comes_four_times_is_one_business() -> None:
    merchant = attended(100)
    for days_ago in (60, 50, 40):
        session = make_session(in_days=0)
        place = classes.sign_up(session, merchant=merchant, by=BY)
        classes.record_attendance(session, marks={place.id: Attendance.PRESENT}, by=BY)
        move_to(session, clock.today() - timedelta(days=days_ago))

    services.reckon(clock.today())

    assert [month.trained.businesses for month in queries.table(None, clock.today()).months] == [1]


@pytest.mark.usefixtures("_late_november")
def test_visits_that_came_on_time_stand_beside_the_shares() -> None:
    attended(9)
    visits.plan(clock.today())
    visit = db.session.query(visits.Visit).order_by(visits.Visit.due_on).first()
    assert visit is not None
    visits.see(visit, minutes=20, band=Band.FEW, by=BY)

    services.reckon(clock.today())

    assert [month.trained.on_time_pct for month in queries.table(None, clock.today()).months] == [100]

    no = {"purpose": ConsentPurpose.STATISTICS, "given": False, "how": ConsentHow.SCREEN, "at": clock.now()}
    db.session.add(MerchantConsent(merchant_id=visit.merchant_id, **no))
    db.session.flush()
    assert [sum(each.values()) for each in queries.visits_by_cohort(clock.today())] == [0, 0]


@pytest.mark.usefixtures("_late_november")
def test_an_official_reads_shares_apart_and_that_they_are_no_cause(browser: Browser) -> None:
    attended(100)
    db.session.commit()
    jobs.reckon()
    browser.sign_in(someone(Role.OFFICIAL))

    page = browser.visit("/cb/lop")

    assert "Liên hệ, chưa chắc là nguyên nhân." in page.text
    assert "08/2026" in page.text
    assert "Mới có dấu hiệu" in page.text


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.usefixtures("_late_november")
def test_every_number_of_a_month_leads_to_a_list_as_long_as_it(browser: Browser, seed: int) -> None:
    lot = random.Random(seed)
    for _ in range(30):
        path = lot.choice((HERE, THERE, "33/12826/03/"))
        merchant = attended(lot.randrange(10, 300), path=path) if path == HERE or lot.random() < 0.2 else untaught(path)
        for grade in lot.sample((Grade.A, Grade.C), lot.randrange(3)):
            figures.prove_payment(merchant, on=clock.today() - timedelta(days=lot.randrange(300)), grade=grade)
    make_merchant("33/12865/01/", confirmed_at=clock.now() - timedelta(days=300))
    db.session.commit()
    jobs.reckon()
    browser.sign_in(OFFICIAL)
    page = browser.visit("/cb/lop")

    numbers = dict(re.findall(r'href="(/cb/danh-sach/[^"]+)">(\d+)<', page.html))
    months = queries.table(("33/12826/",), clock.today()).months
    for each in months:
        numbers[f"/cb/danh-sach/khoa/mau?ve={each.month:%Y-%m}"] = str(each.trained.businesses)
        numbers[f"/cb/danh-sach/khoa/tu?ve={each.month:%Y-%m}"] = str(each.trained.already)

    assert len(numbers) > 20
    assert any("chua-hoc" in path and number != "0" for path, number in numbers.items())
    assert {path for path in numbers if "/khoa/" in path} <= set(page.links)
    assert {path: str(rows_of(browser.visit(path).html)) for path in numbers} == numbers


@pytest.mark.parametrize("key", ["khoa", "khoa-60", "chua-hoc-30-dau-hieu"])
def test_a_list_of_a_month_keeps_to_whoever_may_see_names_there(browser: Browser, key: str) -> None:
    month, earlier = f"{clock.today():%Y-%m}", f"{clock.today() - timedelta(days=400):%Y-%m}"
    browser.sign_in(OFFICIAL)
    assert browser.visit(f"/cb/danh-sach/{key}/tu?ve={month}").status == 200
    assert {browser.visit(f"/cb/danh-sach/{key}/tu{about}").status for about in
            ("", "?ve=x", f"?ve={earlier}", f"?xa=12865&ve={month}")} == {404}  # fmt: skip
    browser.sign_in(someone(Role.AUDITOR, ""))
    assert browser.visit(f"/cb/danh-sach/{key}/tu?ve={month}").status == 403
    assert "/cb/danh-sach/" not in browser.visit("/cb/lop").html
    browser.sign_in(someone(Role.PROVINCE, "33/"))
    assert "Tên" in browser.visit(f"/cb/danh-sach/{key}/tu?ve={month}").text
    assert browser.fill(f"/cb/danh-sach/{key}/tu?ve={month}", reason="Xem lớp có giúp không").status == 303


def rows_of(html: str) -> int:
    return len(re.findall(r"<tr>", html)) - ("</thead>" in html)


def test_before_the_first_night_the_page_says_so(browser: Browser) -> None:
    browser.sign_in(someone(Role.LEADER))

    assert "chưa đếm" in browser.visit("/cb/lop").text
    assert db.session.query(CohortCount).count() == 0


def test_a_trainer_finds_no_such_page(browser: Browser) -> None:
    browser.sign_in(someone(Role.TRAINER))

    assert browser.visit("/cb/lop").status == 404
