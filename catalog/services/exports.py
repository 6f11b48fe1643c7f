"""Handing a product over to a marketplace."""

from app.core import clock
from app.policy import Actor
from catalog import images
from catalog.channel_rules import Channel
from catalog.marketplaces import shopee
from catalog.models import Product
from catalog.services.record import ProductAction, tell


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
    tell(ProductAction.EXPORTED, product, by=by, at=clock.now(), changes={"channel": ["", Channel.SHOPEE_VN.value]})
    return filled
