"""How words are looked for: without marks, as they sound on the coast, and with one slip of the finger."""

import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from app.core.text import bare, fold

MOST_WORDS = 8
LONGEST_WORD = 30
SHORTEST_WITH_SLIP = 3

_WORD = re.compile(r"[a-z0-9]+")
_NO_DIGITS = re.compile(r"\D+")
_NUMBER = re.compile(r"\+?\d(?:[\d .\-]{2,18})\d")
_COUNTRY = "84"

# What sounds alike between Thái Bình and Hải Phòng, so that people write one for the other.
_STARTS = (("ngh", "ng"), ("tr", "ch"), ("gi", "d"), ("gh", "g"), ("ph", "f"), ("qu", "cu"), ("r", "d"), ("x", "s"),
           ("n", "l"), ("k", "c"), ("q", "c"))  # fmt: skip
_KEPT_STARTS = ("ng", "nh")


class Facts(NamedTuple):
    """What a dossier is found by."""

    owner_name: str
    business_name: str
    craft: str
    code: str
    phone: str
    area_path: str
    places: Sequence[str] = ()
    filed_by: str = ""


def words_of(text: str) -> list[str]:
    """Return the words of a text without marks; numbers written in groups are taken apart."""
    return [word for part in text.split() for word in _words_in(part)]


# Vietnamese has some thousand syllables, and a list says them again and again.
@lru_cache(maxsize=10_000)
def _words_in(part: str) -> tuple[str, ...]:
    return tuple(word[:LONGEST_WORD] for word in _WORD.findall(bare(part).casefold()))


def words(facts: Facts) -> Collection[str]:
    """Return the words a dossier is found by, each once."""
    # A list's names come folded, and what has no marks is read in a fraction of the time: so they are not put together.
    found = words_of(facts.owner_name) + words_of(f"{facts.business_name} {facts.craft}")
    found += _place_words(facts.area_path, facts.filed_by, *facts.places)
    return dict.fromkeys(found + numbers_of(facts.code) + numbers_of(facts.phone))


@lru_cache(maxsize=1_000)
def _place_words(area_path: str, filed_by: str, *names: str) -> tuple[str, ...]:
    filer = (filer_word(filed_by),) if filed_by else ()
    return (*words_of(" ".join(names)), *scope_words(area_path), *filer)


def vocabulary(*documents: Iterable[str]) -> set[str]:
    """Return the words of some documents that somebody might misspell: letters only."""
    return {word for word in set().union(*documents) if word.isalpha()}


def numbers_of(text: str) -> list[str]:
    """Return a telephone number or code as digits, whole and by its last ones: often only these are given."""
    digits = text.replace("-", "").removeprefix("+")
    digits = _local(digits if digits.isdecimal() else _NO_DIGITS.sub("", text))
    return [digits, digits[-3:], digits[-4:], digits[-6:]] if len(digits) >= 8 else []


def scope_words(area_path: str) -> list[str]:
    """Return one word for every place above and including this one: ``33/12826/`` gives a33 and a33x12826."""
    steps = area_path.split("/")[:-1]
    return [scope_word("/".join(steps[: depth + 1])) for depth in range(len(steps))]


def scope_word(area_path: str) -> str:
    """Return the word that stands for an area and everything below it."""
    return "a" + area_path.strip("/").replace("/", "x")


def filer_word(account_hex: str) -> str:
    """Return the word that stands for whoever opened the dossier."""
    return f"f{account_hex}"


def asked_words(text: str) -> list[str]:
    """Return the words of a question: numbers written in groups are one word, and a country code is dropped."""
    text = text[:200]
    found: list[str] = []
    rest = text
    for number in _NUMBER.findall(text):
        digits = "".join(sign for sign in number if sign.isdigit())
        if len(digits) >= 6:
            found.append(_local(digits))
            rest = rest.replace(number, " ", 1)
    return list(dict.fromkeys([*words_of(rest), *found]))[:MOST_WORDS]


def keys_of(word: str) -> set[str]:
    """Return the keys under which a word is kept and looked for: itself, itself less one letter, and its sound.

    Two words with one slip between them share a key, whichever of the two was looked for.
    """
    keys = {word, f"~{sound(word)}"}
    if len(word) >= SHORTEST_WITH_SLIP:
        keys |= {word[:place] + word[place + 1 :] for place in range(len(word))}
    return keys


def is_near(asked: str, known: str) -> bool:
    """Whether a known word may be what was meant: it sounds the same, or one slip lies between the two."""
    if asked == known or sound(asked) == sound(known):
        return True
    return (
        min(len(asked), len(known)) >= SHORTEST_WITH_SLIP - 1
        and len(asked) >= SHORTEST_WITH_SLIP
        and _one_slip(asked, known)
    )


def sound(word: str) -> str:
    """Return how a word sounds where tr and ch, s and x, l and n, d, gi and r are not told apart."""
    if word.startswith("gi") and len(word) == 2:
        return "di"
    for start, heard in _STARTS:
        if word.startswith(start) and not (start == "n" and word.startswith(_KEPT_STARTS)):
            word = heard + word[len(start) :]
            break
    return word.replace("y", "i")


def nearness(asked: Iterable[str], text: str) -> int:
    """Say how well a text fits the words as they were typed, marks and all: more is better."""
    has = set(text.casefold().split())
    bare = set(words_of(text))
    return sum(2 * (word.casefold() in has) + (fold(word) in bare) for word in asked)


def _local(digits: str) -> str:
    return f"0{digits[2:]}" if digits.startswith(_COUNTRY) and len(digits) == 11 else digits


def _one_slip(one: str, other: str) -> bool:
    """Whether one letter more, less, another or two swapped turn one word into the other."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    if len(a) == len(b):
        return a[1:] == b[1:] or (len(a) >= 2 and a[0] == b[1] and a[1] == b[0] and a[2:] == b[2:])
    return a[1:] == b if len(a) > len(b) else a == b[1:]
