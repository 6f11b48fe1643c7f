"""Photographs that a list of products tells of by their addresses: fetched by a worker once the products are there."""

from functools import partial
from typing import NamedTuple
from uuid import UUID

from app.core.fetching import fetched
from app.core.transaction import transaction
from catalog import images, queries
from catalog.rules import MAX_PHOTOS, PhotoRole
from catalog.services.list_record import actor_of
from catalog.services.photos import Sent, Taken, add_photos, take_in
from catalog.states import ListState


class _Waiting(NamedTuple):
    """A product of a list and the addresses of its photographs."""

    item_id: UUID
    addresses: tuple[str, ...]


def fetch_photos(list_id: UUID) -> None:
    """Fetch the photographs of a list's new products, one product at a time; what does not come is told beside it.

    Called by a worker; a stop in between loses nothing. No transaction is open while strangers are asked.
    """
    while (waiting := _next(list_id)) is not None:
        taken = take_in(
            Sent(PhotoRole.FRONT, partial(fetched, address, most_bytes=images.MAX_FETCHED_BYTES), address)
            for address in waiting.addresses
        )
        with transaction():
            _keep(list_id, waiting, taken)


def _next(list_id: UUID) -> _Waiting | None:
    with transaction():
        brought = queries.goods_list(list_id)
        item = queries.item_without_photos(list_id)
        if brought is None or item is None or brought.state is not ListState.TAKEN:
            return None
        return _Waiting(item.id, tuple(item.photos))


def _keep(list_id: UUID, waiting: _Waiting, taken: Taken) -> None:
    brought = queries.goods_list(list_id, locked=True)
    item = queries.item_without_photos(list_id)
    # Undone meanwhile, or another worker was here first.
    if brought is None or item is None or item.id != waiting.item_id or brought.state is not ListState.TAKEN:
        return
    product = queries.by_id(item.product_id) if item.product_id else None
    photos = taken.photos[: MAX_PHOTOS - len(product.photos)] if product else ()
    if product is not None and photos:
        is_untouched = _revision_of(product.id) == item.left_revision
        add_photos(product, photos, by=actor_of(brought))
        if is_untouched:
            item.left_revision = _revision_of(product.id)
    item.photos, item.photos_left = [sent.name for sent, _why in taken.refusals], 0


def _revision_of(product_id: UUID) -> int | None:
    last = queries.last_revision(product_id)
    return last.number if last else None
