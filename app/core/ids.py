"""Identifiers: UUIDv7 rows, codes people read aloud, and their check digits."""

import secrets
import struct
import threading
import time
import unicodedata
from collections.abc import Mapping
from typing import Any
from uuid import UUID, SafeUUID

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

# The quasi-group of H. Michael Damm's thesis (2004), order 10, totally anti-symmetric: it catches every single
# wrong digit and every swap of two neighbours, the two mistakes people make when reading a code over the telephone.
_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)

_SLOTS: Mapping[str, Any] = vars(UUID)
_SET_INT, _SET_IS_SAFE = _SLOTS["int"].__set__, _SLOTS["is_safe"].__set__
_lock = threading.Lock()
_last_tick = 0


class CodeError(ValueError):
    """A dictated code does not have ten digits, or its check digit disagrees."""


def new_id() -> UUID:
    """Make a UUIDv7 (RFC 9562): 48 bits of milliseconds, 12 of order within them, 62 at random.

    Ids of one process never go backwards, so they sort by birth. They tell when they were made: none is a secret.
    """
    return new_ids(1)[0]


def new_ids(count: int) -> list[UUID]:
    """Make many UUIDv7 at once, in the order of birth."""
    global _last_tick
    with _lock:
        # 4,096 ticks to the millisecond; a clock set back, or two calls within a tick, go on from the last one.
        first = max(_last_tick + 1, time.time_ns() * 4096 // 1_000_000)
        _last_tick = first + count - 1
    drawn = struct.unpack(f"{count}Q", secrets.token_bytes(8 * count))
    return [_uuid(tick, chance) for tick, chance in enumerate(drawn, start=first)]


def _uuid(tick: int, chance: int) -> UUID:
    milliseconds, fraction = tick >> 12 & (1 << 48) - 1, tick & 4095
    # As UUID(int=…) does, without asking in what other way it was given: a long list makes hundreds of thousands.
    made = object.__new__(UUID)
    _SET_INT(made, milliseconds << 80 | 7 << 76 | fraction << 64 | 2 << 62 | chance & (1 << 62) - 1)
    _SET_IS_SAFE(made, SafeUUID.unknown)
    return made


def short_code(length: int) -> str:
    """Make a random code of Crockford's base 32, which has no I, L, O or U to misread."""
    drawn = secrets.randbits(5 * length)
    return "".join(CROCKFORD[drawn >> 5 * place & 31] for place in range(length))


def damm_digit(digits: str) -> int:
    """Return the check digit that makes the whole number come to nought."""
    interim = 0
    for digit in digits.encode():
        interim = _DAMM[interim][digit - ord("0")]
    return interim


def dossier_code(*, block: int, running: int) -> str:
    """Write a code such as ``1204-087-354``: block of four, running number of five, one check digit.

    Raises:
        ValueError: the block or the running number does not fit.
    """
    if not (0 <= block <= 9999 and 0 <= running <= 99999):
        raise ValueError("A block has four digits and a running number five")
    digits = f"{block:04d}{running:05d}"
    return _grouped(f"{digits}{damm_digit(digits)}")


def parse_dossier_code(text: str) -> str:
    """Read a code as typed or dictated: spaces, dots, dashes and full-width digits do not matter.

    Raises:
        CodeError: there are not ten digits, or the check digit disagrees.
    """
    digits = "".join(
        str(unicodedata.digit(sign))
        for sign in text[:60]
        if unicodedata.digit(sign, None) is not None  # a paste, not a book
    )
    noise = [sign for sign in text[:60] if sign.isalpha()]
    if len(digits) != 10 or noise or len(text) > 60 or damm_digit(digits) != 0:
        raise CodeError(text[:60])
    return _grouped(digits)


def _grouped(digits: str) -> str:
    return f"{digits[:4]}-{digits[4:7]}-{digits[7:]}"
