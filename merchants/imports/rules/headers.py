"""Which line of a sheet holds the headers, and which column each header means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from hashlib import sha256

from merchants.imports.rules.columns import NEEDED, UNREAD, Column, columns, plain

# Lists begin with the name of the office, a title and a date before their headers come.
SEARCHED = 30
# Below this a header is left to a person; "tên cơ sở" and "chủ cơ sở" are 0.78 alike and mean two things.
_ALIKE = 0.84
_ENDS_SO = 0.97
_CONTAINED = 0.9
_LONGEST = 60


@dataclass(frozen=True)
class Header:
    """The headers of a sheet: the last line they stand on, counted from nought, and each column's words."""

    row: int
    texts: tuple[str, ...]

    @property
    def key(self) -> str:
        """What the same set of headers is recognised by the next time."""
        return sha256("\n".join(plain(text) for text in self.texts).encode()).hexdigest()


def find_header(rows: Sequence[Sequence[str]]) -> Header | None:
    """Return the headers of a sheet out of its first lines, which may stand on one line or be merged over two."""
    best: tuple[float, Header] | None = None
    for number, row in enumerate(rows[:SEARCHED]):
        candidates = [Header(number, tuple(row))]
        if number + 1 < len(rows):
            candidates.append(Header(number + 1, _stacked(row, rows[number + 1])))
        for header in candidates:
            # Each header must be a word or two: a line of data under its headers adds nothing.
            score = sum(_likeness(header.texts[index], column) for index, column in guess(header.texts).items())
            if best is None or score > best[0] + 0.01:
                best = (score, header)
    if best is not None and best[0] >= 1:
        return best[1]
    filled = [number for number, row in enumerate(rows[:SEARCHED]) if sum(bool(text) for text in row) > 1]
    return Header(filled[0], tuple(rows[filled[0]])) if filled else None


def guess(texts: Sequence[str]) -> dict[int, Column]:
    """Return which column each header means, the surest first; one header, one column.

    The standard library compares a few dozen words well enough; a library for it would be one more to keep.
    """
    pairs = sorted(
        (
            (-_likeness(text, facts.column), index, position, facts.column)
            for index, text in enumerate(texts)
            for position, facts in enumerate(columns())
        ),
    )
    found: dict[int, Column] = {}
    for distance, index, _position, column in pairs:
        if -distance >= _ALIKE and index not in found and column not in found.values():
            found[index] = column
    return dict(sorted(found.items()))


def missing(mapping: Mapping[int, Column]) -> tuple[Column, ...]:
    """Return the needed columns that no header was given for."""
    return tuple(column for column in NEEDED if column not in mapping.values())


def _stacked(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    """Return headers over two lines: a merged cell has its words in its first column only."""
    spread, last = [], ""
    for position, text in enumerate(upper):
        below = lower[position] if position < len(lower) else ""
        last = text or (last if below else "")
        spread.append(f"{last} {below}".strip())
    return tuple(spread)


@lru_cache(maxsize=4_000)
def _likeness(header: str, column: Column) -> float:
    words = plain(header)
    if not words or words in UNREAD or len(words) > _LONGEST:
        return 0.0
    names = next(each.names for each in columns() if each.column is column)
    if words in names:
        return 1.0
    # Of headers over two lines the lower one says what it is: "địa chỉ thôn" is the hamlet.
    if any(words.endswith(f" {name}") for name in names):
        return _ENDS_SO
    within = [name for name in names if " " in name and f" {name} " in f" {words} "]
    if within:
        return _CONTAINED + 0.05 * max(map(len, within)) / len(words)
    return max(_alike(words, name) for name in names)


def _alike(words: str, name: str) -> float:
    matcher = SequenceMatcher(None, words, name)
    # The exact measure is dear; these two are never below it.
    is_near = matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE
    return matcher.ratio() if is_near else 0.0
