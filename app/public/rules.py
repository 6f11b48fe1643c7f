"""Small numbers are not shown to the public: they are merged with others until nobody can be picked out."""

from collections.abc import Mapping

FLOOR = 5
OTHER = ""


def safe_total(number: int) -> int | None:
    """Return a count that may be shown, or None where it is small enough to point at somebody."""
    return number if number >= FLOOR else None


def merge_small(counts: Mapping[str, int]) -> dict[str, int]:
    """Return counts with the small ones merged under `OTHER`, largest first; empty where even the sum is small.

    A single merged cell could be found by subtraction from the total, so the smallest shown one joins it when the
    merged cells alone stay under the floor.
    """
    shown = {name: number for name, number in counts.items() if number >= FLOOR}
    merged = sum(number for number in counts.values() if 0 < number < FLOOR)
    while 0 < merged < FLOOR and shown:
        smallest = min(shown, key=lambda name: (shown[name], name))
        merged += shown.pop(smallest)
    if merged >= FLOOR:
        shown[OTHER] = merged
    return dict(sorted(shown.items(), key=lambda cell: (cell[0] == OTHER, -cell[1], cell[0])))
