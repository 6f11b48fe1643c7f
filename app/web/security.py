"""Headers, nonces and rate limits: what a browser may do with our pages, and how often anybody may ask."""

import secrets

from flask import Flask, Response, g, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from werkzeug.middleware.proxy_fix import ProxyFix

from app.core.settings import Settings

limiter = Limiter(get_remote_address, default_limits=[], headers_enabled=False)

_POLICY = "Content-Security-Policy"
_ALWAYS = (
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(self), geolocation=(self), microphone=(), payment=()"),
)


def _policy(inline: str, led_to: str = "") -> str:
    return (
        f"default-src 'none'; script-src 'self'{inline}; style-src 'self'{inline}; img-src 'self' data:; "
        "connect-src 'self'; font-src 'self'; manifest-src 'self'; worker-src 'self'; "
        f"form-action 'self'{led_to}; base-uri 'none'; frame-ancestors 'none'"
    )


_STRICT = _policy("")


def csp_nonce() -> str:
    """Return this answer's nonce for the few inline styles a single-request page needs."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    nonce: str = g.csp_nonce
    return nonce


def lead_to(origin: str) -> None:
    """Let a form on this answer lead to one other site, such as a payment processor's own page."""
    g.led_to = f" {origin}"


def add_headers(response: Response) -> Response:
    """Add what every answer carries; a view that has said otherwise is left alone."""
    headers = response.headers
    said = {name.lower() for name, _ in headers}
    if _POLICY.lower() not in said:
        nonce, led_to = g.get("csp_nonce"), g.get("led_to", "")
        inline = f" 'nonce-{nonce}'" if nonce else ""
        headers.add(_POLICY, _policy(inline, led_to) if inline or led_to else _STRICT)
    for name, value in _ALWAYS:
        if name.lower() not in said:
            headers.add(name, value)
    if request.is_secure:
        headers.add("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if "cache-control" not in said and response.mimetype == "text/html":
        headers.add("Cache-Control", "private, no-store" if g.get("actor") and g.actor.holdings else "no-cache")
    return response


def install(app: Flask, here: Settings) -> None:
    """Switch on headers and limits, and believe only the proxies that the operator says stand before us.

    Limits live in Redis where several processes share them; while Redis is away each process counts for itself, so
    that nobody is kept from signing in.
    """
    if here.trusted_proxies:
        hops = here.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign] # how the library is put in
    if here.redis_url:
        app.config.update(
            RATELIMIT_STORAGE_URI=here.redis_url,
            RATELIMIT_STORAGE_OPTIONS={"socket_connect_timeout": 1, "socket_timeout": 1},
            RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=True,
            RATELIMIT_KEY_PREFIX="lensan",
        )
    limiter.init_app(app)
    # The extension would look for limits before every request; ours stand on views, which look for themselves.
    app.before_request_funcs[None].remove(limiter._check_request_limit)  # noqa: SLF001  it has no other name
    app.after_request(add_headers)
    app.jinja_env.globals["csp_nonce"] = csp_nonce
