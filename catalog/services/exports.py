"""Handing a product over to a marketplace."""

from collections.abc import Sequence

from app.core import clock
from app.policy import Actor
from catalog import images
from catalog.channel_rules import Channel
from catalog.marketplaces import shopee
from catalog.models import Product, ProductPhoto
from catalog.rules import short_gtin
from catalog.services.record import ProductAction, tell


def export_to_shopee(product: Product, *, template: bytes, base_url: str, axes: Sequence[str], by: Actor) -> bytes:
    """Fill the seller's own template with the product and its packs; ``axes`` says in what they differ, in words.

    Raises:
        TemplateRefusedError: the file is not such a template.
    """
    filled = shopee.fill(template, _item(product, base_url, axes))
    tell(ProductAction.EXPORTED, product, by=by, at=clock.now(), changes={"channel": ["", Channel.SHOPEE_VN.value]})
    return filled


def _item(product: Product, base_url: str, axes: Sequence[str]) -> shopee.Item:
    own = product.own_words(Channel.SHOPEE_VN)
    facts = product.facts(is_shown=False).with_words(own)
    urls = {photo.sha256: _url(photo, base_url) for photo in product.photos}
    pictures = {variant.sku: variant.photo.sha256 for variant in product.variants if variant.photo}
    return shopee.Item(
        name=facts.name,
        description=facts.description,
        sku=product.sku,
        photo_urls=tuple(url for photo in facts.photos if (url := urls[photo.sha256])),
        packs=tuple(
            shopee.Pack(
                options=pack.options,
                price_vnd=pack.price_vnd,
                sku=pack.sku or product.sku,
                weight_g=pack.weight_g,
                gtin=short_gtin(pack.gtin),
                photo_url=urls.get(pictures.get(pack.sku, ""), ""),
            )
            for pack in facts.packs
        ),
        axes=tuple(axes),
        category=own.category,
    )


def _url(photo: ProductPhoto, base_url: str) -> str:
    square = photo.sizes.get(images.Preset.SQ1024)
    return f"{base_url}/anh/{square.sha256}.jpg" if square else ""
