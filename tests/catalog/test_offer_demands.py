"""What is asked of rooms, trips and meals: by whom, by how much it is missed, and what a change elsewhere does."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from app.core.db import db
from catalog import jobs, services
from catalog.channel_rules import Channel, Profile, shipped_book
from catalog.models import Product, ProductReadiness
from catalog.outlets import FETCHED
from catalog.readiness import Readiness, Verdict, evaluate, kinds_of, open_to
from catalog.rules import PhotoFacts, PhotoRole, ProductFacts, Unit
from merchants.rules import Craft
from merchants.tourism import services as tourism
from tests.browser import Browser
from tests.factories.catalog import make_maker, make_product, of_family, owner_of, taken
from tests.factories.tourism import PIN

TODAY = date(2026, 11, 29)
BOOK = shipped_book()
DEMANDS = {channel: BOOK.on(channel, TODAY) for channel in Channel}
PHOTO = PhotoFacts(PhotoRole.FRONT, 1500, 1500, 400_000)
TEN_THINGS = "wifi, quạt, điều hoà, nước nóng, khăn tắm\ntrà, xe đạp, chỗ để xe, vườn, bữa sáng"

ROOM = ProductFacts(
    name="Phòng đôi nhìn ra rừng ngập mặn, một đêm",
    name_en="Double room facing the mangroves",
    description="Phòng riêng nhìn ra đầm, sân rộng, có xe đạp cho mượn. " * 5,
    price_vnd=350_000,
    net_content=Decimal(1),
    unit=Unit.NIGHT,
    photos=(PHOTO,) * 8,
    is_shown=True,
    has_pin=True,
    family="offer.room",
    attrs={
        "beds": "Một giường đôi", "bathroom": "own", "max_guests": 2, "check_in": "13:00", "check_out": "11:00",
        "amenities": TEN_THINGS, "cancel_rule": "Huỷ trước 3 ngày không mất tiền",
    },
)  # fmt: skip
TRIP = ProductFacts(
    name="Đi bắt cáy ở rừng ngập mặn",
    name_en="Catching crabs in the mangroves",
    description="Sáng theo nước rút ra bãi sú, học bắt cáy bằng tay.",
    price_vnd=250_000,
    photos=(PHOTO,) * 3,
    is_shown=True,
    has_pin=True,
    family="offer.tour",
    attrs={
        "hours": 4, "group_most": 12, "meeting_point": "Bến đò", "languages": "Tiếng Việt", "included": "Thuyền",
        "excluded": "Nước uống", "bring": "Dép đi nước", "cancel_rule": "Huỷ trước một ngày",
    },
)  # fmt: skip


def asked(facts: ProductFacts, channel: Channel) -> Readiness:
    return evaluate(facts, channel, DEMANDS[channel])


def missed(facts: ProductFacts, channel: Channel) -> dict[str, dict[str, int | str]]:
    found = asked(facts, channel)
    return {each.rule.id: dict(each.difference) for each in (*found.blocking, *found.unverified, *found.advice)}


def without(facts: ProductFacts, *keys: str, **changed: Any) -> ProductFacts:
    attrs = {key: value for key, value in facts.attrs.items() if key not in keys} | changed
    return replace(facts, attrs=attrs)


def test_a_room_and_a_trip_that_are_told_whole_are_ready_where_guests_book() -> None:
    assert asked(ROOM, Channel.STAYS).verdict is Verdict.READY
    assert asked(TRIP, Channel.TRIPS).verdict is Verdict.READY


@pytest.mark.parametrize(
    ("facts", "rule", "difference", "verdict"),
    [
        (replace(ROOM, photos=(PHOTO,) * 7), "stays-image-8", {"short": 1, "limit": 8, "have": 7}, Verdict.UNVERIFIED),
        (replace(ROOM, has_pin=False), "stays-place", {}, Verdict.UNVERIFIED),
        (without(ROOM, "max_guests"), "stays-guests", {}, Verdict.UNVERIFIED),
        (without(ROOM, "cancel_rule"), "stays-cancel", {}, Verdict.WARN),
        (
            without(ROOM, amenities="wifi, quạt"),
            "stays-amenities",
            {"short": 8, "limit": 10, "have": 2},
            Verdict.WARN,
        ),
        (without(ROOM, "amenities"), "stays-amenities", {"short": 10, "limit": 10, "have": 0}, Verdict.WARN),
        (replace(ROOM, is_shown=False), "stays-shown", {}, Verdict.MISSING),
        (replace(ROOM, name_en=""), "stays-english", {}, Verdict.WARN),
    ],
)
def test_what_a_room_lacks_is_named(
    facts: ProductFacts, rule: str, difference: dict[str, int], verdict: Verdict
) -> None:
    assert missed(facts, Channel.STAYS) == {rule: difference}
    assert asked(facts, Channel.STAYS).verdict is verdict


@pytest.mark.parametrize(
    ("facts", "rule", "difference", "verdict"),
    [
        (replace(TRIP, price_vnd=None), "trips-price", {}, Verdict.MISSING),
        (without(TRIP, "hours"), "trips-hours", {}, Verdict.WARN),
        (without(TRIP, "meeting_point"), "trips-meeting-point", {}, Verdict.WARN),
        (without(TRIP, "languages"), "trips-languages", {}, Verdict.WARN),
        (
            replace(TRIP, name="Nửa ngày bắt cáy", attrs={**TRIP.attrs, "hours": 3}),
            "trips-half-day",
            {"found": "Nửa ngày", "low": 4, "high": 7, "have": 3},
            Verdict.WARN,
        ),
        (
            replace(TRIP, description="Đi cả ngày ngoài bãi sú, trưa ăn trên thuyền."),
            "trips-full-day",
            {"found": "cả ngày", "low": 8, "high": 24, "have": 4},
            Verdict.WARN,
        ),
        (
            replace(TRIP, description="Nhóm nhỏ, đi chậm.", attrs={**TRIP.attrs, "group_most": 16}),
            "trips-small-group",
            {"found": "Nhóm nhỏ", "low": 1, "high": 15, "have": 16},
            Verdict.WARN,
        ),
    ],
)
def test_what_a_trip_lacks_and_where_its_words_and_its_numbers_differ_is_named(
    facts: ProductFacts, rule: str, difference: dict[str, int | str], verdict: Verdict
) -> None:
    assert missed(facts, Channel.TRIPS) == {rule: difference}
    assert asked(facts, Channel.TRIPS).verdict is verdict


def test_a_place_to_see_is_not_asked_how_long_it_takes() -> None:
    place = replace(TRIP, family="offer.attraction", attrs={"opening": "Hằng ngày", "languages": "Tiếng Việt"})

    assert missed(place, Channel.TRIPS) == {}


def test_a_meal_is_asked_what_may_not_agree_with_guests() -> None:
    meal = replace(TRIP, family="offer.meal", attrs={"vegetarian": False})

    assert "schema-allergens" in missed(meal, Channel.SCHEMA_ORG)
    assert "schema-vegetarian" not in missed(meal, Channel.SCHEMA_ORG), "no is an answer, too"


@pytest.mark.parametrize(
    ("family", "unit", "kind"),
    [
        ("offer.room", Unit.NIGHT, Profile.ROOMS),
        ("", Unit.NIGHT, Profile.ROOMS),
        ("offer.tour", Unit.PIECE, Profile.TRIPS),
        ("VI.1", Unit.PIECE, Profile.TRIPS),
        ("offer.meal", Unit.PIECE, Profile.MEALS),
        ("I.4.a", Unit.ML, Profile.GOODS),
        ("II.1.a", Unit.ML, Profile.ALCOHOL),
    ],
)
def test_each_family_is_of_one_kind(family: str, unit: Unit, kind: Profile) -> None:
    kinds = kinds_of(family, unit)

    assert kind in kinds
    assert (Profile.GOODS in kinds) is not (Profile.OFFERS in kinds)


def test_nobody_books_a_bottle_and_only_rooms_are_slept_in() -> None:
    assert not {Channel.STAYS, Channel.TRIPS} & set(open_to(kinds_of("I.4.a", Unit.ML), DEMANDS))
    rooms, trips = open_to(kinds_of("offer.room", None), DEMANDS), open_to(kinds_of("offer.tour", None), DEMANDS)
    assert (Channel.STAYS in rooms, Channel.TRIPS in rooms) == (True, False)
    assert (Channel.STAYS in trips, Channel.TRIPS in trips) == (False, True)
    assert Channel.SHOPEE_VN in rooms, "that it refuses rooms is not confirmed, so that it warns and does not stop"


def test_the_page_of_a_room_leads_to_every_answer_and_names_the_places_that_are_not_for_it(browser: Browser) -> None:
    maker = make_maker(craft=Craft.HOMESTAY)
    product = make_product(maker, content_unit=Unit.NIGHT)
    of_family(product, "offer.room", beds="Một giường đôi")
    browser.sign_in(owner_of(maker))

    page = browser.visit(f"/sp/{product.id}/kenh").html

    addresses = (f"/sp/{product.id}/nhan/max_guests?sua=1", f"/hs/{maker.code}/du-lich/vi-tri")
    for address in addresses:
        assert f'href="{address}"' in page
        assert browser.visit(address).status == 200
    closed = page.split('id="closed"')[1].split("</section>")[0]
    assert "Nơi khách đặt chuyến đi" in closed
    assert "Nơi khách đặt phòng" not in closed


def test_the_frames_for_photographs_of_a_room_ask_for_no_label(browser: Browser) -> None:
    maker = make_maker(craft=Craft.HOMESTAY)
    room, sauce = make_product(maker, content_unit=Unit.NIGHT), make_product(maker)
    browser.sign_in(owner_of(maker))

    asked_of_room, asked_of_sauce = (browser.visit(f"/sp/{each.id}/anh").text for each in (room, sauce))

    assert "Bên trong" in asked_of_room
    assert "Nhãn sau" not in asked_of_room
    assert "Nhãn sau" in asked_of_sauce


@pytest.mark.parametrize("family", ["offer.room", "offer.tour", "offer.meal", "offer.attraction"])
def test_what_guests_come_for_is_in_no_file_of_goods_and_its_page_says_why(browser: Browser, family: str) -> None:
    maker = make_maker(craft=Craft.HOMESTAY)
    *goods, offer = [make_product(maker, shown=True, name=f"Mắm tép số {number} lọ 300 g") for number in range(5)]
    jobs.feeds()
    files = [name for name, outlet in FETCHED.items() if outlet.channel in (Channel.GOOGLE, Channel.META)]
    assert all(offer.sku in browser.visit(f"/feeds/{name}").html for name in files)

    of_family(offer, family)
    jobs.feeds()

    assert len(files) == 4
    for name in files:
        file = browser.visit(f"/feeds/{name}").html
        assert offer.sku not in file
        assert all(each.sku in file for each in goods)
    browser.sign_in(owner_of(maker))
    closed = browser.visit(f"/sp/{offer.id}/kenh").html.split('id="closed"')[1].split("</section>")[0]
    for place in ("Google (không mất tiền)", "Facebook, Instagram, WhatsApp"):
        assert f'{place}<br><span class="hint small">Tệp cho nơi này chỉ có hàng gửi đi được' in closed


def test_a_pin_put_on_the_map_counts_from_the_next_round_on(browser: Browser) -> None:
    maker = make_maker(craft=Craft.TOUR)
    trip = make_product(maker, shown=True, name=TRIP.name, name_en=TRIP.name_en)
    of_family(trip, "offer.tour", **TRIP.attrs)
    services.add_photos(trip, [(PhotoRole.MAKER, taken(1700)), (PhotoRole.SIZE, taken(1800))], by=owner_of(maker))
    db.session.commit()
    assert kept(trip, Channel.TRIPS) is Verdict.WARN
    tourism.pin(maker, point=PIN, is_public=False, by=owner_of(maker))
    db.session.commit()

    jobs.recheck_hosts()

    assert kept(trip, Channel.TRIPS) is Verdict.READY
    assert browser.visit("/feeds/things-to-do.json").response.get_json()["products"][0]["id"] == trip.sku


def test_goods_are_kept_out_of_what_sellers_of_trips_fetch(browser: Browser) -> None:
    make_product(make_maker(), shown=True)

    assert browser.visit("/feeds/things-to-do.json").response.get_json()["products"] == []
    assert browser.visit("/feeds/octo-products.json").response.get_json() == []


def kept(product: Product, channel: Channel) -> Verdict:
    """Return the verdict that is kept of a product."""
    verdict = db.session.scalar(
        select(ProductReadiness.verdict).where(
            ProductReadiness.product_id == product.id, ProductReadiness.channel == channel
        )
    )
    assert verdict is not None
    return verdict
