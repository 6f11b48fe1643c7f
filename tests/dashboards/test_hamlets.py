"""What each hamlet of a commune has and what is next there: visits on time, signal, team, and one thing to do."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import pytest
import time_machine

from app.core import areas, clock
from app.core.db import db
from app.dashboards.queries import commune_board
from app.dashboards.queries.figures import Hamlet
from app.dashboards.rollups import services
from app.dashboards.rows import rules
from app.dashboards.rows import visits as field
from app.dashboards.rows.rules import NONE, Counts, Field, FieldDay, FieldKind, NextStep
from app.policy import Role
from merchants.models import MerchantConsent
from merchants.rules import ConsentHow, ConsentPurpose
from merchants.states import Stage
from merchants.teams import services as teams
from merchants.teams.rules import Listed
from merchants.training.models import Enrolment
from merchants.training.states import SessionState
from merchants.visits import services as visits
from merchants.visits.models import Visit
from merchants.visits.states import Band, Says
from payments.partners.spots.models import SpotReport
from payments.partners.spots.rules import SpotKind
from tests import databases
from tests.browser import Browser
from tests.factories.figures import give_sign, prove_payment
from tests.factories.training import BY, THAI_THUY, THUY_ANH, make_merchant, make_session, move_to, someone
from tests.factories.visits import due
from tests.plans import plan_of

PAGE = "/cb/bang/12826"
OFFICIAL = someone(Role.OFFICIAL)
FIRST, SECOND = f"{THAI_THUY}01/", f"{THAI_THUY}02/"
TODAY = date(2026, 11, 12)


@pytest.fixture(autouse=True)
def _hamlets(request: pytest.FixtureRequest) -> Iterator[None]:
    with time_machine.travel(f"{TODAY}T03:00:00Z", tick=True):
        if "no_database" not in request.keywords:
            request.getfixturevalue("session")
            areas.load_shipped(demo=True)
        yield


def settle() -> None:
    while services.settle():
        pass


def hamlets() -> Mapping[str, Hamlet]:
    board = commune_board(OFFICIAL, "12826")
    assert board is not None
    return {each.line.path: each for each in board.hamlets}


def visit_of(path: str, *, days_ago: int, came_after: int | None = None) -> Visit:
    """Return a visit that was due so many days ago, paid so many days after its day or not at all."""
    visit = due(make_merchant(path), days_ago=days_ago + 7, after_days=7)
    if came_after is not None:
        at = clock.start_of(visit.due_on + timedelta(days=came_after))
        visits.see(visit, minutes=20, band=Band.FEW, by=BY, at=at)
    return visit


def found_team(path: str) -> None:
    people = [Listed(f"Phạm Thị {name}") for name in ("Hoa", "Lan", "Mai")]
    team = teams.found(area_path=path, decision_no="12/QĐ-UBND", decided_on=clock.today(), by=BY)
    teams.join(team, people, by=BY)


def test_visits_are_those_due_by_now_and_on_time_within_three_days() -> None:
    for days_ago, came_after in ((9, 0), (9, 3), (9, 4), (9, None)):
        visit_of(FIRST, days_ago=days_ago, came_after=came_after)
    for days_ago in (60, 61):  # of both, the visit a month after the class is due as well
        place = db.session.get_one(Enrolment, visit_of(FIRST, days_ago=9).enrolment_id)
        move_to(place.session, TODAY - timedelta(days=days_ago + 7))
    denied = visit_of(FIRST, days_ago=9, came_after=0)
    visits.answer(denied, says=Says.WRONG, said_to="owner", by=BY)
    visit_of(SECOND, days_ago=9, came_after=0)
    unwilling = visit_of(FIRST, days_ago=9, came_after=0)
    consent = {"purpose": ConsentPurpose.STATISTICS, "given": False, "how": ConsentHow.SCREEN, "at": clock.now()}
    db.session.add(MerchantConsent(merchant_id=unwilling.merchant_id, **consent))
    db.session.flush()

    counted = hamlets()
    settle()

    assert (counted[FIRST].field.due, counted[FIRST].field.on_time) == (8, 2)
    assert hamlets() == counted


def test_once_kept_neither_visits_nor_classes_are_counted_at_a_look(count_queries: list[str]) -> None:
    visit_of(FIRST, days_ago=9, came_after=0)
    settle()
    count_queries.clear()

    assert hamlets()[FIRST].field == Field(due=1, on_time=1, has_worked=True)
    assert not [each for each in count_queries if re.search(r"(FROM|JOIN) (merchant|visit|training_session) ", each)]


@pytest.mark.parametrize(("days_ago", "has_worked"), [(30, True), (31, False)])
def test_a_team_works_where_a_class_was_held_lately(days_ago: int, has_worked: bool) -> None:
    make_merchant(FIRST)
    session = make_session(area_path=FIRST, in_days=0)
    move_to(session, clock.today() - timedelta(days=days_ago))
    session.state = SessionState.HELD
    db.session.flush()
    settle()

    assert (hamlets()[FIRST].field.has_worked, hamlets()[SECOND].field.has_worked) == (has_worked, False)


def test_signal_and_team_are_told_of_their_own_hamlet() -> None:
    merchant = make_merchant(FIRST)
    db.session.add(SpotReport(merchant_id=merchant.id, area_path=FIRST, kind=next(iter(SpotKind)), told_at=clock.now()))
    found_team(SECOND)
    make_merchant(THAI_THUY)
    db.session.flush()

    found = hamlets()

    assert (found[FIRST].has_signal, found[FIRST].has_team) == (False, False)
    assert (found[SECOND].has_signal, found[SECOND].has_team) == (True, True)
    assert (found[THAI_THUY].has_signal, found[THAI_THUY].has_team) == (None, None)
    assert found[THAI_THUY].next_step is NextStep.ENTER


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("counts", "field", "lacks", "step"),
    [
        (NONE, Field(is_late=True), "team", NextStep.VISIT),
        (NONE, Field(), "team", NextStep.TEAM),
        (NONE, Field(), "signal", NextStep.INVITE),
        (Counts(registered=2), Field(), "signal", NextStep.SIGNAL),
        (Counts(registered=2), Field(), "", NextStep.TEACH),
        (Counts(registered=2, came=1, coded=1), Field(), "", NextStep.SIGN),
        (Counts(registered=2, came=1, coded=2), Field(), "figures", NextStep.REMIND),
        (Counts(registered=2, came=1, coded=2, in_use=1), Field(), "", NextStep.ASK),
        (Counts(registered=2, came=1, coded=2, in_use=2), Field(), "", NextStep.KEEP),
    ],
)
def test_what_was_promised_comes_first_then_what_the_rest_stands_on(
    counts: Counts, field: Field, lacks: str, step: NextStep
) -> None:
    has = {"has_team": lacks != "team", "has_signal": lacks != "signal", "is_heard": lacks != "figures"}

    assert rules.next_step(counts, field, **has) is step


@pytest.mark.no_database
def test_a_visit_of_today_is_due_and_not_late_and_one_of_tomorrow_is_neither() -> None:
    def told(days: int) -> Field:
        day = FieldDay(FieldKind.VISIT, FIRST, TODAY + timedelta(days=days), "open")
        return rules.field_of({day: 2}, TODAY, TODAY)

    assert (told(0), told(1), told(-1)) == (Field(due=2), Field(), Field(due=2, is_late=True))


@pytest.mark.parametrize("side", ["mau", "tu"])
def test_the_visits_of_a_hamlet_are_the_length_of_their_list(browser: Browser, side: str) -> None:
    for came_after in (0, 1, 9, None):
        visit_of(FIRST, days_ago=10, came_after=came_after)
    visit_of(SECOND, days_ago=9, came_after=0)
    visit_of(THUY_ANH, days_ago=9, came_after=0)
    settle()
    db.session.commit()
    browser.sign_in(OFFICIAL)
    address = f"/cb/danh-sach/tham/{side}?xa=12826&thon=1282601"

    page = browser.visit(PAGE).html.replace("&amp;", "&")
    shown = re.search(rf'href="{re.escape(address)}">(\d+)<', page)

    assert shown is not None
    assert int(shown[1]) == len(re.findall(r"<tr>", browser.visit(address).html)) - 1 == {"mau": 4, "tu": 2}[side]


def test_lists_of_visits_keep_to_whoever_may_see_names_there(browser: Browser) -> None:
    visit_of(FIRST, days_ago=9)
    db.session.commit()
    address = "/cb/danh-sach/tham/mau?xa=12826&thon=1282601"

    browser.sign_in(someone(Role.AUDITOR, ""))
    assert browser.visit(address).status == 403
    assert "/cb/danh-sach/" not in browser.visit(PAGE).html
    browser.sign_in(someone(Role.OFFICIAL, THUY_ANH))
    assert browser.visit(address).status == 404


def test_the_page_says_one_thing_to_do_and_an_earlier_month_none(browser: Browser) -> None:
    visit_of(FIRST, days_ago=9)
    merchant = make_merchant(SECOND)
    give_sign(merchant)
    prove_payment(merchant)
    make_merchant(f"{THAI_THUY}03/", stage=Stage.DECLINED)
    settle()
    db.session.commit()
    browser.sign_in(OFFICIAL)

    text = browser.visit(PAGE).text

    for words in ("Thăm nhà đã quá hẹn", "Lập tổ", "trên 1 lần đến hẹn", "Chưa nhà nào báo mất sóng", "Chưa có tổ"):
        assert words in text
    with time_machine.travel(clock.now() + timedelta(days=31)):
        assert "Lập tổ" not in browser.visit(f"{PAGE}?thang={TODAY:%Y-%m}").text


@pytest.mark.skipif(databases.kind() == "postgresql", reason="it goes by the numbers of rows, and a test has none")
def test_visits_are_counted_by_their_places_and_no_others_are_read() -> None:
    for asked in (field.visits_of_each((THAI_THUY,), TODAY), field.taught((THAI_THUY,), TODAY)):
        plan = plan_of(asked)
        assert re.search(r"INDEX.*area_path", plan), plan
        assert not re.search(r"^SCAN (visit|enrolment|training_session|merchant)", plan, re.MULTILINE), plan
