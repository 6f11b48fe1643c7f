"""OCTO: trips and places to see, as resellers of tours read them from a supplier.

Source: https://docs.octo.travel and the package of its types, read 2026-11-24, with the parts for content and pricing.
Nothing is confirmed at once here: the maker answers every request.
"""

import json
import re
from typing import Any

from catalog.marketplaces.google import pictures
from catalog.marketplaces.things_to_do import FAMILIES
from catalog.marketplaces.writing import Part, Writing, clean, one_line
from catalog.rules import PublicPack, PublicProduct

_CONTACT = ["firstName", "lastName", "phoneNumber"]
# The standard must be told a time before which guests may cancel, and knows no trip of which nobody has said it.
_UNSAID_HOURS = 24
_NUMBERS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
_HOURS = {"giờ": 1, "tiếng": 1, "ngày": 24, "tuần": 7 * 24}
_TIME = re.compile(rf"\b(\d{{1,3}}|{'|'.join(_NUMBERS[1:])})\s+({'|'.join(_HOURS)})\b", re.IGNORECASE)


def product_of(product: PublicProduct, base_url: str) -> dict[str, Any]:
    """Return a trip or a place as a product with an option for each of its kinds."""
    hours = product.attrs.get("hours")
    # The standard knows a length or none at all, and no null.
    length = {"durationMinutesFrom": int(hours) * 60, "durationMinutesTo": int(hours) * 60} if hours else {}
    packs = product.packs or (product.whole,)
    return {
        "id": product.sku,
        "internalName": one_line(product.name),
        "reference": product.sku,
        "locale": "vi",
        "timeZone": "Asia/Ho_Chi_Minh",
        "allowFreesale": False,
        "instantConfirmation": False,
        "instantDelivery": False,
        "availabilityRequired": False,
        "availabilityType": "OPENING_HOURS",
        "deliveryFormats": ["QRCODE"],
        "deliveryMethods": ["VOUCHER"],
        "redemptionMethod": "MANIFEST",
        "options": [_option(product, pack, is_first=pack is packs[0]) for pack in packs],
        "title": one_line(product.name),
        "shortDescription": one_line(product.description)[:200],
        "description": clean(product.description),
        "country": "VN",
        "location": product.attrs.get("meeting_point") or product.place,
        "coverImageUrl": next(iter(pictures(product, product.whole, base_url)), None),
        "defaultCurrency": "VND",
        "availableCurrencies": ["VND"],
        "pricingPer": "UNIT",
        **length,
    }


def hours_before(words: str) -> int:
    """Return how many hours before the start guests may still cancel, by the first time that the maker's words name."""
    found = _TIME.search(words)
    if found is None:
        return _UNSAID_HOURS
    number, unit = found[1].lower(), found[2].lower()
    return (int(number) if number.isdecimal() else _NUMBERS.index(number)) * _HOURS[unit]


def _option(product: PublicProduct, pack: PublicPack, *, is_first: bool) -> dict[str, Any]:
    hours = hours_before(product.attrs.get("cancel_rule") or "")
    return {
        "id": "DEFAULT" if is_first else pack.sku,
        "default": is_first,
        "internalName": one_line(" · ".join(pack.options) or product.name),
        "reference": pack.sku,
        "availabilityLocalStartTimes": ["00:00"],
        "cancellationCutoff": f"{hours} hours",
        "cancellationCutoffAmount": hours,
        "cancellationCutoffUnit": "hour",
        "requiredContactFields": _CONTACT,
        "restrictions": {"minUnits": 1, "maxUnits": product.attrs.get("group_most")},
        "units": [_unit(pack)],
    }


def _unit(pack: PublicPack) -> dict[str, Any]:
    price: dict[str, Any] = {
        "original": pack.price_vnd,
        "retail": pack.price_vnd,
        "net": None,
        "currency": "VND",
        "currencyPrecision": 0,
        "includedTaxes": [],
    }
    return {
        "id": "adult",
        "internalName": "Người lớn",
        "reference": "adult",
        "type": "ADULT",
        "requiredContactFields": [],
        "restrictions": {
            "minAge": 0,
            "maxAge": 100,
            "idRequired": False,
            "minQuantity": None,
            "maxQuantity": None,
            "paxCount": 1,
            "accompaniedBy": [],
        },
        "pricingFrom": [price],
    }


def _part(product: PublicProduct, base_url: str) -> Part:
    if product.family not in FAMILIES:
        return Part(0, "")
    return Part(1, json.dumps(product_of(product, base_url), ensure_ascii=False))


JSON = Writing("application/json", lambda _base_url: "[", _part, "]\n", between=",\n")
