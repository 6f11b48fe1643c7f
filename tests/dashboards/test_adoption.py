"""The way of a commune's businesses: every step is as long as its list, evidence adds up, small groups are not told."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import update

from app.core import clock
from app.core.db import db
from app.dashboards import payment_events
from app.dashboards.adoption import queries
from app.dashboards.adoption.access import commune_for
from app.dashboards.adoption.queries import Adoption
from app.dashboards.adoption.rules import Gap, Group
from app.dashboards.metrics import GRADES, STEPS, Metric, Side
from app.dashboards.queries import drill
from app.dashboards.rollups import jobs, services
from app.dashboards.rollups.models import PlaceWay
from app.policy import Role
from merchants.legal_forms import Sex
from merchants.models import LegalDetails, Merchant
from merchants.rules import ConsentPurpose
from merchants.services import withdraw_consent
from merchants.states import Stage
from merchants.training import services as training
from merchants.training.states import Attendance
from payments.partners.spots.models import SpotReport
from payments.partners.spots.rules import SpotKind
from payments.rules import Grade
from tests.browser import Browser
from tests.factories.definitions import official
from tests.factories.figures import enter_product, prove_payment, tell_of_use
from tests.factories.training import BY, THAI_THUY, THUY_ANH, make_merchant, make_session, owner_of, someone

PAGE = "/cb/bang/12826/duong-di"
OFFICIAL = someone(Role.OFFICIAL)


def village() -> list[Merchant]:
    """Make seven businesses that have come differently far, by evidence of every grade but D."""
    made = [make_merchant(business_name=f"Mắm số {number}") for number in range(7)]
    make_merchant(THUY_ANH)
    make_merchant(stage=Stage.RESTING)
    months = payment_events.whole_months(clock.today(), 3)
    for on in months:
        prove_payment(made[0], times=3, on=on)
    prove_payment(made[0], grade=Grade.A, on=months[0])
    prove_payment(made[1], times=3, on=months[0])
    prove_payment(made[2], grade=Grade.C, on=months[0])
    prove_payment(made[3], grade=Grade.E, on=months[0])
    prove_payment(made[4], grade=Grade.D, on=months[0])
    enter_product(made[0], name="Nước mắm", ready=True)
    enter_product(made[0], name="Mắm nêm", ready=True)
    enter_product(made[2], name="Ruốc", ready=True)
    enter_product(made[3], name="Mắm tôm")
    session = make_session(in_days=0)
    places = [training.sign_up(session, merchant=merchant, by=BY) for merchant in made[:4]]
    training.record_attendance(session, marks={place.id: Attendance.PRESENT for place in places[:3]}, by=BY)
    db.session.commit()
    return made


def way(code: str = "12826") -> Adoption:
    return queries.adoption(*commune_for(OFFICIAL, code), clock.today())


def numbers(found: Adoption) -> dict[str, int]:
    return {each.metric.key: each.number for each in (*found.steps[1:], *found.grades)}


def test_each_step_and_each_grade_counts_businesses() -> None:
    village()

    found = way()

    assert found.registered == 7
    assert numbers(found) == {
        "co-hang": 2, "nhan-tien": 2, "da-hoc": 3, "dung-deu": 1,
        "bac-a": 1, "bac-b": 1, "bac-c": 1, "bac-d": 0, "bac-e": 1,
    }  # fmt: skip
    assert found.without_evidence == 3, "a try that a helper made is no evidence"
    assert [each.of_before_pct for each in found.steps[1:]] == [200 / 7, 100.0, None, 100 / 3]


@pytest.mark.parametrize("metric", [*STEPS, *GRADES], ids=lambda metric: metric.key)
def test_every_number_of_the_way_is_the_length_of_its_list(browser: Browser, metric: Metric) -> None:
    village()
    browser.sign_in(OFFICIAL)
    address = f"/cb/danh-sach/{metric.key}/tu?xa=12826"

    shown = re.search(rf'href="{re.escape(address)}">([0-9]+)<', browser.visit(PAGE).html)

    assert shown is not None
    assert int(shown[1]) == len(drill(OFFICIAL, metric, Side.NUMERATOR, commune_for(OFFICIAL, "12826")[0]).rows)
    assert browser.visit(address).status == 200


def test_whoever_wishes_not_to_be_counted_is_in_no_step() -> None:
    withdraw_consent(village()[0], purpose=ConsentPurpose.STATISTICS, by=BY)

    found = way()

    assert found.registered == 6
    assert (numbers(found)["bac-a"], numbers(found)["dung-deu"]) == (0, 0)


@pytest.mark.no_database
@pytest.mark.parametrize(("women", "points"), [(19, None), (20, -25.0)])
def test_of_fewer_than_twenty_nothing_is_said(women: int, points: float | None) -> None:
    assert Gap("sex", Group(women, 5), Group(20, 10), unasked=0).points == points


def test_groups_are_those_who_said_so() -> None:
    for number in range(4):
        merchant = make_merchant(birth_year=clock.today().year - (70 if number < 3 else 40))
        sex = (Sex.FEMALE, Sex.MALE, None, None)[number]
        db.session.add(LegalDetails(merchant_id=merchant.id, owner_sex=sex))
    db.session.flush()

    by_sex, by_age, _by_signal = way().gaps

    assert (by_sex.one.whole, by_sex.other.whole, by_sex.unasked) == (1, 1, 2)
    assert (by_age.one.whole, by_age.other.whole, by_age.unasked) == (3, 1, 0)


def test_an_owners_word_is_weaker_than_a_payment_and_stronger_than_what_a_helper_saw() -> None:
    made, month = [make_merchant() for _ in range(3)], payment_events.whole_months(clock.today(), 1)[0]
    for merchant in made:
        tell_of_use(merchant, grade=Grade.D, on=month)
    for merchant in made[:2]:
        tell_of_use(merchant, grade=Grade.C, on=month)
    prove_payment(made[0], on=month)

    assert [numbers(way())[f"bac-{grade}"] for grade in "abcde"] == [0, 1, 1, 1, 0]
    for metric in GRADES:
        behind = drill(OFFICIAL, metric, Side.NUMERATOR, commune_for(OFFICIAL, "12826")[0])
        assert len(behind.rows) == numbers(way())[metric.key]


def test_hamlets_where_the_signal_is_bad_stand_beside_the_others() -> None:
    month = payment_events.whole_months(clock.today(), 1)[0]
    made = [make_merchant(f"{THAI_THUY}0{1 if number < 2 else 2}/") for number in range(6)]
    for merchant in made[::2]:
        prove_payment(merchant, times=3, on=month)
    told = SpotReport(merchant_id=made[0].id, area_path=f"{THAI_THUY}01/", kind=SpotKind.NONE, told_at=clock.now())
    db.session.add(told)
    db.session.flush()

    by_signal = way().gaps[2]

    assert (by_signal.one, by_signal.other, by_signal.unasked) == (Group(2, 1), Group(4, 2), 0)


def test_once_counted_the_way_is_read_from_what_is_kept(count_queries: list[str]) -> None:
    village()
    before = way()
    jobs.settle()
    count_queries.clear()

    found = way()

    assert not [each for each in count_queries if "FROM merchant" in each or "JOIN merchant" in each]
    assert len(count_queries) <= 6
    assert replace(found, as_of=before.as_of) == before


def test_in_a_new_month_the_months_before_are_others_and_nothing_old_is_shown() -> None:
    village()
    jobs.settle()
    later = (clock.today().replace(day=1) + timedelta(days=40)).replace(day=2)

    with time_machine.travel(clock.start_of(later), tick=False):
        uncounted = way()
        jobs.settle()
        counted = way()
        assert services.check(services.all_places()) == 0

    assert uncounted.month_end_on == counted.month_end_on == later - timedelta(days=2)
    assert numbers(uncounted) == numbers(counted)
    assert numbers(counted)["dung-deu"] == numbers(counted)["bac-b"] == 0
    assert numbers(counted)["nhan-tien"] == 2


def test_the_night_mends_a_way_that_differs() -> None:
    village()
    jobs.settle()
    db.session.execute(update(PlaceWay).values(trained=7))

    assert services.check(services.all_places()) == 2
    assert numbers(way())["da-hoc"] == 3


def test_the_page_has_a_picture_and_a_table_for_everything(browser: Browser) -> None:
    village()
    browser.sign_in(OFFICIAL)

    page = browser.visit(PAGE)

    drawn = [each for each in re.findall(r"<svg.*?</svg>", page.html, re.DOTALL) if 'role="img"' in each]
    assert len(drawn) == 5 + 1 + 3
    assert all("<title" in each and "<desc" in each for each in drawn)
    assert "A: đối tác xác nhận: 1." in drawn[5]
    assert "Ít quá, không nói" in page.text
    assert "thôn xa trụ sở xã: chưa có số" in page.text
    assert PAGE in browser.visit("/cb/bang/12826").links
    assert page.html.count("<table") == 3


def test_the_province_says_why_before_it_sees_names_of_a_step(browser: Browser) -> None:
    village()
    browser.sign_in(official())

    asked = browser.visit("/cb/danh-sach/dung-deu/tu?xa=12826")

    assert "Mắm số 0" not in asked.text
    assert browser.fill("/cb/danh-sach/dung-deu/tu?xa=12826", reason="Mời chia sẻ cách làm").status == 303
    assert "Mắm số 0" in browser.visit("/cb/danh-sach/dung-deu/tu?xa=12826").text


def test_nobody_elsewhere_sees_the_way_of_a_commune(browser: Browser) -> None:
    village()
    for actor, status in (
        (someone(Role.OFFICIAL, THUY_ANH), 404),
        (owner_of(make_merchant()), 404),
        (someone(Role.TRAINER), 404),
        (someone(Role.AUDITOR, ""), 200),
        (someone(Role.TEAM, f"{THAI_THUY}01/"), 200),
    ):
        browser.sign_in(actor)
        assert browser.visit(PAGE).status == status
    browser.sign_in(someone(Role.AUDITOR, ""))
    assert "/cb/danh-sach/" not in browser.visit(PAGE).html, "an auditor sees numbers, no names"


def test_a_province_sees_the_way_of_all_its_communes_together(browser: Browser) -> None:
    village()
    while services.settle():
        pass
    browser.sign_in(someone(Role.PROVINCE, "33/"))

    assert "/cb/bang/33/duong-di" in browser.visit("/cb").links
    page = browser.visit("/cb/bang/33/duong-di")

    assert page.status == 200
    assert "Tỉnh Hưng Yên" in page.text
    assert "Có sản phẩm sẵn sàng: 2, 25,0 %" in page.text, "of the seven here and the one in the other commune"
    assert "/cb/danh-sach/co-hang/tu" in page.links
    assert "đang được đếm lại" not in page.text


def test_a_province_says_what_is_not_counted_yet_and_reads_no_raw_rows(browser: Browser) -> None:
    village()
    browser.sign_in(someone(Role.PROVINCE, "33/"))

    page = browser.visit("/cb/bang/33/duong-di")

    assert "đang được đếm lại" in page.text
    assert "Đăng ký: 0," in page.text


def test_nobody_sees_the_way_of_a_province_of_which_they_see_a_part(browser: Browser) -> None:
    village()
    for actor, status in (
        (OFFICIAL, 404),
        (someone(Role.PROVINCE, "01/"), 404),
        (someone(Role.AUDITOR, ""), 200),
    ):
        browser.sign_in(actor)
        assert browser.visit("/cb/bang/33/duong-di").status == status
    assert "/cb/danh-sach/" not in browser.visit("/cb/bang/33/duong-di").html


def test_months_go_back_over_the_new_year() -> None:
    months = payment_events.whole_months(clock.today().replace(month=1, day=31), 3)

    assert [each.month for each in months] == [12, 11, 10]
    assert all((each + timedelta(days=1)).day == 1 for each in months)
