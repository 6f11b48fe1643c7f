"""What search engines are told of a host: each craft as what it is, the pin only where it is shown."""

import json
import re

import pytest

from app.core.structured import element
from merchants.rules import Craft
from merchants.tourism.rules.coordinates import Point
from merchants.tourism.rules.listing import Host, Offered, facts

pytestmark = pytest.mark.no_database
HOST = Host(
    craft=Craft.TOUR,
    name="Thuyền </script><script>alert(1)</script> & bạn",
    url="https://lensan.vn/du-lich/thuyen",
    place="Thôn Mai Diêm, Xã Thái Thụy",
    offers=(Offered("Ra đầm buổi sáng", 200_000), Offered("Cả ngày", 450_000), Offered("Trẻ em", 0)),
)


@pytest.mark.parametrize(
    ("craft", "kind", "offered"),
    [
        (Craft.HOMESTAY, "LodgingBusiness", "HotelRoom"),
        (Craft.RESTAURANT, "Restaurant", "MenuItem"),
        (Craft.TOUR, "LocalBusiness", "TouristTrip"),
        (Craft.ATTRACTION, "TouristAttraction", None),
    ],
)
def test_each_craft_is_told_as_what_it_is(craft: Craft, kind: str, offered: str | None) -> None:
    told = facts(Host(craft, "Gió Biển", HOST.url, HOST.place, offers=(Offered("Phòng đôi", 350_000, guests=2),)))

    assert told["@type"] == kind
    assert told["priceRange"] == "350000 VND"
    assert told["makesOffer"][0].get("itemOffered", {}).get("@type") == offered
    assert told["address"]["addressCountry"] == "VN"


def test_no_name_can_end_the_element_and_what_is_free_sets_no_price_range() -> None:
    text = str(element(facts(HOST)))

    assert not re.search("[<>&]", text)
    assert json.loads(text)["name"] == HOST.name
    assert json.loads(text)["priceRange"] == "200000-450000 VND"


def test_a_pin_that_is_not_shown_is_not_told() -> None:
    assert "geo" not in facts(HOST)
    shown = facts(Host(HOST.craft, HOST.name, HOST.url, HOST.place, point=Point(2_055_000, 10_657_000)))
    assert shown["geo"] == {"@type": "GeoCoordinates", "latitude": 20.55, "longitude": 106.57}
