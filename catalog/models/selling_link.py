"""Where else a product is sold."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Identified, Short
from catalog.selling_places import LONGEST


class SellingLink(Identified, Base):
    """A page of a marketplace on which a product can be bought; the place is a key of `selling_places`."""

    __tablename__ = "selling_link"
    __table_args__ = (
        UniqueConstraint("product_id", "url"),
        CheckConstraint("url like 'https://%'", name="link_is_https"),
    )

    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), index=True)
    place: Mapped[Short]
    url: Mapped[str] = mapped_column(String(LONGEST))
    added_at: Mapped[datetime]
