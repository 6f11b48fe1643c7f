"""What a page tells search engines: the words of schema.org inside one element of the page."""

import json
from typing import Any

from markupsafe import Markup

_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def element(facts: Any) -> Markup:
    """Return the text of a ``application/ld+json`` element: no name can close the element early."""
    text = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(_ESCAPES))  # noqa: S704  every sign that could end the element is escaped above
