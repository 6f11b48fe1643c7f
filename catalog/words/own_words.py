"""What a product says on one marketplace, and whether it says so everywhere, as a page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.money import format_vnd
from catalog.channel_rules import Channel
from catalog.models import Product
from catalog.rules import Own
from catalog.words.values import roles_of

OWN_PAGES: Mapping[str, Own] = {
    "ten": Own.TITLE,
    "mo-ta": Own.DESCRIPTION,
    "gia": Own.PRICE,
    "nhom": Own.CATEGORY,
    "anh": Own.PHOTOS,
}
_LABELS: Mapping[Own, object] = {
    Own.TITLE: _l("Name"),
    Own.DESCRIPTION: _l("Description"),
    Own.PRICE: _l("Price"),
    Own.CATEGORY: _l("Category"),
    Own.PHOTOS: _l("Order of the photos"),
}


@dataclass(frozen=True)
class OwnRow:
    """One thing a product says on a marketplace."""

    page: str
    label: object
    said: str
    is_own: bool


def own_rows(product: Product, channel: Channel) -> tuple[OwnRow, ...]:
    """Return what a product says on a marketplace; packs have prices of their own, so that one price would not do."""
    return tuple(
        _row(product, channel, page, own)
        for page, own in OWN_PAGES.items()
        if channel.takes_own(own) and not (own is Own.PRICE and product.variants)
    )


def own_value(product: Product, channel: Channel, own: Own) -> Any:
    """Return the word of a marketplace's own, or nothing."""
    row = next((each for each in product.overrides if each.channel is channel), None)
    return getattr(row, own.value) if row else None


def everywhere(product: Product, own: Own) -> str:
    """Return what a product says everywhere."""
    match own:
        case Own.TITLE:
            return product.name
        case Own.DESCRIPTION:
            return product.description
        case Own.PRICE:
            return format_vnd(product.price_vnd) if product.price_vnd else ""
        case Own.CATEGORY:
            return _("they find one themselves")
        case Own.PHOTOS:
            roles = roles_of(product.family, product.content_unit)
            return ", ".join(str(roles[photo.role]) for photo in product.photos)


def _row(product: Product, channel: Channel, page: str, own: Own) -> OwnRow:
    value = own_value(product, channel, own)
    if not value:
        return OwnRow(page, _LABELS[own], everywhere(product, own), is_own=False)
    return OwnRow(page, _LABELS[own], _said(product, own, value), is_own=True)


def _said(product: Product, own: Own, value: Any) -> str:
    if own is Own.PHOTOS:
        roles = roles_of(product.family, product.content_unit)
        shown = {photo.sha256: str(roles[photo.role]) for photo in product.photos}
        return ", ".join(shown[each] for each in value if each in shown)
    return format_vnd(value) if own is Own.PRICE else str(value)
