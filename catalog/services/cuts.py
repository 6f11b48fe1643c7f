"""How a photograph is cut for marketplaces: on white, or around what matters; the master is kept as it came."""

from collections.abc import Mapping

from app.core import storage
from app.policy import Actor
from catalog import images
from catalog.models import Product, ProductPhoto
from catalog.rules import Square
from catalog.services.photos import rendition_of, settle_cover
from catalog.services.record import ProductAction, change, tell


def cut_anew(photo: ProductPhoto, wanted: Square) -> Mapping[images.Preset, images.Picture]:
    """Cut the squares of a photograph from its master, and keep nothing yet: it takes a second, and no lock.

    Raises:
        PhotoRefusedError: the master cannot be opened any more.
    """
    return images.squares(storage.read(photo.sha256), wanted)


def keep_cut(
    product: Product,
    photo: ProductPhoto,
    wanted: Square,
    pictures: Mapping[images.Preset, images.Picture],
    *,
    by: Actor,
) -> None:
    """Keep the squares that were cut in place of those there were; the same cut again changes nothing."""
    before = photo.square
    if before == wanted:
        return
    with change(product, by=by) as at:
        photo.square = wanted
        for preset, picture in pictures.items():
            photo.sizes[preset.value].take(rendition_of(preset, picture))
        tell(ProductAction.PHOTO_CUT, product, by=by, at=at, changes={"cut": [before.cut.value, wanted.cut.value]})
        settle_cover(product)
