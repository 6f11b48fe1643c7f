"""Google Merchant Center: what each pack says of itself, as an RSS 2.0 feed or a table split by tabs.

Source: https://support.google.com/merchants/answer/7052112, read 2026-11-24. Left out, because nothing here knows or
means it: sale prices, instalments, energy classes, sizes of clothes by system, carriers' promises. Stars of OCOP are
only where the maker's own words name them: a certificate calls its product as it likes, so that nobody knows by it
which of the maker's products it is, and the certificates that Google asks about are others.
"""

from collections import defaultdict
from collections.abc import Iterator

from catalog import families
from catalog.marketplaces.differences import differences, own_names
from catalog.marketplaces.writing import (
    RSS_TAIL,
    Part,
    Said,
    Value,
    Writing,
    inert,
    one_line,
    rss_head,
    rss_part,
    table_line,
    table_part,
)
from catalog.rules import PublicPack, PublicProduct, box_sides, short_gtin

# Google's own numbers for such goods; it finds one itself where none is given.
CATEGORIES = {"I.": "422", "II.": "413"}
_MOST_PICTURES = 10
_HIGHLIGHTS = range(2, 101)
_HIGHLIGHT_LENGTH = 150
# The groups of the programme, above its sets: a path of two steps says what goods are.
_GROUPS = {
    "I": "Thực phẩm", "II": "Đồ uống", "III": "Dược liệu", "IV": "Thủ công mỹ nghệ", "V": "Sinh vật cảnh",
    "VI": "Du lịch", "offer": "Du lịch",
}  # fmt: skip
# Written in this order in a table, where every column has to be there from the first line.
COLUMNS = (
    "id", "title", "description", "link", "canonical_link", "image_link", "additional_image_link",
    "lifestyle_image_link", "availability", "price", "unit_pricing_measure", "unit_pricing_base_measure",
    "google_product_category", "product_type", "brand",
    "gtin", "identifier_exists", "condition", "color", "size", "gender", "age_group", "material", "item_group_id",
    "item_group_title", "shipping_weight", "shipping_length", "shipping_width", "shipping_height", "shipping_label",
    "ships_from_country", "product_detail(section_name:attribute_name:attribute_value)", "product_highlight",
    "custom_label_0", "custom_label_1", "external_seller_id",
)  # fmt: skip


def items_of(product: PublicProduct, base_url: str) -> Iterator[list[tuple[str, Value]]]:
    """Return a product: one item, or one for each of its packs, which Google shows together."""
    link, common = f"{base_url}/san-pham/{product.slug}", list(_common(product))
    if not product.packs:
        yield [*_item(product, product.whole, product.name, link, base_url), *common]
    for pack in product.packs:
        title = f"{product.name}, {' · '.join(pack.options)}"
        told = differences(product.axes, pack.options)
        group = [("canonical_link", link), ("item_group_id", product.sku), ("item_group_title", product.name[:150])]
        own = [(word, said[:100]) for word, said in told.items()]
        others = [(name, value) for name, value in common if name not in told]
        yield [*_item(product, pack, title, f"{link}?goi={pack.sku}", base_url), *group, *own, *others]


def _item(product: PublicProduct, pack: PublicPack, title: str, link: str, base_url: str) -> Iterator[tuple[str, str]]:
    first, *others = pictures(product, pack, base_url)
    yield "id", pack.sku
    yield "title", title[:150]
    yield "description", product.description[:5000]
    yield "link", link
    yield "image_link", first
    yield from (("additional_image_link", each) for each in others[:_MOST_PICTURES])
    if product.scene:
        yield "lifestyle_image_link", picture_at(product.scene, base_url)
    yield "availability", "in_stock"
    yield "price", f"{pack.price_vnd} VND"
    # Handmade goods have a maker but often neither a GTIN nor a part number, and Google wants to be told so.
    yield ("gtin", short_gtin(pack.gtin)) if pack.gtin else ("identifier_exists", "no")
    yield from _measures(pack.content)
    if pack.weight_g:
        yield "shipping_weight", f"{pack.weight_g} g"


def _common(product: PublicProduct) -> Iterator[tuple[str, Value]]:
    yield "condition", "new"
    yield "brand", product.business_name[:70]
    for side, cm in zip(("length", "width", "height"), box_sides(product.box_cm), strict=False):
        yield f"shipping_{side}", f"{cm} cm"
    yield from ((name, value) for name, value in _grouping(product) if value)
    yield "ships_from_country", "VN"
    yield from _answers(product)


def _grouping(product: PublicProduct) -> Iterator[tuple[str, str]]:
    """Return what goods are sorted by: kind, way of sending, commune, maker."""
    family = families.family(product.family)
    yield "google_product_category", category_of(product)
    yield "product_type", f"{_GROUPS[family.key.split('.')[0]]} > {family.name_vi}"[:750] if family else ""
    # Goods to be kept cool travel otherwise: the account's sending rules ask for this word.
    yield "shipping_label", product.storage.value if product.storage else ""
    yield "custom_label_0", commune_of(product)
    yield "custom_label_1", product.family
    yield "external_seller_id", product.seller


def _answers(product: PublicProduct) -> Iterator[tuple[str, Value]]:
    """Return what the family asks and the maker has answered."""
    yield from own_names(product.attrs).items()
    told = families.told(product.family, product.attrs, "vi")
    for name, value in (*told, *_of_every_kind(product)):
        yield "product_detail", (("attribute_name", name[:140]), ("attribute_value", value[:1000]))
    highlights = [line for name, value in told if len(line := f"{name}: {value}") <= _HIGHLIGHT_LENGTH]
    if len(highlights) in _HIGHLIGHTS:
        yield from (("product_highlight", line) for line in highlights)


def _of_every_kind(product: PublicProduct) -> Iterator[tuple[str, str]]:
    """Return what buyers look for on any label, where the maker has said it."""
    if product.ingredients:
        yield "Thành phần", one_line(product.ingredients)
    if product.shelf_life_days:
        yield "Hạn dùng", f"{product.shelf_life_days} ngày"
    if product.place:
        yield "Nơi làm ra", product.place


def commune_of(product: PublicProduct) -> str:
    """Return the number of the commune it is made in."""
    return "".join(product.area_path.strip("/").split("/")[1:2])


def pictures(product: PublicProduct, pack: PublicPack, base_url: str) -> list[str]:
    """Return the addresses of the pictures of a pack, its own first."""
    known = dict.fromkeys(each for each in (pack.picture or product.first_picture, *product.pictures) if each)
    return [picture_at(sha256, base_url) for sha256 in known]


def picture_at(sha256: str, base_url: str) -> str:
    """Return the address of a picture."""
    return f"{base_url}/anh/{sha256}.jpg"


def category_of(product: PublicProduct) -> str:
    """Return the number or path of such goods in Google's list."""
    return product.category or CATEGORIES.get(f"{product.family.split('.')[0]}.", "")


def _measures(content: str) -> Iterator[tuple[str, str]]:
    """Write how much is in it and what the price is compared by: 100 g or 100 ml, 1 kg or 1 l."""
    # Only units of mass and volume are units to Google; the decimal mark is a point there.
    amount, _, unit = content.rpartition(" ")
    if unit not in ("ml", "l", "g", "kg"):
        return
    yield "unit_pricing_measure", f"{amount.replace(',', '.')}{unit}"
    yield "unit_pricing_base_measure", f"1{unit}" if unit in ("l", "kg") else f"100{unit}"


def _rss(product: PublicProduct, base_url: str) -> Part:
    return rss_part(items_of(product, base_url))


def _table(product: PublicProduct, base_url: str) -> Part:
    return table_part((_row(said) for said in items_of(product, base_url)), COLUMNS, "\t")


def _row(said: Said) -> dict[str, str]:
    cells: dict[str, list[str]] = defaultdict(list)
    for name, value in said:
        if isinstance(value, str):
            cells[name].append(inert(one_line(value)))
        else:
            parts = ("", *(one_line(each) for _name, each in value))
            cells["product_detail(section_name:attribute_name:attribute_value)"].append(":".join(map(_escaped, parts)))
    return {
        name: values[0] if len(values) == 1 else ",".join(_repeated(name, values)) for name, values in cells.items()
    }


def _repeated(name: str, values: list[str]) -> list[str]:
    # Several values of one cell are split by commas: a comma inside an address is written as its code.
    if name.endswith("_link"):
        return [each.replace(",", "%2C") for each in values]
    return values if name.startswith("product_detail") else [_escaped(each) for each in values]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(",", "\\,").replace(":", "\\:")


XML = Writing("application/xml", rss_head, _rss, RSS_TAIL)
TSV = Writing("text/tab-separated-values", lambda _base_url: table_line(COLUMNS, "\t"), _table)
