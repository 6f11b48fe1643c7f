"""Pages of visits: the way, the door, the household's answer, what an auditor rings back, and who is refused."""

import pypdfium2
from flask import Flask

from app.core.db import db
from app.policy import Actor, Holding, Role
from merchants.visits.states import Says, VisitState
from tests.browser import Browser, account_of
from tests.factories.training import THUY_ANH, make_merchant, owner_of, someone
from tests.factories.visits import due, paid


def test_a_helper_walks_the_way_and_writes_what_happened(browser: Browser) -> None:
    visit = due(make_merchant(owner_name="Vũ Thị Sen"))
    browser.sign_in(someone(Role.TEAM))

    page = browser.visit("/to/tuyen")
    assert "Vũ Thị Sen" in page.text
    assert f"/to/tham/{visit.id}" in page.links
    done = browser.fill(f"/to/tham/{visit.id}", outcome="see", minutes="30", band="few")

    db.session.refresh(visit)
    assert (done.status, done.location) == (303, "/to/tuyen")
    assert (visit.state, visit.minutes) == (VisitState.SEEN, 30)
    assert "Vũ Thị Sen" not in browser.visit("/to/tuyen").text


def test_nobody_at_home_and_no_thank_you_are_two_other_answers(browser: Browser) -> None:
    browser.sign_in(someone(Role.TEAM))
    first, second = due(), due()

    assert browser.fill(f"/to/tham/{first.id}", outcome="miss").status == 303
    assert browser.fill(f"/to/tham/{second.id}", outcome="refuse").status == 303
    assert browser.fill(f"/to/tham/{second.id}", outcome="").status == 422

    db.session.refresh(first)
    db.session.refresh(second)
    assert (first.state, second.state) == (VisitState.NOT_HOME, VisitState.REFUSED)


def test_a_helper_elsewhere_and_an_owner_know_no_way_there(browser: Browser, app: Flask) -> None:
    merchant = make_merchant(THUY_ANH)
    visit = due(merchant)
    browser.sign_in(someone(Role.TEAM))
    owner = Browser(app)
    owner.sign_in(owner_of(merchant))

    assert browser.visit(f"/to/tham/{visit.id}").status == 404
    assert owner.visit("/to/tuyen").status == 404
    db.session.refresh(visit)
    assert visit.state is VisitState.PLANNED


def test_the_household_says_that_nobody_came_and_a_neighbour_says_nothing(browser: Browser, app: Flask) -> None:
    merchant, other = make_merchant(), make_merchant()
    visit = paid(merchant)
    browser.sign_in(owner_of(merchant))
    neighbour = Browser(app)
    neighbour.sign_in(owner_of(other))

    address = f"/hs/{merchant.code}/tham/{visit.id}"
    assert address in browser.visit(f"/hs/{merchant.code}/tham").links
    assert neighbour.visit(address).status == 404
    assert neighbour.visit(f"/hs/{other.code}/tham/{visit.id}").status == 404
    assert browser.fill(address, says="wrong").status == 303
    db.session.refresh(visit)
    assert (visit.says, visit.said_to) == (Says.WRONG, "household")


def test_a_helper_does_not_answer_for_the_household(browser: Browser) -> None:
    merchant = make_merchant()
    visit = paid(merchant)
    browser.sign_in(someone(Role.CLERK))

    assert browser.visit(f"/hs/{merchant.code}/tham/{visit.id}").status == 403
    db.session.refresh(visit)
    assert visit.says is Says.NOTHING


def auditor() -> Actor:
    return Actor(None, "Cô Phan Thị Ngân", (Holding(Role.AUDITOR),))


def test_an_auditor_rings_back_what_was_drawn_and_what_was_called_wrong(browser: Browser) -> None:
    drawn, other = (
        paid(make_merchant(owner_name="Vũ Thị Sen"), drawn=True),
        paid(make_merchant(owner_name="Bùi Thị Lan")),
    )
    browser.sign_in(auditor())

    page = browser.visit("/ks/goi-lai")
    assert "Vũ Thị Sen" in page.text
    assert "Bùi Thị Lan" not in page.text
    assert browser.visit(f"/ks/goi-lai/{other.id}").status == 404
    assert browser.fill(f"/ks/goi-lai/{drawn.id}", says="right").status == 303
    db.session.refresh(drawn)
    assert (drawn.says, drawn.said_to) == (Says.RIGHT, "auditor")


def test_the_commune_does_not_see_what_is_rung_back(browser: Browser) -> None:
    paid(drawn=True)
    for role in (Role.TEAM, Role.CLERK, Role.OFFICIAL, Role.LEADER):
        browser.sign_in(someone(role))
        assert browser.visit("/ks/goi-lai").status == 404


def test_everybody_sees_their_own_hours_only_and_gets_a_letter(browser: Browser, app: Flask) -> None:
    account = account_of(someone(Role.TEAM, name="Chị Phạm Thị Lan"))
    paid(by=account.actor())
    browser.sign_in(account)
    colleague = Browser(app)
    colleague.sign_in(someone(Role.TEAM, name="Anh khác"))

    assert "35 phút" in browser.visit("/to/gio-cong").text
    assert "35 phút" not in colleague.visit("/to/gio-cong").text
    assert "35 min" in browser.visit("/to/gio-cong?lang=en").text
    assert [link for link in colleague.visit("/to/gio-cong").links if "cam-on" in link] == []
    letter = pypdfium2.PdfDocument(browser.visit("/to/gio-cong/cam-on.pdf").data)
    text = " ".join(letter[0].get_textpage().get_text_bounded().split())
    assert len(letter) == 1
    assert "Chị Phạm Thị Lan" in text
    assert "35 phút" in text
    assert colleague.visit("/to/gio-cong/cam-on.pdf?thang=nham").status == 200


def test_a_month_after_the_class_a_helper_looks_what_is_done_unaided_and_at_no_other_visit(browser: Browser) -> None:
    browser.sign_in(someone(Role.TEAM))
    week, month, needs_help = due(), due(after_days=30), due(after_days=30)
    question = "tự làm được gì"

    assert question not in browser.visit(f"/to/tham/{week.id}").text
    assert question in browser.visit(f"/to/tham/{month.id}").text
    browser.fill(f"/to/tham/{week.id}", outcome="see", minutes="5", alone=["receive"])
    browser.fill(f"/to/tham/{month.id}", outcome="see", minutes="5", alone=["see_money", "receive", "know_fake"])
    browser.fill(f"/to/tham/{needs_help.id}", outcome="see", minutes="5")

    for visit in (week, month, needs_help):
        db.session.refresh(visit)
    assert (week.alone, month.alone, needs_help.alone) == (None, "know_fake receive see_money", "")


def test_nobody_is_said_to_do_alone_what_nobody_looks_at(browser: Browser) -> None:
    visit = due(after_days=30)
    browser.sign_in(someone(Role.TEAM))

    assert browser.fill(f"/to/tham/{visit.id}", outcome="see", minutes="5", alone=["fly"]).status == 422
    db.session.refresh(visit)
    assert (visit.state, visit.alone) == (VisitState.PLANNED, None)
