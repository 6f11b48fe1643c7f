"""What is done with tourism answers, and its refusal twins: nothing changes where nothing may."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.core import audit, clock
from app.core.db import db
from merchants import services as dossiers
from merchants.rules import ConsentPurpose, Craft
from merchants.tourism import queries, services
from merchants.tourism.rules import prices
from merchants.tourism.rules.coordinates import Point
from merchants.tourism.services import OfferFacts
from tests.factories.merchants import ALL_YES, CLERK, confirmed, owner
from tests.factories.tourism import PIN, SAFE, homestay, make_offer, told


def actions(merchant_id: object) -> list[str]:
    return [entry.action for entry in audit.entries_about("merchant", merchant_id)]  # type: ignore[arg-type]  # a test's


@pytest.mark.parametrize("stage", ["draft", "returned", "confirmed"])
def test_a_homestay_answers_before_and_after_it_is_confirmed(session: object, stage: str) -> None:
    merchant = homestay(stage=stage)

    services.answer(merchant, key="bua-an", answer="all", by=owner(merchant))
    services.answer(merchant, key="bua-an", answer="all", by=owner(merchant))

    assert queries.answers_of(merchant) == {"bua-an": "all"}
    assert actions(merchant.id).count("tourism:answer") == 1


def test_nothing_is_changed_while_the_commune_looks(session: object) -> None:
    merchant = homestay(stage="submitted")
    by = owner(merchant)

    for act in (
        lambda: services.answer(merchant, key="bua-an", answer="all", by=by),
        lambda: services.add_offer(merchant, facts=OfferFacts("Phòng", 1), by=by),
        lambda: services.pin(merchant, point=PIN, is_public=True, by=by),
    ):
        with pytest.raises(services.HeldByCommuneError):
            act()

    assert queries.profile_of(merchant.id) is None
    assert queries.offers_of(merchant.id) == []


def test_a_fish_sauce_maker_is_not_asked(session: object) -> None:
    merchant = confirmed()

    with pytest.raises(services.NotTourismError):
        services.answer(merchant, key="bua-an", answer="all", by=owner(merchant))

    assert queries.profile_of(merchant.id) is None


@pytest.mark.parametrize(
    "facts",
    [
        OfferFacts("", 350_000),
        OfferFacts("Phòng", -1),
        OfferFacts("Phòng", prices.MOST_VND + 1),
        OfferFacts("Phòng", 350_000, 300_000),
        OfferFacts("Phòng", 350_000, None, 0, 2),
    ],
)
def test_an_offer_needs_a_name_and_a_sensible_price(session: object, facts: OfferFacts) -> None:
    merchant = homestay()

    with pytest.raises(services.TourismAnswerError):
        services.add_offer(merchant, facts=facts, by=owner(merchant))

    assert queries.offers_of(merchant.id) == []


def test_the_database_too_refuses_a_cheaper_high_season(session: object) -> None:
    row = make_offer(homestay())

    with pytest.raises(IntegrityError, match="high_season_is_not_cheaper"), db.session.begin_nested():
        db.session.execute(text("update tourism_offer set high_price_vnd = 1 where name = :name"), {"name": row.name})


def test_closed_days_are_kept_once_and_past_ones_are_refused(session: object) -> None:
    merchant, today = homestay(), clock.today()
    by = owner(merchant)

    first = services.add_closure(merchant, from_on=today, until_on=today + timedelta(days=2), by=by)
    again = services.add_closure(merchant, from_on=today, until_on=today + timedelta(days=2), by=by)
    with pytest.raises(services.TourismAnswerError):
        services.add_closure(merchant, from_on=today - timedelta(days=9), until_on=today - timedelta(days=8), by=by)

    assert first is again
    assert queries.closures_of(merchant.id, today) == [first]


def test_a_confirmed_pin_is_hidden_but_not_moved_by_its_owner(session: object) -> None:
    merchant = homestay()
    by = owner(merchant)
    services.pin(merchant, point=PIN, is_public=True, by=by)

    services.pin(merchant, point=PIN, is_public=False, by=by)
    with pytest.raises(services.PinConfirmedError):
        services.pin(merchant, point=Point(2050000, 10660000), is_public=True, by=by)

    profile = queries.profile_of(merchant.id)
    assert profile is not None
    assert (profile.point, profile.pin_is_public) == (PIN, False)


def test_a_pin_abroad_is_refused(session: object) -> None:
    merchant = homestay(stage="draft")

    with pytest.raises(services.TourismAnswerError):
        services.pin(merchant, point=Point(4885000, 235000), is_public=True, by=owner(merchant))

    assert queries.profile_of(merchant.id) is None


def test_what_the_desk_saw_lapses_when_the_owner_no_longer_has_it(session: object) -> None:
    merchant = homestay()
    told(merchant, an_toan=SAFE)

    services.see(merchant, items=SAFE, by=CLERK)
    assert queries.is_safe(merchant)
    services.answer(merchant, key="an-toan", answer=SAFE[1:], by=owner(merchant))

    assert not queries.is_safe(merchant)
    assert set(queries.sightings_of(merchant.id)) == set(SAFE[1:])


def test_the_desk_cannot_see_what_the_owner_does_not_have(session: object) -> None:
    merchant = homestay()
    told(merchant, an_toan=["first_aid"])

    with pytest.raises(services.TourismAnswerError):
        services.see(merchant, items=["smoke_alarm"], by=CLERK)

    assert queries.sightings_of(merchant.id) == {}


def test_visitors_see_confirmed_businesses_that_agreed_and_nobody_else(session: object) -> None:
    shown = told(homestay())
    hidden = told(homestay(consents=ALL_YES | {ConsentPurpose.PUBLIC: False}, phone="+84912345670"))
    waiting = told(homestay(stage="draft", phone="+84912345671"))

    assert [card.slug for card in queries.public_list()] == [shown.slug]
    assert [card.from_vnd for card in queries.public_list(craft=Craft.HOMESTAY)] == [350_000]
    assert queries.public_list(craft=Craft.TOUR) == []
    assert queries.public_list(commune_path="33/12865/") == []
    assert queries.public_profile(shown.slug) is shown
    assert queries.public_profile(hidden.slug) is None
    assert queries.public_profile(waiting.slug) is None
    dossiers.rest(shown.merchant, by=CLERK)
    assert queries.public_profile(shown.slug) is None
