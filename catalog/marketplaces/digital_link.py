"""GS1 Digital Link: a bar code as an address of our own, and what may be asked of it.

Source: GS1 Digital Link standard, URI syntax 1.4 and resolver conformance 1.1, known.
"""

import re
from datetime import date
from typing import Any

from catalog.rules import PublicProduct

LINKSET = "application/linkset+json"
_VOCABULARY = "https://gs1.org/voc"
# What may be asked for: the page of the product is the answer to all of these.
LINK_TYPES = ("defaultLink", "pip")
# The signs that GS1 lets a lot's number be made of, at most twenty.
_LOT = re.compile(r"[\w!\"%&'()*+,\-./:;<=>?]{1,20}", re.ASCII)


def is_lot(text: str) -> bool:
    """Whether a text can be a lot's number."""
    return _LOT.fullmatch(text) is not None


def best_before(text: str) -> date | None:
    """Read the day of a label, ``YYMMDD``, where the day 00 is the last of the month; nothing if it is no day."""
    if not re.fullmatch(r"\d{6}", text, re.ASCII):
        return None
    year, month, day = 2000 + int(text[:2]), int(text[2:4]), int(text[4:])
    try:
        if day:
            return date(year, month, day)
        return date.fromordinal(date(year + month // 12, month % 12 + 1, 1).toordinal() - 1)
    except ValueError:
        return None


def link_header(page: str) -> str:
    """Return what a redirection says about where it leads."""
    return ", ".join(f'<{page}>; rel="{_VOCABULARY}/{each}"; hreflang="vi"' for each in LINK_TYPES)


def linkset(anchor: str, page: str, product: PublicProduct) -> dict[str, Any]:
    """Return everything that can be asked of a bar code, as a set of links."""
    link = {"href": page, "title": product.name, "type": "text/html", "hreflang": ["vi", "en"]}
    return {"linkset": [{"anchor": anchor, **{f"{_VOCABULARY}/{each}": [link] for each in LINK_TYPES}}]}
