"""A strict stand-in for the card processor: a real HTTP server that knows the calls we make and refuses all others.

Names of parameters come from the processor's own library; the rules are those it publishes: whole đồng between its
least and its most, no account where it gives none, the same key with other words refused, no more back than came, a
link that opens once. Faults happen on demand.
"""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, request
from flask.typing import ResponseReturnValue
from stripe.params._refund_create_params import RefundCreateParams
from stripe.params.checkout._session_create_params import (
    SessionCreateParams,
    SessionCreateParamsLineItem,
    SessionCreateParamsLineItemPriceData,
    SessionCreateParamsPaymentIntentData,
)
from stripe.params.v2.core._account_create_params import AccountCreateParams
from stripe.params.v2.core._account_link_create_params import AccountLinkCreateParams
from werkzeug.serving import make_server

KEY, SECRET = "rk_test_lensan", "whsec_test_secret"
GIVEN = {"US", "GB", "DE", "FR", "SG"}
LEAST_VND, MOST_VND = 12_000, 99_999_999
_OPTIONS = {"api_key", "stripe_version", "stripe_account", "stripe_context", "max_network_retries", "idempotency_key",
            "content_type", "headers"}  # fmt: skip


class RefusalError(Exception):
    """An answer the processor would give."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status, self.code = status, code


def _tree(form: dict[str, str]) -> dict[str, Any]:
    """Turn ``line_items[0][quantity]=1`` into nested words."""
    found: dict[str, Any] = {}
    for name, value in form.items():
        steps = name.replace("]", "").split("[")
        here = found
        for step in steps[:-1]:
            here = here.setdefault(step, {})
        here[steps[-1]] = value
    return found


def _known(given: dict[str, Any], kind: type) -> None:
    allowed = set(kind.__annotations__) - _OPTIONS
    for name in given:
        if name not in allowed:
            raise RefusalError(400, "parameter_unknown")


class StandIn:
    """What the processor keeps, and what a test makes happen there."""

    def __init__(self) -> None:
        self.accounts: dict[str, dict[str, Any]] = {}
        self.sessions: dict[str, dict[str, Any]] = {}
        self.disputes: dict[str, str] = {}
        self.links: dict[str, str] = {}
        self.asked: list[tuple[str, str, str]] = []
        self.answers: dict[str, tuple[str, Any]] = {}
        # Statuses to answer with instead, one for each coming request: 500 before anything is done, "lost" after.
        self.faults: list[int | str] = []
        self.number = 0
        self.url = ""

    def new_id(self, kind: str) -> str:
        self.number += 1
        return f"{kind}_{self.number:08d}"

    def finish_questions(self, account_id: str, status: str = "active") -> None:
        account = self.accounts[account_id]
        account["configuration"]["merchant"]["capabilities"]["card_payments"]["status"] = status
        account["requirements"] = {"entries": [], "summary": None}

    def pay(self, session_id: str) -> None:
        session = self.sessions[session_id]
        assert session["status"] == "open"
        session.update(status="complete", payment_status="paid")
        session["payment_intent"] = {
            "id": self.new_id("pi"), "object": "payment_intent",
            "latest_charge": {"id": self.new_id("ch"), "object": "charge", "created": int(time.time()),
                              "amount_refunded": 0, "disputed": False},
        }  # fmt: skip

    def charge(self, session_id: str) -> dict[str, Any]:
        found: dict[str, Any] = self.sessions[session_id]["payment_intent"]["latest_charge"]
        return found

    def dispute(self, session_id: str, status: str) -> None:
        """Let a card holder object, or the bank decide; that a charge was disputed is never unsaid."""
        charge = self.charge(session_id)
        charge["disputed"] = True
        self.disputes[charge["id"]] = status

    def event(self, kind: str, session_id: str, **more: Any) -> bytes:
        """Return a message as it would be sent, with its object."""
        session = self.sessions[session_id]
        intent = session["payment_intent"]["id"] if session["payment_intent"] else None
        thing = {"id": session_id, "object": "checkout.session", "payment_intent": intent}
        if kind.startswith("charge."):
            thing = {"id": self.charge(session_id)["id"], "object": "charge", "payment_intent": intent}
        body = {"id": self.new_id("evt"), "object": "event", "type": kind, "account": session["account"],
                "data": {"object": thing}}  # fmt: skip
        return json.dumps(body | more).encode()

    def thin_event(self, account_id: str) -> bytes:
        """Return a message that only names its object."""
        body = {"id": self.new_id("evt"), "object": "v2.core.event", "type": "v2.core.account[requirements].updated",
                "related_object": {"id": account_id, "type": "v2.core.account"}}  # fmt: skip
        return json.dumps(body).encode()

    def answer(self) -> ResponseReturnValue:
        """Answer one request as the processor would."""
        fault = self.faults.pop(0) if self.faults else 0
        if isinstance(fault, int) and fault:
            return {"error": {"type": "api_error", "message": "on demand"}}, fault
        try:
            done = self._once()
        except RefusalError as refusal:
            kind = "idempotency_error" if refusal.code == "idempotency_key_in_use" else "invalid_request_error"
            return {"error": {"type": kind, "code": refusal.code, "message": refusal.code}}, refusal.status
        if fault == "lost":
            return {"error": {"type": "api_error", "message": "lost on the way"}}, 500
        return done, 200

    def _once(self) -> dict[str, Any]:
        if request.headers.get("Authorization") != f"Bearer {KEY}" or not request.headers.get("Stripe-Version"):
            raise RefusalError(401, "api_key_invalid")
        words = request.get_data(as_text=True)
        key = request.headers.get("Idempotency-Key", "")
        self.asked.append((request.method, request.path, key))
        if request.method != "POST":
            return self._do()
        if not key:
            raise RefusalError(400, "idempotency_key_missing")
        if key in self.answers:
            before, answered = self.answers[key]
            if before != words:
                raise RefusalError(400, "idempotency_key_in_use")
            return dict(answered)
        done = self._do()
        self.answers[key] = (words, done)
        return done

    def _do(self) -> dict[str, Any]:  # noqa: PLR0911  one call, one line
        match [request.method, *request.path.strip("/").split("/")]:
            case ["GET", "v1", "country_specs", country]:
                if country not in GIVEN:
                    raise RefusalError(404, "resource_missing")
                return {"id": country, "object": "country_spec"}
            case ["POST", "v2", "core", "accounts"]:
                return self._account(request.get_json())
            case ["GET", "v2", "core", "accounts", account_id]:
                return self._visible(self._found(self.accounts, account_id))
            case ["POST", "v2", "core", "account_links"]:
                return self._link(request.get_json())
            case ["POST", "v1", "checkout", "sessions"]:
                return self._session(_tree(request.form.to_dict()))
            case ["GET", "v1", "checkout", "sessions", session_id]:
                return self._own(self._found(self.sessions, session_id))
            case ["GET", "v1", "disputes"]:
                status = self.disputes.get(request.args["charge"])
                found = [{"id": "dp_1", "object": "dispute", "status": status}] if status else []
                return {"object": "list", "data": found, "has_more": False, "url": "/v1/disputes"}
            case ["POST", "v1", "refunds"]:
                return self._refund(_tree(request.form.to_dict()))
        raise RefusalError(404, "unknown_url")

    def _account(self, given: dict[str, Any]) -> dict[str, Any]:
        _known(given, AccountCreateParams)
        if given["identity"]["country"].upper() not in GIVEN:
            raise RefusalError(400, "country_unsupported")
        account_id = self.new_id("acct")
        self.accounts[account_id] = {
            "id": account_id, "object": "v2.core.account", "display_name": given["display_name"],
            "configuration": {"merchant": {"capabilities": {"card_payments": {"status": "restricted"}}}},
            "requirements": {"entries": [{"awaiting_action_from": "user", "description": "individual.id_number"}],
                             "summary": {"minimum_deadline": {"status": "currently_due"}}},
        }  # fmt: skip
        return self._visible(self.accounts[account_id], given.get("include", []))

    def _visible(self, account: dict[str, Any], include: list[str] | None = None) -> dict[str, Any]:
        """Leave out what was not asked for, as the processor does."""
        asked = (
            include
            if include is not None
            else [value for name, value in request.args.items(multi=True) if "include" in name]
        )
        seen = dict(account)
        if "requirements" not in asked:
            seen["requirements"] = None
        if "configuration.merchant" not in asked:
            seen["configuration"] = None
        return seen

    def _link(self, given: dict[str, Any]) -> dict[str, Any]:
        _known(given, AccountLinkCreateParams)
        self._found(self.accounts, given["account"])
        told = given["use_case"]["account_onboarding"]
        token = self.new_id("link")
        self.links[token] = told["return_url"]
        return {"object": "v2.core.account_link", "account": given["account"], "url": f"{self.url}/questions/{token}"}

    def _session(self, given: dict[str, Any]) -> dict[str, Any]:
        _known(given, SessionCreateParams)
        _known(given["payment_intent_data"], SessionCreateParamsPaymentIntentData)
        item = given["line_items"]["0"]
        _known(item, SessionCreateParamsLineItem)
        _known(item["price_data"], SessionCreateParamsLineItemPriceData)
        account_id = request.headers.get("Stripe-Account", "")
        capability = self._found(self.accounts, account_id)["configuration"]["merchant"]["capabilities"]
        if capability["card_payments"]["status"] != "active":
            raise RefusalError(400, "account_invalid")
        amount = item["price_data"]["unit_amount"]
        if item["price_data"]["currency"] != "vnd" or not amount.isdigit():
            raise RefusalError(400, "parameter_invalid_integer")
        if int(amount) < LEAST_VND:
            raise RefusalError(400, "amount_too_small")
        if int(amount) > MOST_VND:
            raise RefusalError(400, "amount_too_large")
        if not 30 * 60 <= int(given["expires_at"]) - time.time() <= 24 * 3600:
            raise RefusalError(400, "expires_at_invalid")
        session_id = self.new_id("cs")
        self.sessions[session_id] = {
            "id": session_id, "object": "checkout.session", "account": account_id, "status": "open",
            "payment_status": "unpaid", "currency": "vnd", "amount_total": int(amount), "payment_intent": None,
            "url": f"{self.url}/pay/{session_id}",
        }  # fmt: skip
        return self.sessions[session_id]

    def _refund(self, given: dict[str, Any]) -> dict[str, Any]:
        _known(given, RefundCreateParams)
        account_id = request.headers.get("Stripe-Account", "")
        for session in self.sessions.values():
            intent = session["payment_intent"]
            if intent and intent["id"] == given["payment_intent"] and session["account"] == account_id:
                charge = intent["latest_charge"]
                if charge["disputed"] or charge["amount_refunded"] + int(given["amount"]) > session["amount_total"]:
                    raise RefusalError(400, "charge_already_refunded")
                charge["amount_refunded"] += int(given["amount"])
                return {"id": self.new_id("re"), "object": "refund", "status": "succeeded"}
        raise RefusalError(404, "resource_missing")

    def _own(self, session: dict[str, Any]) -> dict[str, Any]:
        if session["account"] != request.headers.get("Stripe-Account"):
            raise RefusalError(404, "resource_missing")
        return session

    def _found(self, things: dict[str, dict[str, Any]], thing_id: str) -> dict[str, Any]:
        if thing_id not in things:
            raise RefusalError(404, "resource_missing")
        return things[thing_id]


@contextmanager
def standing_in() -> Iterator[StandIn]:
    """Serve the stand-in on a loopback port."""
    stand_in = StandIn()
    app = Flask("stripe_stand_in")

    @app.route("/<path:_path>", methods=["GET", "POST"])
    def anything(_path: str) -> ResponseReturnValue:
        return stand_in.answer()

    server = make_server("127.0.0.1", 0, app, threaded=True)
    stand_in.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield stand_in
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
