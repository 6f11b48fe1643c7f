"""Who is asking: the actor behind this request's cookie."""

import time
from collections.abc import Callable
from urllib.parse import urlsplit
from uuid import UUID

from flask import g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from app.accounts import rules, services
from app.core import typed
from app.core.errors import NotFoundError
from app.core.transaction import transaction
from app.policy import ANONYMOUS, Actor, Permission, allows

_TOKEN = "token"  # noqa: S105  the name of a cookie's field
_SEEN = "seen"
_BORROWED = "borrowed"
_IN_COOKIE = 2500  # signs: a cookie holds four kilobytes


def me() -> Actor:
    """Return who is asking; nobody at all is `ANONYMOUS`."""
    if "actor" not in g:
        g.actor = _read()
    actor: Actor = g.actor
    return actor


def require_sign_in() -> ResponseReturnValue | None:
    """Send whoever has not signed in to the sign-in page, and back here afterwards. For ``bp.before_request``."""
    if not me().is_anonymous:
        return None
    session["next"] = request.full_path.rstrip("?") if request.method == "GET" else request.path
    if request.method == "POST":
        keep_typed()
    return redirect(url_for("sign_in.choose"), 303)


def may_anywhere(permission: Permission) -> None:
    """Refuse a page for people who hold this permission nowhere: they are not told that it exists.

    Raises:
        NotFoundError: the permission is held nowhere.
    """
    if not allows(me(), permission):
        raise NotFoundError("not here")


def only_for(permission: Permission) -> Callable[[], ResponseReturnValue | None]:
    """Return what asks for both: signing in, and holding a permission anywhere. For ``bp.before_request``."""

    def check() -> ResponseReturnValue | None:
        answer = require_sign_in()
        if answer is None:
            may_anywhere(permission)
        return answer

    return check


def start(opened: services.Opened) -> None:
    """Put a session just opened into a fresh cookie, so that an old one cannot be fixed upon somebody."""
    following, typed = session.get("next"), session.get("typed")
    session.clear()
    session[_TOKEN] = opened.token
    session[_SEEN] = int(time.time())
    session.permanent = True
    if opened.idle_minutes == rules.BORROWED_IDLE_MINUTES:
        session[_BORROWED] = True
    if following:
        session["next"] = following
    if typed:
        session["typed"] = typed
    g.pop("actor", None)


def start_dossier_session(merchant_id: UUID) -> None:
    """Let this browser see and change one dossier, beside what it may already do; call inside ``transaction()``."""
    actor = me()
    if actor.account_id is not None:
        return
    start(services.open_dossier_session(merchant_id=merchant_id))


def end() -> None:
    """Close the session and empty the cookie; call inside ``transaction()``."""
    services.end_session(token=session.get(_TOKEN, ""))
    session.clear()
    g.pop("actor", None)


def following_page(otherwise: str) -> str:
    """Return the page somebody wanted before signing in; only a path on this site."""
    wanted = str(session.pop("next", "") or "")
    parts = urlsplit(wanted)
    safe = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not parts.netloc
    return wanted if safe else otherwise


def keep_typed() -> None:
    """Keep what was typed into a form that arrived after the session had lapsed; the next showing gives it back."""
    values = {
        name: request.form.getlist(name)
        for name in request.form
        if name not in ("csrf_token", "_khoa", "code", "otp", "relative_otp", "password")
    }
    if len(str(values)) < _IN_COOKIE:
        session["typed"] = {"path": request.path, "values": values}
        return
    with transaction():
        key = typed.keep(request.path, values)
    if key is not None:
        session["typed"] = {"path": request.path, "key": str(key)}


def typed_before(path: str) -> dict[str, list[str]]:
    """Return, once, what was typed on this page before the session lapsed."""
    kept = session.get("typed")
    if not kept or kept["path"] != path:
        return {}
    session.pop("typed")
    if "key" in kept:
        return typed.kept(UUID(kept["key"]), path) or {}
    values: dict[str, list[str]] = kept["values"]
    return values


def on_borrowed_phone() -> bool:
    """Whether somebody has said that this browser is not their own."""
    return _BORROWED in session


def borrow_phone() -> None:
    """Keep this session short from now on; call inside ``transaction()``."""
    services.hold_briefly(token=session.get(_TOKEN, ""))
    session[_BORROWED] = True


def _read() -> Actor:
    token = session.get(_TOKEN)
    if not token:
        return ANONYMOUS
    actor, idle_minutes = services.actor_of(token)
    now = int(time.time())
    if actor.is_anonymous or now - int(session.get(_SEEN, 0)) > idle_minutes * 60:
        session.pop(_TOKEN, None)
        return ANONYMOUS
    if now - int(session.get(_SEEN, 0)) > 30:
        session[_SEEN] = now
    return actor
