"""Shopify: the table of its product import, under the names it uses since 2025 and under those before.

Source: https://help.shopify.com/manual/products/import-export/using-csv, read 2026-11-24. A column that is there and
empty wipes what the shop has, so that nothing stands here that we do not know.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import zip_longest

from catalog import families
from catalog.marketplaces import google
from catalog.marketplaces.differences import NAMES
from catalog.marketplaces.writing import Part, Writing, inert, markup, one_line, table_line, table_part
from catalog.rules import PublicPack, PublicProduct, Unit, short_gtin

# Each column's name now, and before.
_NAMES = (
    ("Title", "Title"),
    ("URL handle", "Handle"),
    ("Description", "Body (HTML)"),
    ("Vendor", "Vendor"),
    ("Type", "Type"),
    ("Tags", "Tags"),
    ("Published on online store", "Published"),
    ("Status", "Status"),
    ("SKU", "Variant SKU"),
    ("Barcode", "Variant Barcode"),
    ("Option1 name", "Option1 Name"),
    ("Option1 value", "Option1 Value"),
    ("Option2 name", "Option2 Name"),
    ("Option2 value", "Option2 Value"),
    ("Price", "Variant Price"),
    ("Weight value (grams)", "Variant Grams"),
    ("Weight unit for display", "Variant Weight Unit"),
    ("Requires shipping", "Variant Requires Shipping"),
    ("Product image URL", "Image Src"),
    ("Image position", "Image Position"),
    ("Image alt text", "Image Alt Text"),
    ("Variant image URL", "Variant Image"),
    ("SEO title", "SEO Title"),
    ("SEO description", "SEO Description"),
)
COLUMNS = tuple(new for new, _old in _NAMES)
# The importer before 2025 wanted the handle first.
OLD_COLUMNS = ("Handle", *(old for _new, old in _NAMES if old != "Handle"))
_NEW_TO_OLD = dict(_NAMES)
_SEO_TITLE, _SEO_DESCRIPTION = 70, 320


def rows_of(product: PublicProduct, base_url: str) -> Iterator[dict[str, str]]:
    """Return the rows of a product: a pack and a picture to a row, held together by the handle."""
    packs = product.packs or (product.whole,)
    pictures = google.pictures(product, product.whole, base_url)
    for number, (pack, picture) in enumerate(zip_longest(packs, pictures)):
        row = {"URL handle": product.slug}
        if number == 0:
            row |= _product(product)
        if pack:
            row |= _pack(product, pack, base_url, is_first=number == 0)
        if picture:
            row |= {"Product image URL": picture, "Image position": str(number + 1)}
            row["Image alt text"] = inert(one_line(product.name))
        yield row


def _product(product: PublicProduct) -> dict[str, str]:
    family = families.family(product.family)
    name = inert(one_line(product.name))
    return {
        "Title": name,
        "Description": markup(product.description),
        "Vendor": inert(one_line(product.business_name)),
        "Type": family.name_vi if family else "",
        "Tags": inert(one_line(product.business_name)).replace(",", " "),
        "Published on online store": "TRUE",
        "Status": "active",
        "SEO title": name[:_SEO_TITLE],
        "SEO description": inert(one_line(product.description))[:_SEO_DESCRIPTION],
    }


def _pack(product: PublicProduct, pack: PublicPack, base_url: str, *, is_first: bool) -> dict[str, str]:
    cells = {
        "SKU": pack.sku,
        "Barcode": short_gtin(pack.gtin),
        "Price": str(pack.price_vnd),
        "Weight value (grams)": str(pack.weight_g or ""),
        "Weight unit for display": "g" if pack.weight_g else "",
        "Requires shipping": "FALSE" if product.unit is Unit.NIGHT else "TRUE",
    }
    for number, (axis, option) in enumerate(zip(product.axes, pack.options, strict=True), start=1):
        cells[f"Option{number} name"] = NAMES[axis] if is_first else ""
        cells[f"Option{number} value"] = inert(one_line(option))
    if not product.packs:
        # What Shopify itself writes for a product without variants.
        cells |= {"Option1 name": "Title", "Option1 value": "Default Title"}
    if pack.picture:
        cells["Variant image URL"] = google.pictures(product, pack, base_url)[0]
    return cells


def _part(product: PublicProduct, base_url: str, *, columns: Sequence[str]) -> Part:
    rows = rows_of(product, base_url)
    if columns is OLD_COLUMNS:
        rows = ({_NEW_TO_OLD[name]: value for name, value in row.items()} for row in rows)
    return Part(max(1, len(product.packs)), table_part(rows, columns).text)


def _writing(columns: Sequence[str]) -> Writing:
    return Writing("text/csv", lambda _base_url: table_line(columns), partial(_part, columns=columns))


CSV = _writing(COLUMNS)
OLD_CSV = _writing(OLD_COLUMNS)
