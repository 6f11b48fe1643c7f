"""The packs and sizes of a product."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Identified, Short
from catalog.models.photo import ProductPhoto
from catalog.rules import Unit, VariantFacts


class ProductVariant(Identified, Base):
    """One pack or size of a product, on one or two axes; what it leaves open the product answers."""

    __tablename__ = "product_variant"
    __table_args__ = (
        UniqueConstraint("product_id", "option_1", "option_2"),
        CheckConstraint("option_1 <> ''", name="a_variant_says_which"),
        CheckConstraint("price_vnd is null or price_vnd between 1000 and 100000000", name="price_is_within_reason"),
        CheckConstraint("content_milli is null or content_milli > 0", name="content_is_positive"),
        CheckConstraint("(content_milli is null) = (content_unit is null)", name="content_and_unit_go_together"),
        CheckConstraint("weight_g is null or weight_g > 0", name="weight_is_positive"),
        CheckConstraint("gtin = '' or length(gtin) = 14", name="gtin_has_fourteen_digits"),
        CheckConstraint("position between 0 and 49", name="at_most_fifty_to_a_product"),
    )

    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), index=True)
    sku: Mapped[Short] = mapped_column(unique=True)
    position: Mapped[int]
    option_1: Mapped[Short]
    option_2: Mapped[Short] = mapped_column(default="")
    price_vnd: Mapped[int | None]
    content_milli: Mapped[int | None]
    content_unit: Mapped[Unit | None]
    weight_g: Mapped[int | None]
    gtin: Mapped[str] = mapped_column(String(14), default="", index=True)
    photo_id: Mapped[UUID | None] = mapped_column(ForeignKey("product_photo.id", ondelete="SET NULL"))

    photo: Mapped[ProductPhoto | None] = relationship()

    @property
    def options(self) -> tuple[str, ...]:
        """What it is on each axis."""
        return _options(self)

    @property
    def net_content(self) -> Decimal | None:
        """How much is in one pack, in its unit."""
        return net_content(self)

    def facts(self) -> VariantFacts:
        """Return the variant as plain data for the rules."""
        return variant_facts(self)


def variant_facts(said: Any) -> VariantFacts:
    """Return a variant, or a row with its columns, as plain data for the rules."""
    options, content = _options(said), net_content(said)
    return VariantFacts(said.sku, options, said.price_vnd, content, said.content_unit, said.weight_g, said.gtin)


def net_content(said: Any) -> Decimal | None:
    """Return how much is in one pack of a product or a variant, or of a row with their columns, in its unit."""
    return None if said.content_milli is None else Decimal(said.content_milli) / 1000


def _options(said: Any) -> tuple[str, ...]:
    return (said.option_1, said.option_2) if said.option_2 else (said.option_1,)
