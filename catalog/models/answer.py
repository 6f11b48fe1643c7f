"""What a marketplace has answered about a product."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Identified, Json, Line
from catalog.channel_rules import Channel


class ChannelAnswer(Identified, Base):
    """A marketplace's own words about a product, as the owner brought them back; the next ones take their place."""

    __tablename__ = "channel_answer"
    is_shown = False
    __table_args__ = (UniqueConstraint("product_id", "channel"),)

    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"))
    channel: Mapped[Channel]
    sentences: Mapped[list[str]] = mapped_column(Json)
    brought_at: Mapped[datetime]
    by_name: Mapped[Line]
