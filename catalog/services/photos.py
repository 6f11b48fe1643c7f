"""What may be done to a product's photographs: take in, keep, remove, put in order."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.core import storage
from app.core.fetching import FetchRefusedError
from app.policy import Actor
from catalog import images, rules
from catalog.models import PhotoRendition, Product, ProductPhoto
from catalog.rules import PhotoRole
from catalog.services.products import hide
from catalog.services.record import ProductAction, TooManyError, change, tell
from catalog.states import Stage


@dataclass(frozen=True)
class Sent:
    """One picture that somebody sent: its frame, how it is read, and what it is called if it came with others."""

    role: PhotoRole
    read: Callable[[], bytes]
    name: str = ""


@dataclass(frozen=True)
class Taken:
    """Photographs opened and cut to size, and the sentences about those refused."""

    photos: tuple[tuple[PhotoRole, images.Intake], ...]
    refusals: tuple[tuple[Sent, object], ...]


def take_in(pictures: Iterable[Sent]) -> Taken:
    """Open what was sent, one at a time; a bad file does not lose the good ones. Touches no database."""
    photos, refusals = [], []
    for sent in pictures:
        try:
            photos.append((sent.role, images.intake(sent.read())))
        except (images.PhotoRefusedError, FetchRefusedError) as refusal:
            refusals.append((sent, refusal.message))
    return Taken(tuple(photos), tuple(refusals))


def add_photos(product: Product, photos: Sequence[tuple[PhotoRole, images.Intake]], *, by: Actor) -> None:
    """Keep photographs; one that is there already is not kept twice.

    Raises:
        TooManyError: the product has as many photographs as any marketplace takes.
    """
    with change(product, by=by) as at:
        for role, taken in photos:
            master = storage.put(taken.master.data, taken.master.content_type)
            if any(photo.sha256 == master.sha256 for photo in product.photos):
                continue
            if len(product.photos) >= rules.MAX_PHOTOS:
                raise TooManyError(_l("A product has at most %(most)d photos. Remove one first", most=rules.MAX_PHOTOS))
            product.photos.append(_photo(product, role, taken, master, at))
            tell(ProductAction.PHOTOGRAPHED, product, by=by, at=at, changes={"role": ["", role.value]})
        settle_cover(product)


def remove_photo(product: Product, photo: ProductPhoto, *, by: Actor) -> None:
    """Take a photograph away; its files stay in the store, so that it can be brought back.

    A product without any photograph is not shown.
    """
    with change(product, by=by) as at:
        product.photos.remove(photo)
        for variant in product.variants:
            if variant.photo is photo:
                variant.photo = None
        for own in product.overrides:
            own.photo_order = [sha256 for sha256 in own.photo_order or () if sha256 != photo.sha256] or None
        tell(ProductAction.PHOTO_REMOVED, product, by=by, at=at, changes={"role": [photo.role.value, ""]})
        settle_cover(product)
    if not product.photos and product.stage is Stage.LISTED:
        hide(product, by=by)


def move_photo_forward(product: Product, photo: ProductPhoto, *, by: Actor) -> None:
    """Move a photograph one place towards the front."""
    order = list(product.photos)
    place = order.index(photo)
    if place == 0:
        return
    with change(product, by=by) as at:
        order[place - 1], order[place] = order[place], order[place - 1]
        for position, each in enumerate(order):
            each.position = position
        product.photos.sort(key=lambda each: each.position)
        tell(ProductAction.PHOTO_MOVED, product, by=by, at=at, changes={"place": [place + 1, place]})
        settle_cover(product)


def photo_of(product: Product, photo_id: UUID) -> ProductPhoto | None:
    """Return one of a product's photographs."""
    return next((photo for photo in product.photos if photo.id == photo_id), None)


def settle_cover(product: Product) -> None:
    """Keep the cover's sizes on the product, after its photographs have changed."""
    fronts = [photo for photo in product.photos if photo.role is PhotoRole.FRONT]
    cover = next(iter(fronts or product.photos), None)
    product.cover = {} if cover is None else _sizes(cover)


def _photo(
    product: Product, role: PhotoRole, taken: images.Intake, master: storage.StoredFile, at: datetime
) -> ProductPhoto:
    photo = ProductPhoto(
        role=role,
        position=max((each.position for each in product.photos), default=-1) + 1,
        sha256=master.sha256,
        width=taken.master.width,
        height=taken.master.height,
        size_bytes=master.size_bytes,
        is_blurred=taken.looks.is_blurred,
        is_dark=taken.looks.is_dark,
        white_edge_pct=taken.looks.white_edge_pct,
        fingerprint=taken.looks.fingerprint,
        taken_in_at=at,
    )
    photo.renditions = [rendition_of(preset, picture) for preset, picture in taken.renditions.items()]
    return photo


def rendition_of(preset: images.Preset, picture: images.Picture) -> PhotoRendition:
    """Store a picture and return it as one size of a photograph."""
    kept = storage.put(picture.data, picture.content_type)
    return PhotoRendition(
        preset=preset.value,
        sha256=kept.sha256,
        width=picture.width,
        height=picture.height,
        size_bytes=kept.size_bytes,
        content_type=picture.content_type,
    )


def _sizes(photo: ProductPhoto) -> dict[str, Any]:
    return {
        rendition.preset: {"sha256": rendition.sha256, "width": rendition.width, "height": rendition.height}
        for rendition in photo.renditions
    }
