"""Rooms, trips and places to see, told to search engines, to Google and to sellers of tours."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from catalog.marketplaces.schema_org import json_ld
from catalog.outlets import OUTLETS
from catalog.rules import Axis, PublicPack, PublicProduct, Unit
from tests.browser import Browser
from tests.catalog.shelves import BASE, HOSTILE, SHA, product
from tests.factories.catalog import make_maker, make_product, of_family

LINK = f"{BASE}/san-pham/di-bat-cay"


def trip(**changes: Any) -> PublicProduct:
    ordinary = product(
        slug="di-bat-cay", name="Đi bắt cáy ở rừng ngập mặn", name_en="Catching crabs in the mangroves",
        family="offer.tour",
        attrs={"hours": 4, "group_most": 12, "meeting_point": "Bến đò Thụy Trường"}, content="", weight_g=None,
        unit=Unit.PIECE, price_vnd=250_000,
    )  # fmt: skip
    return replace(ordinary, **changes)


def room() -> PublicProduct:
    attrs = {"beds": "Một giường đôi", "max_guests": 2, "check_in": "13:00", "check_out": "11:00",
             "amenities": "Wifi, xe đạp\nđiều hoà"}  # fmt: skip
    return product(family="offer.room", attrs=attrs, unit=Unit.NIGHT, price_vnd=350_000)


def read(key: str, *products: PublicProduct) -> Any:
    return json.loads("".join(part.text for part in OUTLETS[key].written(products, BASE)))


def visit(one: PublicProduct) -> dict[str, Any]:
    whole = json.loads(json_ld(one, BASE))
    product_, found = whole["@graph"]
    assert (whole["@context"], product_["@type"]) == ("https://schema.org", "Product")
    return dict(found)


def test_a_room_is_a_house_to_stay_in_with_its_times_and_what_is_there() -> None:
    found = visit(room())

    assert (found["@type"], found["name"], found["telephone"]) == ("LodgingBusiness", "Mắm Bà Mận", "+84912345678")
    assert found["address"] == {
        "@type": "PostalAddress", "addressLocality": "Thôn Mai Diêm, Xã Thái Thụy", "addressCountry": "VN",
    }  # fmt: skip
    assert (found["checkinTime"], found["checkoutTime"], found["priceRange"]) == ("13:00", "11:00", "350000 VND")
    assert [each["name"] for each in found["amenityFeature"]] == ["Wifi", "xe đạp", "điều hoà"]
    assert found["makesOffer"]["itemOffered"]["occupancy"]["maxValue"] == 2
    assert found["image"][0] == f"{BASE}/anh/{SHA[0]}.jpg"


def test_a_trip_and_a_place_to_see_are_told_as_such() -> None:
    found = visit(trip())
    assert (found["@type"], found["offers"]["price"], found["offers"]["priceCurrency"]) == (
        "TouristTrip", "250000", "VND",
    )  # fmt: skip
    assert found["itinerary"]["itemListElement"][0]["item"]["name"] == "Bến đò Thụy Trường"

    place = visit(trip(family="offer.attraction", attrs={"opening": "Mo-Su 07:00-17:00", "free_entry": True}))
    assert (place["@type"], place["isAccessibleForFree"]) == ("TouristAttraction", True)
    assert place["openingHours"] == "Mo-Su 07:00-17:00"
    assert "potentialAction" not in place
    assert visit(trip(family="VI.1", attrs={"languages": "vi, en"}))["availableLanguage"] == "vi, en"
    assert "@graph" not in json.loads(json_ld(product(), BASE))


def test_google_things_to_do_gets_each_trip_with_the_price_of_a_grown_up() -> None:
    packs = (PublicPack("T1", ("Nửa ngày",), 250_000, "", None, "", ""),
             PublicPack("T2", ("Cả ngày",), 400_000, "", None, "", ""))  # fmt: skip

    feed = read("things-to-do", trip(), product(), trip(axes=(Axis.KIND,), packs=packs), room())

    # One file for everything: nothing has to say which files belong together.
    assert feed["feed_metadata"] == {
        "shard_id": 0, "total_shards_count": 1, "processing_instruction": "PROCESS_AS_SNAPSHOT",
    }  # fmt: skip
    first, second = feed["products"]
    assert first["title"]["localized_texts"] == [
        {"language_code": "vi", "text": "Đi bắt cáy ở rừng ngập mặn"},
        {"language_code": "en", "text": "Catching crabs in the mangroves"},
    ]
    (option,) = first["options"]
    assert (option["landing_page"], option["duration_sec"]) == ({"url": LINK}, "14400")
    assert option["price_options"][0]["price"] == {"currency_code": "VND", "units": "250000", "nanos": 0}
    assert [option["title"]["localized_texts"][0]["text"] for option in second["options"]] == [
        "Đi bắt cáy ở rừng ngập mặn, Nửa ngày",
        "Đi bắt cáy ở rừng ngập mặn, Cả ngày",
    ]
    assert read("things-to-do", product())["products"] == []


def test_a_title_for_google_has_no_pictures_and_is_not_too_long() -> None:
    (found,) = read("things-to-do", trip(name=f"🐟{HOSTILE}" + "ă" * 300))["products"]

    text = found["title"]["localized_texts"][0]["text"]
    assert len(text) == 150
    assert "🐟" not in text
    assert text.startswith("HYPERLINK")


def test_sellers_of_tours_read_everything_the_standard_asks_for() -> None:
    (found,) = read("octo", trip(), product())

    assert set(found) >= {
        "id", "internalName", "reference", "locale", "timeZone", "allowFreesale", "instantConfirmation",
        "instantDelivery", "availabilityRequired", "availabilityType", "deliveryFormats", "deliveryMethods",
        "redemptionMethod", "options",
    }  # fmt: skip
    assert (found["locale"], found["timeZone"], found["location"]) == ("vi", "Asia/Ho_Chi_Minh", "Bến đò Thụy Trường")
    assert (found["durationMinutesFrom"], found["instantConfirmation"]) == (240, False)
    (option,) = found["options"]
    assert option["default"] is True
    assert option["restrictions"] == {"minUnits": 1, "maxUnits": 12}
    (unit,) = option["units"]
    assert (unit["type"], unit["pricingFrom"][0]["retail"], unit["pricingFrom"][0]["currencyPrecision"]) == (
        "ADULT", 250_000, 0,
    )  # fmt: skip
    contact = {"firstName", "lastName", "emailAddress", "phoneNumber", "country", "notes", "locales", "allowMarketing"}
    assert set(option["requiredContactFields"]) <= contact


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("Huỷ trước 3 ngày không mất tiền, sau đó mất một nửa", 72),
        ("Báo trước một ngày thì trả lại hết", 24),
        ("Huỷ được đến 6 giờ trước lúc đi", 6),
        ("Trước hai Tiếng còn huỷ được", 2),
        ("Trời mưa to thì cứ báo, không sao cả", 24),
        (None, 24),
    ],
)
def test_sellers_of_tours_read_until_when_the_maker_lets_guests_cancel(words: str | None, hours: int) -> None:
    (found,) = read("octo", trip(attrs={"hours": 4, "cancel_rule": words}))

    (option,) = found["options"]
    said = {key: value for key, value in option.items() if key.startswith("cancellation")}
    assert said == {
        "cancellationCutoff": f"{hours} hours", "cancellationCutoffAmount": hours, "cancellationCutoffUnit": "hour",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["Đi bắt cáy", "</script><b>"])
def test_the_page_of_a_trip_tells_it_and_no_name_can_end_the_element(browser: Browser, name: str) -> None:
    product = make_product(make_maker(), shown=True, name=name)
    of_family(product, "offer.tour", hours=4, meeting_point="Bến đò")

    html = browser.visit(f"/san-pham/{product.slug}").html

    (text,) = re.findall(r'(?s)<script type="application/ld\+json"[^>]*>(.*?)</script>', html)
    assert not set("<>&") & set(text)
    assert [each["@type"] for each in json.loads(text)["@graph"]] == ["Product", "TouristTrip"]
    feed = browser.visit("/feeds/things-to-do.json")
    assert feed.response.mimetype == "application/json"
    assert feed.response.get_json()["products"][0]["id"] == product.sku
