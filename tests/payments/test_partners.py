"""Partners: consent for one institution alone, what it may see and say, and days with so many places."""

from datetime import timedelta

import pypdfium2
import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from app.core import clock
from app.core.db import db
from app.core.states import TransitionNotAllowedError
from app.policy import Actor, Holding, Role
from merchants import services as dossiers
from merchants.models import Merchant
from merchants.rules import ConsentPurpose
from payments.partners import queries, services
from payments.partners.models import PartnerDay, Referral
from payments.partners.rules import PartnerKind
from payments.partners.services.days import DayFullError, DayNotOpenError
from payments.partners.states import LIVE, PARTNER_DAY, REFERRAL, DayState, ReferralState, ReferralStep
from tests.browser import Browser
from tests.factories import partners as make
from tests.factories.payments import clerk_of, make_account, make_merchant, owner_of

HAMLET = "33/12826/01/"
BY = make.ADMIN


@pytest.fixture
def merchant() -> Merchant:
    made = make_merchant(area_path=HAMLET)
    made.phone = "+84912345678"
    db.session.commit()
    return made


def rows(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.no_database
@pytest.mark.parametrize("state", ReferralState)
@pytest.mark.parametrize("step", ReferralStep)
def test_a_referral_takes_only_the_steps_of_its_table(state: ReferralState, step: ReferralStep) -> None:
    if (state, step) in REFERRAL.table:
        assert REFERRAL.next(state, step) in ReferralState
    else:
        with pytest.raises(TransitionNotAllowedError):
            REFERRAL.next(state, step)
    # Consent is taken back from everywhere.
    assert (step is ReferralStep.WITHDRAW) <= ((state, step) in REFERRAL.table or state is ReferralState.WITHDRAWN)
    assert REFERRAL.reachable() == set(ReferralState)
    assert PARTNER_DAY.reachable() == set(DayState)


def test_a_family_lets_one_bank_ring_and_no_other_sees_it(browser: Browser, merchant: Merchant) -> None:
    chosen, other = make.bank(), make.bank("Ngân hàng Khác")
    here, there = make.officer(chosen), make.officer(other)
    path = f"/hs/{merchant.code}/tt/doi-tac"
    browser.sign_in(owner_of(merchant))
    answers = {"institution": str(chosen.id), "best_hour": "evening"}

    assert browser.fill(path, **answers).status == 422  # without the tick nobody gets the number
    assert rows(Referral) == 0
    assert browser.fill(path, **answers, agrees="y").location == path
    assert browser.fill(path, **answers, agrees="y").status == 409

    browser.sign_in(here)
    page = browser.visit("/dt/gioi-thieu")
    assert merchant.owner_name in page.text
    assert "0912 345 678" in page.text
    assert "Buổi tối" in page.text
    for secret in (merchant.code, "0000123456789", merchant.business_name):
        assert secret not in page.text
    [referral] = queries.referrals_of(merchant.id)
    browser.sign_in(there)
    assert merchant.owner_name not in browser.visit("/dt/gioi-thieu").text
    assert browser.visit(f"/dt/gioi-thieu/{referral.id}").status == 404
    assert browser.post(f"/dt/gioi-thieu/{referral.id}", outcome="called").status == 404
    assert referral.state is ReferralState.SENT


@pytest.mark.parametrize("how", ["this one", "all partners"])
def test_consent_taken_back_removes_the_row_at_once(browser: Browser, merchant: Merchant, how: str) -> None:
    institution = make.bank()
    account, referral = make.officer(institution), make.referred(merchant, institution)
    db.session.commit()
    browser.sign_in(account)
    assert merchant.owner_name in browser.visit("/dt/gioi-thieu").text

    if how == "this one":
        owner = Browser(browser.app)
        owner.sign_in(owner_of(merchant))
        path = f"/hs/{merchant.code}/tt/doi-tac"
        assert owner.fill(path, to=f"{path}/{referral.id}/rut").status == 303
    else:
        with time_machine.travel(clock.now() + timedelta(minutes=1)):
            dossiers.withdraw_consent(merchant, purpose=ConsentPurpose.PARTNER, by=owner_of(merchant))
            db.session.commit()

    assert merchant.owner_name not in browser.visit("/dt/gioi-thieu").text
    assert browser.visit(f"/dt/gioi-thieu/{referral.id}").status == 404


def test_the_owner_reads_who_has_seen_the_number(browser: Browser, merchant: Merchant) -> None:
    institution = make.bank()
    account = make.officer(institution)
    make.referred(merchant, institution)
    db.session.commit()
    browser.sign_in(account)
    browser.visit("/dt/gioi-thieu")
    browser.sign_in(owner_of(merchant))
    assert "Anh Lê Minh Khôi" in browser.visit("/toi/ai-da-xem").text


def test_an_officer_of_another_area_sees_nothing(browser: Browser, merchant: Merchant) -> None:
    institution = make.bank()
    referral = make.referred(merchant, institution)
    browser.sign_in(make.officer(institution, area_path="33/12865/"))
    assert merchant.owner_name not in browser.visit("/dt/gioi-thieu").text
    assert browser.visit(f"/dt/gioi-thieu/{referral.id}").status == 404


def test_a_bank_says_what_came_of_it_and_never_an_account(browser: Browser, merchant: Merchant) -> None:
    institution = make.bank()
    referral = make.referred(merchant, institution)
    browser.sign_in(make.officer(institution))
    path = f"/dt/gioi-thieu/{referral.id}"

    assert browser.fill(path, outcome="called").location == "/dt/gioi-thieu"
    opened = {"outcome": "opened", "has_right_name": "y", "has_sign": "y", "sound_box": "LOA-1"}
    assert browser.fill(path, **opened).status == 303

    db.session.refresh(referral)
    assert (referral.state, referral.has_right_name, referral.opened_on) == (ReferralState.OPENED, True, clock.today())
    assert browser.fill(path, outcome="called").status == 409
    columns = set(Referral.__table__.columns.keys())
    assert not {name for name in columns if "account" in name or "vnd" in name}


def test_after_three_misses_nobody_rings_any_more(merchant: Merchant) -> None:
    referral = make.referred(merchant, make.bank())
    for _ in range(2):
        services.missed(referral, by=BY)
    assert referral.state is ReferralState.SENT
    services.missed(referral, by=BY)
    assert referral.state is ReferralState.NOT_REACHED
    assert referral.state not in LIVE


def test_a_wrong_number_is_out_of_sight_and_the_family_reads_it(browser: Browser, merchant: Merchant) -> None:
    institution = make.bank()
    referral = make.referred(merchant, institution)
    services.wrong_number(referral, by=BY)
    db.session.commit()
    assert queries.shown_to(institution.id, None, live=False) == []
    browser.sign_in(owner_of(merchant))
    assert "Sai số" in browser.visit(f"/hs/{merchant.code}/tt/doi-tac").text


def test_a_day_is_proposed_approved_hung_up_and_booked(browser: Browser, merchant: Merchant) -> None:
    institution = make.bank()
    referral = make.referred(merchant, institution)
    account = make.officer(institution)
    browser.sign_in(account)
    day = clock.today() + timedelta(days=9)
    answers = {
        "area_path": HAMLET, "held_on": [str(day.day), str(day.month), str(day.year)], "starts": "08:30",
        "place_note": "Nhà văn hoá thôn Vạn Chài", "bring": "Căn cước", "capacity": "24",
    }  # fmt: skip
    assert browser.fill("/dt/ngay-hen", **answers).location == "/dt/ngay-hen"
    [card] = queries.days_within(None, clock.today())
    owner = Browser(browser.app)
    owner.sign_in(owner_of(merchant))
    mine = f"/hs/{merchant.code}/tt/doi-tac"
    assert "Giữ chỗ ngày" not in owner.visit(mine).text
    assert browser.visit(f"/ngay-hen/{card.day.id}.pdf").status == 404

    clerk = Browser(browser.app)
    clerk.sign_in(clerk_of(merchant))
    assert "Nhà văn hoá thôn Vạn Chài" in clerk.visit("/cb/ngay-hen").text
    assert clerk.fill("/cb/ngay-hen", to=f"/cb/ngay-hen/{card.day.id}/dong-y").location == "/cb/ngay-hen"

    text = pypdfium2.PdfDocument(Browser(browser.app).visit(f"/ngay-hen/{card.day.id}.pdf").data)[0]
    said = " ".join(text.get_textpage().get_text_bounded().split())
    for word in ("Ngân hàng Thử", "08:30", f"{day:%d/%m/%Y}", "Nhà văn hoá thôn Vạn Chài", "Căn cước"):
        assert word in said
    assert owner.fill(mine, to=f"{mine}/{referral.id}/ngay/{card.day.id}").location == mine
    assert "Chỗ của ông/bà" in owner.visit(mine).text
    assert "Đã giữ 1 trên 24 chỗ" in browser.visit("/dt/ngay-hen").text
    assert clerk.fill("/cb/ngay-hen", to=f"/cb/ngay-hen/{card.day.id}/tu-choi").status == 303
    assert browser.visit(f"/ngay-hen/{card.day.id}.pdf").status == 404


def test_the_last_place_goes_to_one_family(merchant: Merchant) -> None:
    institution = make.bank()
    day = make.proposed(institution, capacity=1)
    services.approve_day(day, by=BY)
    second = make_merchant(owner_name="Lê Văn Chài", area_path=HAMLET)
    services.book(make.referred(merchant, institution), day, by=BY)
    late = make.referred(second, institution)

    with pytest.raises(DayFullError):
        services.book(late, day, by=BY)
    assert late.state is ReferralState.SENT
    assert queries.days_for(late, clock.today()) == []


@pytest.mark.parametrize("case", ["proposed", "other bank", "past"])
def test_no_place_is_taken_on_a_day_that_is_not_open(merchant: Merchant, case: str) -> None:
    institution = make.bank()
    day = make.proposed(make.bank("Ngân hàng Khác") if case == "other bank" else institution)
    if case != "proposed":
        services.approve_day(day, by=BY)
    referral = make.referred(merchant, institution)
    with time_machine.travel(clock.now() + timedelta(days=8 if case == "past" else 0)), pytest.raises(DayNotOpenError):
        services.book(referral, day, by=BY)
    assert referral.day_id is None


def test_a_day_that_cannot_be_is_not_proposed(session: object) -> None:
    institution = make.bank()
    for wrong in ({"ahead": -1}, {"capacity": 0}, {"capacity": 61}):
        with pytest.raises(DayNotOpenError):
            make.proposed(institution, **wrong)
    assert rows(PartnerDay) == 0


def test_a_neighbour_a_clerk_and_a_partner_touch_no_consent(browser: Browser, merchant: Merchant) -> None:
    institution = make.bank()
    referral = make.referred(merchant, institution)
    make_account(merchant)
    account = make.officer(institution)
    neighbour = make_merchant(owner_name="Lê Văn Chài")
    db.session.commit()
    path = f"/hs/{merchant.code}/tt/doi-tac"
    for who, status in ((owner_of(neighbour), 404), (clerk_of(merchant), 403), (account, 404)):
        browser.sign_in(who)
        assert browser.visit(path).status == status
        assert browser.post(f"{path}/{referral.id}/rut").status == status
    browser.sign_in(account)
    for page in (f"/hs/{merchant.code}", f"/cb/hs/{merchant.code}", f"/hs/{merchant.code}/tt", "/cb/tim?q=man"):
        assert browser.visit(page).status in (403, 404), page
    assert referral.state is ReferralState.SENT


def test_another_commune_decides_no_day_here(browser: Browser, merchant: Merchant) -> None:
    day = make.proposed(make.bank())
    db.session.commit()
    browser.sign_in(Actor(None, "Cô Xa", (Holding(Role.CLERK, "33/12865/"),)))
    assert "Nhà văn hoá" not in browser.visit("/cb/ngay-hen").text
    for word in ("dong-y", "tu-choi"):
        assert browser.post(f"/cb/ngay-hen/{day.id}/{word}").status == 404
    assert day.state is DayState.PROPOSED


def test_a_partner_without_a_seat_is_told_of_nothing(browser: Browser, app: Flask) -> None:
    browser.sign_in(Actor(None, "Không ghế", (Holding(Role.PARTNER, "33/"),)))
    for page in ("/dt/gioi-thieu", "/dt/ngay-hen"):
        assert browser.visit(page).status == 404


def test_adding_an_institution_twice_is_adding_it_once(session: object) -> None:
    first = make.bank(kind=PartnerKind.TELECOM)
    assert make.bank().id == first.id
