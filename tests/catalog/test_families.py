"""Families as data: the twenty-six sets of the national list and four kinds of offers, each answer read or refused."""

import pytest

from catalog import families
from catalog.families import AttributeKind, AttributeRefusedError

pytestmark = pytest.mark.no_database


def attribute(key: str, name: str) -> families.Attribute:
    found = families.family(key)
    assert found is not None
    return next(each for each in found.attributes if each.key == name)


def test_there_are_twenty_six_sets_and_four_offers() -> None:
    keys = list(families.shipped())

    assert len([key for key in keys if not key.startswith("offer.")]) == 26
    assert keys[-4:] == ["offer.room", "offer.tour", "offer.meal", "offer.attraction"]


@pytest.mark.parametrize("key", list(families.shipped()))
def test_every_family_speaks_both_languages_and_says_what_its_label_rests_on(key: str) -> None:
    found = families.family(key)

    assert found is not None
    assert found.name("vi")
    assert found.name("en")
    assert found.law.basis
    for each in found.attributes:
        assert each.label("vi")
        assert each.label("en")
        assert each.least <= each.most


def test_what_nobody_confirmed_is_said_to_be_so() -> None:
    food, spirit = families.family("I.4.a"), families.family("II.1.a")

    assert food is not None
    assert not food.law.confirmed
    assert spirit is not None
    assert spirit.law.confirmed


@pytest.mark.parametrize(
    ("name", "typed", "read"),
    [
        ("protein_degree", " 40 ", 40),
        ("protein_degree", "", None),
        ("fish", "  Cá   nhâm ", "Cá nhâm"),
        ("usage", "Chấm.\n\nKho cá.", "Chấm.\n\nKho cá."),
    ],
)
def test_an_answer_is_read(name: str, typed: str, read: object) -> None:
    assert families.read_attribute(attribute("I.4.a", name), typed) == read


@pytest.mark.parametrize("typed", ["0", "61", "40,5", "bốn mươi", "４０", "9" * 400])
def test_a_number_out_of_bounds_is_refused_with_its_bounds(typed: str) -> None:
    with pytest.raises(AttributeRefusedError, match="1–60"):
        families.read_attribute(attribute("I.4.a", "protein_degree"), typed)


def test_a_text_longer_than_a_label_can_be_is_refused() -> None:
    with pytest.raises(AttributeRefusedError):
        families.read_attribute(attribute("I.4.a", "usage"), "m" * (families.TEXT_LENGTH + 1))


@pytest.mark.parametrize(("typed", "read"), [("có", True), ("x", True), ("không", False), ("", None)])
def test_yes_is_said_in_several_ways(typed: str, read: bool | None) -> None:
    flag = attribute("IV.1", "handmade")

    assert flag.kind is AttributeKind.FLAG
    assert families.read_attribute(flag, typed) is read


@pytest.mark.parametrize(
    ("typed", "read"), [("Nữ", "female"), (" nam nữ ĐỀU dùng", "unisex"), ("male", "male"), ("", None)]
)
def test_a_choice_is_kept_by_its_word_and_shown_by_its_name(typed: str, read: object) -> None:
    asked = attribute("IV.2", "gender")

    assert families.read_attribute(asked, typed) == read
    if read == "female":
        assert families.told("IV.2", {"gender": read}, "en") == [("For women or men", "Women")]
    assert families.fitting("IV.2", {"gender": "nobody"}) == {}
    with pytest.raises(AttributeRefusedError) as refused:
        families.read_attribute(asked, "ai đó")
    assert refused.value.sentence == "Nữ, Nam, Nam nữ đều dùng"


def test_what_another_family_said_or_the_wrong_kind_of_thing_is_left_out() -> None:
    attrs = {"protein_degree": 40, "fish": "Cá nhâm", "beds": "2", "months_fermented": "mười hai", "usage": 7}

    assert families.fitting("I.4.a", attrs) == {"protein_degree": 40, "fish": "Cá nhâm"}
    assert families.fitting("I.4.a", {"protein_degree": 400}) == {}
    assert families.fitting("", attrs) == {}
