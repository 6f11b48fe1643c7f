"""Going back: to what a product was before its last change, or to any earlier revision. Going back is a change too."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core.db import db
from app.core.errors import DomainError, NotFoundError
from app.policy import Actor
from catalog import queries
from catalog.channel_rules import Channel
from catalog.models import ChannelOverride, PhotoRendition, Product, ProductPhoto, ProductRevision, ProductVariant
from catalog.models.state import ASKED_LATER
from catalog.rules import PhotoRole, SquareCut, Storage, Unit
from catalog.services.photos import settle_cover
from catalog.services.products import NotShowableError, follow_name, hide
from catalog.services.record import ProductAction, change, tell
from catalog.states import Stage

_READ = {"content_unit": Unit, "storage": Storage, "channel": Channel, "role": PhotoRole, "square_cut": SquareCut}


class StaleRevisionError(DomainError):
    """The product has changed since the page was opened, so the button no longer means what it said."""

    code = "catalog.stale_revision"
    status = HTTPStatus.CONFLICT


class NothingToUndoError(DomainError):
    """A product stands as it was begun."""

    code = "catalog.nothing_to_undo"


def undo(product: Product, *, number: int, by: Actor) -> None:
    """Take the last change back; pressed again, the one before it. ``number`` is the revision the person saw last.

    Raises:
        StaleRevisionError: somebody has changed the product since.
        NothingToUndoError: there is nothing before it.
    """
    last = queries.last_revision(product.id)
    if last is None or last.number != number:
        raise StaleRevisionError(_l("The product has changed meanwhile. Look at its changes again"))
    undone = (last.undoes or last.number + 1) - 1
    if undone < 2:
        raise NothingToUndoError(_l("There is no earlier change to take back"))
    _bring_back(product, _revision(product, undone - 1), undoes=undone, by=by)


def bring_back(product: Product, number: int, *, by: Actor) -> None:
    """Make a product what it was at an earlier revision.

    Raises:
        NotFoundError: there is no such revision.
        NotShowableError: it has no name or no price, and the product was shown since.
    """
    _bring_back(product, _revision(product, number), undoes=number + 1, by=by)


def _revision(product: Product, number: int) -> ProductRevision:
    found = queries.revision_of(product.id, number)
    if found is None:
        raise NotFoundError("no such revision")
    return found


def _bring_back(product: Product, revision: ProductRevision, *, undoes: int, by: Actor) -> None:
    state = revision.state
    answers = dict.fromkeys(ASKED_LATER, "") | _read(state["answers"])
    if product.stage is not Stage.DRAFT and not (answers["name"] and answers["price_vnd"]):
        raise NotShowableError(_l("That version has no name or no price yet, and visitors have seen the product since"))
    with change(product, by=by, undoes=undoes) as at:
        for name, value in answers.items():
            setattr(product, name, value)
        follow_name(product)
        _bring_photos_back(product, state["photos"])
        _bring_packs_back(product, state["variants"])
        _bring_words_back(product, state["overrides"])
        settle_cover(product)
        tell(ProductAction.BROUGHT_BACK, product, by=by, at=at, changes={"revision": ["", revision.number]})
    if product.stage is Stage.LISTED and not product.photos:
        hide(product, by=by)


def _bring_photos_back(product: Product, rows: list[dict[str, Any]]) -> None:
    """Put photographs back where they were: those taken away since are made anew from their files, still kept."""
    there = {photo.sha256: photo for photo in product.photos}
    product.photos[:] = [there.get(row["sha256"]) or _photo(row) for row in rows]
    for position, (photo, row) in enumerate(zip(product.photos, rows, strict=True)):
        photo.position, photo.role = position, PhotoRole(row["role"])
        _cut_as_then(photo, row)
    db.session.flush()


def _cut_as_then(photo: ProductPhoto, row: dict[str, Any]) -> None:
    """Give a photograph that stayed the squares it had; how it was cut was not kept before anybody could cut."""
    facts = _read({name: row.get(name) for name in ("square_cut", "focus_x_pct", "focus_y_pct", "most_kb")})
    for name, value in facts.items():
        setattr(photo, name, value)
    for rendition in row["renditions"]:
        photo.sizes[rendition["preset"]].take(PhotoRendition(**rendition))


def _photo(row: dict[str, Any]) -> ProductPhoto:
    facts = {name: value for name, value in row.items() if name not in ("renditions", "taken_in_at")}
    photo = ProductPhoto(**_read(facts), taken_in_at=datetime.fromisoformat(row["taken_in_at"]))
    photo.renditions = [PhotoRendition(**rendition) for rendition in row["renditions"]]
    return photo


def _bring_packs_back(product: Product, rows: list[dict[str, Any]]) -> None:
    product.variants.clear()
    db.session.flush()  # two packs may have changed names
    photos = {photo.sha256: photo for photo in product.photos}
    product.variants.extend(
        ProductVariant(**_read(row, leave="photo"), position=position, photo=photos.get(row["photo"]))
        for position, row in enumerate(rows)
    )


def _bring_words_back(product: Product, rows: list[dict[str, Any]]) -> None:
    product.overrides.clear()
    db.session.flush()
    product.overrides.extend(ChannelOverride(**_read(row)) for row in rows)


def _read(row: dict[str, Any], leave: str = "") -> dict[str, Any]:
    """Return kept values as the columns hold them."""
    return {
        name: _READ[name](value) if name in _READ and value is not None else value
        for name, value in row.items()
        if name != leave
    }
