"""Where else something is sold: the places a link may lead to, as data, and what such a link must look like.

Only places that are known are linked to: nobody is led from here to a page that somebody made to cheat.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

SHIPPED = Path(__file__).parent / "data" / "selling_places.json"
LONGEST = 500
# What marketplaces hang on an address to know who sent it; the page is the same without.
_TRACKING = re.compile(r"utm_\w+|sp_atk|xptdk|fbclid|gclid|igsh|spm|laz_trackid|mibextid", re.IGNORECASE)


@dataclass(frozen=True)
class SellingPlace:
    """One place to sell, by the ends of its host names."""

    key: str
    name: str
    hosts: tuple[str, ...]


class LinkRefusedError(ValueError):
    """A link cannot be shown; ``reason`` is the word its sentence is found by."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@cache
def selling_places() -> Mapping[str, SellingPlace]:
    """Return the places by key, in the order in which they are shown."""
    rows = json.loads(SHIPPED.read_text("utf-8"))["places"]
    return MappingProxyType({row["key"]: SellingPlace(row["key"], row["name"], tuple(row["hosts"])) for row in rows})


def read_link(text: str) -> tuple[SellingPlace, str]:
    """Return the place a pasted link leads to, and the link as it is kept: https, without what follows people.

    Raises:
        LinkRefusedError: no address, a place that is not known, or the front page of one.
    """
    pasted = text.strip()
    if not pasted or len(pasted) > LONGEST or not pasted.isascii() or re.search(r"[\s\\<>\"]", pasted):
        raise LinkRefusedError("address")
    try:
        parts = urlsplit(pasted if "://" in pasted else f"https://{pasted}")
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise LinkRefusedError("address") from error
    if parts.scheme not in ("http", "https") or port or parts.username or "." not in host:
        raise LinkRefusedError("address")
    place = next((each for each in selling_places().values() if _is_at(host, each)), None)
    if place is None:
        raise LinkRefusedError("place")
    query = urlencode([pair for pair in parse_qsl(parts.query) if not _TRACKING.fullmatch(pair[0])])
    if parts.path in ("", "/") and not query:
        raise LinkRefusedError("front")
    return place, urlunsplit(("https", host, parts.path, query, ""))


def _is_at(host: str, place: SellingPlace) -> bool:
    return any(host == known or host.endswith(f".{known}") for known in place.hosts)
