"""Tourism businesses and what they tell their guests, for tests."""

from typing import Any

from app.core.db import db
from merchants.models import Merchant
from merchants.rules import Craft
from merchants.tourism import queries, services
from merchants.tourism.models import TourismOffer, TourismProfile
from merchants.tourism.rules.coordinates import Point
from merchants.tourism.services import OfferFacts
from tests.factories import merchants as dossiers

PIN = Point(2055630, 10657310)
SAFE = ["extinguisher", "way_out", "smoke_alarm", "gas", "first_aid", "numbers", "stay_notice"]


def homestay(*, stage: str = "confirmed", **answers: Any) -> Merchant:
    """Make a homestay, confirmed unless told otherwise."""
    facts = {"craft": Craft.HOMESTAY, "business_name": "Homestay Gió Biển", "owner_name": "Trần Quốc Huy"} | answers
    merchant: Merchant = getattr(dossiers, stage)(**facts)
    return merchant


def told(merchant: Merchant, **answers: Any) -> TourismProfile:
    """Answer some questions, offer a room and put a pin on the map."""
    by = dossiers.owner(merchant)
    for key, answer in answers.items():
        services.answer(merchant, key=key.replace("_", "-"), answer=answer, by=by)
    services.pin(merchant, point=PIN, is_public=True, way_note="qua đê rẽ trái", by=by)
    make_offer(merchant)
    profile = queries.profile_of(merchant.id)
    assert profile is not None
    return profile


def make_offer(merchant: Merchant, name: str = "Phòng đôi", price_vnd: int = 350_000) -> TourismOffer:
    """Offer a room."""
    facts = OfferFacts(name, price_vnd, None, 2, 2)
    row = services.add_offer(merchant, facts=facts, by=dossiers.owner(merchant))
    db.session.commit()
    return row
