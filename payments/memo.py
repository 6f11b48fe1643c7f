"""Reference codes in transfer memos: short, hard to hit by accident, found again in what banks make of a memo."""

import re
import unicodedata
from collections.abc import Callable

from app.core.text import bare

# No vowel, so no words; no 0/O, 1/I/L, S beside 5; no E, so that 1E5 cannot look like a number.
ALPHABET = "23456789CDFGHJKMNPQRTVWXYZ"
# Three consonants that no bank puts into a memo: not FT, VCB, MB, CT, GD, ND, TT, CK, ZP, VQR.
PREFIX = "KQX"
LENGTH = 10
LONGEST_MEMO = 2000

_VALUE = {sign: place for place, sign in enumerate(ALPHABET)}
_BASE = len(ALPHABET)
_CANDIDATE = re.compile(f"(?=({PREFIX}[{ALPHABET}]{{{LENGTH - len(PREFIX)}}}))")
_NOISE = re.compile(r"[^A-Z0-9]+")


def new_reference(draw: Callable[[int], int]) -> str:
    """Make a reference; ``draw(n)`` chooses a number below ``n``, such as ``secrets.randbelow``."""
    body = PREFIX + "".join(ALPHABET[draw(_BASE)] for _ in range(LENGTH - len(PREFIX) - 1))
    return body + check_sign(body)


def check_sign(body: str) -> str:
    """Return the Luhn check sign modulo 26: it notices every wrong sign and nearly every swap of neighbours."""
    total = 0
    for place, sign in enumerate(reversed(body)):
        quotient, rest = divmod(_VALUE[sign] * (2 if place % 2 == 0 else 1), _BASE)
        total += quotient + rest
    return ALPHABET[-total % _BASE]


def is_reference(text: str) -> bool:
    """Whether a text is a reference, written as we write it."""
    shaped = len(text) == LENGTH and text.startswith(PREFIX) and all(sign in _VALUE for sign in text)
    return shaped and check_sign(text[:-1]) == text[-1]


def squeeze(memo: str) -> str:
    """Return a memo as it can be searched: capitals and digits only, since banks drop marks, dashes and spaces."""
    return _NOISE.sub("", bare(unicodedata.normalize("NFKD", memo[:LONGEST_MEMO])).upper())


def find_references(memo: str) -> tuple[str, ...]:
    """Return the references in a memo, each once, in order; candidates may overlap."""
    found = (match[1] for match in _CANDIDATE.finditer(squeeze(memo)))
    return tuple(dict.fromkeys(text for text in found if is_reference(text)))
