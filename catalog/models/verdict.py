"""How ready a product is for each marketplace, kept."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Identified, Short
from catalog.channel_rules import Channel
from catalog.readiness import Verdict


class ProductReadiness(Identified, Base):
    """How ready a product is for a marketplace, by the rules in force when it was computed."""

    __tablename__ = "product_readiness"
    __table_args__ = (UniqueConstraint("product_id", "channel"), Index(None, "channel", "rules_version"))

    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"))
    channel: Mapped[Channel]
    verdict: Mapped[Verdict]
    score_met: Mapped[int]
    score_required: Mapped[int]
    computed_at: Mapped[datetime]
    rules_version: Mapped[Short]
