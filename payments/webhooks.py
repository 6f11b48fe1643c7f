"""Where a provider tells of money that has moved: signature first, then storage, then an answer."""

from flask import Blueprint, current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from app.core import clock
from app.core.transaction import transaction
from app.policy import Actor
from payments import rules, services

LARGEST = 64 * 1024
_TIMESTAMP = "X-SePay-Timestamp"
_SIGNATURE = "X-SePay-Signature"

bp = Blueprint("payment_webhooks", __name__)
# A machine carries no form token; its signature is checked instead.
csrf_exempt = (bp,)


@bp.post("/webhooks/sepay")
def sepay() -> ResponseReturnValue:
    """Take one notice: nothing is stored unless the signature holds, nothing is answered well before it is saved."""
    secret = current_app.extensions["settings"].sepay_secret
    if not secret:
        return _answer(503)
    body = _body()
    if body is None:
        return _answer(413)
    if not _is_signed(secret, body):
        return _answer(401)
    with transaction():
        services.receive_notice(
            provider="sepay",
            body=body,
            headers={name: request.headers[name] for name in (_TIMESTAMP, _SIGNATURE)},
            by=Actor.system("sepay"),
        )
    return _answer(200)


def _body() -> bytes | None:
    request.max_content_length = LARGEST
    try:
        body = request.get_data(cache=False)
    except RequestEntityTooLarge:
        return None
    return body if len(body) <= LARGEST else None


def _is_signed(secret: str, body: bytes) -> bool:
    return rules.signature_holds(
        secret=secret,
        timestamp=request.headers.get(_TIMESTAMP, ""),
        signature=request.headers.get(_SIGNATURE, ""),
        body=body,
        now_seconds=clock.now().timestamp(),
    )


def _answer(status: int) -> ResponseReturnValue:
    return {"success": status == 200}, status
