"""What learners do unaided a month after a class: all that were due are in the whole, as the indicator has it."""

import random
import re
from datetime import timedelta

import pytest

from app.core import clock
from app.core.db import db
from app.dashboards.access import metric_named
from app.dashboards.cohorts import jobs, queries, rules, services
from app.dashboards.cohorts.models import AloneCount
from app.dashboards.cohorts.rules import Unaided
from app.dashboards.counting.rules import Term
from app.dashboards.metrics import SKILLS, Side
from app.dashboards.queries import drill
from app.dashboards.rows.rules import twelve_months_to
from app.policy import Role
from merchants.legal_forms import Sex
from merchants.models import LegalDetails, MerchantConsent
from merchants.rules import ConsentHow, ConsentPurpose
from merchants.visits import queries as visits
from merchants.visits.models import Visit
from merchants.visits.rules import is_all_alone
from merchants.visits.states import Says, VisitState
from tests.browser import Browser
from tests.factories.field_histories import make_field_history
from tests.factories.histories import make_history
from tests.factories.training import THUY_ANH, make_merchant, move_to, someone
from tests.factories.visits import went

HAMLET = "33/12826/01/"
ALL = "know_fake receive see_money"
OFFICIAL = someone(Role.OFFICIAL)


def due(
    alone: str | None = None,
    *,
    days_ago: int = 0,
    sex: Sex | None = None,
    path: str = HAMLET,
    says: Says = Says.NOTHING,
    **owner: object,
) -> Visit:
    """Return a visit whose day, a month after the class, was so many days ago."""
    merchant = make_merchant(path, confirmed_at=clock.now() - timedelta(days=400), **owner)
    if sex is not None:
        db.session.add(LegalDetails(merchant_id=merchant.id, owner_sex=sex))
    place = went(merchant)
    due_on = clock.today() - timedelta(days=days_ago)
    move_to(place.session, due_on - timedelta(days=30))
    visit = Visit(
        merchant_id=merchant.id,
        enrolment_id=place.id,
        after_days=30,
        due_on=due_on,
        state=VisitState.PLANNED if alone is None else VisitState.SEEN,
        done_at=None if alone is None else clock.now(),
        alone=alone,
        says=says,
        said_at=None if says is Says.NOTHING else clock.now(),
    )
    db.session.add(visit)
    db.session.flush()
    return visit


def counted(reach: tuple[str, ...] | None = None) -> queries.Skills:
    services.reckon_unaided(clock.today())
    return queries.skills(reach, clock.today())


@pytest.mark.usefixtures("session")
def test_whoever_was_not_visited_stays_in_the_whole_and_is_told() -> None:
    due(ALL)
    due("receive")
    due("")
    due(None)
    due(ALL, says=Says.WRONG)

    total = counted().total

    assert total == Unaided(due=5, looked=3, receive=2, see_money=1, know_fake=1, all_alone=1)
    assert (total.unseen, total.pct(total.receive)) == (2, 40)


@pytest.mark.no_database
def test_where_nobody_has_looked_nothing_is_known() -> None:
    assert Unaided(due=4).pct(0) is None
    assert rules.unaided("", 4).pct(0) == 0


@pytest.mark.usefixtures("session")
def test_sex_and_age_are_the_owners_and_whoever_gave_none_is_apart() -> None:
    year = clock.today().year
    due(ALL, sex=Sex.FEMALE, birth_year=year - 60)
    due(None, sex=Sex.MALE, birth_year=year - 59)
    due(None, birth_year=None)

    groups = {(kind, name): each.due for kind, name, each in counted().groups}

    assert groups == {
        ("sex", "female"): 1, ("sex", "male"): 1, ("sex", ""): 1,
        ("age", "old"): 1, ("age", "young"): 1, ("age", "unsaid"): 1,
    }  # fmt: skip


@pytest.mark.usefixtures("session")
def test_visits_not_due_yet_of_long_ago_and_of_the_unwilling_are_nowhere() -> None:
    due(ALL, days_ago=-1)
    due(ALL, days_ago=(clock.today() - twelve_months_to(clock.today())).days + 1)
    unwilling = due(ALL)
    consent = {"purpose": ConsentPurpose.STATISTICS, "given": False, "how": ConsentHow.SCREEN, "at": clock.now()}
    db.session.add(MerchantConsent(merchant_id=unwilling.merchant_id, **consent))
    db.session.flush()

    assert counted().total == Unaided()


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.usefixtures("session")
def test_the_night_counts_what_the_indicator_counts(seed: int) -> None:
    lot, today = random.Random(seed), clock.today()
    term = Term.ended_before(today)
    make_history(seed, term, size=25)
    make_field_history(lot, term)

    kept = counted().total
    mine = {each.merchant_id for each in db.session.query(Visit)} - _left_out()
    whole = [
        each
        for each in visits.due_between(twelve_months_to(today), today)
        if each.after_days == 30 and each.merchant_id in mine
    ]
    looked = [each for each in whole if each.is_looked_at(today)]

    assert kept.due == len(whole)
    assert kept.looked == len(looked)
    assert kept.all_alone == sum(is_all_alone(each.alone) for each in looked)


def _left_out() -> set[object]:
    """Return, row by row, whoever wishes not to be counted and whoever was never confirmed."""
    found = set()
    for visit in db.session.query(Visit):
        last = [each for each in visit.merchant.consents if each.purpose is ConsentPurpose.STATISTICS]
        refuses = bool(last) and not max(last, key=lambda each: each.at).given
        if refuses or visit.merchant.confirmed_at is None:
            found.add(visit.merchant_id)
    return found


@pytest.mark.usefixtures("session")
def test_twice_is_once_and_a_place_reads_its_own() -> None:
    due(ALL)
    due(None, path=THUY_ANH)

    services.reckon_unaided(clock.today())

    assert counted().total.due == 2
    assert counted((THUY_ANH,)).total == Unaided(due=1)
    assert db.session.query(AloneCount).count() == 2


@pytest.mark.parametrize(("side", "number"), [(Side.DENOMINATOR, 3), (Side.NUMERATOR, 1)])
@pytest.mark.usefixtures("session")
def test_the_list_behind_is_as_long_as_the_count(side: Side, number: int) -> None:
    for alone in (ALL, "receive", None):
        due(alone)
    due(ALL, days_ago=-1)

    assert metric_named("tu-lam") is SKILLS
    assert len(drill(OFFICIAL, SKILLS, side, None).rows) == number


def test_an_official_reads_shares_of_all_that_were_due_and_no_share_of_a_few(browser: Browser) -> None:
    due(ALL, sex=Sex.FEMALE)
    due(None)
    db.session.commit()
    jobs.reckon()
    browser.sign_in(OFFICIAL)

    page = browser.visit("/cb/lop")
    women = re.search(r"Nữ</th>(.*?)</tr>", page.html, re.DOTALL)

    assert "Trong đó 1 lần chưa ai xem" in page.text
    assert "50 %" in page.text
    assert women is not None
    assert women[1].count("Ít quá, không nói") == 4
    assert 'href="/cb/danh-sach/tu-lam/mau"' in page.html
    assert 'href="/chi-so/CS-28"' in page.html


def test_an_auditor_reads_shares_and_no_list(browser: Browser) -> None:
    due(ALL)
    db.session.commit()
    jobs.reckon()
    browser.sign_in(someone(Role.AUDITOR, ""))

    page = browser.visit("/cb/lop")

    assert "100 %" in page.text
    assert "/cb/danh-sach/" not in page.html
    assert browser.visit("/cb/danh-sach/tu-lam/mau").status == 403


def test_another_commune_reads_nothing_of_it(browser: Browser) -> None:
    due(ALL)
    db.session.commit()
    jobs.reckon()
    browser.sign_in(someone(Role.OFFICIAL, THUY_ANH))

    assert "chưa có lần thăm 30 ngày nào đến hẹn" in browser.visit("/cb/lop").text
    assert browser.visit("/cb/danh-sach/tu-lam/mau?xa=12826").status == 404
