"""What a product says of itself on one marketplace only."""

from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Identified, Json, Line, Text_
from catalog.channel_rules import Channel
from catalog.rules import OwnWords


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
    # Hashes of the photographs in this marketplace's order; none means the product's own order.
    photo_order: Mapped[list[str] | None] = mapped_column(Json)

    def words(self) -> OwnWords:
        """Return what differs here as plain data for the rules."""
        return own_words(self)


def own_words(said: Any) -> OwnWords:
    """Return what differs on one marketplace, said by itself or by a row with its columns, as data for the rules."""
    return OwnWords(said.title, said.description, said.price_vnd, said.category, tuple(said.photo_order or ()))
