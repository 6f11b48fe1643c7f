"""Photographs of a product and the sizes cut from them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Identified, Short
from catalog.rules import PhotoFacts, PhotoRole, SentPicture, Square, SquareCut

# The largest of the squares that marketplaces are handed.
SENT = "sq1500"


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
    # How its squares were cut; empty for one that nobody has cut, which stands whole on white.
    square_cut: Mapped[SquareCut | None]
    focus_x_pct: Mapped[int | None]
    focus_y_pct: Mapped[int | None]
    most_kb: Mapped[int | None]

    renditions: Mapped[list["PhotoRendition"]] = relationship(
        back_populates="photo", lazy="selectin", cascade="all, delete-orphan"
    )

    def facts(self) -> PhotoFacts:
        """Return the photograph as plain data for the rules."""
        square = self.sizes.get(SENT)
        return photo_facts(
            self, SentPicture(square.width, square.height, square.size_bytes) if square is not None else None
        )

    @property
    def square(self) -> Square:
        """How its squares are cut."""
        if self.square_cut is None or self.focus_x_pct is None or self.focus_y_pct is None:
            return Square()
        return Square(self.square_cut, self.focus_x_pct, self.focus_y_pct, self.most_kb)

    @square.setter
    def square(self, wanted: Square) -> None:
        self.square_cut, self.most_kb = wanted.cut, wanted.most_kb
        self.focus_x_pct, self.focus_y_pct = wanted.x_pct, wanted.y_pct

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

    def take(self, other: "PhotoRendition") -> None:
        """Become the same picture as another one of the same size."""
        self.sha256, self.size_bytes, self.content_type = other.sha256, other.size_bytes, other.content_type
        self.width, self.height = other.width, other.height


def photo_facts(said: Any, sent: SentPicture | None) -> PhotoFacts:
    """Return a photograph, or a row with its columns, as plain data for the rules."""
    return PhotoFacts(
        said.role,
        said.width,
        said.height,
        said.size_bytes,
        said.sha256,
        is_blurred=said.is_blurred,
        is_dark=bool(said.is_dark),
        white_edge_pct=said.white_edge_pct,
        fingerprint=said.fingerprint or "",
        square_cut=said.square_cut or SquareCut.PAD,
        sent=sent,
    )
