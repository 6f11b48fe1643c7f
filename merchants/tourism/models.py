"""Rows of tourism: what guests are told, what is offered for how much, when it is closed, and what the desk saw."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Identified, Json, Line, Short, VndAmount
from merchants.models import Merchant
from merchants.tourism.rules.coordinates import Point


class TourismProfile(Identified, Base):
    """What a tourism business answers for its guests; the questions and the answers offered are data."""

    __tablename__ = "tourism_profile"
    __table_args__ = (
        CheckConstraint("(latitude_e5 is null) = (longitude_e5 is null)", name="a_pin_has_two_coordinates"),
        CheckConstraint("latitude_e5 is null or latitude_e5 between -9000000 and 9000000", name="latitude_is_on_earth"),
        CheckConstraint(
            "longitude_e5 is null or longitude_e5 between -18000000 and 18000000", name="longitude_is_on_earth"
        ),
        CheckConstraint("not pin_is_public or latitude_e5 is not null", name="only_a_pin_is_shown"),
    )

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"), unique=True)
    slug: Mapped[Line] = mapped_column(unique=True)
    answers: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    # Hundred-thousandths of a degree: about a metre.
    latitude_e5: Mapped[int | None]
    longitude_e5: Mapped[int | None]
    pin_is_public: Mapped[bool] = mapped_column(default=False)
    way_note: Mapped[Line] = mapped_column(default="")
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    merchant: Mapped[Merchant] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": version}

    @property
    def point(self) -> Point | None:
        """The pin on the map, if there is one."""
        if self.latitude_e5 is None or self.longitude_e5 is None:
            return None
        return Point(self.latitude_e5, self.longitude_e5)


class TourismOffer(Identified, Base):
    """One room, dish, trip or ticket, with what it costs for one night or one person."""

    __tablename__ = "tourism_offer"
    __table_args__ = (
        CheckConstraint("length(name) > 0", name="it_has_a_name"),
        CheckConstraint("price_vnd between 0 and 1000000000", name="price_is_an_amount"),
        CheckConstraint("high_price_vnd is null or high_price_vnd >= price_vnd", name="high_season_is_not_cheaper"),
        CheckConstraint("how_many is null or how_many between 1 and 60", name="so_many_of_them"),
        CheckConstraint("guests is null or guests between 1 and 60", name="so_many_guests"),
    )

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"), index=True)
    merchant: Mapped[Merchant] = relationship()
    name: Mapped[Line]
    price_vnd: Mapped[VndAmount]
    high_price_vnd: Mapped[VndAmount | None]
    # How many rooms of this kind, and for how many guests each; of other things neither is asked.
    how_many: Mapped[int | None]
    guests: Mapped[int | None]
    added_at: Mapped[datetime]


class TourismClosure(Identified, Base):
    """Days on which there is nobody to receive guests, first and last day included."""

    __tablename__ = "tourism_closure"
    __table_args__ = (
        CheckConstraint("until_on >= from_on", name="ends_after_it_begins"),
        UniqueConstraint("merchant_id", "from_on", "until_on"),
    )

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"))
    merchant: Mapped[Merchant] = relationship()
    from_on: Mapped[date]
    until_on: Mapped[date]
    note: Mapped[Line] = mapped_column(default="")


class TourismSighting(Identified, Base):
    """The desk has seen one safety item on the spot; it lapses when the owner no longer says it is there."""

    __tablename__ = "tourism_sighting"
    __table_args__ = (UniqueConstraint("merchant_id", "item"),)

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"))
    item: Mapped[Short]
    by_name: Mapped[Line]
    seen_at: Mapped[datetime]
