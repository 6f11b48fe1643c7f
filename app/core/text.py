"""Vietnamese text: one normal form to store, one folded form to search."""

import re
import unicodedata

_D = str.maketrans({"đ": "d", "Đ": "D", "ð": "d", "Ð": "D"})
_MARKS = "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"
# Every Vietnamese letter with its marks, whole or in parts, and the letter without them.
_BARE = {ord(mark): "" for mark in _MARKS} | {
    code: "".join(sign for sign in unicodedata.normalize("NFD", chr(code)) if sign not in _MARKS)
    for code in (*range(0xC0, 0x1B1), *range(0x1EA0, 0x1EFA))
}
_BARE |= _D


def nfc(text: str) -> str:
    """Return text in NFC without control characters: NFD doubles the cost of an SMS and breaks comparisons."""
    if text.isprintable() and unicodedata.is_normalized("NFC", text):
        return text  # nearly every line is in order already, and a long list is read a line at a time
    composed = unicodedata.normalize("NFC", text)
    return "".join(sign for sign in composed if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cf", "Cs"))


def line(text: str) -> str:
    """Return text as one trimmed line in NFC."""
    return " ".join(nfc(text).split())


def bare(text: str) -> str:
    """Return text without Vietnamese marks, keeping its case: ``Đặng`` becomes ``Dang``.

    NFD alone is not enough, because đ has no decomposition.
    """
    if text.isascii():
        return text
    plain = text.translate(_BARE)
    if plain.isascii():
        return plain  # all but a few words in a million are Vietnamese, and a list has many
    decomposed = unicodedata.normalize("NFD", text.translate(_D))
    return unicodedata.normalize("NFC", "".join(sign for sign in decomposed if not unicodedata.combining(sign)))


def fold(text: str) -> str:
    """Return the form to search by: lower case, no marks, single spaces. NFC and NFD come out alike."""
    return " ".join(bare(text).casefold().split())


def slugify(text: str) -> str:
    """Return a short address of lower-case letters, digits and dashes; may be empty."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text[:200]))[:80].strip("-")
