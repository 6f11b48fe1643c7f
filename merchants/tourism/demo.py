"""What the tourism businesses of the demonstration tell their guests: made up, place and prices too."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.policy import Actor, Holding, Role
from merchants.models import Merchant
from merchants.tourism import services
from merchants.tourism.models import TourismProfile
from merchants.tourism.rules.coordinates import read_point
from merchants.tourism.services import OfferFacts

_ALL_MONTHS = [str(month) for month in range(1, 13)]
_ALL_DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

_HOMESTAY: dict[str, Any] = {
    "gioi-thieu": {
        "vi": "Nhà ở ven rừng ngập mặn, sáng nghe chim. Cơm nhà nấu, ngao bắt ngoài bãi. Có xe đạp đi quanh thôn.",
        "en": "A house beside the mangroves, with birds in the morning. Home cooking, clams from the flats. Bicycles.",
    },
    "bua-an": "all",
    "khach-nuoc-ngoai": "yes",
    "an-toan": ["extinguisher", "way_out", "smoke_alarm", "gas", "first_aid", "numbers", "stay_notice"],
    "ngon-ngu": ["vi", "en", "phone"],
    "thang": _ALL_MONTHS,
    "ngay": _ALL_DAYS,
    "gio": {"opens": "07:00", "closes": "21:30"},
    "tien-nghi": ["wifi", "toilet", "hot_water", "air_con", "parking", "bicycles", "cashless"],
}
_RESTAURANT: dict[str, Any] = {
    "mon": ["seafood", "rice"],
    "suc-chua": 40,
    "an-toan": ["extinguisher", "first_aid", "clean_water", "food_source"],
    "ngon-ngu": ["vi"],
    "ngay": _ALL_DAYS,
    "gio": {"opens": "09:00", "closes": "21:00"},
    "tien-nghi": ["toilet", "parking", "children"],
}
# Who, the answers, what is offered, the pin, whether guests see the very spot, and whether the desk saw all of it.
_TOLD = (
    (
        "Trần Quốc Huy",
        _HOMESTAY,
        (
            OfferFacts("Phòng đôi nhìn ra vườn", 350_000, 450_000, 3, 2),
            OfferFacts("Phòng gia đình", 600_000, 750_000, 2, 5),
        ),
        "20.47810, 106.59820",
        True,
        True,
    ),
    (
        "Hoàng Văn Bãi",
        _RESTAURANT,
        (OfferFacts("Ngao hấp sả", 60_000), OfferFacts("Mâm cơm bốn người, tính theo người", 120_000)),
        "20.48120, 106.60410",
        False,
        False,
    ),
)


def load(by: Actor) -> None:
    """Answer for the tourism businesses of the demonstration; a second call adds nothing."""
    if db.session.scalars(select(TourismProfile.id).limit(1)).first() is not None:
        return
    for owner, answers, offers, pin, is_public, is_seen in _TOLD:
        wanted = select(Merchant).where(Merchant.is_demo, Merchant.owner_name == owner)
        merchant = db.session.scalars(wanted).one_or_none()
        if merchant is None:
            continue
        by_owner = replace(by, name=owner)
        for key, answer in answers.items():
            services.answer(merchant, key=key, answer=answer, by=by_owner)
        for facts in offers:
            services.add_offer(merchant, facts=facts, by=by_owner)
        note = "Qua cầu rẽ phải, cổng xanh"
        services.pin(merchant, point=read_point(pin), is_public=is_public, way_note=note, by=by_owner)
        soon = clock.today() + timedelta(days=40)
        services.add_closure(merchant, from_on=soon, until_on=soon + timedelta(days=3), note="Nhà có việc", by=by_owner)
        if is_seen:
            desk = replace(by, name="Chú Đỗ Văn Thành", holdings=(Holding(Role.CLERK, merchant.commune_path),))
            services.see(merchant, items=answers["an-toan"], by=desk)
    db.session.flush()
