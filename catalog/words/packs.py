"""Packs as a page shows them: what each says of itself, and what the product says for it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from app.core.money import format_vnd
from catalog.models import Product, ProductVariant
from catalog.rules import Axis, Unit, short_gtin, show_content
from catalog.words.values import AXES, roles_of


@dataclass(frozen=True)
class PackWords:
    """A price, a content, a weight and a bar code, written; empty where there is none."""

    price: str
    content: str
    weight: str
    gtin: str


@dataclass(frozen=True)
class PackRow:
    """One pack in the table."""

    pack: ProductVariant
    own: PackWords
    whole: PackWords
    thumb: str


def pack_rows(product: Product) -> tuple[PackRow, ...]:
    """Return a product's packs as a table shows them."""
    whole = _written(product.price_vnd, product.net_content, product.content_unit, product.weight_g, "")
    return tuple(
        PackRow(
            pack,
            _written(pack.price_vnd, pack.net_content, pack.content_unit, pack.weight_g, pack.gtin),
            whole,
            pack.photo.sizes["thumb320"].sha256 if pack.photo else "",
        )
        for pack in product.variants
    )


def axes_of(product: Product) -> list[str]:
    """Return in what a product's packs differ."""
    return [str(AXES[Axis(axis)]) for axis in (product.axis_1, product.axis_2) if axis]


def pack_answers(pack: ProductVariant) -> dict[str, Any]:
    """Return what a pack says of itself, under the names of the form's fields."""
    return {
        "option_1": pack.option_1,
        "option_2": pack.option_2,
        "price_vnd": pack.price_vnd,
        "amount": pack.net_content,
        "unit": pack.content_unit.value if pack.content_unit else "",
        "weight_g": pack.weight_g,
        "gtin": pack.gtin,
        "photo": pack.photo.sha256 if pack.photo else "",
    }


def photo_choices(product: Product) -> list[tuple[str, str]]:
    """Return a product's photographs to choose from."""
    roles = roles_of(product.family, product.content_unit)
    return [
        (photo.sha256, _("Photo %(number)d: %(shows)s", number=number, shows=roles[photo.role]))
        for number, photo in enumerate(product.photos, start=1)
    ]


def _written(
    price_vnd: int | None, content: Decimal | None, unit: Unit | None, weight_g: int | None, gtin: str
) -> PackWords:
    return PackWords(
        price=format_vnd(price_vnd) if price_vnd else "",
        content=show_content(content, unit),
        weight=f"{weight_g} g" if weight_g else "",
        gtin=short_gtin(gtin),
    )
