"""Rows of messages, of what people do not want to get, and of those about whom nothing is sent any more."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Identified, Json, Line, Short, Text_
from app.core.messages.rules import Channel, MessageClass
from app.core.messages.states import MESSAGE, MessageState


class OutgoingMessage(Identified, Base):
    """One message on its way down the ladder. The text is emptied once a secret in it has been delivered."""

    __tablename__ = "outgoing_message"
    is_shown = False
    __table_args__ = (
        CheckConstraint("length(recipient) > 0", name="recipient_is_given"),
        CheckConstraint("state <> 'delivered' or delivered_at is not null", name="delivered_has_a_time"),
        CheckConstraint("state <> 'reached' or reached_at is not null", name="reached_has_a_time"),
        Index(None, "recipient", "created_at"),
    )

    # The rung it stands on; the earlier ones are in the history.
    channel: Mapped[Channel]
    recipient: Mapped[Line]
    subject: Mapped[Line]
    text: Mapped[Text_]
    # With its marks, for a call or a slip.
    spoken: Mapped[Text_] = mapped_column(default="")
    purpose: Mapped[Short]
    message_class: Mapped[MessageClass] = mapped_column(default=MessageClass.OTHER)
    about_id: Mapped[UUID | None] = mapped_column(index=True)
    sent_by: Mapped[Line]
    state: Mapped[MessageState] = mapped_column(default=MESSAGE.initial, index=True)
    # Held back by quiet hours or by two a week.
    not_before: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    # The registered template and its values, if it may travel by Zalo.
    zalo: Mapped[dict[str, Any] | None] = mapped_column(Json)
    # What was tried: channel, moment, outcome.
    history: Mapped[list[dict[str, str]]] = mapped_column(Json, default=list)
    created_at: Mapped[datetime] = mapped_column(index=True)
    delivered_at: Mapped[datetime | None]
    delivered_to: Mapped[Short | None]
    # Written instead of delivering: whom it was about wants no more messages, or not this kind.
    stopped_at: Mapped[datetime | None]
    reached_at: Mapped[datetime | None]
    reached_by: Mapped[Line] = mapped_column(default="")


class MessageChoice(Identified, Base):
    """A kind of message that somebody does not want to get over one channel."""

    __tablename__ = "message_choice"
    is_shown = False
    __table_args__ = (UniqueConstraint("recipient", "message_class", "channel"),)

    recipient: Mapped[Line] = mapped_column(index=True)
    message_class: Mapped[MessageClass]
    channel: Mapped[Channel]
    since: Mapped[datetime]
    by_name: Mapped[Line]


class QuietSubject(Base):
    """Somebody about whom nothing is sent any more, for example a family that has given up its trade."""

    __tablename__ = "quiet_subject"
    is_shown = False

    about_id: Mapped[UUID] = mapped_column(primary_key=True)
    since_at: Mapped[datetime]
