"""What a marketplace's template looked like when a seller last brought it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Identified, Json, Line
from catalog.channel_rules import Channel


class SheetTemplate(Identified, Base):
    """The headings of a seller's template, so that a change is noticed before a file is refused."""

    __tablename__ = "sheet_template"
    is_shown = False
    __table_args__ = (
        UniqueConstraint("merchant_id", "channel"),
        CheckConstraint("length(fingerprint) = 64", name="fingerprint_has_64_digits"),
    )

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"))
    channel: Mapped[Channel]
    headings: Mapped[list[str]] = mapped_column(Json)
    fingerprint: Mapped[str] = mapped_column(String(64))
    kept_at: Mapped[datetime]
    by_name: Mapped[Line]
