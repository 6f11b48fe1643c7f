"""References survive what banks do to memos, and are not found where none was written."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.memo import ALPHABET, LENGTH, PREFIX, find_references, is_reference, new_reference, squeeze

pytestmark = pytest.mark.no_database

REFERENCE = new_reference(random.Random(7).randrange)
KNOWN = ("KQX234567H", "KQX2K7F9DD", "KQXZZZZZZN", "KQX22222CT")
NOISE = ("FT", "MB", "VCB", "IBFT", "CT", "GD", "ND", "TT", "CK", "ZP", "VQR", "SEVQR", "PAY", "DH")

references = st.integers(0, 2**32).map(lambda seed: new_reference(random.Random(seed).randrange))


def test_a_reference_has_a_prefix_six_signs_and_a_check_sign() -> None:
    assert len(REFERENCE) == LENGTH == 10
    assert REFERENCE.startswith(PREFIX)
    assert set(REFERENCE) <= set(ALPHABET)
    assert is_reference(REFERENCE)
    assert not any(noise in PREFIX or PREFIX in noise for noise in NOISE)


SHAPES = (
    "{ref}",
    "MBVCB.6998628625.{ref}.CT tu 0071001104341 NGUYEN VAN A toi 0011001932418 TRAN THI B tai VIETCOMBANK",
    "MBVCB.15444160238.{ref}.VS 655879",
    "884114.100924.223854.NGUYEN VAN A chuyen {ref}",
    "IBFT {ref}",
    "ZP7COI8QELCJ, {ref}",
    "122998552821 0977496798 {ref}",
    "{ref} thanh toán nước mắm",
    "CT DEN:412345678901 {low}",
    "{split} NGUYEN THI MAN chuyen tien",
    "{dashed}/NUOC MAM 3 LIT",
    "VQR{ref}NGUYENVANACHUYENTIEN",
    "KQ{ref}",
    "KQXKQX23{ref}",
)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_reference_is_found_in_what_banks_make_of_a_memo(shape: str) -> None:
    memo = shape.format(
        ref=REFERENCE, low=REFERENCE.lower(), split=f"{REFERENCE[:6]} {REFERENCE[6:]}", dashed="-".join(REFERENCE)
    )

    assert find_references(memo) == (REFERENCE,)


def test_a_memo_with_two_references_names_both_once_and_in_order() -> None:
    other = new_reference(random.Random(8).randrange)

    assert find_references(f"{other} va {REFERENCE} va {other}") == (other, REFERENCE)


@given(references, st.data())
def test_one_wrong_sign_makes_it_no_reference(reference: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, LENGTH - 1))
    sign = data.draw(st.sampled_from(ALPHABET).filter(lambda one: one != reference[at]))

    assert not is_reference(reference[:at] + sign + reference[at + 1 :])


@pytest.mark.parametrize("reference", KNOWN)
def test_references_already_printed_stay_references(reference: str) -> None:
    assert is_reference(reference)
    assert find_references(f"IBFT {reference}") == (reference,)


def test_swapped_neighbours_are_noticed_nearly_always() -> None:
    chance = random.Random(3)
    swapped = missed = 0
    for _ in range(5_000):
        reference = new_reference(chance.randrange)
        at = chance.randrange(len(PREFIX), LENGTH - 1)
        other = reference[:at] + reference[at + 1] + reference[at] + reference[at + 2 :]
        swapped += other != reference
        missed += other != reference and is_reference(other)
    assert missed / swapped < 0.01


@pytest.mark.parametrize(
    "text", ["", "KQX", REFERENCE.lower(), f"{REFERENCE}2", f" {REFERENCE}", f"MBX{REFERENCE[3:]}"]
)
def test_only_a_reference_as_we_write_it_is_one(text: str) -> None:
    assert not is_reference(text)


def test_two_hundred_thousand_memos_without_a_reference_hit_nothing() -> None:
    """Shapes of real memos with random numbers, names and codes in them, joined so that a search costs little."""
    chance = random.Random(20261124)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    hits = 0
    for _ in range(200_000):
        number = chance.randrange(10**12)
        junk = "".join(chance.choices(letters, k=12))
        hits += bool(find_references(f"MBVCB.{number}.{junk}.CT tu {number} NGUYEN VAN {junk[:4]} toi {junk[4:]}"))
    assert hits == 0


def test_a_cut_reference_is_not_found() -> None:
    assert find_references(REFERENCE[:-1]) == ()


def test_folding_leaves_capitals_and_digits() -> None:
    assert squeeze("Trả tiền: đường #12/ＫＱ") == "TRATIENDUONG12KQ"
