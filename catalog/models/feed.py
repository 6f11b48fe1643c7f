"""What marketplaces fetch, kept ready: each product's part, blocks of parts as files, and what has changed since."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Identified, Short, Text_


class FeedPart(Identified, Base):
    """What one product comes to in one file, and the versions of everything it was made from."""

    __tablename__ = "feed_part"
    is_shown = False
    __table_args__ = (UniqueConstraint("outlet", "product_id"), Index(None, "outlet", "block", "product_id"))

    outlet: Mapped[Short]
    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), index=True)
    product_version: Mapped[int]
    merchant_version: Mapped[int]
    # Which programme wrote it: a new one may write otherwise.
    edition: Mapped[Short]
    items: Mapped[int]
    text: Mapped[Text_]
    # In which block of the file it stands; the release before did not know blocks.
    block: Mapped[int | None]


class FeedBlock(Identified, Base):
    """Some hundred parts of a file, put together; the database itself turns it whenever a part comes or goes."""

    __tablename__ = "feed_block"
    is_shown = False
    __table_args__ = (
        UniqueConstraint("outlet", "number"),
        CheckConstraint("(sha256 is null) = (packed_sha256 is null)", name="plain_and_packed"),
        CheckConstraint("made_turn <= turn", name="nothing_is_made_ahead"),
    )

    outlet: Mapped[Short]
    number: Mapped[int]
    # How many parts were ever put into it: once it is full, new ones begin another.
    parts: Mapped[int] = mapped_column(default=0)
    turn: Mapped[int] = mapped_column(default=1)
    # The turn that the files given out were made at.
    made_turn: Mapped[int] = mapped_column(default=0)
    items: Mapped[int] = mapped_column(default=0)
    # Empty before the first time, and for a block in which nothing stands.
    sha256: Mapped[str | None] = mapped_column(String(64))
    packed_sha256: Mapped[str | None] = mapped_column(String(64))


class FeedBuild(Identified, Base):
    """The file that a marketplace is given; while ``held_at`` is set, a much shorter one waits for an official."""

    __tablename__ = "feed_build"
    is_shown = False
    __table_args__ = (
        CheckConstraint("items >= 0", name="items_are_not_negative"),
        CheckConstraint("(held_at is null) = (held_items is null)", name="what_is_held_has_a_number"),
    )

    outlet: Mapped[Short] = mapped_column(unique=True)
    # Named by the release before, which kept every file whole; the next release leaves them out.
    sha256: Mapped[str] = mapped_column(String(64), default="")
    packed_sha256: Mapped[str] = mapped_column(String(64), default="")
    # What the blocks given out come to: the same mark is the same file.
    mark: Mapped[str] = mapped_column(String(64), default="", server_default="")
    # Which programme wrote it.
    edition: Mapped[Short] = mapped_column(default="", server_default="")
    items: Mapped[int]
    built_at: Mapped[datetime]
    held_items: Mapped[int | None]
    held_at: Mapped[datetime | None]


class FeedLeftover(Identified, Base):
    """A file that is no longer given out but may still be on its way to somebody."""

    __tablename__ = "feed_leftover"
    is_shown = False

    sha256: Mapped[str] = mapped_column(String(64))
    left_at: Mapped[datetime] = mapped_column(index=True)


class FeedChange(Base):
    """A product that may have to be written again; the database itself notes it, whoever changes what it is made of."""

    __tablename__ = "feed_change"
    is_shown = False

    id: Mapped[int] = mapped_column(primary_key=True)
    # No foreign key: a product that is gone is noted, too.
    product_id: Mapped[UUID]
