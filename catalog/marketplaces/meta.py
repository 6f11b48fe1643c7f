"""Meta's catalogue (Facebook, Instagram, WhatsApp): a table split by commas, or an RSS 2.0 feed.

Source: https://developers.facebook.com/docs/commerce-platform/catalog/fields, read 2026-11-24 (names and bounds; the
bounds of title and description from an integrator's list). The words differ from Google's: ``in stock`` has a space.
"""

from collections.abc import Iterator

from catalog import families
from catalog.marketplaces import google
from catalog.marketplaces.differences import NAMES, own_names
from catalog.marketplaces.writing import (
    RSS_TAIL,
    Part,
    Writing,
    clean,
    inert,
    rss_head,
    rss_part,
    table_line,
    table_part,
)
from catalog.rules import Axis, PublicPack, PublicProduct, short_gtin

COLUMNS = (
    "id", "title", "description", "availability", "condition", "price", "link", "image_link",
    "additional_image_link", "brand", "gtin", "google_product_category", "product_type", "item_group_id", "color",
    "size", "gender", "age_group", "material", "additional_variant_attribute", "shipping_weight", "origin_country",
    "custom_label_0", "custom_label_1", "status",
)  # fmt: skip
_TITLE, _DESCRIPTION, _BRAND = 200, 9999, 100
_MOST_PICTURES, _PICTURES_LENGTH = 20, 2000
_CORE = {Axis.SIZE: "size", Axis.NET: "size", Axis.COLOUR: "color", Axis.MATERIAL: "material"}


def items_of(product: PublicProduct, base_url: str) -> Iterator[dict[str, str]]:
    """Return a product: one item, or one for each of its packs, held together by their group."""
    link = f"{base_url}/san-pham/{product.slug}"
    if not product.packs:
        yield _item(product, product.whole, product.name, link, base_url)
    for pack in product.packs:
        title = f"{product.name}, {' · '.join(pack.options)}"
        item = _item(product, pack, title, f"{link}?goi={pack.sku}", base_url)
        yield item | {"item_group_id": product.sku} | _options(product, pack)


def _item(product: PublicProduct, pack: PublicPack, title: str, link: str, base_url: str) -> dict[str, str]:
    first, *others = google.pictures(product, pack, base_url)
    family = families.family(product.family)
    said = {
        "id": pack.sku,
        "title": inert(title)[:_TITLE],
        "description": inert(product.description)[:_DESCRIPTION],
        "availability": "in stock",
        "condition": "new",
        "price": f"{pack.price_vnd} VND",
        "link": link,
        "image_link": first,
        "additional_image_link": _joined(others),
        "brand": inert(product.business_name)[:_BRAND],
        "gtin": short_gtin(pack.gtin),
        "google_product_category": google.category_of(product),
        "product_type": family.name_vi if family else "",
        "shipping_weight": f"{pack.weight_g} g" if pack.weight_g else "",
        "origin_country": "VN",
        **{name: inert(value) for name, value in own_names(product.attrs).items()},
        "custom_label_0": google.commune_of(product),
        "custom_label_1": family.key if family else "",
        "status": "active",
    }
    return {name: value for name, value in said.items() if value}


def _options(product: PublicProduct, pack: PublicPack) -> dict[str, str]:
    """Return which pack it is: under Meta's own word for it, or as a word and its value."""
    own: dict[str, list[str]] = {}
    for axis, option in zip(product.axes, pack.options, strict=True):
        word = _CORE.get(axis, "additional_variant_attribute")
        said = option if axis in _CORE else f"{NAMES[axis]}:{option.replace(':', ' ').replace(',', ' ')}"
        own.setdefault(word, []).append(inert(said))
    return {word: ",".join(said) if word not in _CORE.values() else " / ".join(said) for word, said in own.items()}


def _joined(urls: list[str]) -> str:
    """Join addresses as long as all of them together stay within Meta's bound."""
    joined = ""
    for url in urls[:_MOST_PICTURES]:
        longer = f"{joined},{url}" if joined else url
        if len(longer) > _PICTURES_LENGTH:
            break
        joined = longer
    return joined


def _rss(product: PublicProduct, base_url: str) -> Part:
    return rss_part(list(item.items()) for item in items_of(product, base_url))


def _table(product: PublicProduct, base_url: str) -> Part:
    items = items_of(product, base_url)
    return table_part(({name: clean(value) for name, value in item.items()} for item in items), COLUMNS)


RSS = Writing("application/rss+xml", rss_head, _rss, RSS_TAIL)
CSV = Writing("text/csv", lambda _base_url: table_line(COLUMNS), _table)
