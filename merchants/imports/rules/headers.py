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
    lines = rows[:SEARCHED]
    candidates = [
        header
        for number, row in enumerate(lines)
        for header in (
            Header(number, tuple(row)),
            *([Header(number + 1, _stacked(row, rows[number + 1]))] if number + 1 < len(rows) else []),
        )
    ]
    # The names themselves first: holding thirty lines of data against every name letter by letter takes a second.
    for score in (_names_in, _likenesses_in):
        best = max(candidates, key=score, default=None)
        if best is not None and score(best) >= 2:
            return best
    filled = [number for number, row in enumerate(lines) if sum(bool(text) for text in row) > 1]
    return Header(filled[0], tuple(rows[filled[0]])) if filled else None


def _names_in(header: Header) -> int:
    words = {plain(text) for text in header.texts} - UNREAD
    return sum(any(_named(each, facts.names) for each in words if each) for facts in columns())


def _likenesses_in(header: Header) -> int:
    return len(guess(header.texts))


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
    return _named(words, names) or max(_alike(words, name) for name in names)


def _named(words: str, names: Sequence[str]) -> float:
    """Return how surely some words are one of a column's names, letter by letter; nought if they are none."""
    if words in names:
        return 1.0
    # Of headers over two lines the lower one says what it is: "địa chỉ thôn" is the hamlet.
    if any(words.endswith(f" {name}") for name in names):
        return _ENDS_SO
    within = [name for name in names if " " in name and f" {name} " in f" {words} "]
    return _CONTAINED + 0.05 * max(map(len, within)) / len(words) if within else 0.0


def _alike(words: str, name: str) -> float:
    matcher = SequenceMatcher(None, words, name)
    # The exact measure is dear; these two are never below it.
    is_near = matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE
    return matcher.ratio() if is_near else 0.0
