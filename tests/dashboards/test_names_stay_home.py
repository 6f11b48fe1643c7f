"""No page of figures, export or interface gives an official of one commune a name of another's, whatever is asked."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import product

import pytest
from flask import Flask

from app.core import areas, clock, jobs
from app.core.db import db
from app.core.ids import new_id
from app.dashboards import payment_events
from app.dashboards.cohorts import access as cohorts
from app.dashboards.metrics import BY_KEY, Side
from app.dashboards.periods import services as periods
from app.dashboards.periods.models import QualityFlag
from app.dashboards.reports import services as reports
from app.dashboards.reports.rules import Section
from app.dashboards.rollouts.queries import hamlets
from app.dashboards.snags import access as snags
from app.policy import Actor, Holding, Role
from merchants.models import Merchant
from merchants.rules import Question
from merchants.services import ReturnedItem, send_back
from merchants.states import Stage
from merchants.training import services as training
from merchants.training.states import Attendance
from merchants.visits import services as visits
from merchants.visits.rules import told_alone
from merchants.visits.states import Alone, Band
from payments.rules import Grade
from tests.app.test_scope import words_of
from tests.browser import Browser
from tests.factories.definitions import propose_definition
from tests.factories.figures import enter_product, give_sign, prove_payment
from tests.factories.periods import TERM, make_flag
from tests.factories.reported import bring
from tests.factories.rollouts import drawn
from tests.factories.training import BY, THAI_THUY, THUY_ANH, make_merchant, make_session, move_to
from tests.factories.visits import due, went

WORDS = ("zinchu", "zinmam")
ROLES = (Role.CLERK, Role.OFFICIAL, Role.LEADER, Role.TEAM)


def everyone_of(path: str) -> Actor:
    """Return somebody with every office of one commune: rights only add up."""
    return Actor(new_id(), "Cán bộ", tuple(Holding(role, path) for role in ROLES))


def about(key: str) -> str:
    """Return what an address says besides, where a number alone does not say what its list is of."""
    month = clock.today() - timedelta(days=100)
    said = {"khai": "sent", "tra-lai": "owner_name.short"}.get(key, f"{month:%Y-%m}")
    return f"&ve={said}" if key in snags.KEYS | cohorts.KEYS else ""


def of_an_earlier_month(path: str) -> None:
    """Make a business for every half of what came of a month of classes, there and where nobody was taught."""
    long_ago, start = clock.now() - timedelta(days=300), clock.today() - timedelta(days=100)
    for place, taught_on in ((f"{path}01/", start), (f"{path}02/", None)):
        first = taught_on or start.replace(day=15)
        for days, grade in ((-3, Grade.A), (3, Grade.A), (3, Grade.C)):
            merchant = make_merchant(place, business_name="Mắm Zinmam", confirmed_at=long_ago)
            prove_payment(merchant, on=first + timedelta(days=days), grade=grade)
            if taught_on is not None:
                move_to(went(merchant).session, taught_on)


def known_to_every_list(path: str) -> Merchant:
    """Make a business that stands behind both halves of every pair, every step and several grades."""
    merchant = make_merchant(path, business_name="Mắm Zinmam", owner_name="Nguyễn Thị Zinchu")
    give_sign(merchant).issued_at -= timedelta(days=91)
    prove_payment(merchant, times=3)
    for on in payment_events.whole_months(clock.today(), 3):
        prove_payment(merchant, times=3, on=on)
    enter_product(merchant, name="Nước mắm Zinmam", ready=True)
    session = make_session(in_days=0, area_path=path)
    place = training.sign_up(session, merchant=merchant, by=BY)
    training.record_attendance(session, marks={place.id: Attendance.PRESENT}, by=BY)
    visits.see(due(merchant, days_ago=30, after_days=30), minutes=20, band=Band.FEW, alone=told_alone(Alone), by=BY)
    make_merchant(path, business_name="Mắm Zinmam", stage=Stage.RESTING)
    give_sign(make_merchant(path, business_name="Mắm Zinmam"))
    make_merchant(
        path, business_name="Mắm Zinmam", stage=Stage.SUBMITTED, confirmed_at=None,
        review_due_on=clock.today() - timedelta(days=1),
    )  # fmt: skip
    again = make_merchant(path, business_name="Mắm Zinmam", stage=Stage.SUBMITTED, confirmed_at=None)
    send_back(again, items=[ReturnedItem(Question.OWNER_NAME, "owner_name.short", own_words="")], by=BY)
    of_an_earlier_month(path)
    for grade in (Grade.A, Grade.C, Grade.E):
        other = make_merchant(path, business_name="Mắm Zinmam")
        prove_payment(other, grade=grade, on=payment_events.whole_months(clock.today(), 1)[0])
    return merchant


def said_about_it() -> QualityFlag:
    """Freeze a period with a question about one commune, answered with a name, and a name in its report's words."""
    flag = make_flag(commune_path=THUY_ANH)
    periods.explain(flag, words="Bà Zinchu nghỉ bán", by=everyone_of(THUY_ANH))
    place = areas.at(THUY_ANH, clock.today())
    assert place is not None
    for section in Section:
        reports.comment(TERM, place, section, words="Nhờ bà Zinchu giúp", by=everyone_of(THUY_ANH))
    return flag


def addresses(app: Flask, flag: QualityFlag) -> Iterator[tuple[str, str]]:
    """Return every address of figures that is read, with every value of ours in every part of it."""
    sheets = [str(bring(area_path=path).id) for path in (THAI_THUY, THUY_ANH)]
    order = drawn()
    parts: dict[str, list[str]] = {
        "code": ["12826", "12865", "33"], "district": ["341"], "term": [TERM.code],
        "edition": ["1"], "key": list(BY_KEY),
        "word": [side.value for side in Side], "section": [each.value for each in Section],
        "indicator": ["CS-04", "CS-01", "CS-33"], "sheet_id": sheets, "flag_id": [str(flag.id)],
        "change_id": [str(propose_definition().id)], "rollout_id": [str(order.id)],
        "hamlet_id": [str(hamlets(order.id)[0].id)],
    }  # fmt: skip
    db.session.commit()
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or not app.view_functions[rule.endpoint].__module__.startswith(
            "app.dashboards."
        ):
            continue
        kinds = ("pdf", "docx", "xlsx", "csv") if "bao-cao." in rule.rule else ("xlsx", "csv")
        values = [list(kinds) if name == "kind" else parts[name] for name in sorted(rule.arguments)]
        for chosen in product(*values):
            with app.test_request_context():
                path = app.url_map.bind("localhost").build(
                    rule.endpoint, dict(zip(sorted(rule.arguments), chosen, strict=True))
                )
            besides = about(chosen[0]) if sorted(rule.arguments) == ["key", "word"] else ""
            yield from ((rule.rule, f"{path}{asked}{besides}") for asked in ("?", "?xa=12865", "?nghe=fish_sauce"))


@pytest.mark.once
def test_no_address_of_figures_gives_out_a_name_of_another_commune(app: Flask, browser: Browser) -> None:
    flag = said_about_it()
    known_to_every_list(THUY_ANH)
    db.session.commit()
    jobs.run("periods.sign", {"freeze_id": str(flag.freeze_id)})
    asked = list(addresses(app, flag))
    browser.sign_in(everyone_of(THAI_THUY))

    heard = {path for _, path in asked if any(word in words_of(browser.visit(path).response) for word in WORDS)}

    assert heard == set()
    assert len({rule for rule, _ in asked}) > 25


@pytest.mark.parametrize("key", BY_KEY)
def test_its_own_officials_read_the_same_lists(browser: Browser, key: str) -> None:
    known_to_every_list(THUY_ANH)
    db.session.commit()
    browser.sign_in(everyone_of(THUY_ANH))

    heard = words_of(browser.visit(f"/cb/danh-sach/{key}/tu?xa=12865{about(key)}").response)

    # A helper's own try is no evidence, so that nobody stands behind grade D here.
    assert ("zinmam" in heard) is (key != "bac-d")


@pytest.mark.parametrize("way", [".pdf", ".docx", ".xlsx", ".csv"])
def test_its_own_officials_read_the_names_that_stand_in_their_report(browser: Browser, way: str) -> None:
    said_about_it()
    db.session.commit()
    browser.sign_in(everyone_of(THUY_ANH))

    assert "zinchu" in words_of(browser.visit(f"/cb/bao-cao/{TERM.code}/12865/bao-cao{way}").response)


def test_its_own_officials_read_what_was_said_about_a_number(browser: Browser) -> None:
    flag = said_about_it()
    db.session.commit()
    browser.sign_in(everyone_of(THUY_ANH))

    assert "zinchu" in words_of(browser.visit(f"/cb/chot/{TERM.code}").response)
    assert browser.visit(f"/cb/chot/hoi/{flag.id}").status == 200
