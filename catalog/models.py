"""Products, their photographs, the sizes cut from them, and how ready each is for each marketplace."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Identified, Json, Line, Short, Text_
from app.policy import Place
from catalog.channel_rules import Channel
from catalog.readiness import Verdict
from catalog.rules import PhotoFacts, PhotoRole, ProductFacts, Storage, Unit, VariantFacts
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
        CheckConstraint("gtin = '' or length(gtin) = 14", name="gtin_has_fourteen_digits"),
        CheckConstraint("axis_2 = '' or axis_1 <> ''", name="a_second_axis_needs_a_first"),
        CheckConstraint("stage = 'draft' or (name <> '' and price_vnd is not null)", name="shown_has_name_and_price"),
        CheckConstraint("stage = 'draft' or listed_at is not null", name="listed_at_set_once_listed"),
        Index(None, "stage", "listed_at"),
    )

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"), index=True)
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
    ingredients: Mapped[Text_] = mapped_column(default="")
    # What the family asks beyond this, by attribute; catalog.families says what may stand here.
    attrs: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    family: Mapped[Short] = mapped_column(default="", index=True)
    name_en: Mapped[Line] = mapped_column(default="")
    description_en: Mapped[Text_] = mapped_column(default="")
    # Fourteen digits, filled up with noughts from the left; empty means that there is none.
    gtin: Mapped[str] = mapped_column(String(14), default="")
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
    photos: Mapped[list["ProductPhoto"]] = relationship(
        back_populates="product", lazy="selectin", order_by="ProductPhoto.position", cascade="all, delete-orphan"
    )

    variants: Mapped[list["ProductVariant"]] = relationship(
        back_populates="product", lazy="selectin", order_by="ProductVariant.position", cascade="all, delete-orphan"
    )
    overrides: Mapped[list["ChannelOverride"]] = relationship(
        back_populates="product", lazy="select", order_by="ChannelOverride.channel", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}

    def place(self) -> Place:
        """Return whose it is and where, for the rights table."""
        return self.merchant.place()

    @property
    def net_content(self) -> Decimal | None:
        """How much is in one pack, in its unit."""
        return None if self.content_milli is None else Decimal(self.content_milli) / 1000

    def facts(self, *, is_shown: bool) -> ProductFacts:
        """Return the product as plain data for the rules."""
        return ProductFacts(
            name=self.name,
            description=self.description,
            price_vnd=self.price_vnd,
            net_content=self.net_content,
            unit=self.content_unit,
            shelf_life_days=self.shelf_life_days,
            storage=self.storage,
            weight_g=self.weight_g,
            ingredients=self.ingredients,
            brand=self.merchant.business_name or self.merchant.owner_name,
            photos=tuple(photo.facts() for photo in self.photos),
            is_shown=is_shown,
            name_en=self.name_en,
            description_en=self.description_en,
            family=self.family,
            gtin=self.gtin,
            attrs=self.attrs,
            variants=tuple(variant.facts() for variant in self.variants),
        )


class ProductPhoto(Identified, Base):
    """One photograph of a product; the file kept is the upright master without its place."""

    __tablename__ = "product_photo"
    __table_args__ = (UniqueConstraint("product_id", "sha256"),)

    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), index=True)
    role: Mapped[PhotoRole]
    position: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    width: Mapped[int]
    height: Mapped[int]
    size_bytes: Mapped[int]
    is_blurred: Mapped[bool] = mapped_column(default=False)
    taken_in_at: Mapped[datetime]

    product: Mapped[Product] = relationship(back_populates="photos")
    renditions: Mapped[list["PhotoRendition"]] = relationship(
        back_populates="photo", lazy="selectin", cascade="all, delete-orphan"
    )

    def facts(self) -> PhotoFacts:
        """Return the photograph as plain data for the rules."""
        return PhotoFacts(self.role, self.width, self.height, self.size_bytes)

    @property
    def sizes(self) -> dict[str, "PhotoRendition"]:
        """The sizes made, by preset."""
        return {rendition.preset: rendition for rendition in self.renditions}


class PhotoRendition(Identified, Base):
    """One size of a photograph; what visitors and marketplaces are given."""

    __tablename__ = "photo_rendition"
    __table_args__ = (UniqueConstraint("photo_id", "preset"),)

    photo_id: Mapped[UUID] = mapped_column(ForeignKey("product_photo.id"))
    preset: Mapped[Short]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    width: Mapped[int]
    height: Mapped[int]
    size_bytes: Mapped[int]
    content_type: Mapped[Short]

    photo: Mapped[ProductPhoto] = relationship(back_populates="renditions")


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
    gtin: Mapped[str] = mapped_column(String(14), default="")
    photo_id: Mapped[UUID | None] = mapped_column(ForeignKey("product_photo.id", ondelete="SET NULL"))

    product: Mapped[Product] = relationship(back_populates="variants")

    @property
    def net_content(self) -> Decimal | None:
        """How much is in one pack, in its unit."""
        return None if self.content_milli is None else Decimal(self.content_milli) / 1000

    def facts(self) -> VariantFacts:
        """Return the variant as plain data for the rules."""
        options = (self.option_1, self.option_2) if self.option_2 else (self.option_1,)
        return VariantFacts(
            self.sku, options, self.price_vnd, self.net_content, self.content_unit, self.weight_g, self.gtin
        )


class ChannelOverride(Identified, Base):
    """What a product says of itself on one marketplace only; empty and none mean: as everywhere."""

    __tablename__ = "channel_override"
    __table_args__ = (
        UniqueConstraint("product_id", "channel"),
        CheckConstraint("price_vnd is null or price_vnd between 1000 and 100000000", name="price_is_within_reason"),
    )

    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"))
    channel: Mapped[Channel]
    title: Mapped[Line] = mapped_column(default="")
    description: Mapped[Text_] = mapped_column(default="")
    price_vnd: Mapped[int | None]
    category: Mapped[Line] = mapped_column(default="")
    # Ids of the photographs in this marketplace's order; none means the product's own order.
    photo_order: Mapped[list[str] | None] = mapped_column(Json)

    product: Mapped[Product] = relationship(back_populates="overrides")


class ProductRevision(Identified, Base):
    """A product as it was after one change, so that the change can be read and undone; rows are only ever added."""

    __tablename__ = "product_revision"
    __table_args__ = (
        UniqueConstraint("product_id", "number"),
        CheckConstraint("number > 0", name="revisions_count_from_one"),
    )

    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"))
    number: Mapped[int]
    state: Mapped[dict[str, Any]] = mapped_column(Json)
    by_name: Mapped[Line]
    undoes: Mapped[int | None]
    at: Mapped[datetime]


class ProductReadiness(Identified, Base):
    """How ready a product is for a marketplace, by the rules in force when it was computed."""

    __tablename__ = "product_readiness"
    __table_args__ = (UniqueConstraint("product_id", "channel"),)

    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"))
    channel: Mapped[Channel]
    verdict: Mapped[Verdict] = mapped_column(index=True)
    score_met: Mapped[int]
    score_required: Mapped[int]
    computed_at: Mapped[datetime]
    rules_version: Mapped[Short]
