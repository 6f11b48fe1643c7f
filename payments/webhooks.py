"""Where channels tell of money that has moved: signature first, then storage, then an answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Blueprint, current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from app.core import clock
from app.core.settings import Settings
from app.core.transaction import transaction
from app.policy import Actor
from payments.inbox import services
from payments.inbox.rules import casso, payos, sepay

LARGEST = 64 * 1024
_SEPAY_TIME, _SEPAY_SIGNATURE = "X-SePay-Timestamp", "X-SePay-Signature"
_CASSO_SIGNATURE, _CASSO_TOKEN = "X-Casso-Signature", "Secure-Token"

bp = Blueprint("payment_webhooks", __name__)
# A machine carries no form token; its signature is checked instead.
csrf_exempt = (bp,)


@dataclass(frozen=True)
class Channel:
    """How one service is believed: which settings open its door, what proves a body, and what is kept of the headers.

    A key or a token that is itself the proof is never kept.
    """

    is_open: Callable[[Settings], bool]
    is_believed: Callable[[Settings, bytes], bool]
    kept: tuple[str, ...] = ()


def _sepay(here: Settings, body: bytes) -> bool:
    if sepay.key_holds(here.sepay_api_key, request.headers.get("Authorization", "")):
        return True
    return bool(here.sepay_secret) and sepay.signature_holds(
        secret=here.sepay_secret,
        timestamp=request.headers.get(_SEPAY_TIME, ""),
        signature=request.headers.get(_SEPAY_SIGNATURE, ""),
        body=body,
        now_seconds=clock.now().timestamp(),
    )


def _casso(here: Settings, body: bytes) -> bool:
    if casso.token_holds(here.casso_token, request.headers.get(_CASSO_TOKEN, "")):
        return True
    return bool(here.casso_key) and casso.signature_holds(
        key=here.casso_key,
        header=request.headers.get(_CASSO_SIGNATURE, ""),
        body=body,
        now_seconds=clock.now().timestamp(),
    )


def _payos(here: Settings, body: bytes) -> bool:
    return payos.signature_holds(key=here.payos_key, body=body)


CHANNELS: Mapping[str, Channel] = {
    "sepay": Channel(
        lambda here: bool(here.sepay_secret or here.sepay_api_key), _sepay, (_SEPAY_TIME, _SEPAY_SIGNATURE)
    ),
    "casso": Channel(lambda here: bool(here.casso_key or here.casso_token), _casso, (_CASSO_SIGNATURE,)),
    "payos": Channel(lambda here: bool(here.payos_key), _payos),
}


@bp.post("/webhooks/sepay", defaults={"provider": "sepay"})
@bp.post("/webhooks/casso", defaults={"provider": "casso"})
@bp.post("/webhooks/payos", defaults={"provider": "payos"})
def take(provider: str) -> ResponseReturnValue:
    """Take what one channel says: no notice unless it is proved, no good answer before it is saved."""
    here: Settings = current_app.extensions["settings"]
    channel = CHANNELS[provider]
    if not channel.is_open(here):
        return _answer(503)
    body = _body()
    if body is None:
        return _answer(413)
    if not channel.is_believed(here, body):
        return _refused(provider, body)
    with transaction():
        services.receive(
            provider=provider,
            body=body,
            headers={name: request.headers[name][:300] for name in channel.kept if name in request.headers},
            by=Actor.system(provider),
        )
    return _answer(200)


def _refused(provider: str, body: bytes) -> ResponseReturnValue:
    """Keep a body that is not believed apart from the notices, so that the true one is taken when it comes."""
    with transaction():
        services.reject(provider=provider, body=body, reason="signature")
    return _answer(401)


def _body() -> bytes | None:
    request.max_content_length = LARGEST
    try:
        body = request.get_data(cache=False)
    except RequestEntityTooLarge:
        return None
    return body if len(body) <= LARGEST else None


def _answer(status: int) -> ResponseReturnValue:
    return {"success": status == 200}, status
