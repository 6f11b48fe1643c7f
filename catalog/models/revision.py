"""What a product was after each change."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Identified, Json, Line


class ProductRevision(Identified, Base):
    """A product as it was after one change, so that the change can be read and undone; rows are only ever added."""

    __tablename__ = "product_revision"
    is_shown = False
    __table_args__ = (
        UniqueConstraint("product_id", "number"),
        CheckConstraint("number > 0", name="revisions_count_from_one"),
    )

    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"))
    number: Mapped[int]
    state: Mapped[dict[str, Any]] = mapped_column(Json)
    by_name: Mapped[Line]
    # The first of the changes this one takes back; what it brings back is the revision before that.
    undoes: Mapped[int | None]
    at: Mapped[datetime]
