"""Coordinates out of whatever people paste, questions as whole data, prices worth a second look."""

from datetime import date

import pytest

from merchants.rules import TOURISM, Craft
from merchants.tourism.rules import coordinates, prices, questions
from merchants.tourism.rules.coordinates import PlusCodeError, Point, ShortLinkError, read_point
from merchants.tourism.rules.questions import Kind

pytestmark = pytest.mark.no_database
DAY = date(2026, 11, 28)
TOWN = Point(2055630, 10657310)


@pytest.mark.parametrize(
    "pasted",
    [
        "20.5563, 106.5731",
        "20.5563 106.5731",
        "(20.5563; 106.5731)",
        "20,5563 106,5731",
        "106.5731, 20.5563",
        "geo:20.5563,106.5731?z=17",
        "https://www.google.com/maps/@20.5563,106.5731,17z",
        "https://www.google.com/maps?q=20.5563,106.5731",
        "https://www.google.com/maps/search/?api=1&query=20.5563%2C106.5731",
        "https://maps.google.com/?ll=20.5563,106.5731&z=16",
        "https://www.google.com/maps/place/Nh%C3%A0/@20.5,106.5,15z/data=!3m1!4b1!4m5!8m2!3d20.5563!4d106.5731",
        "https://www.openstreetmap.org/?mlat=20.5563&mlon=106.5731#map=16/20.1/106.1",
        "https://www.openstreetmap.org/#map=17/20.5563/106.5731",
        "20°33'22.7\"N 106°34'23.2\"E",
        "106°34′23.2″E, 20°33′22.7″N",
        "20 độ 33 phút 22,7 giây Bắc 106 độ 34 phút 23,2 giây Đông",
    ],
)
def test_a_place_is_read_from_numbers_links_and_degrees(pasted: str) -> None:
    point = read_point(pasted)

    assert abs(point.latitude_e5 - TOWN.latitude_e5) <= 2
    assert abs(point.longitude_e5 - TOWN.longitude_e5) <= 2


@pytest.mark.parametrize("pasted", ["", "nhà tôi ở cạnh đê", "20.5563", "95.0, 200.0", "20°75'00\"N 106°34'00\"E", "1"])
def test_what_is_no_place_is_refused(pasted: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_point(pasted)


def test_a_short_link_and_a_plus_code_are_told_apart_from_nonsense() -> None:
    with pytest.raises(ShortLinkError):
        read_point("https://maps.app.goo.gl/abcDEF123")
    with pytest.raises(PlusCodeError):
        read_point("HH4F+G6 Diêm Điền")


def test_only_outside_the_country_is_refused_and_rough_frames_only_ask() -> None:
    here = "33/12826/01/"
    paris, hanoi, other_end = Point(4885000, 235000), Point(2102000, 10584000), Point(2065000, 10606000)

    assert coordinates.outside(TOWN, here, DAY) is None
    found = coordinates.outside(paris, here, DAY)
    assert found is not None
    assert found.refuses
    for point, key in ((hanoi, "hung-yen"), (other_end, "thai-thuy")):
        asked = coordinates.outside(point, here, DAY)
        assert asked is not None
        assert (asked.key, asked.refuses, asked.confirmed) == (key, False, False)
    # A commune of which no frame is known is only asked about the province.
    assert coordinates.outside(other_end, "33/99999/", DAY) is None


def test_the_way_from_the_town_has_distance_and_direction() -> None:
    town = coordinates.landmarks()[0]

    south = coordinates.way_from(town, Point(2046630, 10657310))
    east = coordinates.way_from(town, Point(2055630, 10667310))

    assert (south.km, south.direction) == (10, 4)
    assert (east.km, east.direction) == (10, 2)
    assert coordinates.way_from(town, town.point).km == 0


def test_pin_and_landmarks_fit_on_the_drawing_with_north_above() -> None:
    drawn = coordinates.sketch(Point(2048000, 10660000), coordinates.landmarks())

    marks = {name: (x, y) for name, x, y in drawn.marks}
    assert all(0 <= value <= 300 for x, y in (*marks.values(), drawn.pin) for value in (x, y))
    assert marks["Diêm Điền"][1] < drawn.pin[1]
    assert 10 <= drawn.bar <= 100


@pytest.mark.parametrize("craft", sorted(TOURISM))
def test_every_kind_has_questions_of_its_own_in_both_languages(craft: Craft) -> None:
    asked = questions.questions_for(craft)

    assert len({each.key for each in asked}) == len(asked) >= 8
    assert {"an-toan", "ngon-ngu", "thang", "ngay", "gio", "tien-nghi"} <= {each.key for each in asked}
    for each in asked:
        assert each.vi
        assert each.en
        assert each.source
        assert each.verified_on >= date(2026, 1, 1)
        if each.kind in (Kind.ONE, Kind.MANY):
            assert len(each.offered(craft)) >= 2
    assert questions.safety_items(craft)


def test_kinds_differ_in_what_they_are_asked_and_offered() -> None:
    keys = {craft: {each.key for each in questions.questions_for(craft)} for craft in TOURISM}
    safety = {craft: {item.value for item in questions.safety_items(craft)} for craft in TOURISM}

    assert len(set(map(frozenset, keys.values()))) == len(TOURISM)
    assert "life_jackets" in safety[Craft.TOUR]
    assert "life_jackets" not in safety[Craft.HOMESTAY]
    assert questions.questions_for(Craft.RICE) == ()


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        ("bua-an", "nothing"),
        ("an-toan", []),
        ("an-toan", ["none", "first_aid"]),
        ("an-toan", ["life_jackets"]),
        ("gio", {"opens": "7:00", "closes": "7:00"}),
        ("gio", {"opens": "25:00", "closes": "7:00"}),
        ("gioi-thieu", {"vi": " ", "en": "x"}),
    ],
)
def test_an_answer_that_was_not_offered_is_refused(key: str, answer: object) -> None:
    asked = questions.question(Craft.HOMESTAY, key)
    assert asked is not None

    with pytest.raises(ValueError, match=r".*"):
        questions.clean(asked, Craft.HOMESTAY, answer)


@pytest.mark.parametrize(("text", "hour"), [("7:00", "07:00"), ("7h", "07:00"), ("21h30", "21:30"), ("7 giờ", "07:00")])
def test_hours_are_read_as_people_write_them(text: str, hour: str) -> None:
    assert questions.read_hour(text) == hour


def test_an_answer_no_longer_offered_is_not_shown() -> None:
    kept = questions.still_offered(Craft.HOMESTAY, {"bua-an": "gone", "tien-nghi": ["wifi"], "old-question": "x"})

    assert kept == {"tien-nghi": ["wifi"]}


def test_a_price_with_a_nought_too_many_looks_odd_and_the_band_says_that_it_is_unconfirmed() -> None:
    assert prices.looks_odd(Craft.HOMESTAY, 350_000_000, DAY)
    assert not prices.looks_odd(Craft.HOMESTAY, 350_000, DAY)
    assert not prices.looks_odd(Craft.ATTRACTION, 0, DAY)
    assert not prices.band(Craft.HOMESTAY, DAY).confirmed
