"""Rows of a list under numbers of 64 bits, kept as bare numbers: a dictionary of objects takes four times the room."""

from array import array
from collections.abc import Sequence

# So many rows are kept under one key: a whole list under one telephone is looked at as its first twenty lines.
MOST_UNDER_ONE = 20
_PLACES_AT_FIRST = 1 << 12


class KeyedRows:
    """Which rows go by which keys.

    A key lies at the place its last bits name, or at the next one that is free; half the places are kept free, so that
    the next is near. Row nought is none.
    """

    def __init__(self) -> None:
        self._used = 0
        self._make_room(_PLACES_AT_FIRST)
        # The few keys that more than one row goes by.
        self._several: dict[int, tuple[int, ...]] = {}

    def under(self, key: int) -> Sequence[int]:
        """Return the first rows that go by a key."""
        keys, rows, last = self._keys, self._rows, self._last
        place = key & last
        while (row := rows[place]) and keys[place] != key:
            place = (place + 1) & last
        return (self._several.get(key) or (row,)) if row else ()

    def add(self, key: int, row: int) -> None:
        """Let a row go by a key, too."""
        place = self._place(key)
        if not self._rows[place]:
            self._keys[place], self._rows[place] = key, row
            self._used += 1
            if self._used * 2 > len(self._rows):
                self._grow()
            return
        rows = self._several.get(key) or (self._rows[place],)
        if len(rows) < MOST_UNDER_ONE:
            self._several[key] = (*rows, row)

    def _place(self, key: int) -> int:
        keys, rows, last = self._keys, self._rows, self._last
        place = key & last
        while rows[place] and keys[place] != key:
            place = (place + 1) & last
        return place

    def _grow(self) -> None:
        before = zip(self._keys, self._rows, strict=True)
        self._make_room(2 * len(self._rows))
        for key, row in before:
            if row:
                place = self._place(key)
                self._keys[place], self._rows[place] = key, row

    def _make_room(self, places: int) -> None:
        self._keys, self._rows, self._last = array("q", [0]) * places, array("i", [0]) * places, places - 1
