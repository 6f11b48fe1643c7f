"""Where else a product is sold: a link added, a link taken away."""

from collections.abc import Mapping
from http import HTTPStatus
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.core.db import db
from app.core.errors import DomainError
from app.policy import Actor
from catalog import queries
from catalog.models import Product, SellingLink
from catalog.selling_places import LinkRefusedError, read_link
from catalog.services.record import ProductAction, TooManyError, change, tell

MOST_LINKS = 10
_WHY: Mapping[str, object] = {
    "address": _l("Paste the whole address of the page, for example https://shopee.vn/…"),
    "place": _l("Only links to known marketplaces are shown, such as Shopee, Lazada, Tiki, TikTok, Facebook or Zalo"),
    "front": _l("This is the front page. Open the product there and copy the address of its own page"),
}


class SellingLinkRefusedError(DomainError):
    """A link that is not shown to visitors; the sentence says which ones are."""

    code = "catalog.selling_link_refused"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


def add_link(product: Product, pasted: str, *, by: Actor) -> SellingLink:
    """Say where else a product is sold; a link that is there already stays as it is.

    Raises:
        SellingLinkRefusedError: no address, or not the page of a product on a place that is known.
        TooManyError: there are as many links as a page shows.
    """
    try:
        place, url = read_link(pasted)
    except LinkRefusedError as refusal:
        raise SellingLinkRefusedError(_WHY[refusal.reason]) from refusal
    before = queries.selling_links(product.id)
    known = next((each for each in before if each.url == url), None)
    if known is not None:
        return known
    if len(before) >= MOST_LINKS:
        raise TooManyError(_l("A product has at most %(most)d links. Remove one first", most=MOST_LINKS))
    with change(product, by=by) as at:
        added = SellingLink(product_id=product.id, place=place.key, url=url, added_at=at)
        db.session.add(added)
        tell(ProductAction.LINK_ADDED, product, by=by, at=at, changes={"link": ["", url[:200]]})
    return added


def remove_link(product: Product, link_id: UUID, *, by: Actor) -> None:
    """Take a link away; one that is gone already stays gone."""
    link = next((each for each in queries.selling_links(product.id) if each.id == link_id), None)
    if link is None:
        return
    with change(product, by=by) as at:
        db.session.delete(link)
        tell(ProductAction.LINK_REMOVED, product, by=by, at=at, changes={"link": [link.url[:200], ""]})
