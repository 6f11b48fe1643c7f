"""Rows of names."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Identified, Line


class NameSheet(Identified, Base):
    """The two names only the owner can tell: the business paper's and the shop's; the others are known already."""

    __tablename__ = "pay_names"
    is_shown = False

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"), unique=True)
    paper_name: Mapped[Line] = mapped_column(default="")
    label_name: Mapped[Line] = mapped_column(default="")
    saved_at: Mapped[datetime]
