"""Sizes of a printed sign, what a photograph of one shows, and when it is to be looked at again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from payments import vietqr
from payments.vietqr import VietQrError

LOOK_EVERY = timedelta(days=30)
# Every payment code begins with the format's version, object 00; the address of the checking page does not.
_PAYMENT = "000201"


class Size(StrEnum):
    """How large a sign is printed; the word stands in its address."""

    TABLE = "a6"
    COUNTER = "a5"
    POSTER = "a4"
    STICKERS = "tem"


class Seen(StrEnum):
    """What a photograph of a sign shows."""

    OWN = "own"
    OTHER_ACCOUNT = "other_account"
    OTHER_SCHEME = "other_scheme"
    DAMAGED = "damaged"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Sight:
    """What was seen, and where it is another scheme's code, whose."""

    seen: Seen
    scheme: str = ""


def judge(codes: Iterable[str], *, bank_bin: str, account_no: str) -> Sight:
    """Say what the codes on one photograph come to.

    A code for another account is the worst there can be, even beside one's own: it may have been stuck there. Another
    scheme's code beside one's own is common and harmless.
    """
    sights = [_one(code, bank_bin, account_no) for code in codes if code.startswith(_PAYMENT)]
    by_weight = (Seen.OTHER_ACCOUNT, Seen.OWN, Seen.OTHER_SCHEME, Seen.DAMAGED)
    return min(sights, key=lambda sight: by_weight.index(sight.seen), default=Sight(Seen.NOTHING))


def _one(code: str, bank_bin: str, account_no: str) -> Sight:
    try:
        said = vietqr.read(code)
    except VietQrError as refusal:
        return Sight(Seen.OTHER_SCHEME, refusal.scheme) if refusal.reason == "guid" else Sight(Seen.DAMAGED)
    return Sight(Seen.OWN if (said.bin, said.account) == (bank_bin, account_no) else Seen.OTHER_ACCOUNT)


def look_due_on(*, issued_on: date, last_own_on: date | None) -> date:
    """Return the day from which the owner is asked to photograph the sign again."""
    return max(issued_on, last_own_on or issued_on) + LOOK_EVERY
