"""Stripe, behind one module: the real library, told outright how often it may try, with keys of our own.

Charges are made at the seller's own account, so that no buyer's money ever passes through the programme's.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, TypeVar

import stripe

from payments.gateways import (
    CardFacts,
    CardMessage,
    Checkout,
    NotGenuineError,
    RefusedError,
    Standing,
    UnreachableError,
)

# One answer lost on the way is asked for again with the same key; longer faults are for the worker to wait out.
_TRIES_MORE = 1
_TOLERANCE_S = 300
_INCLUDE: list[Any] = ["configuration.merchant", "requirements"]
_CHARGE = ["payment_intent.latest_charge"]
# A dispute that ended without the money going back to the card.
_OVER = ("won", "warning_closed", "prevented")
_T = TypeVar("_T")


@lru_cache(maxsize=4)
def _client(key: str, url: str) -> stripe.StripeClient:
    addresses: Any = {"api": url} if url else None
    return stripe.StripeClient(key, base_addresses=addresses, max_network_retries=_TRIES_MORE)


class Stripe:
    """One platform account at Stripe; ``url`` stands in for its address where a stand-in answers."""

    def __init__(self, *, key: str, webhook_secret: str, url: str = "") -> None:
        self._secret = webhook_secret
        self._client = _client(key, url)

    def takes_country(self, country: str) -> bool:
        """Whether accounts can be had in a country, by Stripe's own list."""
        try:
            _asked(lambda: self._client.v1.country_specs.retrieve(country))
        except RefusedError:
            return False
        return True

    def open_account(self, *, country: str, name: str, key: str) -> str:
        """Open an account that takes cards in its own name, and return its id."""
        made = _asked(
            lambda: self._client.v2.core.accounts.create(
                {
                    "display_name": name,
                    "dashboard": "full",
                    "identity": {"country": country.lower()},
                    "configuration": {"merchant": {"capabilities": {"card_payments": {"requested": True}}}},
                    # Whoever sells bears Stripe's fees and their own losses: nothing passes through the programme.
                    "defaults": {"responsibilities": {"fees_collector": "stripe", "losses_collector": "stripe"}},
                    "include": _INCLUDE,
                },
                {"idempotency_key": key},
            )
        )
        return str(made.id)

    def onboarding_link(self, account_id: str, *, return_url: str, refresh_url: str, key: str) -> str:
        """Make a link to Stripe's own questions: it opens once and for minutes, so it is made at the click."""
        made = _asked(
            lambda: self._client.v2.core.account_links.create(
                {
                    "account": account_id,
                    "use_case": {
                        "type": "account_onboarding",
                        "account_onboarding": {"refresh_url": refresh_url, "return_url": return_url},
                    },
                },
                {"idempotency_key": key},
            )
        )
        return str(made.url)

    def standing(self, account_id: str) -> Standing:
        """Read how far an account has come."""
        found = _asked(lambda: self._client.v2.core.accounts.retrieve(account_id, {"include": _INCLUDE}))
        return _standing(found.to_dict())

    def start_checkout(
        self, account_id: str, *, amount_vnd: int, name: str, reference: str, expires_at: datetime, back: str, key: str
    ) -> Checkout:
        """Make a page on which one amount is paid once at the seller's account."""
        made = _asked(
            lambda: self._client.v1.checkout.sessions.create(
                {
                    "mode": "payment",
                    "client_reference_id": reference,
                    "expires_at": int(expires_at.timestamp()),
                    "success_url": f"{back}?the=xong",
                    "cancel_url": back,
                    "line_items": [
                        {
                            "quantity": 1,
                            "price_data": {
                                "currency": "vnd",
                                # The đồng has no hundredths: it is sent as it is, never times a hundred.
                                "unit_amount": amount_vnd,
                                "product_data": {"name": name},
                            },
                        }
                    ],
                    "payment_intent_data": {"metadata": {"reference": reference}},
                },
                {"idempotency_key": key, "stripe_account": account_id},
            )
        )
        return Checkout(session_id=str(made.id), url=str(made.url))

    def facts(self, account_id: str, session_id: str) -> CardFacts:
        """Read everything that has become of a payment, in whatever order the messages about it came."""
        found = _asked(
            lambda: self._client.v1.checkout.sessions.retrieve(
                session_id, {"expand": _CHARGE}, {"stripe_account": account_id}
            )
        )
        session = found.to_dict()
        charge = _charge_of(session)
        return _facts(session, charge, self._dispute(account_id, charge) if charge.get("disputed") else "")

    def _dispute(self, account_id: str, charge: dict[str, Any]) -> str:
        """Return where the newest dispute of a charge stands: the charge says only that there was one, for ever."""
        found = _asked(
            lambda: self._client.v1.disputes.list({"charge": charge["id"], "limit": 1}, {"stripe_account": account_id})
        )
        return found.data[0].status if found.data else ""

    def refund(self, account_id: str, *, intent_id: str, amount_vnd: int, key: str) -> str:
        """Send money back to the card and return the refund's id."""
        made = _asked(
            lambda: self._client.v1.refunds.create(
                {"payment_intent": intent_id, "amount": amount_vnd},
                {"idempotency_key": key, "stripe_account": account_id},
            )
        )
        return str(made.id)

    def read_message(self, body: bytes, signature: str, *, now_seconds: float) -> CardMessage:
        """Check who sent a message and read it, whether it brings its object along or only names it.

        Raises:
            NotGenuineError: no signature of ours, older than five minutes, or more than that ahead.
        """
        try:
            stripe.WebhookSignature.verify_header(body, signature, self._secret, _TOLERANCE_S)
            # The library looks back only: a message dated tomorrow would pass for a day.
            if _sent_at(signature) - now_seconds > _TOLERANCE_S:
                raise NotGenuineError("from the future")
            return _message(json.loads(body))
        except (stripe.SignatureVerificationError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise NotGenuineError(str(error)) from error


def _asked(call: Callable[[], _T]) -> _T:
    try:
        return call()
    except (stripe.APIConnectionError, stripe.RateLimitError) as error:
        raise UnreachableError(type(error).__name__) from error
    except stripe.StripeError as error:
        if error.http_status is None or error.http_status >= 500 or error.http_status == 429:
            raise UnreachableError(type(error).__name__) from error
        raise RefusedError(str(error.code or type(error).__name__)) from error


def _standing(account: dict[str, Any]) -> Standing:
    merchant = (account.get("configuration") or {}).get("merchant") or {}
    status = ((merchant.get("capabilities") or {}).get("card_payments") or {}).get("status", "")
    entries = (account.get("requirements") or {}).get("entries") or []
    from_user = [entry for entry in entries if entry.get("awaiting_action_from") == "user"]
    deadline = ((account.get("requirements") or {}).get("summary") or {}).get("minimum_deadline") or {}
    return Standing(
        takes_cards=status == "active",
        due=tuple(str(entry.get("description", "")) for entry in from_user),
        due_by=datetime.fromisoformat(deadline["time"]) if deadline.get("time") else None,
        is_checked=bool(entries) and not from_user,
        blocked=status if status in ("rejected", "unsupported") else "",
    )


def _charge_of(session: dict[str, Any]) -> dict[str, Any]:
    intent = session.get("payment_intent") or {}
    return (intent.get("latest_charge") or {}) if isinstance(intent, dict) else {}


def _facts(session: dict[str, Any], charge: dict[str, Any], dispute: str) -> CardFacts:
    intent = session.get("payment_intent") or {}
    paid_at = charge.get("created")
    return CardFacts(
        is_paid=session.get("payment_status") == "paid",
        is_over=session.get("status") == "expired",
        intent_id=str(intent.get("id", "")) if isinstance(intent, dict) else str(intent),
        amount_vnd=int(session.get("amount_total") or 0) if session.get("currency") == "vnd" else 0,
        refunded_vnd=int(charge.get("amount_refunded") or 0),
        is_disputed=bool(charge.get("disputed")) and dispute not in _OVER,
        is_lost=dispute == "lost",
        paid_at=datetime.fromtimestamp(paid_at, UTC) if paid_at else None,
    )


def _message(event: dict[str, Any]) -> CardMessage:
    if event.get("object") == "v2.core.event":
        related = event.get("related_object") or {}
        return CardMessage(str(event["id"]), str(event["type"]), str(related.get("id", "")), str(related.get("id", "")))
    thing = event["data"]["object"]
    return CardMessage(
        event_id=str(event["id"]),
        kind=str(event["type"]),
        account_id=str(event.get("account") or ""),
        object_id=str(thing["id"]),
        intent_id=str(thing.get("payment_intent") or ""),
    )


def _sent_at(signature: str) -> int:
    parts = dict(part.split("=", 1) for part in signature.split(",") if "=" in part)
    return int(parts["t"])
