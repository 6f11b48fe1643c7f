"""Files of whole shelves that are too long to be made while somebody waits."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Identified, Line
from catalog.rules import FileKind
from merchants.models import Merchant


class ShelfFile(Identified, Base):
    """One file that somebody asked for, how far it is, and where it is kept once it is ready."""

    __tablename__ = "shelf_file"
    is_shown = False
    __table_args__ = (
        CheckConstraint("(ready_at is null) = (sha256 is null)", name="what_is_ready_is_kept"),
        CheckConstraint("done between 0 and total", name="no_more_is_done_than_there_is"),
        Index(
            "ix_shelf_file_one_at_work",
            "merchant_id",
            "kind",
            unique=True,
            sqlite_where=text("ready_at is null"),
            postgresql_where=text("ready_at is null"),
        ),
    )

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"), index=True)
    kind: Mapped[FileKind]
    # Products that there are, and those that are written.
    total: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    sha256: Mapped[str | None] = mapped_column(String(64))
    asked_by_name: Mapped[Line]
    asked_at: Mapped[datetime] = mapped_column(index=True)
    ready_at: Mapped[datetime | None]

    merchant: Mapped[Merchant] = relationship()
