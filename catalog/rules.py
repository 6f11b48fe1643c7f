"""What a product is made of and what its answers must be: plain data and arithmetic."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

MIN_PRICE_VND = 1_000
MAX_PRICE_VND = 100_000_000
NAME_LENGTHS = (2, 150)
DESCRIPTION_LENGTH = 3000
INGREDIENTS_LENGTH = 1000
MAX_PHOTOS = 9
MAX_VARIANTS = 50
MAX_PRODUCTS = 200
PAGE_ROWS = 20


class PhotoRole(StrEnum):
    """What a photograph shows: the four drawn frames."""

    FRONT = "front"
    LABEL = "label"
    SIZE = "size"
    MAKER = "maker"


class Unit(StrEnum):
    """What the content is counted in; the typed value is kept, not converted."""

    ML = "ml"
    LITRE = "l"
    GRAM = "g"
    KILOGRAM = "kg"
    PIECE = "piece"
    NIGHT = "night"


class Storage(StrEnum):
    """How it is kept."""

    DRY = "dry"
    COOL = "cool"
    FROZEN = "frozen"


class Field(StrEnum):
    """What a rule speaks of, and so which page mends it."""

    NAME = "name"
    CONTENT = "content"
    PRICE = "price"
    SHELF_LIFE = "shelf_life"
    STORAGE = "storage"
    DESCRIPTION = "description"
    WEIGHT = "weight"
    INGREDIENTS = "ingredients"
    PHOTOS = "photos"
    SHOWN = "shown"
    BRAND = "brand"


@dataclass(frozen=True)
class PhotoFacts:
    """One photograph as the rules see it: the size that is sent, not the one taken."""

    role: PhotoRole
    width: int
    height: int
    size_bytes: int


@dataclass(frozen=True)
class VariantFacts:
    """One pack or size of a product as the rules see it; what it does not say itself, the product says for it."""

    sku: str
    options: tuple[str, ...]
    price_vnd: int | None = None
    net_content: Decimal | None = None
    unit: Unit | None = None
    weight_g: int | None = None
    gtin: str = ""


@dataclass(frozen=True)
class ProductFacts:
    """One product as the rules see it; empty and None mean not answered."""

    name: str = ""
    description: str = ""
    price_vnd: int | None = None
    net_content: Decimal | None = None
    unit: Unit | None = None
    shelf_life_days: int | None = None
    storage: Storage | None = None
    weight_g: int | None = None
    ingredients: str = ""
    brand: str = ""
    photos: tuple[PhotoFacts, ...] = ()
    is_shown: bool = False
    name_en: str = ""
    description_en: str = ""
    family: str = ""
    gtin: str = ""
    attrs: Mapping[str, Any] = field(default_factory=dict)
    variants: tuple[VariantFacts, ...] = ()


@dataclass(frozen=True)
class PublicProduct:
    """One product as visitors and search engines see it."""

    slug: str
    sku: str
    name: str
    description: str
    ingredients: str
    price_vnd: int
    content: str
    shelf_life_days: int | None
    storage: Storage | None
    cover: Mapping[str, Mapping[str, Any]]
    business_name: str
    owner_name: str
    phone: str
    area_path: str
    is_demo: bool


def show_content(net_content: Decimal | None, unit: Unit | None) -> str:
    """Write ``0.5`` litres as ``0,5 l``: a comma, no needless noughts; pieces and nights are only counted."""
    if net_content is None or unit is None:
        return ""
    number = f"{net_content.normalize():f}".replace(".", ",")
    if unit in (Unit.PIECE, Unit.NIGHT):
        return "" if number == "1" else f"× {number}"
    return f"{number} {unit.value}"


_CONTACT = (
    re.compile(r"(?:\+84|\b0)(?:[ .-]?\d){8,10}\b"),
    re.compile(r"https?:|www\.|\b[\w-]{1,60}\.(?:vn|com|net|org)\b", re.IGNORECASE),
    re.compile(r"\b(?:zalo|facebook|fb|lazada|shopee|tiki|tiktok|sendo)\b", re.IGNORECASE),
)


def contact_in(text: str) -> str:
    """Return the first telephone number, address or other shop named in a text, or nothing."""
    for pattern in _CONTACT:
        found = pattern.search(text[:20_000])
        if found:
            return found.group().strip()
    return ""
