"""Photographs of a product and the sizes cut from them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Identified, Short
from catalog.rules import PhotoFacts, PhotoRole


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
    # Empty for a photograph taken in before these were measured.
    is_dark: Mapped[bool | None]
    white_edge_pct: Mapped[int | None]
    fingerprint: Mapped[str | None] = mapped_column(String(16))
    taken_in_at: Mapped[datetime]

    renditions: Mapped[list["PhotoRendition"]] = relationship(
        back_populates="photo", lazy="selectin", cascade="all, delete-orphan"
    )

    def facts(self) -> PhotoFacts:
        """Return the photograph as plain data for the rules."""
        return PhotoFacts(
            self.role,
            self.width,
            self.height,
            self.size_bytes,
            self.sha256,
            white_edge_pct=self.white_edge_pct,
            fingerprint=self.fingerprint or "",
        )

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
