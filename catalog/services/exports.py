"""Handing products over to a marketplace whose sellers upload a workbook."""

import hashlib
from collections.abc import Sequence
from http import HTTPStatus

from flask_babel import lazy_gettext as _l

from app.core import clock
from app.core.db import db
from app.core.errors import DomainError
from app.policy import Actor
from catalog import images, queries
from catalog.channel_rules import Channel
from catalog.marketplaces import sheets
from catalog.marketplaces.differences import NAMES
from catalog.marketplaces.sheets import Item, Pack, Template
from catalog.models import Product, ProductPhoto, SheetTemplate
from catalog.rules import Axis, box_sides, short_gtin
from catalog.services.record import ProductAction, tell
from merchants.models import Merchant

# So many headings are named; whoever needs more opens the file.
_NAMED = 5


class TemplateChangedError(DomainError):
    """The marketplace has changed its template since the seller last brought it."""

    code = "catalog.template_changed"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


def export_to_sheet(
    merchant: Merchant, products: Sequence[Product], *, template: Template, base_url: str, by: Actor
) -> bytes:
    """Fill the seller's own template with products of the business and their packs.

    Raises:
        TemplateChangedError: it has other headings than the one this business brought before.
    """
    known = queries.template_of(merchant.id, template.layout.channel)
    if known is None:
        keep_template(merchant, template=template, by=by)
    elif known.fingerprint != _fingerprint(template):
        raise _changed(known, template)
    channel = template.layout.channel
    filled = sheets.fill(template, [_item(product, channel, base_url) for product in products])
    for product in products:
        tell(ProductAction.EXPORTED, product, by=by, at=clock.now(), changes={"channel": ["", channel.value]})
    return filled


def keep_template(merchant: Merchant, *, template: Template, by: Actor) -> None:
    """Take a template as the one that the business brings from now on."""
    channel = template.layout.channel
    kept = queries.template_of(merchant.id, channel)
    if kept is None:
        kept = SheetTemplate(merchant_id=merchant.id, channel=channel)
        db.session.add(kept)
    kept.headings, kept.fingerprint = list(template.headings), _fingerprint(template)
    kept.kept_at, kept.by_name = clock.now(), by.name
    db.session.flush()


def _fingerprint(template: Template) -> str:
    # Which headings there are, and not in which order: marketplaces move their columns.
    return hashlib.sha256("\n".join(sorted(template.headings)).encode()).hexdigest()


def _changed(known: SheetTemplate, template: Template) -> TemplateChangedError:
    before, now = set(known.headings), set(template.headings)
    new = ", ".join(sorted(now - before)[:_NAMED]) or "–"
    gone = ", ".join(sorted(before - now)[:_NAMED]) or "–"
    return TemplateChangedError(
        _l(
            "This template is not the one of %(day)s. New: %(new)s. Gone: %(gone)s. "
            "If you downloaded it just now, tick “Use this template from now on” and send it again",
            day=f"{clock.local(known.kept_at):%d/%m/%Y}",
            new=new,
            gone=gone,
        )
    )


def _item(product: Product, channel: Channel, base_url: str) -> Item:
    own = product.own_words(channel)
    facts = product.facts(is_shown=False).with_words(own)
    urls = {photo.sha256: _url(photo, base_url) for photo in product.photos}
    pictures = {variant.sku: variant.photo.sha256 for variant in product.variants if variant.photo}
    return Item(
        name=facts.name,
        description=facts.description,
        sku=product.sku,
        photo_urls=tuple(url for photo in facts.photos if (url := urls[photo.sha256])),
        packs=tuple(
            Pack(
                options=pack.options,
                price_vnd=pack.price_vnd,
                sku=pack.sku or product.sku,
                weight_g=pack.weight_g,
                gtin=short_gtin(pack.gtin),
                photo_url=urls.get(pictures.get(pack.sku, ""), ""),
            )
            for pack in facts.packs
        ),
        axes=tuple(NAMES[Axis(axis)] for axis in (product.axis_1, product.axis_2) if axis),
        category=own.category,
        box_cm=box_sides(facts.box_cm),
    )


def _url(photo: ProductPhoto, base_url: str) -> str:
    square = photo.sizes.get(images.Preset.SQ1024)
    return f"{base_url}/anh/{square.sha256}.jpg" if square else ""
