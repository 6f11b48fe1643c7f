"""Where the signal is weak: households say so, telecoms read a count for each place and answer all of them."""

import pytest
from sqlalchemy import func, select

from app.core.db import db
from app.policy import Actor, Holding, Role
from merchants.models import Merchant
from payments.partners.rules import PartnerKind
from payments.partners.spots import queries, services
from payments.partners.spots.models import SpotReply, SpotReport
from payments.partners.spots.rules import SpotKind, Verdict
from tests.browser import Browser
from tests.factories import partners as make
from tests.factories.payments import clerk_of, make_merchant, owner_of

PLACE = "33/12826/01/"


@pytest.fixture
def merchant(session: object) -> Merchant:
    made = make_merchant(area_path=PLACE)
    db.session.commit()
    return made


def rows(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_a_household_says_how_it_is_and_reads_what_its_place_is_answered(browser: Browser, merchant: Merchant) -> None:
    browser.sign_in(owner_of(merchant))
    page = f"/hs/{merchant.code}/tt/song"
    assert browser.fill(page, kind="weak").location == page
    assert browser.fill(page, kind="none").location == page
    assert rows(SpotReport) == 1
    telecom = make.bank("Nhà mạng Thử", PartnerKind.TELECOM)
    browser.sign_in(make.officer(telecom))
    shown = browser.visit("/dt/song")
    assert "1 hộ" in shown.text
    assert merchant.owner_name not in shown.text
    sent = {"area_path": PLACE, "verdict": "planned", "said": "Tháng 12 dựng trạm"}
    assert browser.fill("/dt/song", **sent).location == "/dt/song"

    browser.sign_in(owner_of(merchant))
    text = browser.visit(page).text
    assert "Tháng 12 dựng trạm" in text
    assert "Có kế hoạch" in text
    browser.sign_in(clerk_of(merchant))
    assert "Tháng 12 dựng trạm" in browser.visit("/cb/don-vi").text


def test_when_all_is_well_nothing_is_kept(browser: Browser, merchant: Merchant) -> None:
    services.tell_spot(merchant, SpotKind.WEAK, by=owner_of(merchant))
    db.session.commit()
    browser.sign_in(owner_of(merchant))
    assert browser.fill(f"/hs/{merchant.code}/tt/song", kind="well").status == 303
    assert (rows(SpotReport), queries.spots(("33/",))) == (0, [])


def test_a_later_answer_takes_the_place_of_an_earlier_one(merchant: Merchant) -> None:
    services.tell_spot(merchant, SpotKind.WEAK, by=owner_of(merchant))
    telecom = make.bank("Nhà mạng Thử", PartnerKind.TELECOM)
    for verdict in (Verdict.CHECKED, Verdict.OUTSIDE):
        services.answer_spot(telecom, area_path=PLACE, verdict=verdict, said="", by=make.ADMIN)
    [spot] = queries.spots(("33/12826/",))
    assert (spot.households, [reply.verdict for reply in spot.replies]) == (1, [Verdict.OUTSIDE])


def test_places_with_most_households_come_first_and_others_areas_do_not_come(merchant: Merchant) -> None:
    for path, many in (("33/12826/02/", 2), (PLACE, 1), ("33/12865/", 3)):
        for _each in range(many):
            one = make_merchant(area_path=path)
            services.tell_spot(one, SpotKind.NONE, by=owner_of(one))
    assert [(each.area_path, each.households) for each in queries.spots(("33/12826/",))] == [
        ("33/12826/02/", 2), (PLACE, 1),
    ]  # fmt: skip


def test_a_bank_reads_the_list_and_answers_nothing(browser: Browser, merchant: Merchant) -> None:
    services.tell_spot(merchant, SpotKind.WEAK, by=owner_of(merchant))
    browser.sign_in(make.officer(make.bank()))
    browser.post("/dt/song", area_path=PLACE, verdict="checked", said="")
    assert rows(SpotReply) == 0


def test_nobody_else_says_how_it_is_there(browser: Browser, merchant: Merchant) -> None:
    other = make_merchant(owner_name="Lê Văn Bình")
    db.session.commit()
    for who in (owner_of(other), clerk_of(merchant), Actor(None, "Chị Yến", (Holding(Role.PROVINCE, "33/"),))):
        browser.sign_in(who)
        assert browser.visit(f"/hs/{merchant.code}/tt/song").status in (403, 404)
        assert browser.post(f"/hs/{merchant.code}/tt/song", kind="weak").status in (403, 404)
    assert rows(SpotReport) == 0
