"""WooCommerce: the table its own importer reads.

Source: https://github.com/woocommerce/woocommerce/wiki/Product-CSV-Import-Schema, known. A comma inside a value of a
list is written with a backslash; a cell that would begin a formula gets an apostrophe, which the importer takes off
again.
"""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from catalog import families
from catalog.marketplaces import google
from catalog.marketplaces.differences import NAMES
from catalog.marketplaces.writing import Part, Writing, markup, one_line, table_line, table_part
from catalog.rules import PublicPack, PublicProduct, Unit, box_sides, short_gtin

_AXES = (1, 2)
COLUMNS = (
    "Type", "SKU", "GTIN, UPC, EAN, or ISBN", "Name", "Published", "Is featured?", "Visibility in catalog",
    "Short description", "Description", "In stock?", "Backorders allowed?", "Sold individually?", "Weight (kg)",
    "Length (cm)", "Width (cm)", "Height (cm)",
    "Allow customer reviews?", "Regular price", "Categories", "Tags", "Images", "Parent", "Position", "Brands",
    *(f"Attribute {n} {what}" for n in _AXES for what in ("name", "value(s)", "visible", "global")),
    "Meta: _lensan_ma",
)  # fmt: skip
# In a list of categories this sign stands between a group and what is in it.
_STEP = " > "


def rows_of(product: PublicProduct, base_url: str) -> Iterator[dict[str, str]]:
    """Return a product: one row, or one that holds the packs together and one for each of them."""
    kind = "simple, virtual" if product.unit is Unit.NIGHT else "simple"
    if not product.packs:
        yield _row(product, base_url) | _pack(product.whole) | {"Type": kind}
        return
    parent = {"Type": "variable", "SKU": product.sku}
    yield _row(product, base_url) | parent | _options(product, [pack.options for pack in product.packs])
    for position, pack in enumerate(product.packs):
        images = google.pictures(product, pack, base_url)[:1] if pack.picture else []
        yield _safe(
            _pack(pack)
            | {
                "Type": "variation",
                "Name": one_line(f"{product.name} - {', '.join(pack.options)}"),
                "Published": "1",
                "In stock?": "1",
                "Parent": product.sku,
                "Position": str(position),
                "Images": "".join(images),
                **_box(product),
            }
            | _options(product, [pack.options])
        )


def _row(product: PublicProduct, base_url: str) -> dict[str, str]:
    family = families.family(product.family)
    return _safe(
        {
            "Name": one_line(product.name),
            "Published": "1",
            "Is featured?": "0",
            "Visibility in catalog": "visible",
            "Short description": escape(one_line(product.description)[:200]),
            "Description": markup(product.description),
            "In stock?": "1",
            "Backorders allowed?": "0",
            "Sold individually?": "0",
            "Allow customer reviews?": "1",
            **_box(product),
            "Categories": _listed([family.name_vi.replace(">", "›")]) if family else "",
            "Tags": _listed([product.business_name]),
            "Images": _listed(google.pictures(product, product.whole, base_url)),
            "Brands": _listed([product.business_name]),
            "Meta: _lensan_ma": product.sku,
        }
    )


def _box(product: PublicProduct) -> dict[str, str]:
    """Return the sides of the parcel under their columns."""
    names = ("Length (cm)", "Width (cm)", "Height (cm)")
    return {name: str(cm) for name, cm in zip(names, box_sides(product.box_cm), strict=False)}


def _pack(pack: PublicPack) -> dict[str, str]:
    return {
        "SKU": pack.sku,
        "GTIN, UPC, EAN, or ISBN": short_gtin(pack.gtin),
        "Regular price": str(pack.price_vnd),
        "Weight (kg)": f"{pack.weight_g / 1000:g}" if pack.weight_g else "",
    }


def _options(product: PublicProduct, chosen: Sequence[Sequence[str]]) -> dict[str, str]:
    cells: dict[str, str] = {}
    for number, axis in zip(_AXES, product.axes, strict=False):
        said = dict.fromkeys(options[number - 1] for options in chosen)
        cells |= {
            f"Attribute {number} name": NAMES[axis],
            f"Attribute {number} value(s)": _listed(list(said)),
            f"Attribute {number} visible": "1",
            f"Attribute {number} global": "0",
        }
    return _safe(cells)


def _listed(values: Sequence[str]) -> str:
    return ", ".join(one_line(value).replace(",", "\\,") for value in values)


def _safe(cells: dict[str, str]) -> dict[str, str]:
    return {name: f"'{value}" if value[:1] in tuple("=+-@\t\r") else value for name, value in cells.items()}


def _part(product: PublicProduct, base_url: str) -> Part:
    rows = list(rows_of(product, base_url))
    return Part(max(1, len(product.packs)), table_part(rows, COLUMNS).text)


CSV = Writing("text/csv", lambda _base_url: table_line(COLUMNS), _part)
