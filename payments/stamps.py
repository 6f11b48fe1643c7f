"""What the stamp on a printed code vouches for, and what a visitor is told of it."""

import hashlib
from enum import StrEnum

from app.core import stamps
from payments.states import StandeeState

FORMAT = "lensan-sign/1"


class Light(StrEnum):
    """What a visitor is told of a printed code."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Stamp(StrEnum):
    """What the stamp of a printed code comes to."""

    HOLDS = "holds"
    MISSING = "missing"
    BROKEN = "broken"


def statement(*, serial: str, bank_bin: str, account_no: str, holder_name: str) -> bytes:
    """Return the bytes that are stamped; the account stands in them as a hash salted with the serial."""
    return "\n".join((FORMAT, serial, bank_bin, account_hash(serial, account_no), holder_name)).encode()


def account_hash(serial: str, account_no: str) -> str:
    """Return what stands for an account in a stamp: whoever holds the card can work it out, nobody can read it back."""
    return hashlib.sha256(f"{serial}:{account_no}".encode()).hexdigest()


def verdict(stamped: str | None, said: bytes) -> Stamp:
    """Return what a stamp comes to; cards printed before there were stamps have none."""
    if not stamped:
        return Stamp.MISSING
    return Stamp.HOLDS if stamps.holds(stamped, said) else Stamp.BROKEN


def light(state: StandeeState, *, is_confirmed: bool, stamp: Stamp) -> Light:
    """Return what a visitor is told: green only for a live, stamped code of a household the commune has confirmed.

    A stamp that does not hold means that somebody has changed the name or the account since it was issued.
    """
    if state is StandeeState.REVOKED or stamp is Stamp.BROKEN:
        return Light.RED
    is_good = state is StandeeState.ISSUED and is_confirmed and stamp is Stamp.HOLDS
    return Light.GREEN if is_good else Light.AMBER
