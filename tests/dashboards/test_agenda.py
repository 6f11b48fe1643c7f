"""What a commune has before it: its classes of this month and the visits due, named to those who may see names."""

from datetime import date, timedelta

import pytest
import time_machine

from app.core import clock
from app.core.db import db
from app.dashboards.adoption.access import commune_for
from app.dashboards.agenda import queries, rules
from app.dashboards.agenda.queries import Agenda
from app.policy import Role
from merchants.models import DossierLook
from merchants.training import services as training
from merchants.training.states import Attendance
from merchants.visits import services as visits
from merchants.visits.states import Band
from tests.browser import Browser
from tests.factories.training import BY, THUY_ANH, make_merchant, make_session, move_to, someone
from tests.factories.visits import due

PAGE = "/cb/bang/12826/lich"
HAMLET = "33/12826/01/"
OFFICIAL = someone(Role.OFFICIAL)


@pytest.fixture(autouse=True)
def _a_day_in_november() -> object:
    with time_machine.travel("2026-11-12T03:00:00Z", tick=True):
        yield


def found() -> Agenda:
    commune, reach = commune_for(OFFICIAL, "12826")
    return queries.agenda(commune, reach, queries.names_within(OFFICIAL, commune), clock.today())


@pytest.mark.no_database
@pytest.mark.parametrize(("day", "last"), [(date(2026, 12, 31), 31), (date(2028, 2, 1), 29), (date(2026, 11, 30), 30)])
def test_a_month_ends_on_its_own_last_day(day: date, last: int) -> None:
    assert rules.month_around(day) == (day.replace(day=1), day.replace(day=last))


@pytest.mark.usefixtures("session")
def test_classes_are_those_of_this_month_and_commune_in_their_order() -> None:
    wanted = [make_session(area_path=HAMLET, in_days=0) for _ in range(2)]
    for session, on in zip(wanted, (date(2026, 11, 30), date(2026, 11, 1)), strict=True):
        move_to(session, on)
    for on in (date(2026, 10, 31), date(2026, 12, 1)):
        move_to(make_session(area_path=HAMLET, in_days=0), on)
    make_session(area_path=THUY_ANH)

    assert [card.id for card in found().classes] == [wanted[1].id, wanted[0].id]


@pytest.mark.usefixtures("session")
def test_visits_wait_until_they_are_paid_and_late_ones_come_first() -> None:
    late = due(days_ago=9, after_days=7)
    today = due(days_ago=7, after_days=7)
    for visit in (late, today):
        visit.merchant.area_path = HAMLET
    visits.see(due(days_ago=8), minutes=20, band=Band.FEW, by=BY)
    due(make_merchant(THUY_ANH), days_ago=9)

    days = [(day.on, day.visits, day.is_late) for day in found().days]

    assert days == [(late.due_on, 1, True), (today.due_on, 1, False)]
    assert (found().due, found().late) == (2, 1)


@pytest.mark.parametrize(("ahead", "told"), [(14, 1), (15, 0)])
@pytest.mark.usefixtures("session")
def test_visits_are_told_two_weeks_ahead(ahead: int, told: int) -> None:
    due(days_ago=7).due_on = clock.today() + timedelta(days=ahead)
    db.session.flush()

    assert (found().due, found().late) == (told, 0)


def test_an_official_reads_classes_and_households_and_that_is_noted(browser: Browser) -> None:
    visit = due(make_merchant(HAMLET, owner_name="Phạm Thị Hoa"), days_ago=9)
    session = make_session(area_path=HAMLET, in_days=0)
    place = training.sign_up(session, merchant=make_merchant(HAMLET), by=BY)
    training.record_attendance(session, marks={place.id: Attendance.PRESENT}, by=BY)
    merchant_id = visit.merchant_id
    db.session.commit()
    browser.sign_in(OFFICIAL)

    page = browser.visit(PAGE)

    assert "Phạm Thị Hoa" in page.text
    assert "Quá hẹn" in page.text
    assert f'href="/to/tham/{visit.id}"' in page.html
    assert f'href="/day/{session.id}"' in page.html
    assert 'href="/cb/bang/12826/vuong-mac"' in page.html
    assert db.session.query(DossierLook).filter_by(merchant_id=merchant_id).count() == 1
    assert f'href="{PAGE}"' in browser.visit("/cb/bang/12826").html


@pytest.mark.parametrize("who", [someone(Role.AUDITOR, ""), someone(Role.PROVINCE, "33/")])
def test_above_the_commune_days_are_counted_and_nobody_is_named(browser: Browser, who: object) -> None:
    due(make_merchant(HAMLET, owner_name="Phạm Thị Hoa"), days_ago=9)
    db.session.commit()
    browser.sign_in(who)

    page = browser.visit(PAGE)

    assert "Còn 1 lần thăm" in page.text
    assert "Phạm Thị Hoa" not in page.text
    assert "/to/tham/" not in page.html
    assert db.session.query(DossierLook).count() == 0


def test_a_team_reads_its_own_hamlet(browser: Browser) -> None:
    due(make_merchant(HAMLET, owner_name="Phạm Thị Hoa"), days_ago=9)
    due(make_merchant("33/12826/02/", owner_name="Bùi Văn Sáu"), days_ago=9)
    db.session.commit()
    browser.sign_in(someone(Role.TEAM, HAMLET))

    page = browser.visit(PAGE)

    assert "Phạm Thị Hoa" in page.text
    assert "Bùi Văn Sáu" not in page.text
    assert "Còn 1 lần thăm" in page.text


def test_another_commune_finds_no_such_page(browser: Browser) -> None:
    due(make_merchant(HAMLET), days_ago=9)
    db.session.commit()

    browser.sign_in(someone(Role.OFFICIAL, THUY_ANH))
    assert browser.visit(PAGE).status == 404
    browser.sign_in(someone(Role.TRAINER))
    assert browser.visit(PAGE).status == 404
