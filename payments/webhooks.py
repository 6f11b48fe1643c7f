"""Where channels tell of money that has moved: signature first, then storage, then an answer.

The door stands before the site's own: a bank's machine has no session, language or form to be looked at, and when a
hundred notices come in one second each of those would cost more than keeping the notice does.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

import structlog
from flask import Flask
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Request

from app.core import clock
from app.core.settings import Settings
from app.core.together import Together
from app.core.transaction import transaction
from payments.inbox import services
from payments.inbox.rules import casso, payos, sepay
from payments.inbox.services import Sent

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LARGEST = 64 * 1024
_SEPAY_TIME, _SEPAY_SIGNATURE = "X-SePay-Timestamp", "X-SePay-Signature"
_CASSO_SIGNATURE, _CASSO_TOKEN = "X-Casso-Signature", "Secure-Token"
log = structlog.get_logger()


@dataclass(frozen=True)
class Channel:
    """How one service is believed: which settings open its door, what proves a body, and what is kept of the headers.

    A key or a token that is itself the proof is never kept.
    """

    is_open: Callable[[Settings], bool]
    is_believed: Callable[[Settings, Request, bytes], bool]
    kept: tuple[str, ...] = ()


def _sepay(here: Settings, request: Request, body: bytes) -> bool:
    if sepay.key_holds(here.sepay_api_key, request.headers.get("Authorization", "")):
        return True
    return bool(here.sepay_secret) and sepay.signature_holds(
        secret=here.sepay_secret,
        timestamp=request.headers.get(_SEPAY_TIME, ""),
        signature=request.headers.get(_SEPAY_SIGNATURE, ""),
        body=body,
        now_seconds=clock.now().timestamp(),
    )


def _casso(here: Settings, request: Request, body: bytes) -> bool:
    if casso.token_holds(here.casso_token, request.headers.get(_CASSO_TOKEN, "")):
        return True
    return bool(here.casso_key) and casso.signature_holds(
        key=here.casso_key,
        header=request.headers.get(_CASSO_SIGNATURE, ""),
        body=body,
        now_seconds=clock.now().timestamp(),
    )


def _payos(here: Settings, _request: Request, body: bytes) -> bool:
    return payos.signature_holds(key=here.payos_key, body=body)


CHANNELS: Mapping[str, Channel] = {
    "sepay": Channel(
        lambda here: bool(here.sepay_secret or here.sepay_api_key), _sepay, (_SEPAY_TIME, _SEPAY_SIGNATURE)
    ),
    "casso": Channel(lambda here: bool(here.casso_key or here.casso_token), _casso, (_CASSO_SIGNATURE,)),
    "payos": Channel(lambda here: bool(here.payos_key), _payos),
}


_PATHS = {f"/webhooks/{provider}": provider for provider in CHANNELS}
# Written out beforehand: an object for each answer would cost as much as the look at its signature.
_ANSWERS = {
    is_good: (said, [("Content-Type", "application/json"), ("Content-Length", f"{len(said)}")])
    for is_good, said in {True: b'{"success":true}\n', False: b'{"success":false}\n'}.items()
}


def install(app: Flask) -> None:
    """Put the door of the channels before the site's."""
    app.wsgi_app = Door(app, app.wsgi_app)  # type: ignore[method-assign]  # how Flask has it done


class Door:
    """Takes what channels send; whatever else comes goes on to the site."""

    def __init__(self, app: Flask, site: "WSGIApplication") -> None:
        self._app, self._site = app, site
        self._letters = Together(self._keep)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        provider = _PATHS.get(environ["PATH_INFO"])
        if provider is None or environ["REQUEST_METHOD"] != "POST":
            return self._site(environ, start_response)
        try:
            status = self.take(provider, Request(environ))
        except Exception as error:  # noqa: BLE001  whoever is told that it failed sends it again
            log.error("letter_not_kept", provider=provider, error=type(error).__name__)  # noqa: TRY400  no amounts
            status = HTTPStatus.INTERNAL_SERVER_ERROR
        said, headers = _ANSWERS[status == HTTPStatus.OK]
        start_response(f"{status:d} {status.phrase}", list(headers))
        return (said,)

    def take(self, provider: str, request: Request) -> HTTPStatus:
        """Take what one channel says: no notice unless it is proved, no good answer before it is saved."""
        here: Settings = self._app.extensions["settings"]
        channel = CHANNELS[provider]
        if not channel.is_open(here):
            return HTTPStatus.SERVICE_UNAVAILABLE
        body = _body(request)
        if body is None:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        if not channel.is_believed(here, request, body):
            self._refuse(provider, body)
            return HTTPStatus.UNAUTHORIZED
        headers = {name: request.headers[name][:300] for name in channel.kept if name in request.headers}
        self._letters.save(Sent(provider, body, headers, at=clock.now()))
        return HTTPStatus.OK

    def _keep(self, sent: Sequence[Sent]) -> None:
        with self._app.app_context():
            if services.is_opening_promised():
                services.keep_alone(sent)
                return
            with transaction():
                services.keep(sent)

    def _refuse(self, provider: str, body: bytes) -> None:
        """Keep a body that is not believed apart from the letters, so that the true one is taken when it comes."""
        with self._app.app_context(), transaction():
            services.reject(provider=provider, body=body, reason="signature")


def _body(request: Request) -> bytes | None:
    request.max_content_length = LARGEST
    try:
        body = request.get_data(cache=False)
    except RequestEntityTooLarge:
        return None
    return body if len(body) <= LARGEST else None
