"""payOS: the signature covers the data alone, in the order of its keys; what stands around it is not believed."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from app.core.text import line
from payments.inbox.rules.notices import Direction, Notice, accounts, believable, wall_clock, words

_EMPTY = (None, "null", "undefined")


def sign(key: str, data: Mapping[str, Any]) -> str:
    """Return the signature over ``key=value`` pairs, sorted, with nothing and lists as the vendor writes them."""
    pairs = "&".join(f"{name}={_written(data[name])}" for name in sorted(data))
    return hmac.new(key.encode(), pairs.encode(), hashlib.sha256).hexdigest()


def signature_holds(*, key: str, body: bytes) -> bool:
    """Whether the data of a body was signed with our key.

    Nothing that is signed says when: a notice sent again is known by its order and reference.
    """
    try:
        row = json.loads(body)
        data, given = row["data"], row["signature"]
        return isinstance(data, dict) and hmac.compare_digest(sign(key, data).encode(), str(given).encode())
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return False


def read(body: bytes) -> tuple[Notice, ...]:
    """Read a notice; nothing if it is not one of money received."""
    try:
        found = _notice(json.loads(body)["data"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ()
    return (found,) if found else ()


def _notice(data: Mapping[str, Any]) -> Notice | None:
    if not believable(data["amount"]) or data.get("code", "00") != "00" or data.get("currency", "VND") != "VND":
        return None
    reference = line(str(data["reference"]))[:150]
    return Notice(
        event_id=f"{line(str(data['orderCode']))[:40]}:{reference}",
        account_nos=accounts(data.get("accountNumber"), data.get("virtualAccountNumber")),
        amount_vnd=data["amount"],
        direction=Direction.IN,
        memo=words(data.get("description")),
        occurred_local=wall_clock(data.get("transactionDateTime")),
        reference=reference,
        payer_name=words(data.get("counterAccountName"))[:200],
        payer_account=words(data.get("counterAccountNumber"))[:40],
    )


def _written(value: Any) -> str:
    if value in _EMPTY:
        return ""
    if isinstance(value, list | dict | bool):
        return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return str(value)
