"""Tourism in words: a kind's offers, an answer, a place and the way there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.web.filters import vnd
from merchants.models import Merchant
from merchants.rules import TOURISM, Craft
from merchants.tourism import queries
from merchants.tourism.models import TourismOffer
from merchants.tourism.rules import coordinates, prices, questions
from merchants.tourism.rules.coordinates import Point
from merchants.tourism.rules.prices import Unit
from merchants.tourism.rules.questions import Kind, Question

DIRECTIONS = (
    _l("north"), _l("north-east"), _l("east"), _l("south-east"), _l("south"), _l("south-west"), _l("west"),
    _l("north-west"),
)  # fmt: skip
UNITS: Mapping[Unit, object] = {Unit.NIGHT: _l("a night"), Unit.PERSON: _l("a person")}
# What a business sells: the heading of the list, what one is called, and an example of a name.
OFFERS: Mapping[Craft, tuple[object, object, object]] = {
    Craft.HOMESTAY: (_l("Rooms and prices"), _l("Add a room"), _l("For example room for two, facing the garden")),
    Craft.RESTAURANT: (_l("Dishes and prices"), _l("Add a dish"), _l("For example clams steamed with lemongrass")),
    Craft.TOUR: (_l("Trips and prices"), _l("Add a trip"), _l("For example mangrove by boat, morning")),
    Craft.ATTRACTION: (_l("Tickets and prices"), _l("Add a ticket"), _l("For example adult, child under 1.2 m")),
}
KINDS: Mapping[Craft, object] = {
    Craft.HOMESTAY: _l("Places to stay"),
    Craft.RESTAURANT: _l("Eating places"),
    Craft.TOUR: _l("Tours and boat trips"),
    Craft.ATTRACTION: _l("Places to visit"),
}


@dataclass(frozen=True)
class Row:
    """One answer in words, under the key of its question."""

    key: str
    label: str
    value: str


def language() -> str:
    """Return the language of the page."""
    return str(get_locale() or "vi")


def answer(asked: Question, craft: Craft, said: Any) -> str:
    """Return one answer in the language of the page."""
    speaks = language()
    names = {option.value: option.name(speaks) for option in asked.offered(craft)}
    match asked.kind:
        case Kind.ONE:
            return names[said]
        case Kind.MANY if len(said) == len(names) and asked.key in ("thang", "ngay"):
            return _("All year") if asked.key == "thang" else _("Every day")
        case Kind.MANY:
            return ", ".join(names[value] for value in said)
        case Kind.HOURS:
            return f"{said['opens']}-{said['closes']}"
        case Kind.BOTH_LANGUAGES:
            return str(said["en"] or said["vi"]) if speaks == "en" else str(said["vi"])
        case _:
            return str(said)


def price(offer: TourismOffer, unit: Unit) -> str:
    """Return what something costs, with the price of the high season where there is one."""
    if offer.price_vnd == 0 and not offer.high_price_vnd:
        return _("Free")
    low = f"{vnd(offer.price_vnd)} {UNITS[unit]}"
    if not offer.high_price_vnd:
        return low
    return _("%(low)s, high season %(high)s", low=low, high=vnd(offer.high_price_vnd))


def offer_detail(offer: TourismOffer) -> str:
    """Return how many there are and for how many guests."""
    parts = []
    if offer.how_many:
        parts.append(_("%(n)d rooms", n=offer.how_many))
    if offer.guests:
        parts.append(_("up to %(n)d guests", n=offer.guests))
    return ", ".join(parts)


def way(point: Point) -> str:
    """Return how far and in which direction the place lies from the town that people know."""
    found = coordinates.way_from(coordinates.landmarks()[0], point)
    if found.km == 0:
        return _("In %(town)s", town=found.landmark.name)
    return _(
        "About %(km)d km %(direction)s of %(town)s",
        km=found.km,
        direction=DIRECTIONS[found.direction],
        town=found.landmark.name,
    )


def shown_rows(merchant: Merchant, today: date) -> list[Row]:
    """Return everything a tourism business has been asked, in order; what is not answered has no value."""
    if merchant.craft not in TOURISM:
        return []
    said = queries.answers_of(merchant)
    unit = prices.unit_of(merchant.craft, today)
    sold = "; ".join(f"{each.name}: {price(each, unit)}" for each in queries.offers_of(merchant.id))
    closed = "; ".join(closure_days(each.from_on, each.until_on) for each in queries.closures_of(merchant.id, today))
    profile = queries.profile_of(merchant.id)
    point = profile.point if profile else None
    asked = [
        Row(each.key, each.text(language()), answer(each, merchant.craft, said[each.key]) if each.key in said else "")
        for each in questions.questions_for(merchant.craft)
    ]
    return [
        Row("gia", str(OFFERS[merchant.craft][0]), sold),
        *asked,
        Row("ngay-nghi", _("Closed days"), closed),
        Row("vi-tri", _("Place on the map"), f"{point} ({way(point)})" if point else ""),
    ]


def guest_rows(merchant: Merchant) -> list[Row]:
    """Return what guests read in short lines; the story, the safety and the prices have places of their own."""
    said = queries.answers_of(merchant)
    return [
        Row(each.key, each.short(language()), answer(each, merchant.craft, said[each.key]))
        for each in questions.questions_for(merchant.craft)
        if each.key in said and each.key not in (questions.SAFETY, questions.STORY)
    ]


def closure_days(from_on: date, until_on: date) -> str:
    """Return closed days as people write them."""
    if from_on == until_on:
        return f"{from_on:%d/%m/%Y}"
    return f"{from_on:%d/%m}-{until_on:%d/%m/%Y}"
