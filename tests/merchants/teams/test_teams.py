"""Teams: set up with a decision and three names, worked only when something was done, and never one beside another."""

from datetime import timedelta

import pytest

from app.core import clock
from app.core.db import db
from app.policy import Role
from merchants.teams import queries, rules, services
from merchants.teams.models import Loan, Team, TeamMember
from merchants.teams.rules import Listed
from merchants.training import services as classes
from merchants.visits import services as visits
from merchants.visits.states import Says
from tests.browser import Browser, counts
from tests.factories.training import BY, THAI_THUY, THUY_ANH, make_merchant, make_session, owner_of, someone
from tests.factories.visits import paid

HAMLET = "33/12826/01/"
NAMES = [Listed("Phạm Thị Lan", "+84912345678"), Listed("Vũ Văn Bình"), Listed("Bùi Thị Sen")]


def founded(path: str = HAMLET, people: list[Listed] = NAMES) -> Team:
    team = services.found(area_path=path, decision_no="12/QĐ-UBND", decided_on=clock.today(), by=BY)
    services.join(team, people, by=BY)
    return team


def cell(path: str = HAMLET) -> queries.Cell:
    grid = queries.grid(someone(Role.OFFICIAL), clock.today())
    every = [one for commune, hamlets in grid.communes for one in (commune, *hamlets)]
    return next(one for one in every if one.path == path)


def test_a_team_stands_with_a_decision_and_three_names() -> None:
    assert rules.is_set_up("12/QĐ-UBND", 3)
    assert not rules.is_set_up("12/QĐ-UBND", 2)
    assert not rules.is_set_up("", 5)


def test_a_list_is_read_as_it_comes_from_a_spreadsheet() -> None:
    text = "1\tPhạm Thị Lan\t0912 345 678\n2.;Vũ Văn Bình;\n\nBùi Thị Sen, 123\nSTT\n"

    assert list(rules.read_list(text)) == [
        Listed("Phạm Thị Lan", "+84912345678"),
        Listed("Vũ Văn Bình"),
        Listed("Bùi Thị Sen", fault="Bùi Thị Sen, 123"),
        Listed("STT", fault="STT"),
    ]


def test_the_same_list_twice_names_nobody_twice_and_whoever_left_comes_back() -> None:
    team = founded()

    assert services.join(team, NAMES, by=BY) == 0
    services.leave(queries.members(team.id)[0], by=BY)
    assert len(queries.members(team.id)) == 2
    assert services.join(team, NAMES, by=BY) == 1
    assert db.session.query(TeamMember).count() == 3


def test_a_place_has_one_team_and_its_decision_is_not_of_tomorrow() -> None:
    assert founded() is founded()

    with pytest.raises(services.FutureDecisionError):
        services.found(area_path=THAI_THUY, decision_no="1", decided_on=clock.today() + timedelta(days=1), by=BY)
    assert db.session.query(Team).count() == 1


def test_a_team_worked_when_a_class_was_held_in_its_place() -> None:
    founded()
    assert (cell().is_set_up, cell().has_worked) == (True, False)

    session = make_session(in_days=0, area_path=HAMLET)
    classes.walk_in(session, person_name="Vũ Thị Sen", by=BY)

    assert cell().has_worked
    session.held_on = clock.today() - timedelta(days=40)
    db.session.flush()
    assert not cell().has_worked


def test_a_visit_that_the_household_calls_wrong_is_no_work() -> None:
    founded()
    visit = paid(make_merchant(HAMLET))
    # The class to which the visit belongs was held elsewhere, some days ago.
    assert cell().has_worked

    visits.answer(visit, says=Says.WRONG, said_to="household", by=BY)

    assert not cell().has_worked


def test_a_team_on_paper_is_not_counted_as_one_that_worked() -> None:
    founded(people=NAMES[:2])
    classes.walk_in(make_session(in_days=0, area_path=HAMLET), person_name="Vũ Thị Sen", by=BY)

    assert (cell().is_set_up, cell().has_worked) == (False, False)


def test_what_was_once_reported_stands_beside_and_is_not_mixed_in(browser: Browser) -> None:
    founded()
    browser.sign_in(someone(Role.OFFICIAL))

    page = browser.visit("/cb/to")

    assert "36 trên 36" in page.text
    assert "244 trên 254" in page.text
    assert "Báo cáo chương trình năm 2022" in page.text
    assert "Phạm Thị Lan" not in page.text
    grid = queries.grid(someone(Role.OFFICIAL), clock.today())
    assert grid.hamlet.set_up == 1


def test_an_official_writes_down_a_team_names_members_lends_and_takes_back(browser: Browser) -> None:
    browser.sign_in(someone(Role.OFFICIAL))
    day = clock.today()
    typed = [str(day.day), str(day.month), str(day.year)]

    made = browser.fill("/cb/to/moi", area=HAMLET, decision_no="12/QĐ-UBND", decided_on=typed)
    assert made.status == 303
    address = made.location or ""
    assert browser.fill(f"{address}/thanh-vien", people="Phạm Thị Lan, 0912 345 678\nVũ Văn Bình").status == 303
    assert browser.fill(f"{address}/cho-muon", thing="Máy chiếu", lent_to="Vũ Văn Bình", back_by=typed).status == 303
    page = browser.visit(address)
    assert "Phạm Thị Lan" in page.text
    assert "Máy chiếu" in page.text

    loan, member = db.session.query(Loan).one(), db.session.query(TeamMember).first()
    assert member is not None
    assert browser.fill(address, to=f"/cb/to/muon/{loan.id}/tra").status == 303
    assert browser.fill(address, to=f"/cb/to/thanh-vien/{member.id}/thoi").status == 303
    page = browser.visit(address)
    assert "Máy chiếu" not in page.text
    assert len(queries.members(member.team_id)) == 1


def test_a_thing_comes_back_from_today_on(browser: Browser) -> None:
    team = founded()
    browser.sign_in(someone(Role.OFFICIAL))
    past = clock.today() - timedelta(days=1)

    page = browser.fill(
        f"/cb/to/{team.id}/cho-muon",
        thing="Máy chiếu",
        lent_to="Vũ Văn Bình",
        back_by=[str(past.day), str(past.month), str(past.year)],
    )

    assert page.status == 422
    assert db.session.query(Loan).count() == 0


@pytest.mark.parametrize("role", [Role.TEAM, Role.LEADER, Role.TRAINER, Role.PROVINCE])
def test_whoever_keeps_no_teams_finds_no_names(browser: Browser, role: Role) -> None:
    team = founded()
    browser.sign_in(someone(role))
    before = counts()

    assert browser.visit(f"/cb/to/{team.id}").status == 404
    assert browser.post(f"/cb/to/{team.id}/thanh-vien", people="Ai Đó").status == 404
    assert counts()["team_member"] == before["team_member"]


def test_an_official_elsewhere_and_an_owner_find_no_team(browser: Browser) -> None:
    team = founded()
    for who in (someone(Role.OFFICIAL, THUY_ANH), owner_of(make_merchant())):
        browser.sign_in(who)
        assert browser.visit(f"/cb/to/{team.id}").status == 404
        assert browser.visit("/cb/to/moi").status == (404 if who.has(Role.OWNER) else 200)
