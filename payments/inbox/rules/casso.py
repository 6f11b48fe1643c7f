"""Casso: version 2 signs the sorted body and the time in milliseconds; version 1 sends a list and one plain token."""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from typing import Any

from app.core.text import line
from payments.inbox.rules.notices import Direction, Notice, accounts, believable, wall_clock, words

# The vendor says nothing about how old a notice may be; we do.
CLOCK_DRIFT_MS = 300_000
_HEADER = re.compile(r"t=([0-9]{1,15}),v1=([0-9a-f]{128})")
_MOST_IN_A_LIST = 200


def sign(key: str, milliseconds: str, body: bytes, *, as_php: bool = False) -> str:
    """Return the signature over a body whose keys are sorted at every level.

    The vendor's two samples write ``/`` and letters with marks differently: as they are, or as PHP escapes them.

    Raises:
        ValueError: the body is not JSON.
    """
    packed = json.dumps(json.loads(body), sort_keys=True, separators=(",", ":"), ensure_ascii=as_php)
    text = packed.replace("/", "\\/") if as_php else packed
    return hmac.new(key.encode(), f"{milliseconds}.{text}".encode(), hashlib.sha512).hexdigest()


def signature_holds(*, key: str, header: str, body: bytes, now_seconds: float) -> bool:
    """Whether a body was signed with our key by either of the vendor's samples, not long ago and not in the future."""
    given = _HEADER.fullmatch(header)
    if given is None or abs(now_seconds * 1000 - int(given[1])) > CLOCK_DRIFT_MS:
        return False
    try:
        expected = [sign(key, given[1], body, as_php=as_php) for as_php in (False, True)]
    except (ValueError, RecursionError):
        return False
    # Both are compared, whichever holds: how long it takes says nothing.
    held = [hmac.compare_digest(one, given[2]) for one in expected]
    return any(held)


def token_holds(token: str, given: str) -> bool:
    """Whether the plain token of version 1 is ours."""
    return bool(token) and hmac.compare_digest(token.encode(), given.encode("utf-8", "replace"))


def read(body: bytes) -> tuple[Notice, ...]:
    """Read the notice of version 2, or every one of version 1's list; nothing if one of them cannot be read."""
    try:
        data = json.loads(body)["data"]
        found = [_second(data)] if isinstance(data, dict) else [_first(row) for row in data[: _MOST_IN_A_LIST + 1]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ()
    notices = tuple(each for each in found if each is not None)
    return notices if len(notices) == len(found) <= _MOST_IN_A_LIST else ()


def _second(row: Mapping[str, Any]) -> Notice | None:
    return _notice(
        row,
        moment=row.get("transactionDateTime"),
        reference=row.get("reference"),
        numbers=(row.get("accountNumber"), row.get("virtualAccountNumber")),
    )


def _first(row: Mapping[str, Any]) -> Notice | None:
    return _notice(
        row,
        moment=row.get("when"),
        reference=row.get("tid"),
        numbers=(row.get("bank_sub_acc_id") or row.get("subAccId"), row.get("virtualAccount")),
    )


def _notice(row: Mapping[str, Any], *, moment: object, reference: object, numbers: tuple[object, ...]) -> Notice | None:
    amount = row["amount"]
    if type(amount) is not int or not believable(abs(amount)) or type(row["id"]) not in (int, str):
        return None
    said = line(str(reference or ""))[:150]
    return Notice(
        # Trial notices all bear the number 0: the reference tells them apart.
        event_id=f"{line(str(row['id']))[:40]}:{said}",
        account_nos=accounts(*numbers),
        amount_vnd=abs(amount),
        direction=Direction.IN if amount > 0 else Direction.OUT,
        memo=words(row.get("description")),
        occurred_local=wall_clock(moment),
        reference=said,
        payer_name=words(row.get("counterAccountName"), row.get("corresponsiveName"))[:200],
        payer_account=words(row.get("counterAccountNumber"), row.get("corresponsiveAccount"))[:40],
    )
