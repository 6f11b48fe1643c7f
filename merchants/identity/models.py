"""Rows of official numbers: the number itself only sealed."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Identified, Line, Short
from merchants.identity.rules import NumberKind


def context_of(number_id: UUID) -> str:
    """Return the row and column a sealed value belongs to."""
    return f"identity_number.sealed:{number_id}"


class IdentityNumber(Identified, Base):
    """One official number of a business: sealed, its last three signs in the open, its keyed hash to find twins by."""

    __tablename__ = "identity_number"
    __table_args__ = (
        UniqueConstraint("merchant_id", "kind"),
        CheckConstraint("length(last_three) <= 3", name="at_most_three_signs_are_open"),
        CheckConstraint("length(sealed) > 40", name="number_is_sealed"),
    )

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"))
    kind: Mapped[NumberKind]
    sealed: Mapped[Line]
    key_id: Mapped[Short] = mapped_column(index=True)
    last_three: Mapped[Short]
    blind_index: Mapped[Line] = mapped_column(index=True)
    # Certificates have no pattern to check: the paper says when and by whom it was issued.
    issued_on: Mapped[date | None]
    issued_by: Mapped[Line] = mapped_column(default="")
    given_at: Mapped[datetime]

    @property
    def context(self) -> str:
        """The row and column a sealed value belongs to."""
        return context_of(self.id)

    @property
    def masked(self) -> str:
        """The number as lists and pages show it."""
        return f"•••{self.last_three}"
