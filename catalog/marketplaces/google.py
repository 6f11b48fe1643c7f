"""Google Merchant Center: an RSS 2.0 feed, written a product at a time.

Source: https://support.google.com/merchants/answer/7052112, read 2026-11-24.
"""

import re
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from catalog.rules import PublicProduct

CONTENT_TYPE = "application/xml"

# What XML 1.0 cannot hold even when escaped.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">\n<channel>\n'
    "<title>Lên Sàn</title>\n<link>{base}</link>\n<description>Sản phẩm của bà con</description>\n"
)
_TAIL = "</channel>\n</rss>\n"


def feed(products: Iterable[PublicProduct], base_url: str) -> Iterator[str]:
    """Write the feed; the whole of it is never in memory."""
    yield _HEAD.format(base=_text(base_url))
    for product in products:
        yield _item(product, base_url)
    yield _TAIL


def _item(product: PublicProduct, base_url: str) -> str:
    image = f"{base_url}/anh/{product.cover['sq1500']['sha256']}.jpg"
    identity = (
        f"<item>\n<g:id>{_text(product.sku)}</g:id>\n"
        f"<g:title>{_text(product.name[:150])}</g:title>\n"
        f"<g:description>{_text(product.description[:5000])}</g:description>\n"
        f"<g:link>{_text(f'{base_url}/san-pham/{product.slug}')}</g:link>\n"
        f"<g:image_link>{_text(image)}</g:image_link>\n"
    )
    # Handmade goods have a maker but neither a GTIN nor a part number, and Google wants to be told so.
    return (
        f"{identity}<g:availability>in_stock</g:availability>\n"
        f"<g:price>{product.price_vnd} VND</g:price>\n"
        f"<g:condition>new</g:condition>\n"
        f"<g:brand>{_text(product.business_name[:70])}</g:brand>\n"
        f"<g:identifier_exists>no</g:identifier_exists>\n{_measure(product)}</item>\n"
    )


def _measure(product: PublicProduct) -> str:
    # Only units of mass and volume are units to Google; the decimal mark is a point there.
    if not product.content or product.content.split()[-1] not in ("ml", "l", "g", "kg"):
        return ""
    measure = product.content.replace(",", ".").replace(" ", "")
    return f"<g:unit_pricing_measure>{_text(measure)}</g:unit_pricing_measure>\n"


def _text(value: str) -> str:
    return escape(_FORBIDDEN.sub("", value))
