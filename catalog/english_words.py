"""What goods of the coast are called in English: words to choose from, never a sentence made by a machine."""

import json
import re
from functools import cache
from pathlib import Path

from app.core.text import nfc

SHIPPED = Path(__file__).parent / "data" / "english_words.json"
_MOST = 12
_MOST_TEXT = 3_000


@cache
def english_words() -> tuple[tuple[str, str], ...]:
    """Return pairs of a word and its English, the longest word first: nước mắm comes before mắm."""
    rows = json.loads(SHIPPED.read_text("utf-8"))["words"]
    return tuple(sorted(((vi, en) for vi, en in rows), key=lambda pair: (-len(pair[0]), pair[0])))


def english_for(text: str) -> tuple[tuple[str, str], ...]:
    """Return the words a text uses with their English, in the text's order; a word inside a longer one is left out.

    Marks count: nhãn is a fruit, nhan a perfume.
    """
    rest = nfc(text[:_MOST_TEXT]).casefold()
    found: list[tuple[int, tuple[str, str]]] = []
    for vi, en in english_words():
        match = re.search(rf"(?<!\w){re.escape(vi)}(?!\w)", rest)
        if match:
            found.append((match.start(), (vi, en)))
            rest = re.sub(rf"(?<!\w){re.escape(vi)}(?!\w)", lambda hit: " " * len(hit.group()), rest)
    return tuple(pair for _place, pair in sorted(found)[:_MOST])
