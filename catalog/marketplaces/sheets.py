"""Marketplaces whose sellers upload a workbook: the seller's own template, filled.

The marketplace makes it for the shop and the kind of goods, and moves its columns as it likes: they are found by their
headings. Nothing that somebody else has filled in is written over.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from catalog.marketplaces import workbooks
from catalog.marketplaces.layouts import Layout
from catalog.marketplaces.workbooks import Rows, Value

# How far down headings are looked for.
_SEARCHED = 10
_NEEDED = {"name", "price"}
# What marketplaces call bar codes, by how many digits they have.
_GTIN_TYPES = {8: "EAN", 12: "UPC", 13: "EAN", 14: "GTIN"}


@dataclass(frozen=True)
class Pack:
    """One pack as it goes into a row."""

    options: tuple[str, ...]
    price_vnd: int | None
    sku: str
    weight_g: int | None
    gtin: str = ""
    photo_url: str = ""


@dataclass(frozen=True)
class Item:
    """One product as it goes into rows: one, or one for each of its packs."""

    name: str
    description: str
    sku: str
    photo_urls: tuple[str, ...]
    packs: tuple[Pack, ...]
    # What the packs differ in; empty where there is only one.
    axes: tuple[str, ...] = ()
    # The marketplace's own number for such goods, where somebody has said it.
    category: str = ""
    # Length, width and height of the parcel; marketplaces ask for centimetres.
    box_cm: tuple[int, ...] = ()


@dataclass(frozen=True)
class Template:
    """A seller's template, opened: where the products go, and under which headings."""

    layout: Layout
    data: bytes
    sheet: str
    rows: Rows
    heading_row: int
    places: Mapping[str, int]

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings that do not depend on the kind of goods."""
        return self.layout.lasting(self.rows[self.heading_row - 1])

    @property
    def first_free_row(self) -> int:
        """The row below headings, help and products that are there already."""
        row = max(self.layout.first_row, self.heading_row + 1)
        while row <= len(self.rows) and any(self.cell(row, answer) not in ("", None) for answer in self.places):
            row += 1
        return row

    @property
    def weight_unit(self) -> str:
        """Read the unit from the captions above the column; marketplaces have handed out both. Unknown stays empty."""
        captions = " ".join(str(self.cell(row, "weight") or "") for row in range(1, self.first_free_row)).lower()
        if re.search(r"\bkg\b|_kg|ki-?lô", captions):
            return "kg"
        return "g" if re.search(r"\b(?:g|gr|gram|gam)\b", captions) else ""

    def cell(self, row: int, answer: str) -> object:
        """Return what stands under one of our answers in a row."""
        cells = self.rows[row - 1] if row <= len(self.rows) else ()
        place = self.places.get(answer, 0)
        return cells[place - 1] if 0 < place <= len(cells) else None


def opened(layout: Layout, data: bytes) -> Template:
    """Open a seller's template.

    Raises:
        TemplateRefusedError: with a sentence that says which file to bring.
    """
    workbooks.check(data)
    found = [
        Template(layout, data, sheet, rows, row, layout.answers(headings))
        for sheet, rows in workbooks.heads_of(data, _SEARCHED).items()
        for row, headings in enumerate(rows, start=1)
    ]
    best = max(found, key=lambda each: len(each.places), default=None)
    if best is None or not best.places.keys() >= _NEEDED:
        raise workbooks.not_a_template()
    return replace(best, rows=workbooks.rows_of(data, best.sheet))


def fill(template: Template, items: Iterable[Item]) -> bytes:
    """Return the seller's file with products in its next free rows, one after the other.

    Raises:
        TemplateRefusedError: with a sentence that says which file to bring.
    """
    rows = {
        number: {template.places[answer]: value for answer, value in said.items() if answer in template.places}
        for number, said in enumerate(
            (row for item in items for row in _rows(template, item)), start=template.first_free_row
        )
    }
    return workbooks.with_rows(template.data, template.sheet, rows)


def _rows(template: Template, item: Item) -> list[dict[str, Value]]:
    common = _common(item) | dict(template.layout.said)
    said = [common | _differences(item, pack) | _pack(template, pack) for pack in item.packs]
    return [{answer: value for answer, value in row.items() if value not in (None, "")} for row in said]


def _common(item: Item) -> dict[str, Value]:
    """Return what stands in every row of a product."""
    pictures = {f"image_{number}": url for number, url in enumerate(item.photo_urls[:9], start=1)}
    return {
        "name": item.name,
        "description": item.description,
        "highlights": item.description.split("\n", 1)[0],
        "sku": item.sku,
        "category": item.category,
        "in_box": f"1 x {item.name}",
        **dict(zip(("box_length", "box_width", "box_height"), item.box_cm, strict=False)),
        **pictures,
    }


def _differences(item: Item, pack: Pack) -> dict[str, Value]:
    """Return which pack a row is: rows with the same group belong together."""
    if not item.axes:
        return {}
    cells: dict[str, Value] = {"group": item.sku, "pack_image": pack.photo_url}
    for number, (axis, option) in enumerate(zip(item.axes, pack.options, strict=True), start=1):
        cells |= {f"axis_{number}": axis, f"option_{number}": option}
    return cells


def _pack(template: Template, pack: Pack) -> dict[str, Value]:
    weights = {"g": pack.weight_g or "", "kg": pack.weight_g / 1000 if pack.weight_g else ""}
    return {
        "pack_sku": pack.sku,
        "price": pack.price_vnd or "",
        "weight": weights.get(template.weight_unit, ""),
        "gtin": pack.gtin or template.layout.no_gtin,
        "gtin_type": _GTIN_TYPES.get(len(pack.gtin), ""),
    }
