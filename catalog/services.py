"""What may be done to a product: begin, answer, photograph, show, hide, export."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.core import audit, clock, storage
from app.core.db import db
from app.core.errors import DomainError
from app.core.ids import short_code
from app.core.text import fold, line, slugify
from app.policy import Actor
from catalog import images, queries, rules
from catalog.channel_rules import Channel, version_on
from catalog.marketplaces import shopee
from catalog.models import PhotoRendition, Product, ProductPhoto, ProductReadiness
from catalog.readiness import evaluate
from catalog.rules import PhotoRole
from catalog.states import LISTING, Stage, Step
from merchants.models import Merchant

SUBJECT = "product"


class ProductAction(StrEnum):
    """What the audit trail says was done to a product."""

    STARTED = "product:start"
    ANSWERED = "product:answer"
    PHOTOGRAPHED = "product:photograph"
    PHOTO_REMOVED = "product:photo_remove"
    PHOTO_MOVED = "product:photo_move"
    LISTED = "product:list"
    HIDDEN = "product:hide"
    EXPORTED = "product:export"


class TooManyError(DomainError):
    """A merchant's shelf, or a product's photographs, are full."""

    code = "catalog.too_many"


class NotShowableError(DomainError):
    """A product is shown with a name, a price and a photograph."""

    code = "catalog.not_showable"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


def start(merchant: Merchant, *, by: Actor) -> Product:
    """Begin a product, or go on with the one begun and still empty, so that a second click makes no second product.

    Raises:
        TooManyError: the shelf is full.
    """
    begun = queries.blank_of(merchant.id)
    if begun is not None:
        return begun
    if queries.count_of(merchant.id) >= rules.MAX_PRODUCTS:
        raise TooManyError(_l("This business already has %(most)d products", most=rules.MAX_PRODUCTS))
    at = clock.now()
    sku = short_code(8)
    product = Product(
        merchant_id=merchant.id, merchant=merchant, sku=sku, slug=sku.lower(), created_at=at, updated_at=at, attrs={}
    )
    db.session.add(product)
    db.session.flush()
    audit.record(ProductAction.STARTED, (SUBJECT, product.id), by=by, at=at)
    _recheck(product, at)
    return product


def answer(product: Product, *, by: Actor, **answers: Any) -> None:
    """Take answers to one question, under the names of the columns.

    The address follows the name until the product is first shown; afterwards people may have it.
    """
    at = clock.now()
    if "name" in answers:
        answers = answers | {"name": line(answers["name"])}
        answers["name_fold"] = fold(answers["name"])
        if product.stage is Stage.DRAFT:
            answers["slug"] = f"{slugify(answers['name'])}-{product.sku.lower()}".strip("-")
    changes = {
        name: [getattr(product, name), value] for name, value in answers.items() if getattr(product, name) != value
    }
    if not changes:
        return
    for name in changes:
        setattr(product, name, answers[name])
    product.updated_at = at
    told = {name: [str(old)[:200], str(new)[:200]] for name, (old, new) in changes.items()}
    audit.record(ProductAction.ANSWERED, (SUBJECT, product.id), by=by, at=at, changes=told)
    _recheck(product, at)


@dataclass(frozen=True)
class Taken:
    """Photographs opened and cut to size, and the sentences about those refused."""

    photos: tuple[tuple[PhotoRole, images.Intake], ...]
    refusals: tuple[tuple[PhotoRole, object], ...]


def take_in(pictures: Iterable[tuple[PhotoRole, Callable[[], bytes]]]) -> Taken:
    """Open what was sent, one at a time; a bad file does not lose the good ones. Touches no database."""
    photos, refusals = [], []
    for role, read in pictures:
        try:
            photos.append((role, images.intake(read())))
        except images.PhotoRefusedError as refusal:
            refusals.append((role, refusal.message))
    return Taken(tuple(photos), tuple(refusals))


def add_photos(product: Product, photos: Sequence[tuple[PhotoRole, images.Intake]], *, by: Actor) -> None:
    """Keep photographs; one that is there already is not kept twice.

    Raises:
        TooManyError: the product has as many photographs as any marketplace takes.
    """
    at = clock.now()
    for role, taken in photos:
        master = storage.put(taken.master.data, taken.master.content_type)
        if any(photo.sha256 == master.sha256 for photo in product.photos):
            continue
        if len(product.photos) >= rules.MAX_PHOTOS:
            raise TooManyError(_l("A product has at most %(most)d photos. Remove one first", most=rules.MAX_PHOTOS))
        product.photos.append(_photo(product, role, taken, master, at))
        audit.record(
            ProductAction.PHOTOGRAPHED, (SUBJECT, product.id), by=by, at=at, changes={"role": ["", role.value]}
        )
    _settle(product, at)


def remove_photo(product: Product, photo: ProductPhoto, *, by: Actor) -> None:
    """Take a photograph away; its files stay in the store, where nothing names them any more.

    A product without any photograph is not shown.
    """
    at = clock.now()
    product.photos.remove(photo)
    audit.record(
        ProductAction.PHOTO_REMOVED, (SUBJECT, product.id), by=by, at=at, changes={"role": [photo.role.value, ""]}
    )
    _settle(product, at)
    if not product.photos and product.stage is Stage.LISTED:
        hide(product, by=by)


def move_photo_forward(product: Product, photo: ProductPhoto, *, by: Actor) -> None:
    """Move a photograph one place towards the front."""
    at = clock.now()
    order = list(product.photos)
    place = order.index(photo)
    if place == 0:
        return
    order[place - 1], order[place] = order[place], order[place - 1]
    for position, each in enumerate(order):
        each.position = position
    product.photos.sort(key=lambda each: each.position)
    audit.record(ProductAction.PHOTO_MOVED, (SUBJECT, product.id), by=by, at=at, changes={"place": [place + 1, place]})
    _settle(product, at)


def show(product: Product, *, by: Actor) -> None:
    """Let visitors see the product, as soon as the commune has confirmed its maker and the maker agreed.

    Raises:
        NotShowableError: the name, the price or a photograph is missing.
        TransitionNotAllowedError: it is shown already.
    """
    if not product.name or product.price_vnd is None or not product.photos:
        raise NotShowableError(_l("Give the name, the price and one photo first. Then the product can be shown"))
    at = clock.now()
    product.listed_at = product.listed_at or at
    _move(product, Step.LIST, action=ProductAction.LISTED, by=by, at=at)


def hide(product: Product, *, by: Actor) -> None:
    """Stop showing the product.

    Raises:
        TransitionNotAllowedError: it is not shown.
    """
    _move(product, Step.HIDE, action=ProductAction.HIDDEN, by=by, at=clock.now())


def actions(product: Product) -> tuple[Step, ...]:
    """Return what may be done next: the buttons of a page."""
    return LISTING.actions(product.stage)


def export_to_shopee(product: Product, *, template: bytes, base_url: str, by: Actor) -> bytes:
    """Fill the seller's own template with the product.

    Raises:
        TemplateRefusedError: the file is not such a template.
    """
    urls = tuple(
        f"{base_url}/anh/{photo.sizes[images.Preset.SQ1024].sha256}.jpg"
        for photo in product.photos
        if images.Preset.SQ1024 in photo.sizes
    )
    item = shopee.Item(product.name, product.description, product.price_vnd, product.sku, product.weight_g, urls)
    filled = shopee.fill(template, item)
    audit.record(
        ProductAction.EXPORTED,
        (SUBJECT, product.id),
        by=by,
        at=clock.now(),
        changes={"channel": ["", Channel.SHOPEE_VN.value]},
    )
    return filled


def recheck_stale(limit: int = 500) -> int:
    """Judge again the products judged by rules no longer in force; say how many. Safe to run at any time."""
    at = clock.now()
    ids = queries.stale_ids(version_on(clock.local(at).date()), limit)
    for product_id in ids:
        product = queries.by_id(product_id)
        if product is not None:
            _recheck(product, at)
    db.session.flush()
    return len(ids)


def photo_of(product: Product, photo_id: UUID) -> ProductPhoto | None:
    """Return one of a product's photographs."""
    return next((photo for photo in product.photos if photo.id == photo_id), None)


def _move(product: Product, step: Step, *, action: ProductAction, by: Actor, at: datetime) -> None:
    before = product.stage
    product.stage = LISTING.next(before, step)
    product.updated_at = at
    audit.record(action, (SUBJECT, product.id), by=by, at=at, changes={"stage": [before.value, product.stage.value]})
    _recheck(product, at)


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
        is_blurred=taken.is_blurred,
        taken_in_at=at,
    )
    photo.renditions = [_rendition(preset, picture) for preset, picture in taken.renditions.items()]
    return photo


def _rendition(preset: images.Preset, picture: images.Picture) -> PhotoRendition:
    kept = storage.put(picture.data, picture.content_type)
    return PhotoRendition(
        preset=preset.value,
        sha256=kept.sha256,
        width=picture.width,
        height=picture.height,
        size_bytes=kept.size_bytes,
        content_type=picture.content_type,
    )


def _settle(product: Product, at: datetime) -> None:
    """Keep the cover's sizes on the product, after its photographs have changed."""
    fronts = [photo for photo in product.photos if photo.role is PhotoRole.FRONT]
    cover = next(iter(fronts or product.photos), None)
    product.cover = {} if cover is None else _sizes(cover)
    product.updated_at = at
    _recheck(product, at)


def _sizes(photo: ProductPhoto) -> dict[str, Any]:
    return {
        rendition.preset: {"sha256": rendition.sha256, "width": rendition.width, "height": rendition.height}
        for rendition in photo.renditions
    }


def _recheck(product: Product, at: datetime) -> None:
    """Judge the product for every marketplace and keep the verdicts, in the transaction of the change itself.

    Here a product counts as shown when its maker shows it; whether the commune has confirmed the maker is asked when
    the verdicts are read, because it may change without the product changing.
    """
    today = clock.local(at).date()
    facts = product.facts(is_shown=product.stage is Stage.LISTED)
    kept = queries.readiness_rows(product.id)
    for channel in Channel:
        found = evaluate(facts, channel, today)
        row = kept.get(channel)
        if row is None:
            row = ProductReadiness(product_id=product.id, channel=channel)
            db.session.add(row)
        row.verdict = found.verdict
        row.score_met, row.score_required = found.score_met, found.score_required
        row.computed_at, row.rules_version = at, version_on(today)
