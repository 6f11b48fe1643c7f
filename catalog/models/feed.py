"""What marketplaces fetch, kept ready: each product's part, and the last good file made of them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Identified, Short, Text_


class FeedPart(Identified, Base):
    """What one product comes to in one file, and the versions of everything it was made from."""

    __tablename__ = "feed_part"
    is_shown = False
    __table_args__ = (UniqueConstraint("outlet", "product_id"),)

    outlet: Mapped[Short]
    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), index=True)
    product_version: Mapped[int]
    merchant_version: Mapped[int]
    # Which programme wrote it: a new one may write otherwise.
    edition: Mapped[Short]
    items: Mapped[int]
    text: Mapped[Text_]


class FeedBuild(Identified, Base):
    """The file that a marketplace is given; while ``held_at`` is set, a much shorter one waits for an official."""

    __tablename__ = "feed_build"
    is_shown = False
    __table_args__ = (
        CheckConstraint("items >= 0", name="items_are_not_negative"),
        CheckConstraint("(held_at is null) = (held_items is null)", name="what_is_held_has_a_number"),
    )

    outlet: Mapped[Short] = mapped_column(unique=True)
    sha256: Mapped[str] = mapped_column(String(64))
    packed_sha256: Mapped[str] = mapped_column(String(64))
    items: Mapped[int]
    built_at: Mapped[datetime]
    held_items: Mapped[int | None]
    held_at: Mapped[datetime | None]
