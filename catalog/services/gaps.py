"""One answer for many products of a maker, given by the owner or by whoever helps; each is told of by itself."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from app.policy import Actor
from catalog import queries
from catalog.models import Product
from catalog.rules import Field
from catalog.services.products import answer
from merchants.models import Merchant


def fill_many(
    merchant: Merchant, field: Field, answers: Mapping[str, Any], *, only: Collection[UUID], by: Actor
) -> list[Product]:
    """Give the same answer to those of some products that still lack it, and return them; the others stay."""
    waiting = queries.lacking(field, condition=Product.merchant_id == merchant.id)
    filled = [each.product for each in waiting if each.product.id in only]
    for product in filled:
        answer(product, by=by, **answers)
    return filled
