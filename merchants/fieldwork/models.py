"""Rows of field work: a device, what it sent, two answers that differ, and an afternoon that was very fast."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Identified, Json, Line, Short
from merchants.fieldwork.states import ITEM, ItemState, Keep, Kind


class FieldDevice(Identified, Base):
    """One person's telephone or computer, as far as it took work along; it counts what it writes down from one on."""

    __tablename__ = "field_device"
    __table_args__ = (
        CheckConstraint("last_number between 0 and issued", name="no_number_is_used_before_it_is_issued"),
        Index(None, "account_id", "closed_at"),
    )
    is_shown = False

    account_id: Mapped[UUID]
    account_name: Mapped[Line]
    area_path: Mapped[Short] = mapped_column(index=True)
    issued: Mapped[int]
    # The highest number the device says it has used, and the numbers it says it still holds.
    last_number: Mapped[int] = mapped_column(default=0)
    waiting: Mapped[list[int]] = mapped_column(Json, default=list)
    opened_at: Mapped[datetime]
    heard_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    is_lost: Mapped[bool] = mapped_column(default=False)


class FieldItem(Identified, Base):
    """One thing a device wrote down, under the id the device gave it: the same id again is the same thing."""

    __tablename__ = "field_item"
    __table_args__ = (
        CheckConstraint("number > 0", name="items_are_counted_from_one"),
        Index(None, "device_id", "number"),
        Index(None, "account_id", "made_at"),
        Index(None, "state", "received_at"),
    )
    is_shown = False

    device_id: Mapped[UUID] = mapped_column(ForeignKey("field_device.id"))
    number: Mapped[int]
    kind: Mapped[Kind]
    subject_id: Mapped[UUID]
    # The item of the same device about the same subject that must come first.
    after_id: Mapped[UUID | None]
    fields: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    made_at: Mapped[datetime]
    received_at: Mapped[datetime]
    account_id: Mapped[UUID]
    account_name: Mapped[Line]
    merchant_id: Mapped[UUID | None] = mapped_column(index=True)
    # The place in a class that came of somebody walking in.
    made_id: Mapped[UUID | None] = mapped_column(index=True)
    state: Mapped[ItemState] = mapped_column(default=ITEM.initial)
    says: Mapped[Line] = mapped_column(default="")

    device: Mapped[FieldDevice] = relationship()

    def base(self, name: str) -> Any:
        """Return what the device saw of an answer before it was changed."""
        return self.fields.get(name, {}).get("base")

    def now(self, name: str) -> Any:
        """Return an answer as it was written down; none is left of one that has been forgotten."""
        return self.fields.get(name, {}).get("now")


class FieldClash(Identified, Base):
    """One answer that two people gave differently; both stay, a person says which one counts."""

    __tablename__ = "field_clash"
    __table_args__ = (
        UniqueConstraint("item_id", "field"),
        CheckConstraint("(kept is null) = (decided_at is null)", name="a_decision_has_a_moment"),
        Index(None, "decided_at", "area_path"),
    )
    is_shown = False

    item_id: Mapped[UUID] = mapped_column(ForeignKey("field_item.id"))
    field: Mapped[Short]
    area_path: Mapped[Short]
    merchant_id: Mapped[UUID | None] = mapped_column(index=True)
    about: Mapped[Line]
    ours: Mapped[Line]
    theirs: Mapped[Line]
    theirs_by: Mapped[Line] = mapped_column(default="")
    theirs_at: Mapped[datetime | None]
    kept: Mapped[Keep | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[Line] = mapped_column(default="")

    item: Mapped[FieldItem] = relationship()


class FieldPace(Identified, Base):
    """One person's afternoon with more households than can well be visited, and what they say to it."""

    __tablename__ = "field_pace"
    __table_args__ = (
        UniqueConstraint("account_id", "happened_on"),
        CheckConstraint("(says = '') = (said_at is null)", name="a_word_has_a_moment"),
    )
    is_shown = False

    account_id: Mapped[UUID]
    account_name: Mapped[Line]
    happened_on: Mapped[date]
    households: Mapped[int]
    quick: Mapped[int]
    says: Mapped[Line] = mapped_column(default="")
    said_at: Mapped[datetime | None]
