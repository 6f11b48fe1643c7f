"""A host as search engines read it: a house to stay in, an eating place, a place to see, or trips.

Source: schema.org and https://developers.google.com/search/docs/appearance/structured-data, known.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from merchants.rules import Craft
from merchants.tourism.rules.coordinates import Point

Facts = dict[str, Any]
_KINDS: Mapping[Craft, str] = {
    Craft.HOMESTAY: "LodgingBusiness",
    Craft.RESTAURANT: "Restaurant",
    Craft.ATTRACTION: "TouristAttraction",
    Craft.TOUR: "LocalBusiness",
}
# What is offered by whom is a room, a dish, a ticket or a trip.
_OFFERED: Mapping[Craft, str] = {Craft.HOMESTAY: "HotelRoom", Craft.RESTAURANT: "MenuItem", Craft.TOUR: "TouristTrip"}


@dataclass(frozen=True)
class Offered:
    """One thing a host offers, and what it costs for one night or one person."""

    name: str
    price_vnd: int
    guests: int | None = None


@dataclass(frozen=True)
class Host:
    """A host as visitors see it; the pin only where the host shows it."""

    craft: Craft
    name: str
    url: str
    place: str
    phone: str = ""
    story: str = ""
    point: Point | None = None
    offers: Sequence[Offered] = ()


def facts(host: Host) -> Facts:
    """Return what search engines are told of a host; of trips each by itself, with the host as who leads them."""
    told: Facts = {
        "@context": "https://schema.org",
        "@type": _KINDS[host.craft],
        "@id": f"{host.url}#host",
        "name": host.name,
        "url": host.url,
        "address": {"@type": "PostalAddress", "addressLocality": host.place, "addressCountry": "VN"},
    }
    if host.phone:
        told["telephone"] = host.phone
    if host.story:
        told["description"] = host.story
    if host.point:
        told["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": host.point.latitude,
            "longitude": host.point.longitude,
        }
    if host.offers:
        told["makesOffer"] = list(_offers(host))
    if prices := sorted({each.price_vnd for each in host.offers if each.price_vnd}):
        told["priceRange"] = f"{prices[0]}-{prices[-1]} VND" if len(prices) > 1 else f"{prices[0]} VND"
    return told


def _offers(host: Host) -> Iterable[Facts]:
    for each in host.offers:
        offer: Facts = {
            "@type": "Offer",
            "name": each.name,
            "url": host.url,
            "price": str(each.price_vnd),
            "priceCurrency": "VND",
        }
        if kind := _OFFERED.get(host.craft):
            offer["itemOffered"] = {"@type": kind, "name": each.name}
            if each.guests:
                offer["itemOffered"]["occupancy"] = {"@type": "QuantitativeValue", "maxValue": each.guests}
        yield offer
