"""How a file for a marketplace is written: a head, then each product by itself, then a tail.

A product's part depends on that product alone, so that it can be kept and only be written again when it changes.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from xml.sax.saxutils import escape

from app.core.text import nfc
from catalog.rules import PublicProduct

P = TypeVar("P")
# One thing an item says: a value, or several named ones under it.
Value = str | tuple[tuple[str, str], ...]
# What an item says, in order; a name may come again.
Said = Iterable[tuple[str, Value]]
# What XML 1.0 cannot hold even when escaped.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FORMULA = "=+-@\t\r"


@dataclass(frozen=True)
class Part:
    """What one product comes to in a file: so many items, and their text."""

    items: int
    text: str


@dataclass(frozen=True)
class Writing:
    """A kind of file; all three need the address that the site is known by."""

    content_type: str
    head: Callable[[str], str]
    part: Callable[[PublicProduct, str], Part]
    tail: str = ""
    # What stands between the parts of two products.
    between: str = ""

    def joined(self, base_url: str, parts: Iterable[Part]) -> Iterator[Part]:
        """Put a file together from the parts of products; an empty part leaves no trace."""
        yield Part(0, self.head(base_url))
        between = ""
        for part in parts:
            if part.text:
                yield Part(part.items, between + part.text)
                between = self.between
        yield Part(0, self.tail)

    def around(self, base_url: str, blocks: Iterable[P], piece: Callable[[str], P]) -> Iterator[P]:
        """Put a file together from blocks of parts, none of them empty; ``piece`` makes of words what blocks are."""
        yield piece(self.head(base_url))
        for number, block in enumerate(blocks):
            if number and self.between:
                yield piece(self.between)
            yield block
        yield piece(self.tail)


def clean(text: str) -> str:
    """Return text in one normal form, without signs that no file can hold."""
    return _FORBIDDEN.sub("", nfc(text))


def one_line(text: str) -> str:
    """Return text on one line: what is split by tabs holds no breaks."""
    return " ".join(clean(text).split())


def inert(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: what would begin one is left out."""
    return clean(text).lstrip(_FORMULA + " \n")


def markup(text: str) -> str:
    """Return text as paragraphs of HTML: a word that looks like markup stays a word."""
    return "".join(f"<p>{escape(each)}</p>" for each in clean(text).split("\n") if each.strip())


def rss_head(base_url: str) -> str:
    """Return what comes before the first item of an RSS 2.0 feed with Google's names."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">\n<channel>\n'
        f"<title>Lên Sàn</title>\n<link>{escape(base_url)}</link>\n<description>Sản phẩm của bà con</description>\n"
    )


RSS_TAIL = "</channel>\n</rss>\n"


def rss_part(items: Iterable[Said]) -> Part:
    """Return items of an RSS feed."""
    written = [f"<item>\n{''.join(_tag(name, value) for name, value in said)}</item>\n" for said in items]
    return Part(len(written), "".join(written))


def table_line(cells: Sequence[str], delimiter: str = ",") -> str:
    """Return one line of a table; a cell with a break or a quotation mark is quoted as spreadsheets do."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerow(cells)
    return out.getvalue()


def table_part(rows: Iterable[Mapping[str, str]], columns: Sequence[str], delimiter: str = ",") -> Part:
    """Return rows of a table, each cell under its column; what a row does not say stays empty."""
    written = [table_line([row.get(column, "") for column in columns], delimiter) for row in rows]
    return Part(len(written), "".join(written))


def _tag(name: str, value: Value) -> str:
    if isinstance(value, str):
        return f"<g:{name}>{escape(clean(value))}</g:{name}>\n"
    return f"<g:{name}>\n{''.join(_tag(*each) for each in value)}</g:{name}>\n"
