"""Google Things to do: trips and places to see, as its product feed in JSON.

Source: https://developers.google.com/travel/things-to-do/reference/feed-spec/product-feed, read 2026-11-29. Only the
lowest price of a grown-up counts there, and an empty file would take everything away. A nonce ties the files of one
upload together and is asked for where there are several; here everything is one file, and has none.
"""

import json
from typing import Any

from catalog.marketplaces.google import pictures
from catalog.marketplaces.writing import Part, Writing, clean, inert, one_line
from catalog.rules import PublicProduct

FAMILIES = ("offer.tour", "offer.attraction", "VI.1")
_TITLE, _DESCRIPTION = 150, 10_000
_HEAD = (
    '{"feed_metadata":{"shard_id":0,"total_shards_count":1,"processing_instruction":"PROCESS_AS_SNAPSHOT"},"products":['
)


def product_of(product: PublicProduct, base_url: str) -> dict[str, Any]:
    """Return a trip or a place with one option for each of its kinds."""
    page = f"{base_url}/san-pham/{product.slug}"
    facts = {
        "id": product.sku,
        "title": _texts(product.name, product.name_en, _TITLE),
        "description": _texts(product.description, product.description_en, _DESCRIPTION),
        "options": [
            _option(
                pack.sku,
                ", ".join([product.name, *pack.options]),
                pack.price_vnd,
                f"{page}?goi={pack.sku}" if product.packs else page,
                product,
            )
            for pack in product.packs or (product.whole,)
        ],
        "related_media": [
            {"url": url, "type": "MEDIA_TYPE_PHOTO"} for url in pictures(product, product.whole, base_url)
        ],
        "operator": {"name": _texts(product.business_name, "", _TITLE)},
    }
    return facts if product.description else {name: value for name, value in facts.items() if name != "description"}


def _option(sku: str, title: str, price_vnd: int, page: str, product: PublicProduct) -> dict[str, Any]:
    hours = product.attrs.get("hours")
    return {
        "id": sku,
        "title": _texts(title, "", _TITLE),
        "landing_page": {"url": page},
        "price_options": [
            {
                "id": "adult",
                "title": "Người lớn",
                "price": {"currency_code": "VND", "units": str(price_vnd), "nanos": 0},
            }
        ],
        **({"duration_sec": str(int(hours) * 3600)} if hours else {}),
    }


def _texts(vi: str, en: str, most: int) -> dict[str, Any]:
    said = {"vi": vi, "en": en}
    return {
        "localized_texts": [
            {"language_code": language, "text": _plain(text)[:most]} for language, text in said.items() if text
        ]
    }


def _plain(text: str) -> str:
    """Return words without pictures among them, which Google refuses in titles."""
    return inert(one_line("".join(sign for sign in clean(text) if ord(sign) < 0x2600)))


def _part(product: PublicProduct, base_url: str) -> Part:
    if product.family not in FAMILIES:
        return Part(0, "")
    return Part(1, json.dumps(product_of(product, base_url), ensure_ascii=False))


JSON = Writing("application/json", lambda _base_url: _HEAD, _part, "]}\n", between=",\n")
