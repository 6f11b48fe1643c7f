"""How the lines of a list are remembered: by numbers, and yet as a plain dictionary would."""

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from merchants.imports.rules.keyed_rows import MOST_UNDER_ONE, KeyedRows

# Few keys with the same last bits lie in each other's way; many make the room grow.
KEYS = st.one_of(
    st.sampled_from([0, -1, 1 << 12, 5 << 12, -(1 << 63), (1 << 63) - 1]), st.integers(-(1 << 63), (1 << 63) - 1)
)


@given(st.lists(KEYS, max_size=30))
def test_rows_are_found_under_their_keys_however_close_those_lie(keys: list[int]) -> None:
    rows, plain = KeyedRows(), defaultdict[int, list[int]](list)
    for row, key in enumerate(keys, start=1):
        rows.add(key, row)
        plain[key].append(row)
    for key in [*keys, 7, -7]:
        assert list(rows.under(key)) == plain.get(key, [])[:MOST_UNDER_ONE]


def test_five_thousand_rows_are_all_found_after_the_room_has_grown() -> None:
    rows = KeyedRows()
    keys = [hash(f"p{number}") for number in range(5_000)]
    for row, key in enumerate(keys, start=1):
        rows.add(key, row)
    assert [list(rows.under(key)) for key in keys] == [[row] for row in range(1, 5_001)]
    assert list(rows.under(hash("nobody's"))) == []


def test_of_a_whole_list_under_one_telephone_the_first_twenty_rows_are_kept() -> None:
    rows = KeyedRows()
    for row in range(1, 100):
        rows.add(42, row)
    assert list(rows.under(42)) == list(range(1, MOST_UNDER_ONE + 1))
