"""What an owner may say of money, and where its parts then belong."""

from dataclasses import dataclass
from enum import StrEnum


class Word(StrEnum):
    """What the owner says of money that came for a request, but not as asked."""

    ACCEPT = "accept"
    KEEP = "keep"
    OWE = "owe"
    CLOSE = "close"


class Told(StrEnum):
    """What the owner says of money without a code."""

    SALE = "sale"
    OTHER = "other"
    SAME = "same"
    ANOTHER = "another"


@dataclass(frozen=True)
class Share:
    """What of the money is a sale, what is owed back, and what is neither; together they are all of it."""

    sold_vnd: int = 0
    owed_vnd: int = 0
    other_vnd: int = 0


def parts(word: Word, *, waiting_vnd: int, asked_vnd: int) -> Share:
    """Return where waiting money belongs: accepted, what is over is owed back."""
    match word:
        case Word.ACCEPT:
            sold_vnd = min(waiting_vnd, asked_vnd)
            return Share(sold_vnd=sold_vnd, owed_vnd=waiting_vnd - sold_vnd)
        case Word.KEEP:
            return Share(sold_vnd=waiting_vnd)
        case Word.OWE:
            return Share(owed_vnd=waiting_vnd)
        case Word.CLOSE:
            return Share(other_vnd=waiting_vnd)
