"""Rows of looks at a sign."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Identified, Short
from payments.signs.rules import Seen


class SignLook(Identified, Base):
    """One photograph of a sign, as what it showed; the photograph itself is not kept."""

    __tablename__ = "sign_look"
    __table_args__ = (
        CheckConstraint("seen = 'other_scheme' or scheme = ''", name="only_another_scheme_has_a_name"),
        Index(None, "standee_id", "at"),
    )
    is_shown = False

    standee_id: Mapped[UUID] = mapped_column(ForeignKey("standee.id"))
    at: Mapped[datetime]
    seen: Mapped[Seen]
    scheme: Mapped[Short] = mapped_column(default="")
