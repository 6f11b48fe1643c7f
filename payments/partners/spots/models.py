"""Rows of weak spots: what households said, and what telecoms answered."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Identified, Line, Short
from payments.partners.models import Institution
from payments.partners.spots.rules import SpotKind, Verdict


class SpotReport(Identified, Base):
    """What a household last said of the signal where it sells; gone when it says that all is well."""

    __tablename__ = "spot_report"
    is_shown = False

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"), unique=True)
    area_path: Mapped[Short] = mapped_column(index=True)
    kind: Mapped[SpotKind]
    told_at: Mapped[datetime]


class SpotReply(Identified, Base):
    """What a telecom last said of a place."""

    __tablename__ = "spot_reply"
    __table_args__ = (UniqueConstraint("institution_id", "area_path"),)
    is_shown = False

    institution_id: Mapped[UUID] = mapped_column(ForeignKey("institution.id"))
    area_path: Mapped[Short] = mapped_column(index=True)
    verdict: Mapped[Verdict]
    said: Mapped[Line] = mapped_column(default="")
    replied_at: Mapped[datetime]

    institution: Mapped[Institution] = relationship()
