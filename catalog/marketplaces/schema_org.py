"""schema.org: what a product page tells search engines.

Source: https://developers.google.com/search/docs/appearance/structured-data/merchant-listing, read 2026-11-24.
"""

from typing import Any

from markupsafe import Markup

from app.core.structured import element
from catalog import families
from catalog.marketplaces import visits
from catalog.marketplaces.differences import differences, own_names, words_of
from catalog.rules import PublicPack, PublicProduct

# Of the names that shops share, those that schema.org has for goods.
_OF_GOODS = ("color", "material", "size")


def json_ld(product: PublicProduct, base_url: str) -> Markup:
    """Return the text of a ``application/ld+json`` element: no name can close the element early."""
    facts = _product(product, base_url)
    visit = visits.told(product, facts["url"], facts["image"])
    told = facts if visit is None else {"@context": facts.pop("@context"), "@graph": [facts, visit]}
    return element(told)


def _product(product: PublicProduct, base_url: str) -> dict[str, Any]:
    url = f"{base_url}/san-pham/{product.slug}"
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "name": product.name,
        "url": url,
        "image": [f"{base_url}/anh/{sha256}.jpg" for sha256 in _pictures(product)],
        "brand": {"@type": "Brand", "name": product.business_name},
    }
    if product.description:
        facts["description"] = product.description
    told = own_names(product.attrs)
    facts |= {name: told[name] for name in _OF_GOODS if name in told}
    if answers := families.told(product.family, product.attrs, "vi"):
        facts["additionalProperty"] = [
            {"@type": "PropertyValue", "name": name, "value": value} for name, value in answers
        ]
    if product.packs:
        return facts | _group(product, url, base_url)
    return facts | {"@type": "Product"} | _pack(product, product.whole, url)


def _group(product: PublicProduct, url: str, base_url: str) -> dict[str, Any]:
    """Tell the packs of a product as what they are: variants of one group."""
    return {
        "@type": "ProductGroup",
        "productGroupID": product.sku,
        "variesBy": [f"https://schema.org/{word}" for word in words_of(product.axes)],
        "hasVariant": [
            {
                "@type": "Product",
                "name": f"{product.name}, {' · '.join(pack.options)}",
                "image": f"{base_url}/anh/{pack.picture or product.first_picture}.jpg",
                **({"description": product.description} if product.description else {}),
                **_pack(product, pack, f"{url}?goi={pack.sku}"),
                **differences(product.axes, pack.options),
            }
            for pack in product.packs
        ],
    }


def _pack(product: PublicProduct, pack: PublicPack, url: str) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "sku": pack.sku,
        "offers": {
            "@type": "Offer",
            "url": url,
            "price": str(pack.price_vnd),
            "priceCurrency": "VND",
            "availability": "https://schema.org/InStock",
            "seller": {"@type": "Organization", "name": product.business_name},
        },
    }
    if pack.content:
        facts["size"] = pack.content
    if pack.gtin:
        facts["gtin14"] = pack.gtin
    if pack.weight_g:
        facts["weight"] = {"@type": "QuantitativeValue", "value": pack.weight_g, "unitCode": "GRM"}
    return facts


def _pictures(product: PublicProduct) -> list[str]:
    return [each for each in (product.pictures or (product.first_picture,)) if each]
