"""How words are looked for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from merchants.search import rules
from merchants.search.rules import Facts

pytestmark = pytest.mark.no_database

LETTERS = st.text("aceghimnoprstuy", min_size=3, max_size=7)


@given(word=LETTERS, place=st.integers(0, 7), letter=st.sampled_from("aeghint"), how=st.integers(0, 3))
@settings(max_examples=200, deadline=None)
def test_a_word_with_one_slip_shares_a_key_with_the_word_that_was_meant(
    word: str, place: int, letter: str, how: int
) -> None:
    place = min(place, len(word) - 1)
    slips = (
        word[:place] + letter + word[place:],
        word[:place] + word[place + 1 :],
        word[:place] + letter + word[place + 1 :],
        word[:place] + word[place : place + 2][::-1] + word[place + 2 :],
    )
    slipped = slips[how]
    if len(slipped) >= rules.SHORTEST_WITH_SLIP:
        assert rules.keys_of(word) & rules.keys_of(slipped)
        assert rules.is_near(slipped, word)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("xen", "sen"),
        ("chan", "tran"),
        ("nong", "long"),
        ("duoc", "ruoc"),
        ("gia", "ra"),
        ("my", "mi"),
        ("nguyenx", "nguyen"),
    ],
)
def test_what_sounds_alike_on_the_coast_is_near(written: str, meant: str) -> None:
    assert rules.is_near(written, meant)


@pytest.mark.parametrize(("one", "other"), [("man", "huy"), ("lan", "linh"), ("nguyen", "nghia"), ("an", "ba")])
def test_other_words_are_not(one: str, other: str) -> None:
    assert not rules.is_near(one, other)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("Nguyễn Thị Mận", ["nguyen", "thi", "man"]),
        ("0912 345 678", ["0912345678"]),
        ("+84 912 345 678", ["0912345678"]),
        ("1204-087-354", ["1204087354"]),
        ("mận 0912.345.678", ["man", "0912345678"]),
        ("345 678", ["345678"]),
        ("12 30", ["12", "30"]),
        ("'; drop table merchant; --", ["drop", "table", "merchant"]),
        ('" OR * NEAR(', ["or", "near"]),
        ("   ", []),
        ("ﾃ 字", []),
    ],
)
def test_a_question_is_read_as_words_and_whole_numbers(asked: str, words: list[str]) -> None:
    assert rules.asked_words(asked) == words


def test_a_document_holds_every_way_a_dossier_is_found_once() -> None:
    facts = Facts(
        owner_name="Nguyễn Thị Mận",
        business_name="Nước mắm Bà Mận",
        craft="",
        code="1204-087-354",
        phone="+84912345678",
        area_path="33/12826/01/",
        places=("xã Thái Thụy", "Thôn Vạn Chài"),
        filed_by="0" * 32,
    )

    words = list(rules.words(facts))

    assert len(words) == len(set(words))
    assert {
        "nguyen",
        "man",
        "nuoc",
        "van",
        "chai",
        "1204087354",
        "0912345678",
        "345678",
        "5678",
        "a33",
        "a33x12826",
    } <= set(words)
    assert "012345678" not in rules.vocabulary(words)
