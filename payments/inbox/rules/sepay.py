"""SePay: a signature over the time and the bytes as they came, or one key for all notices."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from app.core.text import line
from payments.inbox.rules.notices import Direction, Notice, accounts, believable, wall_clock, words

CLOCK_DRIFT_SECONDS = 300


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """Return the signature a provider sends with a body at an instant."""
    digest = hmac.new(secret.encode(), timestamp.encode("ascii") + b"." + body, hashlib.sha256).hexdigest()
    return f"sha256={digest}"


def signature_holds(*, secret: str, timestamp: str, signature: str, body: bytes, now_seconds: float) -> bool:
    """Whether a body was signed with our secret, not long ago and not in the future."""
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12 and signature.isascii()):
        return False
    if abs(now_seconds - int(timestamp)) > CLOCK_DRIFT_SECONDS:
        return False
    return hmac.compare_digest(sign(secret, timestamp, body), signature)


def key_holds(key: str, authorization: str) -> bool:
    """Whether the one key stands in the header, as ``Apikey …``."""
    return bool(key) and hmac.compare_digest(f"Apikey {key}".encode(), authorization.encode("utf-8", "replace"))


def read(body: bytes) -> tuple[Notice, ...]:
    """Read a notice; nothing if it is not one."""
    try:
        row = json.loads(body)
        found = _notice(row) if isinstance(row, dict) else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ()
    return (found,) if found else ()


def _notice(row: Mapping[str, Any]) -> Notice | None:
    if not believable(row["transferAmount"]) or type(row["id"]) not in (int, str):
        return None
    return Notice(
        event_id=line(str(row["id"]))[:200],
        account_nos=accounts(row.get("accountNumber"), row.get("subAccount")),
        amount_vnd=row["transferAmount"],
        direction=Direction(row["transferType"]),
        memo=words(row.get("content"), row.get("description")),
        occurred_local=wall_clock(row.get("transactionDate")),
        reference=line(str(row.get("referenceCode") or ""))[:200],
    )
