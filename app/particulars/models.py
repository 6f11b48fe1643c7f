"""What was deleted and when: kept for good, because it says that something is gone and never what it was."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Identified
from app.particulars.rules import DeletionKind


class Deletion(Identified, Base):
    """One file whose particulars were erased, or old entries of the trail or sheets of classes deleted together."""

    __tablename__ = "deletion"
    __table_args__ = (
        CheckConstraint("number > 0", name="something_was_deleted"),
        CheckConstraint(
            "(kind in ('trail', 'sheet')) = (merchant_id is null)",
            name="the_trail_and_sheets_of_classes_are_of_no_file",
        ),
    )
    is_shown = False

    kind: Mapped[DeletionKind]
    merchant_id: Mapped[UUID | None] = mapped_column(ForeignKey("merchant.id"), index=True)
    number: Mapped[int] = mapped_column(default=1)
    at: Mapped[datetime]
