"""How each marketplace's template for sellers is laid out, as dated data: which heading stands over which answer."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from app.core.text import fold
from catalog.channel_rules import Channel, Confidence

SHIPPED = Path(__file__).parents[1] / "data" / "sheet_layouts.json"
_KEY = re.compile(r"\|[01]\|\d{1,3}$")


@dataclass(frozen=True)
class Layout:
    """One marketplace's template; its columns are found by their headings, never by their letters."""

    key: str
    channel: Channel
    # The first row that may hold a product; further down if there is help or there are products already.
    first_row: int
    confidence: Confidence
    verified_on: date
    source: str
    # What the marketplace wants to read where goods have no bar code.
    no_gtin: str
    # What stands in every row whatever the product is.
    said: Mapping[str, str]
    # What begins the headings that differ from one kind of goods to the next.
    varies: tuple[str, ...]
    columns: Mapping[str, str]

    def answers(self, headings: Sequence[object]) -> dict[str, int]:
        """Return the place of each of our answers in a row of headings, counted from one; the first of two counts."""
        found: dict[str, int] = {}
        for place, heading in enumerate(headings, start=1):
            answer = self.columns.get(plain(heading))
            if answer:
                found.setdefault(answer, place)
        return found

    def lasting(self, headings: Sequence[object]) -> tuple[str, ...]:
        """Return the headings that every template of the marketplace has, whatever the kind of goods."""
        said = dict.fromkeys(plain(heading) for heading in headings)
        return tuple(each for each in said if each and not each.startswith(self.varies))


def plain(heading: object) -> str:
    """Return a heading to compare by: ``Tên sản phẩm (*)`` and ``ps_product_name|1|0`` without what is beside them."""
    bare = re.sub(r"\([^)]*\)|\*", " ", _KEY.sub("", str(heading or "").strip()))
    return fold(bare[:120])


@cache
def layouts() -> Mapping[str, Layout]:
    """Return the layouts by their names in addresses.

    Raises:
        ValueError: a heading stands over two answers.
    """
    read = (_layout(row) for row in json.loads(SHIPPED.read_text("utf-8")))
    return MappingProxyType({each.key: each for each in read})


def _layout(row: Mapping[str, Any]) -> Layout:
    columns: dict[str, str] = {}
    for answer, headings in row["columns"].items():
        for heading in map(plain, headings):
            if columns.setdefault(heading, answer) != answer:
                raise ValueError(f"{row['key']}: {heading} stands over two answers")
    return Layout(
        key=row["key"],
        channel=Channel(row["channel"]),
        first_row=row["first_row"],
        confidence=Confidence(row["confidence"]),
        verified_on=date.fromisoformat(row["verified_on"]),
        source=row["source"],
        no_gtin=row["no_gtin"],
        said=MappingProxyType(row["said"]),
        varies=tuple(map(plain, row["varies"])),
        columns=MappingProxyType(columns),
    )
