"""What visitors book, told to search engines: a house to stay in, a place to see, a trip.

Source: schema.org and https://developers.google.com/search/docs/appearance/structured-data, known.
"""

from collections.abc import Callable, Mapping
from typing import Any

from catalog.rules import PublicProduct, listed

Facts = dict[str, Any]


def told(product: PublicProduct, page: str, images: list[str]) -> Facts | None:
    """Return a room, a trip or a place to see as what it is; nothing for goods and meals."""
    tell = _BY_FAMILY.get(product.family)
    if tell is None:
        return None
    facts: Facts = {"@id": f"{page}#visit", "url": page, "image": images} | tell(product, _offer(product, page))
    if product.description:
        facts["description"] = product.description
    return facts


def _stay(product: PublicProduct, offer: Facts) -> Facts:
    said = product.attrs
    room: Facts = {"@type": "HotelRoom", "name": product.name}
    if said.get("max_guests"):
        room["occupancy"] = {"@type": "QuantitativeValue", "maxValue": said["max_guests"], "unitCode": "C62"}
    if said.get("beds"):
        room["bed"] = said["beds"]
    times = {"checkinTime": said.get("check_in"), "checkoutTime": said.get("check_out")}
    amenities = listed(str(said.get("amenities", "")))
    return {
        "@type": "LodgingBusiness",
        "name": product.business_name,
        "address": _address(product),
        "priceRange": f"{product.lowest_price_vnd} VND",
        "makesOffer": offer | {"itemOffered": room},
        **({"telephone": product.phone} if product.phone else {}),
        **{name: value for name, value in times.items() if value},
        **({"amenityFeature": [_feature(each) for each in amenities]} if amenities else {}),
    }


def _trip(product: PublicProduct, offer: Facts) -> Facts:
    facts: Facts = {
        "@type": "TouristTrip",
        "name": product.name,
        "provider": {"@type": "LocalBusiness", "name": product.business_name, "address": _address(product)},
        "offers": offer,
    }
    if meeting_point := product.attrs.get("meeting_point"):
        facts["itinerary"] = {
            "@type": "ItemList",
            "itemListElement": [
                {"@type": "ListItem", "position": 1, "item": {"@type": "Place", "name": meeting_point}}
            ],
        }
    return facts


def _place(product: PublicProduct, offer: Facts) -> Facts:
    said = product.attrs
    facts: Facts = {"@type": "TouristAttraction", "name": product.name, "address": _address(product)}
    if "free_entry" in said:
        facts["isAccessibleForFree"] = bool(said["free_entry"])
    if said.get("opening"):
        facts["openingHours"] = said["opening"]
    if said.get("languages"):
        facts["availableLanguage"] = said["languages"]
    return facts | ({} if said.get("free_entry") else {"potentialAction": _reserve(offer)})


def _reserve(offer: Facts) -> Facts:
    return {"@type": "ReserveAction", "target": offer["url"], "priceSpecification": _price(offer)}


def _price(offer: Facts) -> Facts:
    return {"@type": "PriceSpecification", "price": offer["price"], "priceCurrency": "VND"}


def _offer(product: PublicProduct, page: str) -> Facts:
    return {
        "@type": "Offer",
        "url": page,
        "price": str(product.lowest_price_vnd),
        "priceCurrency": "VND",
        "availability": "https://schema.org/InStock",
    }


def _address(product: PublicProduct) -> Facts:
    return {"@type": "PostalAddress", "addressLocality": product.place, "addressCountry": "VN"}


def _feature(name: str) -> Facts:
    return {"@type": "LocationFeatureSpecification", "name": name, "value": True}


_BY_FAMILY: Mapping[str, Callable[[PublicProduct, Facts], Facts]] = {
    "offer.room": _stay,
    "offer.tour": _trip,
    "offer.attraction": _place,
    "VI.1": _place,
}
