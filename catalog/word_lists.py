"""Words that the law or a marketplace does not let sellers use, as dated data, and where they stand in a text."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

from app.core.text import nfc

SHIPPED = Path(__file__).parent / "data" / "word_lists.json"
# Nobody reads a longer text, and no pattern has to.
_MOST_TEXT = 20_000


@dataclass(frozen=True)
class WordList:
    """Words with one reason to leave them out; marks count, for "chữa" heals and "chưa" does not."""

    key: str
    basis: str
    source: str
    verified_on: date
    confirmed: bool
    # A few of them, to show what is meant.
    samples: tuple[str, ...]
    pattern: re.Pattern[str]
    # Sentences that the law itself prescribes, and turns that mean something else.
    allowed: re.Pattern[str] | None

    def found_in(self, text: str) -> tuple[str, ...]:
        """Return the words of the list that a text uses, as it spells them, each once."""
        text = nfc(text[:_MOST_TEXT])
        if self.allowed is not None:
            text = self.allowed.sub(" ", text)
        found = (match.group() for match in self.pattern.finditer(text))
        return tuple({word.casefold(): word for word in found}.values())


@cache
def word_lists() -> Mapping[str, WordList]:
    """Return the lists by key."""
    rows = json.loads(SHIPPED.read_text("utf-8"))
    lists = (
        WordList(
            key=row["key"],
            basis=row["basis"],
            source=row["source"],
            verified_on=date.fromisoformat(row["verified_on"]),
            confirmed=row["confirmed"],
            samples=tuple(row["words"][:3]),
            pattern=_pattern(row["words"]),
            allowed=_pattern(row["allowed"]) if row["allowed"] else None,
        )
        for row in rows
    )
    return MappingProxyType({each.key: each for each in lists})


# Marketplaces ask the same of one text, one after the other.
@lru_cache(maxsize=64)
def words_found(key: str, text: str) -> tuple[str, ...]:
    """Return the words of a list that a text uses."""
    return word_lists()[key].found_in(text)


def _pattern(words: list[str]) -> re.Pattern[str]:
    """Match whole words however they are spaced and in whatever case, the longest first."""
    spaced = (r"\s+".join(re.escape(part) for part in word.split()) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{'|'.join(spaced)})(?!\w)", re.IGNORECASE)
