"""What a product says on one marketplace only; what it does not say there it says as everywhere."""

from http import HTTPStatus
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core.db import db
from app.core.errors import DomainError
from app.policy import Actor
from catalog.channel_rules import Channel
from catalog.models import ChannelOverride, Product, ProductPhoto
from catalog.rules import Own, in_order
from catalog.services.record import ProductAction, change, tell

_NOTHING: dict[Own, Any] = {Own.TITLE: "", Own.DESCRIPTION: "", Own.PRICE: None, Own.CATEGORY: "", Own.PHOTOS: None}


class OwnWordsRefusedError(DomainError):
    """This marketplace shows what our own page shows."""

    code = "catalog.own_words_refused"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


def give_own(product: Product, channel: Channel, own: Own, value: Any, *, by: Actor) -> None:
    """Say something on one marketplace otherwise than everywhere; the same as everywhere, or nothing, is no own word.

    Raises:
        OwnWordsRefusedError: this marketplace takes no such word of its own.
    """
    refuse_foreign(channel, own)
    if value == _everywhere(product, own):
        value = _NOTHING[own]
    _set(product, channel, own, value or _NOTHING[own], by=by)


def drop_own(product: Product, channel: Channel, own: Own, *, by: Actor) -> None:
    """Say on a marketplace again what is said everywhere."""
    _set(product, channel, own, _NOTHING[own], by=by)


def move_own_photo_forward(product: Product, channel: Channel, photo: ProductPhoto, *, by: Actor) -> None:
    """Move a photograph one place towards the front on one marketplace.

    Raises:
        OwnWordsRefusedError: this marketplace takes the photographs as our own page shows them.
    """
    refuse_foreign(channel, Own.PHOTOS)
    order = [each.sha256 for each in photos_on(product, channel)]
    place = order.index(photo.sha256)
    if place == 0:
        return
    order.insert(place - 1, order.pop(place))
    give_own(product, channel, Own.PHOTOS, order, by=by)


def photos_on(product: Product, channel: Channel) -> tuple[ProductPhoto, ...]:
    """Return a product's photographs in a marketplace's order."""
    return in_order(product.photos, product.own_words(channel).photo_order, lambda photo: photo.sha256)


def refuse_foreign(channel: Channel, own: Own) -> None:
    """Refuse what a marketplace has to show as our own page does.

    Raises:
        OwnWordsRefusedError: it is such.
    """
    if not channel.takes_own(own):
        raise OwnWordsRefusedError(_l("This place shows what the product's own page shows"))


def _everywhere(product: Product, own: Own) -> Any:
    if own is Own.PHOTOS:
        return [photo.sha256 for photo in product.photos]
    return {Own.TITLE: product.name, Own.DESCRIPTION: product.description, Own.PRICE: product.price_vnd}.get(own)


def _set(product: Product, channel: Channel, own: Own, value: Any, *, by: Actor) -> None:
    row = next((each for each in product.overrides if each.channel is channel), None)
    before = _NOTHING[own] if row is None else getattr(row, own.value)
    if before == value:
        return
    with change(product, by=by) as at:
        if row is None:
            row = ChannelOverride(channel=channel, title="", description="", category="")
            product.overrides.append(row)
        setattr(row, own.value, value)
        if all(getattr(row, each.value) == nothing for each, nothing in _NOTHING.items()):
            product.overrides.remove(row)
        action = ProductAction.OWN_WORDS_DROPPED if value == _NOTHING[own] else ProductAction.OWN_WORDS_GIVEN
        tell(action, product, by=by, at=at, changes={"channel": ["", channel.value], "what": ["", own.value]})
        db.session.flush()
