"""schema.org: what a product page tells search engines.

Source: https://developers.google.com/search/docs/appearance/structured-data/merchant-listing, read 2026-11-24.
"""

import json
from typing import Any

from markupsafe import Markup

from catalog.rules import PublicProduct

_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def json_ld(product: PublicProduct, base_url: str) -> Markup:
    """Return the text of a ``application/ld+json`` element: no name can close the element early."""
    text = json.dumps(_product(product, base_url), ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(_ESCAPES))  # noqa: S704  every sign that could end the element is escaped above


def _product(product: PublicProduct, base_url: str) -> dict[str, Any]:
    url = f"{base_url}/san-pham/{product.slug}"
    square = product.cover.get("sq1500")
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": product.name,
        "sku": product.sku,
        "url": url,
        "image": [f"{base_url}/anh/{square['sha256']}.jpg"] if square else [],
        "brand": {"@type": "Brand", "name": product.business_name},
        "offers": {
            "@type": "Offer",
            "url": url,
            "price": str(product.price_vnd),
            "priceCurrency": "VND",
            "availability": "https://schema.org/InStock",
            "seller": {"@type": "Organization", "name": product.business_name},
        },
    }
    if product.description:
        facts["description"] = product.description
    if product.content:
        facts["size"] = product.content
    return facts
