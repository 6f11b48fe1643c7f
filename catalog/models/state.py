"""A product as plain data, to keep, to compare and to bring back; photographs are named by their hashes."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import inspect

from app.core.db import Base
from catalog.models.photo import PhotoRendition, ProductPhoto
from catalog.models.product import Product

# What somebody answers; the rest follows from it, or is not the owner's to change.
ANSWERS = (
    "name",
    "content_milli",
    "content_unit",
    "price_vnd",
    "shelf_life_days",
    "storage",
    "description",
    "weight_g",
    "ingredients",
    "attrs",
    "family",
    "name_en",
    "description_en",
    "gtin",
    "axis_1",
    "axis_2",
)
# Asked since later: left out while empty, so that what was kept before is still what it was.
ASKED_LATER = ("box_cm",)
OF_VARIANT = ("sku", "option_1", "option_2", "price_vnd", "content_milli", "content_unit", "weight_g", "gtin")
OF_OVERRIDE = ("channel", "title", "description", "price_vnd", "category", "photo_order")
_LEFT_OUT = {"id", "product_id", "photo_id", "position"}


def state_of(product: Product) -> dict[str, Any]:
    """Return everything an owner can change about a product."""
    return {
        "answers": _plain(product, ANSWERS) | {name: said for name in ASKED_LATER if (said := getattr(product, name))},
        "photos": [_photo(photo) for photo in product.photos],
        "variants": [
            _plain(each, OF_VARIANT) | {"photo": each.photo.sha256 if each.photo else ""} for each in product.variants
        ],
        "overrides": [_plain(each, OF_OVERRIDE) for each in product.overrides],
    }


def state_begun(answers: Mapping[str, Any], variants: Iterable[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """Return the state of a product that has nothing but answers and packs so far, from values and not from objects."""
    return {
        "answers": {name: _value(answers[name]) for name in ANSWERS}
        | {name: said for name in ASKED_LATER if (said := answers[name])},
        "photos": [],
        "variants": [{name: _value(each[name]) for name in OF_VARIANT} | {"photo": ""} for each in variants],
        "overrides": [],
    }


def files_of(state: Mapping[str, Any]) -> list[str]:
    """Return the hashes of the files a kept state names, also of photographs taken away since."""
    photos = state["photos"]
    return [row["sha256"] for photo in photos for row in (photo, *photo["renditions"])]


def _photo(photo: ProductPhoto) -> dict[str, Any]:
    renditions = sorted(photo.renditions, key=lambda each: each.preset)
    return _row(photo) | {"renditions": [_row(each) for each in renditions]}


def _row(row: ProductPhoto | PhotoRendition) -> dict[str, Any]:
    mapper: Any = inspect(type(row))
    return _plain(row, [column.key for column in mapper.column_attrs if column.key not in _LEFT_OUT])


def _plain(row: Base, names: Iterable[str]) -> dict[str, Any]:
    return {name: _value(getattr(row, name)) for name in names}


def _value(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
