"""A product: what its maker says of it, in typed columns and in what its family asks."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Identified, Json, Line, Short, Text_
from app.policy import Place
from catalog.channel_rules import Channel
from catalog.models.override import ChannelOverride
from catalog.models.photo import ProductPhoto
from catalog.models.variant import ProductVariant, net_content
from catalog.rules import OwnWords, PhotoFacts, ProductFacts, Storage, Unit, VariantFacts
from catalog.states import LISTING, Stage
from merchants.models import Merchant


class Product(Identified, Base):
    """Something a merchant makes or offers; empty and none mean not answered yet."""

    __tablename__ = "product"
    __table_args__ = (
        CheckConstraint("price_vnd is null or price_vnd between 1000 and 100000000", name="price_is_within_reason"),
        CheckConstraint("content_milli is null or content_milli > 0", name="content_is_positive"),
        CheckConstraint("(content_milli is null) = (content_unit is null)", name="content_and_unit_go_together"),
        CheckConstraint("shelf_life_days is null or shelf_life_days > 0", name="shelf_life_is_positive"),
        CheckConstraint("weight_g is null or weight_g > 0", name="weight_is_positive"),
        CheckConstraint("box_cm = '' or box_cm like '%x%x%'", name="a_box_has_three_sides"),
        CheckConstraint("gtin = '' or length(gtin) = 14", name="gtin_has_fourteen_digits"),
        CheckConstraint("axis_2 = '' or axis_1 <> ''", name="a_second_axis_needs_a_first"),
        CheckConstraint("stage = 'draft' or (name <> '' and price_vnd is not null)", name="shown_has_name_and_price"),
        CheckConstraint("stage = 'draft' or listed_at is not null", name="listed_at_set_once_listed"),
        Index(None, "stage", "listed_at"),
        Index(None, "commune_path", "stage", "listed_at"),
    )

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"), index=True)
    # The maker's commune, so that an index has the newest products of a commune; a trigger goes with the maker.
    commune_path: Mapped[Short] = mapped_column(default="", server_default="")
    sku: Mapped[Short] = mapped_column(unique=True)
    slug: Mapped[Line] = mapped_column(unique=True)
    name: Mapped[Line] = mapped_column(default="")
    name_fold: Mapped[Line] = mapped_column(default="", index=True)
    # Thousandths of the unit, so that no database rounds 0,333 l.
    content_milli: Mapped[int | None]
    content_unit: Mapped[Unit | None]
    price_vnd: Mapped[int | None]
    shelf_life_days: Mapped[int | None]
    storage: Mapped[Storage | None]
    description: Mapped[Text_] = mapped_column(default="")
    weight_g: Mapped[int | None]
    # The parcel it is sent in, ``30x20x15``: length, width and height; empty means not said yet.
    box_cm: Mapped[str] = mapped_column(String(11), default="", server_default="")
    ingredients: Mapped[Text_] = mapped_column(default="")
    # What the family asks beyond this, by attribute; catalog.families says what may stand here.
    attrs: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    family: Mapped[Short] = mapped_column(default="", index=True)
    name_en: Mapped[Line] = mapped_column(default="")
    description_en: Mapped[Text_] = mapped_column(default="")
    # Fourteen digits, filled up with noughts from the left; empty means that there is none.
    gtin: Mapped[str] = mapped_column(String(14), default="", index=True)
    axis_1: Mapped[Short] = mapped_column(default="")
    axis_2: Mapped[Short] = mapped_column(default="")
    # The front photograph's sizes (hash, width, height by preset), so that a list needs no join.
    cover: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)

    stage: Mapped[Stage] = mapped_column(default=LISTING.initial)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    listed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    merchant: Mapped[Merchant] = relationship()
    photos: Mapped[list[ProductPhoto]] = relationship(
        lazy="selectin", order_by="ProductPhoto.position", cascade="all, delete-orphan"
    )
    variants: Mapped[list[ProductVariant]] = relationship(
        lazy="selectin", order_by="ProductVariant.position", cascade="all, delete-orphan"
    )
    overrides: Mapped[list[ChannelOverride]] = relationship(
        lazy="select", order_by="ChannelOverride.channel", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}

    def place(self) -> Place:
        """Return whose it is and where, for the rights table."""
        return self.merchant.place()

    @property
    def net_content(self) -> Decimal | None:
        """How much is in one pack, in its unit."""
        return net_content(self)

    def own_words(self, channel: Channel) -> OwnWords:
        """Return what it says on one marketplace only; nothing where it says there what it says everywhere."""
        return next((own.words() for own in self.overrides if own.channel is channel), OwnWords())

    def facts(self, *, is_shown: bool, stars: int = 0, has_pin: bool = False) -> ProductFacts:
        """Return the product as plain data for the rules."""
        return product_facts(
            self,
            brand=self.merchant.business_name or self.merchant.owner_name,
            photos=[photo.facts() for photo in self.photos],
            variants=[variant.facts() for variant in self.variants],
            is_shown=is_shown,
            stars=stars,
            has_pin=has_pin,
        )


def product_facts(
    said: Any,
    *,
    brand: str,
    photos: Sequence[PhotoFacts],
    variants: Sequence[VariantFacts],
    is_shown: bool,
    stars: int,
    has_pin: bool,
) -> ProductFacts:
    """Return a product, or a row with its columns, as plain data for the rules."""
    return ProductFacts(
        name=said.name,
        description=said.description,
        price_vnd=said.price_vnd,
        net_content=net_content(said),
        unit=said.content_unit,
        shelf_life_days=said.shelf_life_days,
        storage=said.storage,
        weight_g=said.weight_g,
        ingredients=said.ingredients,
        brand=brand,
        photos=tuple(photos),
        is_shown=is_shown,
        stars=stars,
        has_pin=has_pin,
        name_en=said.name_en,
        description_en=said.description_en,
        family=said.family,
        gtin=said.gtin,
        attrs=said.attrs,
        variants=tuple(variants),
        box_cm=said.box_cm,
    )
