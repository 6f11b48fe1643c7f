"""Rows of the ladder: the telephone at the counter, and tries that somebody watched."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Identified, Line
from payments.ladder.rules import Chip, Handset, Hears


class Counter(Identified, Base):
    """What there is at a seller's counter to learn by that money has come."""

    __tablename__ = "pay_counter"
    is_shown = False

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"), unique=True)
    handset: Mapped[Handset]
    chip: Mapped[Chip]
    hears: Mapped[Hears]
    has_sound_box: Mapped[bool]
    saved_at: Mapped[datetime]


class Trial(Identified, Base):
    """A transfer of a thousand đồng that somebody of the team watched come; it is a try and no sale."""

    __tablename__ = "pay_trial"
    __table_args__ = (CheckConstraint("pictures_right between 0 and 3", name="three_pictures_were_shown"),)
    is_shown = False

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"), index=True)
    standee_id: Mapped[UUID] = mapped_column(ForeignKey("standee.id"))
    witness_id: Mapped[UUID | None]
    witness_name: Mapped[Line]
    pictures_right: Mapped[int]
    at: Mapped[datetime]
