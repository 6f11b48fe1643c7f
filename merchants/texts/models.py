"""Rows of texts that people sent."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Identified, Line, Short, Text_
from app.core.messages import Channel
from app.policy import Place
from merchants.models import Merchant
from merchants.texts.states import TEXT, Asks, TextState
from merchants.training.models import TrainingSession


class IncomingText(Identified, Base):
    """One text as a provider handed it over, once however often it was handed."""

    __tablename__ = "incoming_text"
    is_shown = False
    __table_args__ = (
        UniqueConstraint("channel", "provider_id"),
        CheckConstraint("provider_id <> ''", name="the_provider_numbers_it"),
        CheckConstraint("(state = 'read') = (read_at is not null)", name="whoever_read_it_did_so_at_a_moment"),
        CheckConstraint("state <> 'done' or merchant_id is not null", name="only_for_a_known_business_is_it_done"),
        Index(None, "state", "area_path"),
    )

    channel: Mapped[Channel]
    provider_id: Mapped[Line]
    # A telephone number, or what stands for a person at another provider.
    sender: Mapped[Line]
    text: Mapped[Text_]
    asks: Mapped[Asks]
    at: Mapped[datetime] = mapped_column(index=True)
    # Where whoever reads it works; empty where it names no class and comes from no number we know.
    area_path: Mapped[Short] = mapped_column(default="")
    merchant_id: Mapped[UUID | None] = mapped_column(ForeignKey("merchant.id"), index=True)
    session_id: Mapped[UUID | None] = mapped_column(ForeignKey("training_session.id"), index=True)
    state: Mapped[TextState] = mapped_column(default=TEXT.initial)
    read_at: Mapped[datetime | None]
    read_by: Mapped[Line] = mapped_column(default="")

    merchant: Mapped[Merchant | None] = relationship()
    session: Mapped[TrainingSession | None] = relationship()

    def place(self) -> Place:
        """Return where it belongs; it is nobody's in particular."""
        return Place(None, self.area_path)
