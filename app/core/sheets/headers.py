"""Which line of a sheet holds the headers, and which column each header means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from hashlib import sha256
from re import Pattern

from app.core.sheets.cells import plain

# Lists begin with the name of the office, a title and a date before their headers come.
SEARCHED = 30
# The column in which lines go back, and the running number nearly every list begins with: never read.
SENTENCES = "Cần sửa"
UNREAD = frozenset({"can sua", "stt", "so thu tu", "tt", "loi"})
# Below this a header is left to a person; "tên cơ sở" and "chủ cơ sở" are 0.78 alike and mean two things.
_ALIKE = 0.84
_ENDS_SO = 0.97
_CONTAINED = 0.9
_LONGEST = 60
# A cell that says so much is no header; headers with their explanation in brackets are shorter.
_MOST_SAID = 120
_MOST_KNOWN = 4_000


@dataclass(frozen=True)
class Header:
    """The headers of a sheet: the last line they stand on, counted from nought, and each column's words."""

    row: int
    texts: tuple[str, ...]

    @property
    def key(self) -> str:
        """What the same set of headers is recognised by the next time."""
        return sha256("\n".join(plain(text) for text in self.texts).encode()).hexdigest()


@dataclass(frozen=True)
class Vocabulary:
    """The columns that a kind of list may have, in order, each with every name people give it in plain form."""

    names: dict[str, tuple[str, ...]]
    # Headers that look like one of these and mean something else.
    unread: frozenset[str] = UNREAD
    # What a header has to say, or must not, to mean a column: by likeness alone a unit would be out a thousandfold.
    needs: Mapping[str, Pattern[str]] = field(default_factory=dict)
    _known: dict[tuple[str, str], float] = field(default_factory=dict, compare=False)

    def guess(self, texts: Sequence[str]) -> dict[int, str]:
        """Return which column each header means, the surest first; one header, one column.

        The standard library compares a few dozen words well enough; a library for it would be one more to keep.
        """
        pairs = sorted(
            (-self._likeness(text, column), index, position, column)
            for index, text in enumerate(texts)
            for position, column in enumerate(self.names)
        )
        found: dict[int, str] = {}
        for distance, index, _position, column in pairs:
            if -distance >= _ALIKE and index not in found and column not in found.values():
                found[index] = column
        return dict(sorted(found.items()))

    def names_in(self, header: Header) -> int:
        """Return how many columns the headers name letter by letter."""
        words = {plain(text) for text in header.texts if len(text) <= _MOST_SAID} - self.unread - {""}
        return sum(any(_named(each, names) for each in words) for names in self.names.values())

    def _likeness(self, header: str, column: str) -> float:
        words = plain(header)
        if not words or words in self.unread or len(words) > _LONGEST:
            return 0.0
        if column in self.needs and not self.needs[column].search(words):
            return 0.0
        if (words, column) not in self._known:
            if len(self._known) > _MOST_KNOWN:
                self._known.clear()
            names = self.names[column]
            self._known[words, column] = _named(words, names) or max(_alike(words, name) for name in names)
        return self._known[words, column]


def find_header(rows: Sequence[Sequence[str]], vocabulary: Vocabulary) -> Header | None:
    """Return the headers of a sheet out of its first lines, which may stand on one line or be merged over two.

    A single cell above them is the title of the list, and no part of them.
    """
    lines = rows[:SEARCHED]
    candidates = [
        header
        for number, row in enumerate(lines)
        for header in (
            Header(number, tuple(row)),
            *([Header(number + 1, _stacked(row, rows[number + 1]))] if _is_upper(rows, number) else []),
        )
    ]
    # The names themselves first: holding thirty lines of data against every name letter by letter takes a second.
    for score in (vocabulary.names_in, lambda header: len(vocabulary.guess(header.texts))):
        best = max(candidates, key=score, default=None)
        if best is not None and score(best) >= 2:
            return best
    filled = [number for number, row in enumerate(lines) if sum(bool(text) for text in row) > 1]
    return Header(filled[0], tuple(rows[filled[0]])) if filled else None


def _is_upper(rows: Sequence[Sequence[str]], number: int) -> bool:
    return number + 1 < len(rows) and sum(bool(text) for text in rows[number]) > 1


def _stacked(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    """Return headers over two lines: a merged cell has its words in its first column only."""
    spread, last = [], ""
    for position, text in enumerate(upper):
        below = lower[position] if position < len(lower) else ""
        last = text or (last if below else "")
        spread.append(f"{last} {below}".strip())
    return tuple(spread)


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
