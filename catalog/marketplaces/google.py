"""Google Merchant Center: an RSS 2.0 feed, written a product at a time, a pack to an item.

Source: https://support.google.com/merchants/answer/7052112, read 2026-11-24.
"""

import re
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from catalog import families
from catalog.marketplaces.differences import differences
from catalog.rules import PublicPack, PublicProduct, short_gtin

CONTENT_TYPE = "application/xml"

# What XML 1.0 cannot hold even when escaped.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">\n<channel>\n'
    "<title>Lên Sàn</title>\n<link>{base}</link>\n<description>Sản phẩm của bà con</description>\n"
)
_TAIL = "</channel>\n</rss>\n"


# Google's own numbers for such goods; it finds one itself where none is given.
_CATEGORIES = {"I.": "422", "II.": "413"}
_MOST_PICTURES = 10


def feed(products: Iterable[PublicProduct], base_url: str) -> Iterator[str]:
    """Write the feed; the whole of it is never in memory."""
    yield _HEAD.format(base=_text(base_url))
    for product in products:
        yield from _items(product, base_url)
    yield _TAIL


def _items(product: PublicProduct, base_url: str) -> Iterator[str]:
    """Write a product: one item, or one for each of its packs, which Google shows together."""
    link = f"{base_url}/san-pham/{product.slug}"
    common = _common(product)
    if not product.packs:
        yield _item(product, product.whole, product.name, link, base_url) + common
    for pack in product.packs:
        title = f"{product.name}, {' · '.join(pack.options)}"
        told = differences(product.axes, pack.options).items()
        group = _tag("item_group_id", product.sku) + "".join(_tag(word, said[:100]) for word, said in told)
        yield _item(product, pack, title, f"{link}?goi={pack.sku}", base_url) + group + common


def _item(product: PublicProduct, pack: PublicPack, title: str, link: str, base_url: str) -> str:
    pictures = dict.fromkeys(each for each in (pack.picture or product.first_picture, *product.pictures) if each)
    first, *others = (f"{base_url}/anh/{sha256}.jpg" for sha256 in pictures)
    # Handmade goods have a maker but often neither a GTIN nor a part number, and Google wants to be told so.
    number = _tag("gtin", short_gtin(pack.gtin)) if pack.gtin else _tag("identifier_exists", "no")
    return (
        f"<item>\n{_tag('id', pack.sku)}{_tag('title', title[:150])}{_tag('description', product.description[:5000])}"
        f"{_tag('link', link)}{_tag('image_link', first)}"
        f"{''.join(_tag('additional_image_link', each) for each in others[:_MOST_PICTURES])}"
        f"{_tag('availability', 'in_stock')}{_tag('price', f'{pack.price_vnd} VND')}{number}{_measure(pack.content)}"
        f"{_tag('shipping_weight', f'{pack.weight_g} g') if pack.weight_g else ''}"
    )


def _common(product: PublicProduct) -> str:
    family = families.family(product.family)
    category = product.category or _CATEGORIES.get(f"{product.family.split('.')[0]}.", "")
    return (
        f"{_tag('condition', 'new')}{_tag('brand', product.business_name[:70])}"
        f"{_tag('google_product_category', category) if category else ''}"
        f"{_tag('product_type', family.name_vi) if family else ''}{_details(product)}</item>\n"
    )


def _details(product: PublicProduct) -> str:
    """Write what the family asks and the maker has answered."""
    return "".join(
        f"<g:product_detail>\n{_tag('attribute_name', name[:140])}{_tag('attribute_value', value[:1000])}"
        "</g:product_detail>\n"
        for name, value in families.told(product.family, product.attrs, "vi")
    )


def _measure(content: str) -> str:
    # Only units of mass and volume are units to Google; the decimal mark is a point there.
    if not content or content.rsplit(maxsplit=1)[-1] not in ("ml", "l", "g", "kg"):
        return ""
    return _tag("unit_pricing_measure", content.replace(",", ".").replace(" ", ""))


def _tag(name: str, value: str) -> str:
    return f"<g:{name}>{_text(value)}</g:{name}>\n"


def _text(value: str) -> str:
    return escape(_FORBIDDEN.sub("", value))
