"""Pages that are the same for every visitor: made once an edition, kept as they travel, shown until something changes.

Only a visitor who carries nothing gets them: no sign-in, no half-filled form, no message, no question of his own.
"""

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache, wraps

import brotli
from flask import Flask, Response, current_app, make_response, request, session
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

from app.core import clock, editions
from app.web.languages import chosen

MOST_PAGES = 600
MOST_BYTES = 120_000
# What no edition tells: the clock of a class that begins, a rule dated today, a row mended by hand.
MOST_SECONDS = 60
_HARMLESS = {"language", "csrf_token"}

View = Callable[..., ResponseReturnValue]


@dataclass
class Kept:
    """One page as it was made."""

    edition: str
    made_at: datetime
    tag: str
    bodies: dict[str, bytes] = field(default_factory=dict)

    def holds(self, edition: str, at: datetime) -> bool:
        """Whether the page would be made the same now."""
        return (
            self.edition == edition
            and 0 <= (at - self.made_at).total_seconds() < MOST_SECONDS
            and clock.local(at).date() == clock.local(self.made_at).date()
        )

    def body(self, coding: str) -> bytes:
        """Return the page as it travels, packed at most once for each way of packing."""
        found = self.bodies.get(coding)
        if found is None:
            found = self.bodies[coding] = _PACKERS[coding](self.bodies[""])
        return found


class Shelf:
    """The pages one process keeps: so many and no more, the ones longest unasked-for go first."""

    def __init__(self) -> None:
        self._pages: OrderedDict[tuple[str, bytes, str], Kept] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, key: tuple[str, bytes, str]) -> Kept | None:
        """Return a page if it is kept, of whatever edition."""
        with self._lock:
            found = self._pages.get(key)
            if found is not None:
                self._pages.move_to_end(key)
            return found

    def keep(self, key: tuple[str, bytes, str], page: Kept) -> None:
        """Keep a page, and let go of the oldest if there are too many."""
        with self._lock:
            self._pages[key] = page
            self._pages.move_to_end(key)
            while len(self._pages) > MOST_PAGES:
                self._pages.popitem(last=False)

    def clear(self) -> None:
        """Let go of everything."""
        with self._lock:
            self._pages.clear()


def install(app: Flask) -> None:
    """Give the application its shelf."""
    app.extensions["pages"] = Shelf()


def same_for_everybody(*asked: str, names_people: bool = True) -> Callable[[View], View]:
    """Keep what a view answers to visitors; `asked` are the only questions that may stand in the address.

    A page that names people is asked about again each time it is shown; another may be shown from the browser's own
    copy while that is asked.
    """
    control = "public, no-cache" if names_people else "public, max-age=0, stale-while-revalidate=60"
    known = {*asked, "lang"}

    def keep(view: View) -> View:
        @wraps(view)
        def shown(**values: object) -> ResponseReturnValue:
            if not (_HARMLESS.issuperset(session) and known.issuperset(request.args)):
                return view(**values)
            edition = editions.current()
            if edition is None:
                return view(**values)
            shelf: Shelf = current_app.extensions["pages"]
            at = clock.now()
            key = (request.path, request.query_string, chosen())
            page = shelf.find(key)
            if page is None or not page.holds(edition, at):
                answer = make_response(view(**values))
                body = answer.get_data()
                if answer.status_code != 200 or len(body) > MOST_BYTES or not _HARMLESS.issuperset(session):
                    return answer
                page = Kept(edition, at, hashlib.sha256(body).hexdigest()[:20], {"": body})
                shelf.keep(key, page)
            return _sent(page, "private, no-cache" if session.modified else control)

        return shown

    return keep


def _sent(page: Kept, control: str) -> Response:
    tag = f'W/"{page.tag}"'
    if tag in request.headers.get("If-None-Match", ""):
        answer = Response(status=304)
    else:
        coding = _best(request.headers.get("Accept-Encoding", ""))
        answer = Response(page.body(coding), mimetype="text/html")
        if coding:
            answer.headers["Content-Encoding"] = coding
    answer.headers["ETag"] = tag
    answer.headers["Cache-Control"] = control
    return answer


@lru_cache(200)
def _best(header: str) -> str:
    accepted: Accept = parse_accept_header(header[:200])
    return next((coding for coding in _PACKERS if coding and accepted.quality(coding) > 0), "")


_PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=5),
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
    "": bytes,
}
